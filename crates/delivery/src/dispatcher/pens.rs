//! Writing one person's message, as its channel wants it.

use content::{
    Unfit, Variables, Written,
    token::Kind,
    urls::{DeliveryUrls, Tracking, Urls as _},
};
use providers::{Batch, EmailBatch, EmailRecipient, Form, Place, WhatsappBatch, WhatsappRecipient};
use store::Member;

use super::{
    letters::{EmailLetter, WhatsappLetter},
    prepare::Desk,
};
use crate::whatsapp::{CODE, fill, payload, value};

/// The code of a message that has no form for its person: a filter does not take a value.
const NO_FORM: &str = "content.template";
/// The number of the one tracked link of a WhatsApp message.
const LINK: u16 = 1;

/// Writes e-mails.
pub(super) struct EmailPen<'a> {
    pub(super) desk: Desk<'a>,
    pub(super) letter: &'a EmailLetter,
}

/// Writes WhatsApp messages.
pub(super) struct WhatsappPen<'a> {
    pub(super) desk: Desk<'a>,
    pub(super) letter: &'a WhatsappLetter,
}

impl EmailPen<'_> {
    pub(super) fn batch(&self, recipients: Vec<EmailRecipient>) -> Batch {
        let EmailLetter { sender, reply_to, bodies, .. } = self.letter;
        Batch::Email(EmailBatch {
            key: self.desk.key,
            campaign: self.desk.hold.campaign,
            tag: self.desk.hold.campaign.to_string(),
            sender: sender.clone(),
            reply_to: reply_to.clone(),
            subject: bodies.subject.clone(),
            html: bodies.html.clone(),
            text: bodies.text.clone(),
            recipients,
        })
    }

    pub(super) fn write(&self, member: &Member) -> Result<EmailRecipient, &'static str> {
        let urls = urls(self.desk, member);
        let variables = variables(member, &self.letter.name)?;
        let by_recipient = self.desk.connection.capabilities().tracking_by_recipient;
        Ok(EmailRecipient {
            number: member.number,
            address: member.address.clone(),
            name: Some(member.name.clone()).filter(|name| !name.is_empty()),
            values: self.letter.renderer.values(&variables, &urls).map_err(|_| NO_FORM)?,
            unsubscribe_url: urls.url(Kind::Unsubscribe),
            tracking: by_recipient.then_some(member.opens_tracked && member.clicks_tracked),
        })
    }
}

impl WhatsappPen<'_> {
    pub(super) fn batch(&self, recipients: Vec<WhatsappRecipient>) -> Batch {
        Batch::Whatsapp(WhatsappBatch {
            key: self.desk.key,
            campaign: self.desk.hold.campaign,
            template: self.letter.template.clone(),
            recipients,
        })
    }

    pub(super) fn write(&self, member: &Member) -> Result<WhatsappRecipient, &'static str> {
        let variables = variables(member, &self.letter.name)?;
        let form = self.form(member, &variables).map_err(|unfit| unfit.code())?;
        Ok(WhatsappRecipient { number: member.number, address: member.address.clone(), form })
    }

    /// Free text only while the window is open. One that closes before the message leaves is closed at the provider too, which refuses.
    fn form(&self, member: &Member, variables: &Variables) -> Result<Form, Unfit> {
        let is_open = self.desk.windows.get(&member.address).is_some_and(|until| *until > self.desk.now);
        let values = match self.letter.renderer.write(variables, is_open)? {
            Written::Text(text) => return Ok(Form::Text(text)),
            Written::Template(values) => values,
        };
        let content = &self.letter.renderer.compiled().template;
        let whose = format!("{}:{}", self.desk.hold.campaign, member.number);
        Ok(fill(&self.letter.template.places, |place| match place {
            Place::Header(name) | Place::Body(name) => value(&values, name),
            Place::Code(_) => value(&values, CODE),
            Place::Url(_) => urls(self.desk, member).click_token(LINK),
            Place::Payload(button) => payload(content, *button, &whose),
        }))
    }
}

fn urls<'a>(desk: Desk<'a>, member: &Member) -> DeliveryUrls<'a> {
    let tracking = Tracking { opens: member.opens_tracked, clicks: member.clicks_tracked };
    desk.urls.delivery(desk.hold.campaign, member.number, tracking)
}

fn variables(member: &Member, campaign: &str) -> Result<Variables, &'static str> {
    Variables::read(member.variables.clone(), campaign).map_err(|_| NO_FORM)
}
