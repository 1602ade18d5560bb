//! The file above a text, as far as its address tells whether it can stand there.

use domain::{
    FieldReason,
    provider::Provider,
    whatsapp::{TemplateContent, TemplateHeader},
};
use url::Url;

/// Why the file at an address cannot stand above a template, and what the sentence about that needs: its ending, where no such file may;
/// the host where it has to be, by Twilio. There the host of the example is a part of the template, and only what stands behind it is
/// sent: a file of another host would be looked for at that one.
#[must_use]
pub fn media_misfit(
    template: &TemplateContent,
    url: &str,
    provider: Provider,
) -> Option<(FieldReason, String)> {
    let Some(TemplateHeader::Media { media, example_url }) = &template.header else { return None };
    if let Some(ending) = media.refuses(url) {
        return Some((FieldReason::Format, ending));
    }
    let host = origin(example_url).filter(|_| provider == Provider::Twilio)?;
    (origin(url).as_ref() != Some(&host)).then_some((FieldReason::Host, host))
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use domain::whatsapp::{HeaderMedia, TemplateCategory};

    use super::*;

    fn pictured(header: TemplateHeader) -> TemplateContent {
        TemplateContent {
            name: "soldes".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: Some(header),
            body: "Nos soldes commencent.".into(),
            footer: None,
            buttons: Vec::new(),
            examples: std::collections::BTreeMap::new(),
        }
    }

    fn example() -> TemplateContent {
        let example_url = "https://CDN.exemple.fr/exemple.jpg".into();
        pictured(TemplateHeader::Media { media: HeaderMedia::Image, example_url })
    }

    #[test]
    fn by_twilio_a_file_is_at_the_host_of_the_example_and_by_meta_anywhere() {
        for (url, fits) in [
            ("https://cdn.exemple.fr/a/b.jpg?v=2", true),
            ("https://cdn.exemple.fr:443/b.jpg", true),
            ("https://cdn.exemple.fr:8443/b.jpg", false),
            ("https://exemple.fr/b.jpg", false),
            ("https://cdn.exemple.fr.autre.example/b.jpg", false),
            ("pas une adresse", false),
        ] {
            let host = (FieldReason::Host, "https://cdn.exemple.fr".to_owned());
            assert_eq!(media_misfit(&example(), url, Provider::Twilio), (!fits).then_some(host), "{url}");
            assert_eq!(media_misfit(&example(), url, Provider::Meta), None, "{url}");
        }
    }

    #[test]
    fn a_file_of_another_format_is_none_wherever_it_is() {
        for provider in [Provider::Meta, Provider::Twilio] {
            let misfit = media_misfit(&example(), "https://autre.example/b.webp", provider);
            assert_eq!(misfit, Some((FieldReason::Format, "webp".to_owned())));
        }
    }

    #[test]
    fn a_template_without_a_file_has_nothing_that_would_not_fit() {
        let text = pictured(TemplateHeader::Text { text: "Soldes".into() });
        assert_eq!(media_misfit(&text, "https://autre.example/b.jpg", Provider::Twilio), None);
    }
}
