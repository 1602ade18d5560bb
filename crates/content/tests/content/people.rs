use content::{Renderer, Variables};

use crate::{Told, WAY_OUT, compiled, email, message, zoe};

fn said(source: &str) -> String {
    let text = format!("{source}|{WAY_OUT}");
    message(&email("s", "x", &text), &zoe()).text.split('|').next().unwrap().to_owned()
}

#[test]
fn what_is_missing_null_or_blank_shows_the_default_or_nothing() {
    for variable in ["contact.telephone", "contact.role", "entreprise.nom", "source.inconnu", "client.statut"]
    {
        assert_eq!(said(&format!("[{{{{ {variable} }}}}]")), "[]", "{variable}");
        // Once without MiniJinja, once with it.
        assert_eq!(said(&format!("{{{{ {variable} | default('vous') }}}}")), "vous", "{variable}");
        assert_eq!(said(&format!("{{{{ {variable} | default('vous') | upper }}}}")), "VOUS", "{variable}");
    }
}

#[test]
fn columns_are_texts_numbers_and_truths() {
    assert_eq!(
        said("{{ source.commandes }} {{ source.solde }} {{ source.commandes | default(0) + 1 }}"),
        "12 1.5 13"
    );
    assert_eq!(
        said("{% if source.actif and source.commandes | default(0) > 10 %}fidèle{% endif %}"),
        "fidèle"
    );
}

#[test]
fn what_is_set_holds_to_the_end() {
    assert_eq!(said("{% set n = contact.email %}a {{ n }} b"), "a zoe@example.fr b");
}

#[test]
fn a_slot_that_cannot_be_filled_for_a_person_names_itself() {
    let renderer = Renderer::new(compiled(&email(
        "s",
        WAY_OUT,
        "{{ lien.desinscription }}{% for a in range(source.n | default(1)) %}{{ a }}{% endfor %}",
    )));
    let renderer = renderer.unwrap();
    let mut person = Variables::default();
    person.set("source", "n", 99_999);
    let refused = renderer.values(&person, &Told).unwrap_err();
    assert_eq!(refused.slot, 3);
    person.set("source", "n", 3);
    assert_eq!(renderer.render(&person, &Told).unwrap().text, "https://m.test/unsubscribe012");
}

#[test]
fn nobody_but_us_fills_the_links() {
    let mut person = zoe();
    person.set("lien", "desinscription", "https://mechant.test");
    let source = "{{ lien.desinscription }} {{ lien.desinscription | upper }} {% if true %}{{ lien.preferences }}{% endif %}";
    let text = message(&email("s", "x", source), &person).text;
    assert_eq!(text, "https://m.test/unsubscribe HTTPS://M.TEST/UNSUBSCRIBE https://m.test/preferences");
}
