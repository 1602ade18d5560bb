//! For whom a message cannot be filled: counted before it leaves, by the rule that refuses them when it does.

use serde::{Deserialize, Serialize};

use super::message::{BODY_MAX, CODE_MAX, LINE_MAX};
use crate::{
    check::{Check, CheckCode, Severity},
    provider::Provider,
    text::words,
};

/// Where the wizard fills the template.
const VALUES: &str = "/whatsapp/values";
/// Where it writes the free text.
const FREE_TEXT: &str = "/whatsapp/free_text";

words! {
    /// A part of a message whose length is bounded once it is filled.
    MessagePart {
        /// The text of the template.
        Body = "body",
        /// The line above it.
        Header = "header",
        /// The code that a button copies.
        Code = "code",
        /// What is said instead of the template where the window is open.
        FreeText = "free_text",
    }
}

impl MessagePart {
    /// Most characters of it, filled, by a provider (developers.facebook.com, templates/components).
    #[must_use]
    pub const fn max(self, provider: Provider) -> usize {
        match self {
            Self::Body => BODY_MAX,
            Self::Header => LINE_MAX,
            Self::Code => CODE_MAX,
            Self::FreeText => provider.free_text_max(),
        }
    }
}

/// Why there is no message for a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UnfitReason {
    /// A variable has no value for them, and nothing to fall back on: Meta refuses empty ones.
    EmptyValue {
        /// The variable.
        variable: String,
    },
    /// The free text says nothing to them.
    EmptyText,
    /// Filled, a part is longer than the provider takes.
    TooLong {
        /// Which.
        part: MessagePart,
        /// Most characters of it.
        max: u32,
    },
    /// The message does not take their values: a filter is not made for them.
    Broken,
}

/// People for whom there is no message for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnfitCount {
    /// Why.
    pub reason: UnfitReason,
    /// How many.
    pub people: i64,
    /// The longest that was found, in characters; none where length is not the reason.
    pub longest: Option<u32>,
}

/// For how many of those who would be written to by WhatsApp there is a message, and for how many none: these get nothing, and are listed
/// as failed with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filling {
    /// For how many the message was filled, one by one: for all who would be written to, or for the first 250 000 of them, in the order of
    /// their ids, where they are more.
    pub looked_at: i64,
    /// For how many of these there is no message.
    pub unfit: i64,
    /// Why, most people first. Whoever lacks several values counts under each of them.
    pub reasons: Vec<UnfitCount>,
}

impl Filling {
    /// What it finds; `besides` are written to by the other channel.
    #[must_use]
    pub fn checks(&self, planned: i64, besides: i64) -> Vec<Check> {
        let is_nobody = planned > 0 && self.unfit >= planned;
        let severity = if besides > 0 { Severity::Warning } else { Severity::Blocking };
        let nobody = is_nobody.then(|| Check::new(CheckCode::AudienceUnfit, severity, planned, Some(VALUES)));
        nobody.into_iter().chain(self.reasons.iter().map(UnfitCount::check)).collect()
    }

    /// Whether it says something of all who would be written to.
    #[must_use]
    pub const fn is_whole(&self, planned: i64) -> bool {
        self.looked_at >= planned
    }
}

impl UnfitCount {
    fn check(&self) -> Check {
        let Self { reason, people, longest } = self;
        let longest = longest.unwrap_or_default();
        let (code, about, pointer) = match reason {
            UnfitReason::EmptyValue { variable } => {
                (CheckCode::ValueEmpty, format!("{people} / {variable}"), format!("{VALUES}/{variable}"))
            }
            UnfitReason::EmptyText => (CheckCode::FreeTextEmpty, people.to_string(), FREE_TEXT.to_owned()),
            UnfitReason::TooLong { part: MessagePart::FreeText, max } => {
                (CheckCode::FreeTextLong, format!("{people} / {max} / {longest}"), FREE_TEXT.to_owned())
            }
            UnfitReason::TooLong { part, max } => {
                (CheckCode::ValueLong, format!("{people} / {part} / {max} / {longest}"), VALUES.to_owned())
            }
            UnfitReason::Broken => (CheckCode::ValueUnfit, people.to_string(), VALUES.to_owned()),
        };
        Check::new(code, Severity::Warning, about, Some(&pointer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(reason: UnfitReason, people: i64) -> UnfitCount {
        let longest = matches!(reason, UnfitReason::TooLong { .. }).then_some(1_100);
        UnfitCount { reason, people, longest }
    }

    fn told(filling: &Filling, planned: i64, besides: i64) -> Vec<(CheckCode, Severity, String)> {
        let checks = filling.checks(planned, besides).into_iter();
        checks.map(|check| (check.code, check.severity, check.about)).collect()
    }

    #[test]
    fn each_reason_is_told_with_its_number_and_where_it_is_mended() {
        let empty = UnfitReason::EmptyValue { variable: "prenom".into() };
        let long = UnfitReason::TooLong { part: MessagePart::Body, max: 1_024 };
        let filling = Filling { looked_at: 10, unfit: 4, reasons: vec![count(empty, 3), count(long, 1)] };
        let expected = [
            (CheckCode::ValueEmpty, Severity::Warning, "3 / prenom".to_owned()),
            (CheckCode::ValueLong, Severity::Warning, "1 / body / 1024 / 1100".to_owned()),
        ];
        assert_eq!(told(&filling, 10, 0), expected);
        assert_eq!(filling.checks(10, 0)[0].pointer.as_deref(), Some("/whatsapp/values/prenom"));
    }

    #[test]
    fn a_message_that_fits_nobody_blocks_unless_the_other_channel_reaches_somebody() {
        let filling = Filling { looked_at: 5, unfit: 5, reasons: vec![count(UnfitReason::EmptyText, 5)] };
        let weighs = |planned, besides| {
            let first = told(&filling, planned, besides).remove(0);
            (first.0, first.1)
        };
        assert_eq!(weighs(5, 0), (CheckCode::AudienceUnfit, Severity::Blocking));
        assert_eq!(weighs(5, 7), (CheckCode::AudienceUnfit, Severity::Warning));
        assert_eq!(weighs(6, 0).0, CheckCode::FreeTextEmpty, "somebody was not looked at");
        assert_eq!(Filling::default().checks(0, 0), []);
    }

    #[test]
    fn a_free_text_is_as_long_as_its_provider_takes() {
        let max = |provider| MessagePart::FreeText.max(provider);
        assert_eq!((max(Provider::Meta), max(Provider::Twilio)), (4_096, 1_600));
        assert_eq!(MessagePart::Body.max(Provider::Twilio), 1_024, "a template is Meta's everywhere");
    }
}
