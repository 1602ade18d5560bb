//! Templates that Meta approves before anybody gets them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ids::TemplateId, provider::AccountId, text::words};

words! {
    /// What a template is for: it rules the price, and the consent that it takes.
    TemplateCategory {
        /// Offers, news, anything that is not about something the person asked for.
        Marketing = "marketing",
        /// About something that the person asked for: an order, a meeting.
        Utility = "utility",
        /// Codes to sign in with. Never made here.
        Authentication = "authentication",
    }
}

words! {
    /// Where a template stands. Only an approved one may be sent.
    TemplateStatus {
        /// Written here, shown to nobody.
        Draft = "draft",
        /// Handed in, and looked at.
        Pending = "pending",
        /// May be sent.
        Approved = "approved",
        /// Refused, with a reason.
        Rejected = "rejected",
        /// Held back for some hours, for its quality.
        Paused = "paused",
        /// Taken away, for its quality or by the policy.
        Disabled = "disabled",
        /// Refused, and looked at again.
        InAppeal = "in_appeal",
        /// About to be deleted.
        PendingDeletion = "pending_deletion",
        /// Deleted at the provider.
        Deleted = "deleted",
        /// The account has as many as it may.
        LimitExceeded = "limit_exceeded",
        /// Put away by Meta: not sent for a year.
        Archived = "archived",
        /// The provider says something that nobody knows.
        Other = "other",
    }
}

words! {
    /// How people take a template or a number, as Meta sees it.
    TemplateQuality {
        /// Not enough is known.
        Unknown = "unknown",
        /// Well.
        Green = "green",
        /// Not quite well: complaints, blocks.
        Yellow = "yellow",
        /// Badly: it will be paused.
        Red = "red",
    }
}

impl TemplateQuality {
    /// Whether it became bad just now: what stops then, a person lets go on.
    #[must_use]
    pub const fn turns_bad(self, before: Self) -> bool {
        matches!(self, Self::Red) && !matches!(before, Self::Red)
    }
}

words! {
    /// What stands above the text ([`HeaderMedia::endings`], [`HeaderMedia::bytes_max`]).
    HeaderMedia {
        /// JPEG or PNG, at most 5 MB.
        Image = "image",
        /// MP4 or 3GPP, at most 16 MB.
        Video = "video",
        /// PDF, or a text, table or presentation of an office, at most 100 MB.
        Document = "document",
    }
}

/// What a template says. Variables are named: `{{ prenom }}`, lower-case letters, digits and `_`; providers that know numbers only are given
/// their places. A request body *is* one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateContent {
    /// Its name at the provider: lower-case letters, digits and `_`, at most 512. With the language it is one template.
    pub name: String,
    /// Its language, as Meta writes it: `fr`, `en_US`.
    pub language: String,
    /// What it is for.
    pub category: TemplateCategory,
    /// What stands above the text.
    #[serde(default)]
    pub header: Option<TemplateHeader>,
    /// The text, at most 1 024 characters.
    pub body: String,
    /// What stands small below the text, at most 60 characters.
    #[serde(default)]
    pub footer: Option<String>,
    /// The buttons below, at most 10.
    #[serde(default)]
    pub buttons: Vec<TemplateButton>,
    /// An example for every variable: Meta looks at these.
    #[serde(default)]
    pub examples: BTreeMap<String, String>,
}

/// What stands above the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TemplateHeader {
    /// A line of text, at most 60 characters, with one variable at most.
    Text {
        /// The line.
        text: String,
    },
    /// A picture, a film or a document; each campaign brings its own.
    Media {
        /// Which.
        media: HeaderMedia,
        /// An example for whoever approves it: an https address.
        example_url: String,
    },
}

/// A button below the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TemplateButton {
    /// The person answers with what stands on it.
    QuickReply {
        /// What stands on it, at most 25 characters.
        text: String,
        /// Whether whoever presses it opts out of marketing.
        #[serde(default)]
        opts_out: bool,
    },
    /// Leads through our own address to where each campaign says, and is counted: Meta tells no clicks in the EU.
    Tracked {
        /// What stands on it, at most 25 characters.
        text: String,
    },
    /// Leads to a fixed address.
    Url {
        /// What stands on it, at most 25 characters.
        text: String,
        /// Where it leads, at most 2 000 characters.
        url: String,
    },
    /// Calls a number.
    Phone {
        /// What stands on it, at most 25 characters.
        text: String,
        /// The number in E.164, at most 20 characters.
        phone: String,
    },
    /// Puts a code on the clipboard. Its value is the variable `code`.
    CopyCode,
}

/// Why a provider refused or paused a template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rejection {
    /// The provider's code: `INVALID_FORMAT`, `FIRST_PAUSE`.
    pub reason: String,
    /// The provider's words.
    pub detail: Option<String>,
    /// What the provider advises.
    pub recommendation: Option<String>,
}

/// A template, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatsappTemplate {
    /// Its id: the same as in the list of all templates.
    pub id: TemplateId,
    /// The account that it is for.
    pub account: AccountId,
    /// What it says.
    pub content: TemplateContent,
    /// Where it stands.
    pub status: TemplateStatus,
    /// The provider's own word, where it is none of ours.
    pub told: Option<String>,
    /// How people take it.
    pub quality: TemplateQuality,
    /// The category that Meta is about to give it, and from when on (UTC).
    pub next_category: Option<TemplateCategory>,
    /// When that happens (UTC).
    pub next_category_at: Option<DateTime<Utc>>,
    /// Why it was refused or paused.
    pub rejection: Option<Rejection>,
    /// The provider's id of it; none before it was handed in.
    pub provider_id: Option<String>,
    /// How many campaigns use it.
    pub used: i64,
    /// Put away: not offered to campaigns.
    pub archived: bool,
    /// Goes up with every change; the ETag.
    pub version: i64,
    /// When it was handed in (UTC).
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the provider last told of it (UTC).
    pub synced_at: Option<DateTime<Utc>>,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

impl TemplateContent {
    /// Its variables, each once: those of the header, then of the body, in their order; then `code` where a button copies one.
    #[must_use]
    pub fn variables(&self) -> Vec<&str> {
        let header = match &self.header {
            Some(TemplateHeader::Text { text }) => text.as_str(),
            _ => "",
        };
        let mut names: Vec<&str> = Vec::new();
        let code = self.buttons.contains(&TemplateButton::CopyCode).then_some("code");
        for name in variables(header).chain(variables(&self.body)).chain(code) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether its variables are places, as templates made elsewhere may have them: `{{1}}`. The code that a button copies is in no text.
    #[must_use]
    pub fn is_positional(&self) -> bool {
        let header = match &self.header {
            Some(TemplateHeader::Text { text }) => text.as_str(),
            Some(TemplateHeader::Media { .. }) | None => "",
        };
        let mut names = variables(header).chain(variables(&self.body)).peekable();
        let is_place = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        names.peek().is_some() && names.all(is_place)
    }

    /// Whether a button of it leads through our own address.
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.buttons.iter().any(|button| matches!(button, TemplateButton::Tracked { .. }))
    }
}

/// The names between double braces, in their order.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim())
}

/// The variables of one text, each once, in the order in which their values are told: a provider that knows numbers puts the second value
/// where `{{2}}` stands, wherever and however often that is. Names go in the order in which they are read.
#[must_use]
pub fn in_turn(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for name in variables(text) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let number = |name: &&str| name.parse::<u32>().ok();
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by_key(number);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_told_once_in_the_order_in_which_they_are_read() {
        let content = TemplateContent {
            name: "promo".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: Some(TemplateHeader::Text { text: "Soldes {{saison}}".into() }),
            body: "Bonjour {{ prenom }}, {{remise}} pour vous, {{prenom}} !".into(),
            footer: None,
            buttons: vec![TemplateButton::CopyCode],
            examples: BTreeMap::new(),
        };
        assert_eq!(content.variables(), ["saison", "prenom", "remise", "code"]);
        assert!(!content.is_tracked() && !content.is_positional());
    }

    #[test]
    fn values_are_told_by_the_numbers_of_their_variables_and_else_as_these_are_read() {
        for (text, order) in [
            ("{{2}} : {{1}}", "1 2"),
            ("{{ 2 }} pour {{1}}, oui {{2}}", "1 2"),
            ("{{10}} {{9}} {{2}}", "2 9 10"),
            ("{{prenom}}, {{mois}} pour {{ prenom }}", "prenom mois"),
            ("{{prenom}} a {{1}}", "prenom 1"),
            ("Bonjour {{", ""),
        ] {
            assert_eq!(in_turn(text).join(" "), order, "{text}");
        }
    }

    #[test]
    fn a_template_is_positional_where_all_variables_of_its_texts_are_numbers() {
        let content = |header: &str, body: &str| TemplateContent {
            name: "promo".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: Some(TemplateHeader::Text { text: header.into() }),
            body: body.into(),
            footer: None,
            buttons: vec![TemplateButton::CopyCode],
            examples: BTreeMap::new(),
        };
        for (header, body, is) in [
            ("Soldes {{3}}", "Bonjour {{1}}, {{ 2 }} !", true),
            ("Soldes", "Bonjour {{1}} !", true),
            ("Soldes {{saison}}", "Bonjour {{1}} !", false),
            ("Soldes", "Bonjour {{prenom}} !", false),
            ("Soldes", "Bonjour !", false),
        ] {
            assert_eq!(content(header, body).is_positional(), is, "{header} {body}");
        }
    }
}
