//! How many of the recipients do what.

use std::{collections::BTreeMap, str::FromStr};

use clap::ValueEnum;

/// Something that a share of the recipients does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Share {
    /// Of all: the mailbox is full or its domain has no MX, this time.
    SoftBounce,
    /// Of all: there is no such mailbox.
    HardBounce,
    /// Of all: the address is none.
    Invalid,
    /// Of all: the provider had blocked them before.
    Blocked,
    /// Of those it reaches: it is deferred once.
    Deferred,
    /// Of those it reaches: a security scanner follows every link.
    Scanner,
    /// Of those it reaches: Apple's proxy loads the images.
    Apple,
    /// Of those it reaches: Google's proxy loads the images.
    Google,
    /// Of those it reaches: a person opens, in a program that loads images itself.
    Open,
    /// Of those who opened themselves: click.
    Click,
    /// Of those whose images a proxy loaded: click.
    ProxyClick,
    /// Of those it reaches: complain.
    Complain,
    /// Of those it reaches: unsubscribe by one click.
    Unsubscribe,
    /// Of those it reaches: unsubscribe by the provider's own link.
    ProviderUnsubscribe,
    /// Of all: not on WhatsApp.
    WhatsappUnreachable,
    /// Of all: got too much marketing by WhatsApp, from everybody together.
    WhatsappCapped,
    /// Of those it reaches: read it.
    WhatsappRead,
    /// Of those who read: the delivery is never told.
    WhatsappHasty,
    /// Of those who read: write something.
    WhatsappReply,
    /// Of those who read: press a button that is an answer.
    WhatsappPress,
    /// Of those who read: press a button that leads somewhere.
    WhatsappClick,
    /// Of those who read: want no more, and say so.
    WhatsappStop,
    /// Of those who read: block the number.
    WhatsappBlock,
}

/// The shares in percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares(BTreeMap<Share, f64>);

impl Default for Shares {
    fn default() -> Self {
        Self(BTreeMap::from([
            (Share::SoftBounce, 1.8),
            (Share::HardBounce, 1.0),
            (Share::Invalid, 0.5),
            (Share::Blocked, 0.7),
            (Share::Deferred, 3.0),
            (Share::Scanner, 6.0),
            (Share::Apple, 22.0),
            (Share::Google, 14.0),
            (Share::Open, 26.0),
            (Share::Click, 28.0),
            (Share::ProxyClick, 8.0),
            (Share::Complain, 0.08),
            (Share::Unsubscribe, 0.6),
            (Share::ProviderUnsubscribe, 0.1),
            (Share::WhatsappUnreachable, 2.5),
            (Share::WhatsappCapped, 1.5),
            (Share::WhatsappRead, 72.0),
            (Share::WhatsappHasty, 3.0),
            (Share::WhatsappReply, 5.0),
            (Share::WhatsappPress, 6.0),
            (Share::WhatsappClick, 14.0),
            (Share::WhatsappStop, 1.2),
            (Share::WhatsappBlock, 0.4),
        ]))
    }
}

impl Shares {
    /// Nobody does anything but receive.
    #[must_use]
    pub fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The same shares but for one, in percent.
    #[must_use]
    pub fn with(mut self, share: Share, percent: f64) -> Self {
        self.0.insert(share, percent);
        self
    }

    pub(crate) fn of(&self, share: Share) -> f64 {
        self.0.get(&share).copied().unwrap_or(0.0)
    }
}

/// One share as the command line gives it: `hard-bounce=1.5`.
impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        <Self as ValueEnum>::from_str(text, false).map_err(|_| {
            let words: Vec<_> = Self::value_variants().iter().filter_map(Self::word).collect();
            format!("`{text}` is none of: {}", words.join(", "))
        })
    }
}

impl Share {
    fn word(&self) -> Option<String> {
        self.to_possible_value().map(|value| value.get_name().to_owned())
    }
}
