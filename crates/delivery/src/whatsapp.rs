//! Templates of WhatsApp as providers are told of them.

use std::{collections::BTreeMap, fmt::Display};

use domain::{
    provider::Provider,
    whatsapp::{OPT_OUT_PAYLOAD, TemplateButton, TemplateContent, TemplateHeader, in_turn},
};
use providers::{ApprovedTemplate, Form, Place};

/// The variable that a button copies.
pub(crate) const CODE: &str = "code";

/// An approved template with the media of its header, and where the values of each person go.
pub(crate) fn approved(
    content: &TemplateContent,
    provider_id: &str,
    provider: Provider,
    media: Option<&str>,
) -> ApprovedTemplate {
    let kind = match &content.header {
        Some(TemplateHeader::Media { media, .. }) => Some(*media),
        Some(TemplateHeader::Text { .. }) | None => None,
    };
    ApprovedTemplate {
        name: content.name.clone(),
        language: content.language.clone(),
        provider_id: provider_id.to_owned(),
        // Twilio knows places only.
        positional: provider == Provider::Twilio || content.is_positional(),
        media: kind.zip(media.map(str::to_owned)),
        places: places(content),
    }
}

/// The template with a value for each of its places.
pub(crate) fn fill(places: &[Place], value: impl Fn(&Place) -> String) -> Form {
    Form::Template(places.iter().map(value).collect())
}

/// The value of a variable; every one has been looked at before.
pub(crate) fn value(values: &BTreeMap<String, String>, name: &str) -> String {
    values.get(name).cloned().unwrap_or_default()
}

/// What comes back when a button is pressed, which is counted from 0: whether it opts out, and of what.
pub(crate) fn payload(content: &TemplateContent, button: u8, of: &dyn Display) -> String {
    let button = content.buttons.get(usize::from(button));
    let opts_out = matches!(button, Some(TemplateButton::QuickReply { opts_out: true, .. }));
    format!("{}:{of}", if opts_out { OPT_OUT_PAYLOAD } else { "REPLY" })
}

fn places(content: &TemplateContent) -> Vec<Place> {
    let header = match &content.header {
        Some(TemplateHeader::Text { text }) => text.as_str(),
        Some(TemplateHeader::Media { .. }) | None => "",
    };
    let header = in_turn(header).into_iter().map(|name| Place::Header(name.to_owned()));
    let body = in_turn(&content.body).into_iter().map(|name| Place::Body(name.to_owned()));
    let buttons = (0u8..).zip(&content.buttons).filter_map(|(number, button)| match button {
        TemplateButton::Tracked { .. } => Some(Place::Url(number)),
        TemplateButton::QuickReply { .. } => Some(Place::Payload(number)),
        TemplateButton::CopyCode => Some(Place::Code(number)),
        TemplateButton::Url { .. } | TemplateButton::Phone { .. } => None,
    });
    header.chain(body).chain(buttons).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::whatsapp::TemplateCategory;

    use super::*;

    #[test]
    fn values_go_to_the_header_the_text_and_the_buttons_in_their_order() {
        let content = TemplateContent {
            name: "soldes".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: Some(TemplateHeader::Text { text: "Soldes {{saison}}".into() }),
            body: "{{prenom}}, {{remise}} pour {{ prenom }}".into(),
            footer: None,
            buttons: vec![
                TemplateButton::Url { text: "Site".into(), url: "https://exemple.fr".into() },
                TemplateButton::Tracked { text: "Voir".into() },
                TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true },
            ],
            examples: BTreeMap::new(),
        };
        let template = approved(&content, "7", Provider::Meta, Some("https://exemple.fr/a.jpg"));
        let body = |name: &str| Place::Body(name.into());
        let expected = [
            Place::Header("saison".into()),
            body("prenom"),
            body("remise"),
            Place::Url(1),
            Place::Payload(2),
        ];
        assert_eq!(template.places, expected);
        assert_eq!(template.media, None, "a header of text has no media");
        assert!(!template.positional && approved(&content, "HX1", Provider::Twilio, None).positional);
        assert_eq!(payload(&content, 2, &"c:7"), "OPTOUT:c:7");
        assert_eq!(payload(&content, 1, &"c:7"), "REPLY:c:7");
    }

    #[test]
    fn the_first_place_above_the_text_is_filled_by_another_value_than_the_first_in_it() {
        let content = TemplateContent {
            name: "saison".into(),
            language: "en".into(),
            category: TemplateCategory::Marketing,
            header: Some(TemplateHeader::Text { text: "Our {{3}} is on!".into() }),
            body: "Shop through {{1}} to get {{2}} off.".into(),
            footer: None,
            buttons: vec![TemplateButton::CopyCode],
            examples: BTreeMap::new(),
        };
        let template = approved(&content, "7", Provider::Meta, None);
        assert!(template.positional, "the code that a button copies has no place in a text");
        let values = [("1", "August"), ("2", "25%"), ("3", "Summer Sale"), ("code", "25OFF")];
        let values: BTreeMap<_, _> = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let form = fill(&template.places, |place| match place {
            Place::Header(name) | Place::Body(name) => value(&values, name),
            Place::Code(_) => value(&values, CODE),
            Place::Url(_) | Place::Payload(_) => String::new(),
        });
        let expected = ["Summer Sale", "August", "25%", "25OFF"].map(str::to_owned).to_vec();
        assert_eq!(form, Form::Template(expected));
    }

    #[test]
    fn each_number_has_its_own_value_in_whatever_order_and_however_often_it_stands() {
        let content = TemplateContent {
            name: "commande".into(),
            language: "fr".into(),
            category: TemplateCategory::Utility,
            header: Some(TemplateHeader::Text { text: "Commande {{3}}, oui {{3}}".into() }),
            body: "Elle est prête, {{2}} : {{1}} vous attend, {{2}}.".into(),
            footer: None,
            buttons: Vec::new(),
            examples: BTreeMap::new(),
        };
        let places = approved(&content, "7", Provider::Meta, None).places;
        let body = |name: &str| Place::Body(name.into());
        assert_eq!(places, [Place::Header("3".into()), body("1"), body("2")]);
    }
}
