//! Numbers are given when a template is made, and once more when it is sent: both must count alike.

use std::collections::BTreeMap;

use domain::whatsapp::{HeaderMedia, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

use super::{known::known, made::made};
use crate::{ApprovedTemplate, Place, Submission, http::Answer, twilio::variables::variables};

const BASE: &str = "https://mkt.example.test/t/c/";
const FILE: &str = "https://cdn.example.test/a/b.pdf?v=2";

fn text() -> impl Strategy<Value = String> {
    let name = prop_oneof![Just("prenom"), Just("remise"), Just("ville")];
    vec(name, 0..5)
        .prop_map(|names| names.iter().map(|name| format!("a {{{{ {name} }}}} ")).collect::<String>() + "z")
}

fn header() -> impl Strategy<Value = Option<TemplateHeader>> {
    let file = TemplateHeader::Media { media: HeaderMedia::Document, example_url: FILE.into() };
    option::of(prop_oneof![text().prop_map(|text| TemplateHeader::Text { text }), Just(file)])
}

fn button() -> impl Strategy<Value = TemplateButton> {
    let text = || "Voir".to_owned();
    prop_oneof![
        any::<bool>().prop_map(move |opts_out| TemplateButton::QuickReply { text: text(), opts_out }),
        Just(TemplateButton::Tracked { text: text() }),
        Just(TemplateButton::Url { text: text(), url: "https://example.test/".into() }),
        Just(TemplateButton::Phone { text: text(), phone: "+33700000000".into() }),
        Just(TemplateButton::CopyCode),
    ]
}

fn content() -> impl Strategy<Value = TemplateContent> {
    (header(), text(), option::of(Just("STOP".to_owned())), vec(button(), 0..6)).prop_map(
        |(header, body, footer, buttons)| TemplateContent {
            name: "promo".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header,
            body,
            footer,
            buttons,
            examples: ["prenom", "remise", "ville", "code"]
                .map(|name| (name.into(), format!("un {name}")))
                .into(),
        },
    )
}

/// The names in a text, each once.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (name, _) in text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")) {
        if !names.contains(&name.trim().to_owned()) {
            names.push(name.trim().to_owned());
        }
    }
    names
}

/// The places of a template and a value for each, which is its example.
fn places(content: &TemplateContent) -> Vec<(Place, String)> {
    let example = |name: &str| content.examples[name].clone();
    let header = match &content.header {
        Some(TemplateHeader::Text { text }) => names(text),
        _ => Vec::new(),
    };
    let header = header.into_iter().map(|name| (Place::Header(name.clone()), example(&name)));
    let body = names(&content.body).into_iter().map(|name| (Place::Body(name.clone()), example(&name)));
    let buttons = (0..).zip(&content.buttons).filter_map(|(index, button)| match button {
        TemplateButton::QuickReply { .. } => Some((Place::Payload(index), "OPTOUT:42".into())),
        TemplateButton::Tracked { .. } => Some((Place::Url(index), "k7Qz1".into())),
        TemplateButton::CopyCode => Some((Place::Code(index), example("code"))),
        TemplateButton::Url { .. } | TemplateButton::Phone { .. } => None,
    });
    header.chain(body).chain(buttons).collect()
}

fn made_of(content: &TemplateContent) -> Value {
    serde_json::to_value(made(Submission { content, provider_id: None, tracked_base: BASE }).unwrap())
        .unwrap()
}

proptest! {
    #[test]
    fn whoever_is_sent_the_examples_reads_what_was_approved(content in content()) {
        let (places, values): (Vec<_>, Vec<_>) = places(&content).into_iter().unzip();
        let template = ApprovedTemplate {
            name: content.name.clone(),
            language: content.language.clone(),
            provider_id: "HX1".into(),
            positional: true,
            media: matches!(content.header, Some(TemplateHeader::Media { .. })).then(|| (HeaderMedia::Document, FILE.into())),
            places,
        };
        let sent: Value = serde_json::from_str(&variables(&template, &values).unwrap()).unwrap();
        prop_assert_eq!(&sent, &made_of(&content)["variables"]);
    }

    #[test]
    fn what_is_made_is_read_back_with_numbers_in_the_place_of_names(content in content()) {
        let mut item = made_of(&content);
        item["sid"] = "HX1".into();
        item["approval_requests"] = json!({"status": "approved", "category": "MARKETING"});
        let answer = Answer { status: 200, headers: reqwest::header::HeaderMap::new(), body: None };
        let read = known(&item, &answer, "https://mkt.example.test").unwrap().content.unwrap();
        prop_assert_eq!(&read.buttons, &content.buttons);
        prop_assert_eq!(&read.footer, &content.footer);
        prop_assert_eq!(numbered(&content), numbered(&read));
    }
}

/// What every place stands for, in their order, whatever it is called.
fn numbered(content: &TemplateContent) -> (Vec<String>, BTreeMap<String, usize>) {
    let kinds = places(content).into_iter().fold(BTreeMap::new(), |mut kinds, (place, _)| {
        let kind = format!("{place:?}").split('(').next().unwrap_or_default().to_owned();
        *kinds.entry(kind).or_insert(0) += 1;
        kinds
    });
    (places(content).into_iter().map(|(_, value)| value).collect(), kinds)
}
