//! An approved template as an answer in a conversation.

use std::collections::BTreeMap;

use domain::{
    provider::Provider,
    whatsapp::{TemplateButton, TemplateContent, TemplateHeader},
};
use providers::{ApprovedTemplate, Form, Place};

/// What a button that opts out brings back.
const OPT_OUT: &str = "OPTOUT";

/// The template as its provider knows it, and a value for each of its places.
pub(super) fn approved(
    content: &TemplateContent,
    provider_id: String,
    provider: Provider,
    values: &BTreeMap<String, String>,
) -> (ApprovedTemplate, Form) {
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let of_text = |text: &str, place: fn(String) -> Place| {
        once(text).into_iter().map(|name| (place(name.to_owned()), value(name))).collect::<Vec<_>>()
    };
    let header = match &content.header {
        Some(TemplateHeader::Text { text }) => of_text(text, Place::Header),
        _ => Vec::new(),
    };
    let buttons = (0..).zip(&content.buttons).filter_map(|(index, button)| match button {
        TemplateButton::QuickReply { opts_out: true, .. } => {
            Some((Place::Payload(index), OPT_OUT.to_owned()))
        }
        TemplateButton::CopyCode => Some((Place::Code(index), value("code"))),
        _ => None,
    });
    let all = header.into_iter().chain(of_text(&content.body, Place::Body)).chain(buttons);
    let (places, filled) = all.unzip();
    let is_numbered = content.variables().iter().all(|name| name.chars().all(|c| c.is_ascii_digit()));
    let template = ApprovedTemplate {
        name: content.name.clone(),
        language: content.language.clone(),
        provider_id,
        positional: provider == Provider::Twilio || is_numbered,
        media: None,
        places,
    };
    (template, Form::Template(filled))
}

/// The variables of a text, each once, in their order.
fn once(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for rest in text.split("{{").skip(1) {
        let name = rest.split_once("}}").map(|(name, _)| name.trim());
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use domain::whatsapp::TemplateCategory;

    use super::*;

    #[test]
    fn each_variable_has_one_place_and_its_value_and_buttons_come_last() {
        let content = TemplateContent {
            name: "suivi".into(),
            language: "fr".into(),
            category: TemplateCategory::Utility,
            header: Some(TemplateHeader::Text { text: "Commande {{numero}}".into() }),
            body: "Bonjour {{prenom}}, {{jour}} {{prenom}}".into(),
            footer: None,
            buttons: vec![
                TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true },
                TemplateButton::QuickReply { text: "Merci".into(), opts_out: false },
            ],
            examples: BTreeMap::new(),
        };
        let values = [("numero", "7"), ("prenom", "Awa"), ("jour", "lundi")];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let (template, form) = approved(&content, "HX1".into(), Provider::Meta, &values);
        let body = |name: &str| Place::Body(name.to_owned());
        assert_eq!(
            template.places,
            [Place::Header("numero".into()), body("prenom"), body("jour"), Place::Payload(0)]
        );
        assert_eq!(form, Form::Template(["7", "Awa", "lundi", "OPTOUT"].map(str::to_owned).to_vec()));
        assert!(!template.positional);
        assert!(approved(&content, "HX1".into(), Provider::Twilio, &values).0.positional);
    }
}
