//! What somebody wrote to us.

use chrono::{DateTime, Utc};
use domain::whatsapp::{Inbound, InboundContent, Media};

use super::fate::{is_number, of_channel};
use crate::payload::Payload;

/// A message of a person; none where nobody can tell whose, or where it came by another channel.
pub(super) fn inbound(sid: &str, form: Payload<'_>, at: DateTime<Utc>) -> Option<Inbound> {
    let from = of_channel(form.text("From")?)?;
    let digits = form.text("WaId").map(|digits| format!("+{digits}")).filter(|number| is_number(number));
    let phone = if is_number(from) { Some(from.to_owned()) } else { digits };
    let told = form.text("ExternalUserId").map(|id| of_channel(id).unwrap_or(id));
    let user_id = told.or(Some(from).filter(|from| !is_number(from)));
    Some(Inbound {
        message_id: sid.to_owned(),
        phone,
        user_id: user_id.map(str::to_owned),
        profile_name: form.text("ProfileName").map(str::to_owned),
        at,
        content: content(form),
        answers: form.text("OriginalRepliedMessageSid").map(str::to_owned),
        opt_out_type: form.text("OptOutType").map(str::to_uppercase),
    })
}

/// A button, an entry of a list, a file, a text, or Twilio's word for anything else.
fn content(form: Payload<'_>) -> InboundContent {
    let owned = |name: &str| form.text(name).map(str::to_owned);
    let body = owned("Body");
    let pressed = [("ButtonText", "ButtonPayload"), ("ListTitle", "ListId")];
    if let Some((text, payload)) =
        pressed.iter().find_map(|(text, payload)| Some((owned(text)?, owned(payload))))
    {
        return InboundContent::Button { payload, text };
    }
    let what = form.text("MessageType").map(str::to_lowercase);
    if form.number("NumMedia").is_some() || form.text("MediaUrl0").is_some() {
        let mime = owned("MediaContentType0");
        let what = what.or_else(|| mime.as_deref().map(kind_of)).unwrap_or_else(|| "document".into());
        return InboundContent::Media(Media { what, reference: owned("MediaUrl0"), mime, caption: body });
    }
    match (body, form.text("Latitude")) {
        (_, Some(_)) => InboundContent::Other { what: "location".into() },
        (Some(text), None) => InboundContent::Text { text },
        (None, None) => InboundContent::Other { what: what.unwrap_or_else(|| "unknown".into()) },
    }
}

/// The word for a file of this MIME type.
fn kind_of(mime: &str) -> String {
    match mime.split('/').next() {
        Some(kind @ ("image" | "audio" | "video")) => kind.into(),
        _ => "document".into(),
    }
}
