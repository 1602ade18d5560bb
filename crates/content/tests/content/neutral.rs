use content::{Renderer, Variables};
use proptest::prelude::*;

use crate::{Told, compiled, email, with_real_urls, zoe};

const BREVO: [&str; 3] = ["{{", "{%", "{#"];

fn tag(slot: u16) -> String {
    format!("{{{{params.s{slot}}}}}")
}

/// A provider that evaluates a body once, from left to right. It fails on anything that it would read and we did not write.
fn evaluate(body: &str, values: &[String]) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = BREVO.iter().filter_map(|delimiter| rest.find(delimiter)).min() {
        out.push_str(&rest[..at]);
        let (name, after) = rest[at..].split_once("}}").ok_or_else(|| rest[at..].to_owned())?;
        let slot = name.strip_prefix("{{params.s").and_then(|slot| slot.parse::<usize>().ok());
        out.push_str(slot.and_then(|slot| values.get(slot)).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    Ok(out + rest)
}

#[test]
fn fixed_text_that_a_provider_would_read_is_a_slot_of_its_own() {
    let html =
        "<style>@media screen{#a{b:c}}</style>{% raw %}{{ params.x }}{% endraw %}{{ lien.desinscription }}";
    let safe = compiled(&email("s", html, "t")).neutralise(&BREVO).unwrap();
    let body = safe.with_tags(|_| "\u{0}".to_owned()).html;
    assert!(BREVO.iter().all(|delimiter| !body.contains(delimiter)), "{body}");
}

#[test]
fn a_value_that_looks_like_a_tag_is_shown_as_it_is_by_a_single_pass() {
    let mut person = Variables::default();
    person.set("contact", "nom", "{{params.s0}}{% now %}");
    let safe = compiled(&email("s", "{{ contact.nom }}", "t")).neutralise(&BREVO).unwrap();
    let values = Renderer::new(safe.clone()).unwrap().values(&person, &Told).unwrap();
    let html = evaluate(&safe.with_tags(tag).html, &values).unwrap();
    assert!(html.starts_with("{{params.s0}}{% now %}"), "{html}");
}

/// Pieces of an author's text, awkward for a provider.
fn sources() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[{}#%a é>]{0,5}".prop_map(|text| format!("{{% raw %}}{text}{{% endraw %}}")),
        Just("{{ contact.nom }}".to_owned()),
        Just("{{ entreprise.nom | default('{{') }}".to_owned()),
        Just("{{ source.solde | upper }}".to_owned()),
        Just("{% if source.actif %}{% raw %}{#{% endraw %}<a href=\"https://a.fr\">{% endif %}".to_owned()),
        Just("<a href='https://b.fr/?x={#a'>".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_the_provider_fills_is_what_we_render(subject in sources(), html in sources(), text in sources()) {
        let compiled = compiled(&email(&subject, &html, &text));
        let safe = compiled.neutralise(&BREVO).unwrap();
        let (plain, safe_renderer) = (Renderer::new(compiled).unwrap(), Renderer::new(safe.clone()).unwrap());
        with_real_urls(|urls| {
            let expected = plain.render(&zoe(), &urls).unwrap();
            prop_assert_eq!(&safe_renderer.render(&zoe(), &urls).unwrap(), &expected);
            let values = safe_renderer.values(&zoe(), &urls).unwrap();
            let bodies = safe.with_tags(tag);
            prop_assert_eq!(evaluate(&bodies.html, &values), Ok(expected.html));
            prop_assert_eq!(evaluate(&bodies.text, &values), Ok(expected.text));
            prop_assert_eq!(evaluate(&bodies.subject, &values), Ok(expected.subject));
            Ok(())
        })?;
    }
}
