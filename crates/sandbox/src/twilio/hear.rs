//! What Twilio makes of what happens: status callbacks and messages that are handed over (Twilio, "Track outbound message status",
//! "Twilio's request to your incoming message webhook").

use std::sync::Arc;

use super::{
    event::{Body, Event},
    facts, files,
};
use crate::{
    sandbox::Sandbox,
    whatsapp::{Failure, Heard, Letter, Line, Said, Told, of_twilio},
};

fn publish(sandbox: &Sandbox, event: Event) {
    sandbox.twilio_outbox.queue(sandbox, &Arc::new(event), 0, false);
}

fn address(phone: &str) -> String {
    format!("whatsapp:{phone}")
}

/// What became of a message, where its sender wants to know.
pub(crate) fn tell(sandbox: &Sandbox, letter: &Letter, told: Told) {
    let Some(url) = letter.callback.clone() else { return };
    let (word, event) = match told {
        Told::Sent => ("sent", None),
        Told::Delivered => ("delivered", Some("DELIVERED")),
        Told::Read => ("read", Some("READ")),
        Told::Failed(Failure::WindowClosed | Failure::LimitReached) => ("failed", None),
        Told::Failed(_) => ("undelivered", Some("UNDELIVERED")),
    };
    let masked = format!("{}XXXX", &letter.person[..letter.person.len().saturating_sub(4)]);
    let mut parameters = vec![
        ("ChannelPrefix", "whatsapp".to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("MessageStatus", word.to_owned()),
        ("SmsSid", letter.id.clone()),
        ("SmsStatus", word.to_owned()),
        ("ChannelInstallSid", facts::CHANNEL_SID.to_owned()),
        ("To", address(&letter.person)),
        ("From", address(facts::PHONE)),
        ("MessageSid", letter.id.clone()),
        ("StructuredMessage", "false".to_owned()),
        ("AccountSid", facts::ACCOUNT_SID.to_owned()),
        ("ChannelToAddress", masked),
    ];
    parameters.extend(event.map(|event| ("EventType", event.to_owned())));
    if let Told::Failed(why) = told {
        parameters.push(("ErrorCode", why.code(Line::Twilio).to_string()));
        parameters.push(("ChannelStatusMessage", why.words().to_owned()));
    }
    publish(
        sandbox,
        Event {
            subject: format!("{} {word} {}", letter.person, letter.id),
            url,
            body: Body::Form(parameters),
        },
    );
}

/// What somebody wrote, where an address was given for it.
pub(crate) fn hand_over(sandbox: &Sandbox, heard: &Heard) {
    let Some(url) = sandbox.twilio.with(|account| account.inbound.clone()) else { return };
    let digits = heard.person.trim_start_matches('+').to_owned();
    let (kind, files) = match &heard.said {
        Said::Text { .. } => ("text", 0),
        Said::Button { .. } => ("button", 0),
        Said::File(file) => (file.what.as_str(), 1),
    };
    let mut parameters = vec![
        ("SmsMessageSid", heard.id.clone()),
        ("NumMedia", files.to_string()),
        ("ProfileName", format!("Personne {}", &digits[digits.len().saturating_sub(4)..])),
        ("MessageType", kind.to_owned()),
        ("SmsSid", heard.id.clone()),
        ("WaId", digits),
        ("SmsStatus", "received".to_owned()),
        ("Body", heard.said.text().to_owned()),
        ("To", address(facts::PHONE)),
        ("NumSegments", "1".to_owned()),
        ("ReferralNumMedia", "0".to_owned()),
        ("MessageSid", heard.id.clone()),
        ("AccountSid", facts::ACCOUNT_SID.to_owned()),
        ("From", address(&heard.person)),
        ("ApiVersion", "2010-04-01".to_owned()),
    ];
    if let Said::Button { payload, text } = &heard.said {
        parameters.extend([("ButtonText", text.clone()), ("ButtonPayload", payload.clone())]);
    }
    if let Said::File(file) = &heard.said {
        let url = files::address(sandbox, &heard.id, file);
        parameters.extend([("MediaUrl0", url), ("MediaContentType0", file.mime.clone())]);
    }
    if let Some(id) = &heard.answers {
        let sender = ("OriginalRepliedMessageSender", address(facts::PHONE));
        parameters.extend([("OriginalRepliedMessageSid", id.clone()), sender]);
    }
    parameters.extend(of_twilio(heard.said.text()).map(|word| ("OptOutType", word.to_owned())));
    publish(
        sandbox,
        Event { subject: format!("{} wrote {}", heard.person, heard.id), url, body: Body::Form(parameters) },
    );
}
