//! What is sent by WhatsApp, and what only its accounts can do.

use domain::{
    ids::{CampaignId, MessageId},
    whatsapp::{
        FileFault, HeaderMedia, SenderNews, TemplateCategory, TemplateContent, TemplateNews, TemplateStatus,
    },
};
use uuid::Uuid;

use crate::{Connection, Failure, MediaFile, Outcome, Reply};

/// One campaign's messages to many people: each is a call of its own.
#[derive(Debug, Clone)]
pub struct WhatsappBatch {
    /// What the keys of the requests follow from; no provider of WhatsApp is told it.
    pub key: Uuid,
    /// The campaign; it comes back with events.
    pub campaign: CampaignId,
    /// The approved template.
    pub template: ApprovedTemplate,
    /// To whom: no address twice.
    pub recipients: Vec<WhatsappRecipient>,
}

/// A template, as the provider knows it, and what all of a batch have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedTemplate {
    /// Its name at the provider.
    pub name: String,
    /// Its language, with `_`.
    pub language: String,
    /// The provider's id: Meta's number, Twilio's `HX…`.
    pub provider_id: String,
    /// Whether its variables are known to the provider by their places (`{{1}}`) and not by their names.
    pub positional: bool,
    /// What stands above the text, the same for all: which, and its https address.
    pub media: Option<(HeaderMedia, String)>,
    /// Where the values of each recipient go, in their order: the numbered variables of a text by their numbers. Providers that know
    /// numbers only count these from 1, payloads left out.
    pub places: Vec<Place>,
}

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A variable of the header, by its name.
    Header(String),
    /// A variable of the text, by its name.
    Body(String),
    /// Behind the address of a button, which is counted from 0: percent-encoded by whoever writes it.
    Url(u8),
    /// What comes back when a button is pressed, which is counted from 0.
    Payload(u8),
    /// The code that a button copies, which is counted from 0.
    Code(u8),
}

/// One person of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatsappRecipient {
    /// The delivery's number in the campaign, from 1; it comes back with events.
    pub number: u32,
    /// The number in E.164 with its `+`, or a business-scoped user id.
    pub address: String,
    /// What is said.
    pub form: Form,
}

/// What is said to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The template, with a value for each of its places.
    Template(Vec<String>),
    /// A free text: inside the window only.
    Text(String),
}

/// A message of a conversation, to one person.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Our id of it; it comes back with events.
    pub id: MessageId,
    /// The number in E.164 with its `+`, or a business-scoped user id.
    pub address: String,
    /// The template, where it is one.
    pub template: Option<ApprovedTemplate>,
    /// What is said.
    pub form: Form,
}

/// What the provider says of a template that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The provider's id of it.
    pub provider_id: String,
    /// Where it stands.
    pub status: TemplateStatus,
    /// The provider's own word for it.
    pub told: String,
    /// The category that the provider gave it.
    pub category: TemplateCategory,
}

/// A template to be handed in.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// What it says.
    pub content: &'a TemplateContent,
    /// The provider's id, where it was handed in before: then it is changed.
    pub provider_id: Option<&'a str>,
    /// Where tracked buttons lead, up to the token: `https://…/t/c/`.
    pub tracked_base: &'a str,
}

/// A template of the account, as the provider tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownTemplate {
    /// Where it stands; its id, name and language are told.
    pub news: TemplateNews,
    /// What it says, where that can be said in our words.
    pub content: Option<TemplateContent>,
}

/// One page of an account's templates.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplatePage {
    /// The templates.
    pub templates: Vec<KnownTemplate>,
    /// What to ask for next; none after the last.
    pub next: Option<String>,
}

/// What only accounts of WhatsApp can do.
pub trait Whatsapp: Connection {
    /// The number that messages leave from, in E.164 with its `+`.
    fn phone(&self) -> &str;

    /// Sends one message of a conversation.
    fn answer<'a>(&'a self, answer: &'a Answer) -> Reply<'a, Outcome>;

    /// Hands a template in, or a change of one.
    ///
    /// # Errors
    /// See [`Failure`].
    fn submit<'a>(&'a self, submission: Submission<'a>) -> Reply<'a, Result<Submitted, Failure>>;

    /// Takes a template away: this language of it alone.
    ///
    /// # Errors
    /// See [`Failure`].
    fn delete<'a>(&'a self, name: &'a str, provider_id: &'a str) -> Reply<'a, Result<(), Failure>>;

    /// Asks for the account's templates: the first page, or the one that another named.
    ///
    /// # Errors
    /// See [`Failure`].
    fn templates<'a>(&'a self, page: Option<&'a str>) -> Reply<'a, Result<TemplatePage, Failure>>;

    /// Asks how the number is.
    ///
    /// # Errors
    /// See [`Failure`].
    fn sender(&self) -> Reply<'_, Result<SenderNews, Failure>>;

    /// Fetches a file that somebody sent, by what the provider told of where it is: from the provider's own hosts and from nowhere else,
    /// at most [`crate::MEDIA_MAX`] bytes.
    ///
    /// # Errors
    /// Refused as [`crate::MEDIA_GONE`] where the provider has it no more, as [`crate::MEDIA_TOO_LARGE`], or as
    /// [`crate::MEDIA_FOREIGN`] where it would have to be fetched elsewhere. Else see [`Failure`].
    fn media<'a>(&'a self, reference: &'a str) -> Reply<'a, Result<MediaFile, Failure>>;

    /// What speaks against the file at an address, which is to stand above a text: the address is asked, as the provider would ask it,
    /// and for a few seconds only. None where nothing does.
    fn file_fault<'a>(&'a self, media: HeaderMedia, url: &'a str) -> Reply<'a, Option<FileFault>>;
}
