//! What people write.

use domain::whatsapp::{Inbound, InboundContent, Media, WhatsappNews};

use super::{
    MESSAGE,
    reading::{form, read, received},
};

/// A message with these members beside those that all have.
fn wrote(more: &[(&str, &str)]) -> Inbound {
    let common = [
        ("SmsMessageSid", MESSAGE),
        ("MessageSid", MESSAGE),
        ("SmsStatus", "received"),
        ("From", "whatsapp:+221771234567"),
        ("To", "whatsapp:+33700000000"),
        ("WaId", "221771234567"),
        ("ProfileName", "Awa N."),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SomethingNew", "1"),
    ];
    // The first of a name counts: what a test says comes before what is common.
    let told = read("", &form(&[more, &common].concat())).unwrap();
    match (&told.news[..], told.tellings.len(), &told.unknown[..]) {
        ([WhatsappNews::Inbound(inbound)], 0, []) => inbound.clone(),
        _ => panic!("{told:?}"),
    }
}

fn content(more: &[(&str, &str)]) -> InboundContent {
    wrote(more).content
}

fn text(text: &str) -> InboundContent {
    InboundContent::Text { text: text.into() }
}

#[test]
fn a_text_is_told_with_who_wrote_it_and_what_it_answers() {
    let told = wrote(&[
        ("Body", "ARRÊT"),
        ("MessageType", "text"),
        ("OriginalRepliedMessageSid", "SM00000000000000000000000000000009"),
        ("ExternalUserId", "whatsapp:SN.10000000000000000001"),
        ("OptOutType", "Stop"),
    ]);
    let expected = Inbound {
        message_id: MESSAGE.into(),
        phone: Some("+221771234567".into()),
        user_id: Some("SN.10000000000000000001".into()),
        profile_name: Some("Awa N.".into()),
        at: received(),
        content: text("ARRÊT"),
        answers: Some("SM00000000000000000000000000000009".into()),
        opt_out_type: Some("STOP".into()),
    };
    assert_eq!(told, expected);
}

#[test]
fn somebody_without_a_number_is_known_by_the_user_id() {
    let hidden = [("From", "whatsapp:SN.1"), ("WaId", ""), ("Body", "Bonjour")];
    let told = wrote(&hidden);
    assert_eq!((told.phone, told.user_id.as_deref()), (None, Some("SN.1")));
    let known = wrote(&[("From", "whatsapp:SN.1"), ("Body", "Bonjour")]);
    assert_eq!((known.phone.as_deref(), known.user_id.as_deref()), (Some("+221771234567"), Some("SN.1")));
}

#[test]
fn a_button_is_told_by_what_stands_on_it_and_what_it_was_given() {
    let pressed =
        [("ButtonText", "Ne plus recevoir"), ("ButtonPayload", "OPTOUT"), ("Body", "Ne plus recevoir")];
    let expected = InboundContent::Button { payload: Some("OPTOUT".into()), text: "Ne plus recevoir".into() };
    assert_eq!(content(&pressed), expected);
    let listed = InboundContent::Button { payload: Some("id7".into()), text: "Le sept".into() };
    assert_eq!(content(&[("ListTitle", "Le sept"), ("ListId", "id7")]), listed);
    let bare = InboundContent::Button { payload: None, text: "Oui".into() };
    assert_eq!(content(&[("ButtonText", "Oui")]), bare);
}

#[test]
fn a_file_is_named_and_what_stands_under_it_kept() {
    let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";
    let file = |what: &str, mime: &str, caption: Option<&str>| {
        InboundContent::Media(Media {
            what: what.into(),
            reference: Some(url.into()),
            mime: Some(mime.into()),
            caption: caption.map(Into::into),
        })
    };
    for (mime, what) in [
        ("image/jpeg", "image"),
        ("audio/ogg", "audio"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
    ] {
        let members = [("NumMedia", "1"), ("MediaUrl0", url), ("MediaContentType0", mime)];
        assert_eq!(content(&members), file(what, mime, None));
    }
    let sticker = [
        ("NumMedia", "1"),
        ("MediaUrl0", url),
        ("MediaContentType0", "image/webp"),
        ("MessageType", "sticker"),
        ("Body", "voilà"),
    ];
    assert_eq!(content(&sticker), file("sticker", "image/webp", Some("voilà")));
}

#[test]
fn anything_else_goes_by_twilios_word_for_it() {
    let other = |what: &str| InboundContent::Other { what: what.into() };
    assert_eq!(content(&[("Latitude", "14.69"), ("Longitude", "-17.44"), ("Body", "")]), other("location"));
    assert_eq!(content(&[("MessageType", "contacts"), ("Body", "")]), other("contacts"));
    assert_eq!(content(&[]), other("unknown"));
}

#[test]
fn a_message_by_another_channel_is_noted() {
    let sms = form(&[
        ("MessageSid", MESSAGE),
        ("SmsStatus", "received"),
        ("From", "+221771234567"),
        ("Body", "STOP"),
    ]);
    let told = read("", &sms).unwrap();
    assert_eq!((told.news.len(), told.unknown.len()), (0, 1));
}
