//! What somebody wrote to us (webhooks/reference/messages).

use domain::whatsapp::{Inbound, InboundContent, Media, WhatsappNews};

use super::{Change, e164};
use crate::payload::{Payload, short};

/// The message, or in a few words why it is none.
pub(super) fn news(change: Change<'_>, payload: Payload<'_>) -> Result<WhatsappNews, String> {
    let what = payload.text("type").unwrap_or("unknown");
    let id = payload.text("id").ok_or_else(|| short(&format!("a message without an id: {what}")))?;
    // Nobody wrote it: a number that changed, an identity that did.
    if what == "system" {
        let said = payload.object("system").and_then(|system| system.text("body")).unwrap_or_default();
        return Err(short(&format!("system: {said}")));
    }
    let from = payload.id("from");
    let told = payload.text("from_user_id").map(str::to_owned);
    let spelt = from.as_deref().and_then(e164);
    let writer = writer(change, spelt.as_deref(), told.as_deref().or(from.as_deref()));
    let phone = spelt.or_else(|| writer.as_ref().and_then(number));
    let user_id = told
        .or(from.filter(|from| e164(from).is_none()))
        .or_else(|| writer.as_ref().and_then(|writer| writer.text("user_id")).map(str::to_owned));
    if phone.is_none() && user_id.is_none() {
        return Err(short(&format!("a message from nobody: {what}")));
    }
    Ok(WhatsappNews::Inbound(Inbound {
        message_id: id.to_owned(),
        profile_name: writer.as_ref().and_then(profile_name),
        phone,
        user_id,
        at: payload.instant(&["timestamp"]).unwrap_or(change.at),
        content: content(payload, what),
        answers: payload.object("context").and_then(|context| context.text("id")).map(str::to_owned),
        opt_out_type: None,
    }))
}

/// Whoever wrote: `contacts` stand beside the messages, of one or of several people. The one message that names nobody is of the one
/// contact.
fn writer<'a>(change: Change<'a>, phone: Option<&str>, user_id: Option<&str>) -> Option<Payload<'a>> {
    let contacts = || change.value.objects("contacts");
    if phone.is_none() && user_id.is_none() {
        let is_alone = contacts().count() == 1 && change.value.objects("messages").count() == 1;
        return contacts().next().filter(|_| is_alone);
    }
    contacts().find(|contact| {
        phone.is_some() && number(contact).as_deref() == phone
            || user_id.is_some() && contact.text("user_id") == user_id
    })
}

/// The number of a contact.
fn number(contact: &Payload<'_>) -> Option<String> {
    contact.id("wa_id").and_then(|told| e164(&told))
}

/// The name that a contact goes by.
fn profile_name(contact: &Payload<'_>) -> Option<String> {
    contact.object("profile")?.text("name").map(str::to_owned)
}

fn content(payload: Payload<'_>, what: &str) -> InboundContent {
    let said = match what {
        "text" => payload.object("text").and_then(|text| text.text("body")).map(said_in_words),
        "button" => payload.object("button").and_then(|button| pressed(button, "payload", "text")),
        "interactive" => payload.object("interactive").and_then(replied),
        "image" | "audio" | "video" | "document" | "sticker" => {
            Some(InboundContent::Media(media(payload.object(what), what)))
        }
        _ => None,
    };
    said.unwrap_or_else(|| InboundContent::Other { what: short(what) })
}

fn said_in_words(text: &str) -> InboundContent {
    InboundContent::Text { text: text.to_owned() }
}

fn pressed(button: Payload<'_>, payload: &str, text: &str) -> Option<InboundContent> {
    let payload = button.text(payload).map(str::to_owned);
    let text = button.text(text).unwrap_or_default().to_owned();
    (payload.is_some() || !text.is_empty()).then_some(InboundContent::Button { payload, text })
}

fn replied(interactive: Payload<'_>) -> Option<InboundContent> {
    let replies = ["button_reply", "list_reply"].into_iter();
    let reply = replies.filter_map(|kind| interactive.object(kind)).next()?;
    pressed(reply, "id", "title")
}

fn media(file: Option<Payload<'_>>, what: &str) -> Media {
    let text = |name: &str| file.and_then(|file| file.text(name)).map(str::to_owned);
    Media {
        what: what.to_owned(),
        reference: file.and_then(|file| file.id("id")),
        mime: text("mime_type"),
        caption: text("caption"),
    }
}
