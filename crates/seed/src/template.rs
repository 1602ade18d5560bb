//! Rows of `prospecting_templates`.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Channel;
use uuid::Uuid;

use crate::{
    content::{EMAILS, WHATSAPPS, email_html, email_text},
    dice::{Dice, Stream},
    row::{Fields, Value, instant, maybe, shown, text},
    words::slug,
};

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: &'static str,
    /// Its channel.
    pub channel: Channel,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The HTML part (e-mail only).
    pub html: Option<String>,
    /// The plain text.
    pub text: String,
    /// Put away.
    pub archived_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub owner: &'static str,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Colleagues who made templates and campaigns.
pub(crate) const OWNERS: &[&str] = &["Aminata Sarr", "Claire Mercier", "Yao Konan", "Julien Perrin"];

/// A colleague's id, as the suite may have it.
pub(crate) fn owner_id(name: &str) -> String {
    slug(name, ".")
}

pub(crate) fn all(seed: u64, now: DateTime<Utc>) -> Vec<Template> {
    let emails = EMAILS.iter().map(|email| {
        let parts = (Some(email.subject.to_owned()), Some(email_html(email)), email_text(email));
        (email.name, Channel::Email, parts)
    });
    let whatsapps =
        WHATSAPPS.iter().map(|(name, text)| (*name, Channel::Whatsapp, (None, None, (*text).to_owned())));
    emails.chain(whatsapps).zip(0..).map(|(content, i)| make(seed, i, now, content)).collect()
}

type Content = (&'static str, Channel, (Option<String>, Option<String>, String));

fn make(seed: u64, i: u64, now: DateTime<Utc>, (name, channel, (subject, html, text)): Content) -> Template {
    let mut dice = Dice::new(seed, Stream::Template, i);
    let created_at = dice.past(now, 300);
    let updated_at = created_at + (now - created_at) / 3;
    Template {
        id: dice.id_at(created_at),
        name,
        channel,
        subject,
        html,
        text,
        archived_at: (i % 9 == 8).then_some(updated_at + TimeDelta::hours(1)),
        owner: dice.pick(OWNERS),
        created_at,
        updated_at,
    }
}

impl Fields for Template {
    const FIELDS: &'static [&'static str] = &[
        "marketing_id",
        "marketing_name",
        "marketing_channel",
        "marketing_subject",
        "marketing_html",
        "marketing_text",
        "marketing_archived_at",
        "marketing_owner_id",
        "marketing_owner_name",
        "marketing_origin",
        "marketing_created_at",
        "marketing_updated_at",
    ];

    fn fields(&self) -> Vec<Value<'_>> {
        vec![
            shown(self.id),
            text(self.name),
            text(self.channel.as_str()),
            maybe(self.subject.as_ref()),
            maybe(self.html.as_ref()),
            text(&self.text),
            self.archived_at.and_then(instant),
            shown(owner_id(self.owner)),
            text(self.owner),
            text("marketing"),
            instant(self.created_at),
            instant(self.updated_at),
        ]
    }
}
