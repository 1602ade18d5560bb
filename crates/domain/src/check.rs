//! Checks of a campaign before it leaves: what blocks, what deserves a look, what is good to know.

use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// How much a check weighs.
    Severity {
        /// Nothing leaves until it is corrected.
        Blocking = "blocking",
        /// Deserves a look.
        Warning = "warning",
        /// Good to know.
        Info = "info",
    }
}

words! {
    /// What was found.
    CheckCode {
        /// Nobody has been chosen.
        AudienceMissing = "audience.missing",
        /// Nobody would be written to.
        AudienceEmpty = "audience.empty",
        /// More than half of those who match would be left out.
        AudienceMostlyExcluded = "audience.mostly_excluded",
        /// Numbers of the United States, where Meta delivers no marketing (WhatsApp).
        AudienceAmerican = "audience.american",
        /// The message cannot be filled for any of those who would be written to (WhatsApp).
        AudienceUnfit = "audience.unfit",
        /// It would be a quiet hour where they are: their messages wait (WhatsApp).
        AudienceAsleep = "audience.asleep",
        /// No account of the channel is configured.
        AccountMissing = "account.missing",
        /// The account rests until a person acts.
        AccountPaused = "account.paused",
        /// No sender has been chosen.
        SenderMissing = "sender.missing",
        /// The sender is not one of the account's.
        SenderForeign = "sender.foreign",
        /// The address for answers cannot be one.
        ReplyToInvalid = "sender.reply_to",
        /// The due time has passed.
        SchedulePast = "schedule.past",
        /// The zone is unknown, or skips this wall time.
        ScheduleZone = "schedule.zone",
        /// It would leave at night or on a Sunday.
        ScheduleQuiet = "schedule.quiet",
        /// There is no subject.
        SubjectMissing = "subject.missing",
        /// The subject is longer than most mail programs show.
        SubjectLong = "subject.long",
        /// The subject shouts.
        SubjectShouts = "subject.shouts",
        /// There is no content.
        ContentMissing = "content.missing",
        /// A template does not parse, or names an unknown variable.
        TemplateBroken = "content.template",
        /// Gmail clips messages of this size.
        ContentClipped = "content.clipped",
        /// Images without an alternative text.
        ImageAlt = "content.image_alt",
        /// Parts that mailboxes strip: scripts, forms, frames.
        ContentStripped = "content.stripped",
        /// The language of the message is not declared.
        LanguageMissing = "content.language",
        /// The plain-text part will be made from the HTML part.
        TextMade = "content.text_made",
        /// The unsubscribe link will be added.
        FooterAdded = "content.footer_added",
        /// A link without encryption.
        LinkInsecure = "link.insecure",
        /// A link that holds variables: its clicks are not counted.
        LinkUntracked = "link.untracked",
        /// No approved template has been chosen (WhatsApp).
        TemplateMissing = "template.missing",
        /// The template is not approved, or not any more.
        TemplateUnapproved = "template.unapproved",
        /// People complain of the template: it may be paused.
        TemplateQuality = "template.quality",
        /// Meta is about to give the template another category, and price.
        TemplateCategory = "template.category",
        /// The template wants a value, a picture or an address that nobody gives.
        ValueMissing = "value.missing",
        /// A value that the template has no place for.
        ValueUnknown = "value.unknown",
        /// People for whom a variable is empty: they get nothing (WhatsApp). About: how many, and the variable.
        ValueEmpty = "value.empty",
        /// People for whom a part is too long once it is filled: they get nothing (WhatsApp). About: how many, the part (`body`, `header`,
        /// `code`), the most characters of it, and the longest that was found.
        ValueLong = "value.too_long",
        /// People whose values the message does not take: they get nothing (WhatsApp). About: how many.
        ValueUnfit = "value.unfit",
        /// People with an open window to whom the free text says nothing: they get nothing (WhatsApp). About: how many.
        FreeTextEmpty = "free_text.empty",
        /// The free text is too long for its provider (WhatsApp). About: the most characters, where it is too long as it is written;
        /// else how many people it is too long for once it is filled, who get nothing, the most characters, and the longest found.
        FreeTextLong = "free_text.too_long",
        /// The picture, film or document of the header is of a format that WhatsApp does not take.
        MediaFormat = "media.format",
        /// The picture, film or document of the header is at another host than the template's example: Twilio would look for it there.
        MediaHost = "media.host",
        /// The picture, film or document of the header was not found at its address. About: the status of the answer, where there was one.
        MediaUnreachable = "media.unreachable",
        /// The picture, film or document of the header is heavier than WhatsApp takes. About: the most, in MB.
        MediaHeavy = "media.too_heavy",
        /// The address of the header leads to a file of a type that WhatsApp does not take. About: the type; empty where none is told.
        MediaType = "media.type",
        /// More people than the number may begin to write to today: the rest leaves over the next days.
        SenderTier = "sender.tier",
        /// Nobody has told yet how many people the number may write to.
        SenderTierUnknown = "sender.tier_unknown",
        /// People complain of the number: it may be limited.
        SenderQuality = "sender.quality",
        /// A variable without a value to fall back on.
        VariableWithoutDefault = "variable.without_default",
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// What was found.
    pub code: CheckCode,
    /// How much it weighs.
    pub severity: Severity,
    /// What the sentence needs: a number, a name, a URL; empty where it needs nothing.
    pub about: String,
    /// JSON pointer (RFC 6901) into the campaign; none where it is about the whole.
    pub pointer: Option<String>,
}

impl Check {
    /// A finding.
    pub fn new(code: CheckCode, severity: Severity, about: impl ToString, pointer: Option<&str>) -> Self {
        Self { code, severity, about: about.to_string(), pointer: pointer.map(str::to_owned) }
    }

    /// Whether nothing leaves until it is corrected.
    #[must_use]
    pub fn is_blocking(&self) -> bool {
        self.severity == Severity::Blocking
    }
}
