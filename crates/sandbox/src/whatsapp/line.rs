//! The two numbers that write to people, and what each service says of a message.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{Change, Heard, Letter, Template};
use crate::{meta, sandbox::Sandbox, twilio};

/// A number of the business, at the service that it is reached through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    Meta,
    Twilio,
}

impl Line {
    /// As people call the service.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Meta => "Meta",
            Self::Twilio => "Twilio",
        }
    }

    /// Where the inbox shows a conversation.
    pub(crate) fn path(self, person: &str) -> String {
        let person = utf8_percent_encode(person, NON_ALPHANUMERIC);
        format!("/whatsapp/{}/{person}", self.name().to_lowercase())
    }
}

/// What a service tells of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Sent,
    Delivered,
    Read,
    Failed(Failure),
}

/// Why a message that was accepted does not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Unreachable,
    Capped,
    Experiment,
    /// Marketing was stopped by WhatsApp's own menu.
    OptedOut,
    /// Free text, more than 24 hours after the last word of the person.
    WindowClosed,
    /// The number may begin to write to no more people today.
    LimitReached,
    /// Its template was paused while it was held, or before Twilio came to it.
    TemplatePaused,
    /// The same of one that was disabled.
    TemplateDisabled,
    /// The person has blocked the number. Meta tells nothing of it.
    Blocked,
    /// A template of more than 1,024 characters once it is filled: Meta refuses that at once, Twilio tells it later.
    TooLong,
    /// For no reason of the sandbox's own: a test asked for this code.
    Asked(u32),
}

impl Failure {
    /// The service's own number.
    pub(crate) const fn code(self, line: Line) -> u32 {
        let (of_meta, of_twilio) = self.codes();
        match line {
            Line::Meta => of_meta,
            Line::Twilio => of_twilio,
        }
    }

    const fn codes(self) -> (u32, u32) {
        match self {
            Self::Unreachable => (131_026, 63_024),
            Self::Capped => (131_049, 63_049),
            Self::Experiment => (130_472, 63_032),
            Self::OptedOut => (131_050, 63_014),
            Self::WindowClosed => (131_047, 63_016),
            // Meta documents no code of its own; this one speaks of "restrictions on how many messages can be sent".
            Self::LimitReached => (131_048, 63_018),
            Self::TemplatePaused => (132_015, 63_041),
            Self::TemplateDisabled => (132_016, 63_042),
            Self::Blocked => (131_026, 63_014),
            Self::TooLong => (132_005, 63_021),
            Self::Asked(code) => (code, code),
        }
    }

    /// In Meta's words, near enough.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Unreachable => "Message undeliverable",
            Self::Capped => "This message was not delivered to maintain healthy ecosystem engagement.",
            Self::Experiment => "User's number is part of an experiment",
            Self::OptedOut => "User has stopped marketing messages from your business",
            Self::WindowClosed => "Re-engagement message",
            Self::LimitReached => "Spam rate limit hit",
            Self::TemplatePaused => "Template is paused",
            Self::TemplateDisabled => "Template is disabled",
            Self::Blocked => "Blocked by user action",
            Self::TooLong => "Channel invalid content error",
            Self::Asked(_) => "As it was asked for",
        }
    }
}

/// The service tells what became of a message.
pub(super) fn tell(sandbox: &Sandbox, letter: &Letter, told: Told) {
    match letter.line {
        Line::Meta => meta::tell(sandbox, letter, told),
        Line::Twilio => twilio::tell(sandbox, letter, told),
    }
}

/// What a message costs is told later, where the service tells it.
pub(super) fn expect_price(sandbox: &Sandbox, letter: &Letter) {
    match letter.line {
        Line::Meta => {}
        Line::Twilio => twilio::expect_price(sandbox, letter),
    }
}

/// The service hands over what somebody wrote.
pub(super) fn hand_over(sandbox: &Sandbox, heard: &Heard) {
    match heard.line {
        Line::Meta => meta::hand_over(sandbox, heard),
        Line::Twilio => twilio::hand_over(sandbox, heard),
    }
}

/// A template has changed; Twilio leaves it to be asked for, unless there is a sink for its events.
pub(super) fn changed(sandbox: &Sandbox, template: &Template, change: &Change) {
    match template.line {
        Line::Meta => meta::template_changed(sandbox, template, change),
        Line::Twilio => twilio::template_changed(sandbox, template, change),
    }
}
