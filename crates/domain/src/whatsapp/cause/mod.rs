//! Why WhatsApp did not carry a message, and what that asks for: the same words for Meta's codes and Twilio's.

mod meta;
mod ruling;
mod twilio;

pub use ruling::{Ruling, tries_max};

use crate::{provider::Provider, text::words};

words! {
    /// What a provider's code means for whoever has to act.
    Cause {
        /// The provider is overloaded or away: the same message again, later.
        Unavailable = "unavailable",
        /// The provider failed and does not say why: the same message again, a few times.
        Fault = "fault",
        /// The number sends faster than it may: it rests, and sends slower for a while; the message waits.
        Throttled = "throttled",
        /// More calls than the provider answers for now, or a number in maintenance: the account rests, the message waits.
        Metered = "metered",
        /// The number, or its account, has sent what it may in 24 hours: it rests until that lets it go on, the message waits.
        Exhausted = "exhausted",
        /// This person got too many messages within seconds: this message alone waits.
        PairLimited = "pair_limited",
        /// Meta does not deliver more marketing to this person for now: never again within 24 hours.
        Capped = "capped",
        /// The person is in an experiment of Meta's: not sent, not tried again.
        Experiment = "experiment",
        /// The person stopped marketing, or blocked us: an opt-out.
        OptOut = "opt_out",
        /// More than 24 hours since the person last wrote: an approved template only.
        WindowClosed = "window_closed",
        /// The number is not on WhatsApp, or cannot be reached there.
        Unreachable = "unreachable",
        /// This person cannot get this message: a value too long, a number that is none.
        Recipient = "recipient",
        /// The number may not write to people of that country.
        Country = "country",
        /// The template and what fills it do not fit: a mistake of the campaign, whoever it is for.
        Campaign = "campaign",
        /// The template is paused, disabled, missing or against the policy: nothing leaves by it.
        Template = "template",
        /// The account's marketing goes by Meta's Marketing Messages API alone, which is not spoken here: no campaign of marketing leaves by
        /// it, whatever its template, and letting it go on changes nothing. Anything else leaves as before.
        MarketingApi = "marketing_api",
        /// Meta holds the number to be a nuisance, or it is not registered: nothing leaves by it.
        Sender = "sender",
        /// Key, payment or policy: nothing leaves by the account.
        Account = "account",
        /// Nobody knows the code: not tried again.
        Other = "other",
    }
}

/// The provider's code at the beginning of its words: `131049 In order to maintain…`. It is a word of its own: the `4.4.7` of a mail
/// server is no code 4.
#[must_use]
pub fn code_of(reason: &str) -> Option<u32> {
    let word = reason.split(|c: char| c.is_whitespace() || c == ';').next()?;
    word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Cause {
    /// What a provider's code means; [`Cause::Other`] where nobody knows it.
    #[must_use]
    pub const fn of(provider: Provider, code: u32) -> Self {
        match provider {
            Provider::Meta => meta::of(code),
            Provider::Twilio => twilio::of(code),
            Provider::Brevo | Provider::Sendgrid | Provider::Smtp => Self::Other,
        }
    }

    /// Whether the same message may be tried again by itself.
    #[must_use]
    pub const fn may_be_tried_again(self) -> bool {
        self.ruling().comes_again
    }

    /// What stands behind a reason that begins with a code of WhatsApp; none for any other. Meta and Twilio have no code in common.
    #[must_use]
    pub fn told(reason: &str) -> Option<Self> {
        let code = code_of(reason)?;
        let told = [Provider::Meta, Provider::Twilio].map(|provider| Self::of(provider, code));
        told.into_iter().find(|cause| *cause != Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_of_its_own() {
        for (reason, code) in [("131049", 131_049), ("131049 In order to", 131_049), ("190; 4 More", 190)] {
            assert_eq!(code_of(reason), Some(code), "{reason}");
        }
        for reason in ["4.4.7", "4.4.7 Delivery time expired", "3-fold", "+4", "10%", "", " 4", "99999999999"]
        {
            assert_eq!(code_of(reason), None, "{reason}");
        }
    }

    #[test]
    fn the_reply_of_a_mail_server_is_no_cause_of_whatsapp() {
        for reason in ["4.4.7", "4.4.7 Delivery time expired", "550-5.1.1 no such user", "421 4.7.0 later"] {
            assert_eq!(Cause::told(reason), None, "{reason}");
        }
        assert_eq!(Cause::told("4 Application request limit reached"), Some(Cause::Metered));
    }
}
