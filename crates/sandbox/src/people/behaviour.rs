//! What one recipient is told to do: by the first word of the address, or by an override.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// One behaviour and nothing else. `click+anything@example.org` clicks, and does no more than that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Behaviour {
    /// Receives, and does nothing.
    Deliver,
    /// Is deferred once, then receives.
    Defer,
    /// Bounces softly.
    Soft,
    /// Bounces hard; the provider blocks the address.
    Bounce,
    /// Receives, and bounces hard afterwards.
    LateBounce,
    /// Is no address.
    Invalid,
    /// Was blocked by the provider before.
    Blocked,
    /// Opens.
    Open,
    /// Apple's proxy loads the images.
    Apple,
    /// Google's proxy loads the images.
    Google,
    /// Opens and clicks.
    Click,
    /// A scanner fetches every link.
    Scanner,
    /// A scanner asks for the head of every link.
    HeadScanner,
    /// Complains; the provider blocks the address.
    Complain,
    /// Unsubscribes by one click, form-urlencoded.
    Unsubscribe,
    /// Unsubscribes by one click, multipart.
    UnsubscribeMultipart,
    /// Unsubscribes by the provider's own link; the provider blocks the address.
    ProviderUnsubscribe,
}

impl Behaviour {
    /// The behaviour that an address asks for, by its local part up to the first `+`.
    pub(crate) fn of_address(email: &str) -> Option<Self> {
        let (word, _) = email.split_once('@')?.0.split_once('+')?;
        Self::from_str(word, true).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_an_address_asks_for_a_behaviour() {
        assert_eq!(Behaviour::of_address("late-bounce+7@example.org"), Some(Behaviour::LateBounce));
        assert_eq!(Behaviour::of_address("Click+a+b@example.org"), Some(Behaviour::Click));
        for ordinary in ["click@example.org", "awa+click@example.org", "click+", ""] {
            assert_eq!(Behaviour::of_address(ordinary), None, "{ordinary}");
        }
    }
}
