//! An e-mail from its author to its reader.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod footer;
mod html;
mod links;
mod neutral;
mod people;
mod review;
mod text;

use content::{
    Compiled, Email, Message, Renderer, Variables, compile,
    token::{Kind, TokenKey},
    urls::{DeliveryUrls, PublicUrls, Tracking, Urls},
};
use domain::{CampaignId, Language};

/// Addresses that a reader of a failed test can read.
pub(crate) struct Told;

impl Urls for Told {
    fn url(&self, kind: Kind) -> String {
        match kind {
            Kind::Open => "https://m.test/open".to_owned(),
            Kind::Click(number) => format!("https://m.test/click/{number}"),
            Kind::Unsubscribe => "https://m.test/unsubscribe".to_owned(),
            Kind::Preferences => "https://m.test/preferences".to_owned(),
            Kind::WebVersion => "https://m.test/web".to_owned(),
        }
    }
}

/// The end of every HTML part.
pub(crate) const PIXEL: &str =
    r#"<img src="https://m.test/open" alt="" width="1" height="1" style="display:block;border:0">"#;

/// A way out that an author wrote.
pub(crate) const WAY_OUT: &str = "{{ lien.desinscription }}";

/// An e-mail of these parts.
pub(crate) fn email<'a>(subject: &'a str, html: &'a str, text: &'a str) -> Email<'a> {
    Email { subject, html, text: Some(text), preheader: None }
}

/// Compiles what must compile.
pub(crate) fn compiled(email: &Email<'_>) -> Compiled {
    compile(email, Language::Fr).unwrap()
}

/// The message for a person.
pub(crate) fn message(email: &Email<'_>, person: &Variables) -> Message {
    Renderer::new(compiled(email)).unwrap().render(person, &Told).unwrap()
}

/// The HTML part of an e-mail, for somebody unknown, without the pixel at its end.
pub(crate) fn html(source: &str) -> String {
    let email = email("s", source, WAY_OUT);
    let html = message(&email, &Variables::default()).html;
    assert_eq!(html.matches(PIXEL).count(), 1, "{html}");
    html.replace(PIXEL, "")
}

/// The text part made of an HTML part, for somebody called Zoé, without the footer.
pub(crate) fn text_of(source: &str) -> String {
    let source = format!("{source}<p>{WAY_OUT}</p>");
    let text = message(&email("s", &source, ""), &zoe()).text;
    text.replace("https://m.test/unsubscribe\n", "").trim_end().to_owned()
}

/// Somebody.
pub(crate) fn zoe() -> Variables {
    serde_json::from_value(serde_json::json!({
        "contact": {"nom": "Zoé <Durand> & fils", "email": "zoe@example.fr", "role": null},
        "entreprise": {"nom": " ", "taille": "10 à 49"},
        "source": {"commandes": 12, "solde": 1.5, "actif": true},
    }))
    .unwrap()
}

/// Real addresses, for one delivery.
pub(crate) fn with_real_urls<T>(tell: impl FnOnce(DeliveryUrls<'_>) -> T) -> T {
    let public = PublicUrls::new("https://m.example.org", TokenKey::new(&[[1; 32]]).unwrap()).unwrap();
    let campaign = CampaignId(uuid::Uuid::from_u128(1));
    tell(public.delivery(campaign, 7, Tracking { opens: true, clicks: true }))
}
