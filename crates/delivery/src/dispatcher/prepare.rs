//! Writing a batch's messages.

use std::sync::Arc;

use content::{
    Variables,
    token::Kind,
    urls::{PublicUrls, Tracking, Urls},
};
use domain::{CampaignId, audience::ExclusionReason};
use providers::{Batch, Connection, EmailBatch, EmailRecipient, Request};
use store::{Call, Hold, Member};
use uuid::Uuid;

use super::{calls::Calls, letters::Letter};

/// The code of a message that has no form for its person: a filter does not take a value.
const NO_FORM: &str = "content.template";

/// A batch, written and ready to leave.
#[derive(Debug, Clone)]
pub struct Load {
    /// The batch.
    pub hold: Hold,
    /// What is sent.
    pub batch: Batch,
    pub(super) calls: Calls,
    pub(super) dropped: Vec<(u32, ExclusionReason)>,
    pub(super) failed: Vec<(u32, String)>,
    pub(super) connection: Arc<dyn Connection>,
    pub(super) kept: Vec<Member>,
}

impl Load {
    /// Writes the messages of those that may still be written to.
    pub(crate) fn write(
        hold: &Hold,
        key: Uuid,
        letter: &Letter,
        members: Vec<Member>,
        connection: &Arc<dyn Connection>,
        urls: &PublicUrls,
    ) -> Self {
        let (mut recipients, mut kept) = (Vec::new(), Vec::new());
        let (mut dropped, mut failed) = (Vec::new(), Vec::new());
        let pen = Pen { campaign: hold.campaign, letter, urls, connection: &**connection };
        for member in members {
            match (member.refused, pen.write(&member)) {
                (Some(why), _) => dropped.push((member.number, why)),
                (None, None) => failed.push((member.number, NO_FORM.to_owned())),
                (None, Some(recipient)) => {
                    recipients.push(recipient);
                    kept.push(member);
                }
            }
        }
        let batch = pen.batch(key, recipients);
        let calls = Calls::of(&**connection, &batch);
        let connection = Arc::clone(connection);
        Self { hold: hold.clone(), batch, calls, dropped, failed, connection, kept }
    }

    /// Writes the same messages again, to repeat calls that are in doubt: nobody is left out, because the calls must be the
    /// same; a call with somebody who may not be written to any more is not repeated at all. None where that cannot be.
    pub(crate) fn rewrite(
        hold: &Hold,
        key: Uuid,
        letter: &Letter,
        members: Vec<Member>,
        connection: &Arc<dyn Connection>,
        urls: &PublicUrls,
    ) -> Option<Batch> {
        let pen = Pen { campaign: hold.campaign, letter, urls, connection: &**connection };
        let recipients = members.iter().map(|member| pen.write(member)).collect::<Option<Vec<_>>>()?;
        Some(pen.batch(key, recipients))
    }

    /// A call, with its members as their messages were written.
    pub(super) fn call(&self, request: &Request) -> Call<'_> {
        let members = request.members.clone();
        Call { written: self.kept.get(members.clone()).unwrap_or_default(), members }
    }

    /// How often a member was refused for a time before.
    pub(super) fn failures(&self, member: usize) -> i32 {
        self.kept.get(member).map_or(0, |member| i32::from(member.attempts))
    }
}

/// What every message of a batch is written with.
struct Pen<'a> {
    campaign: CampaignId,
    letter: &'a Letter,
    urls: &'a PublicUrls,
    connection: &'a dyn Connection,
}

impl Pen<'_> {
    fn batch(&self, key: Uuid, recipients: Vec<EmailRecipient>) -> Batch {
        let Letter { sender, reply_to, bodies, .. } = self.letter;
        Batch::Email(EmailBatch {
            key,
            campaign: self.campaign,
            tag: self.campaign.to_string(),
            sender: sender.clone(),
            reply_to: reply_to.clone(),
            subject: bodies.subject.clone(),
            html: bodies.html.clone(),
            text: bodies.text.clone(),
            recipients,
        })
    }

    fn write(&self, member: &Member) -> Option<EmailRecipient> {
        let tracking = Tracking { opens: member.opens_tracked, clicks: member.clicks_tracked };
        let urls = self.urls.delivery(self.campaign, member.number, tracking);
        let mut variables: Variables = serde_json::from_value(member.variables.clone()).ok()?;
        variables.set("campagne", "nom", self.letter.name.as_str());
        let by_recipient = self.connection.capabilities().tracking_by_recipient;
        Some(EmailRecipient {
            number: member.number,
            address: member.address.clone(),
            name: Some(member.name.clone()).filter(|name| !name.is_empty()),
            values: self.letter.renderer.values(&variables, &urls).ok()?,
            unsubscribe_url: urls.url(Kind::Unsubscribe),
            tracking: by_recipient.then_some(tracking.opens && tracking.clicks),
        })
    }
}
