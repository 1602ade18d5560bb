use content::{Variables, compile};
use domain::{FieldReason, Language};

use crate::{email, message, text_of, zoe};

#[test]
fn a_text_is_made_of_the_html_with_its_variables_and_true_links() {
    let source = "<html><head><title>t</title><style>p{}</style></head><body><h1>Bonjour {{ contact.nom }}</h1>\
        <p>Un <b>mot</b>&nbsp;: <a href='https://x.fr/?a=1&amp;b=2'>voir</a>, <a href='mailto:a@b.fr'>a@b.fr</a></p>\
        <ul><li>un</li><li>deux</li></ul><hr><img src=a alt='Une image'></body></html>";
    let text = text_of(source);
    let expected = "Bonjour Zoé <Durand> & fils\n\nUn mot\u{a0}: voir (https://x.fr/?a=1&b=2), a@b.fr\n- un\n- deux\n\n---\n\nUne image";
    assert_eq!(text.trim(), expected);
}

#[test]
fn a_condition_around_a_row_still_holds_its_row() {
    let source =
        "<table>{% if client.type %}<tr><td>caché</td></tr>{% endif %}<tr><td>a</td><td>b</td></tr></table>";
    assert_eq!(text_of(source).trim(), "a\nb");
}

#[test]
fn a_condition_in_comments_still_decides() {
    let source = "<!-- {% if client.type %} --><p>caché</p><!-- {% endif %} --><p>vu</p>";
    assert_eq!(text_of(source).trim(), "vu");
}

#[test]
fn what_nobody_sees_is_not_read_out() {
    assert_eq!(text_of("<div style='color:red;display:none'>caché</div><p>vu</p>").trim(), "vu");
}

#[test]
fn braces_that_html_hides_are_never_evaluated() {
    assert_eq!(
        text_of("<p>&#123;{ contact.nom }}</p>{% if true %}&#123;% endraw %}{% endif %}").trim(),
        "{{ contact.nom }}\n\n{% endraw %}"
    );
}

#[test]
fn html_of_which_no_text_can_be_made_asks_for_one() {
    let source = "<p>{% if client.type %}</p><div style='display:none'>{% endif %}</div>";
    let errors = compile(&email("s", source, ""), Language::Fr).unwrap_err();
    assert_eq!((errors[0].pointer.as_str(), errors[0].reason), ("/text", FieldReason::Required));
}

#[test]
fn a_text_that_was_written_is_kept_as_it_is() {
    let text = "Bonjour  {{ contact.nom }},\r\n\r\n\r\nhttps://x.fr/?a=1&b=2 {{ lien.desinscription }}\n";
    let told = message(&email("s", "<a href='https://x.fr'>x</a>", text), &Variables::default()).text;
    assert_eq!(told, "Bonjour  ,\r\n\r\n\r\nhttps://x.fr/?a=1&b=2 https://m.test/unsubscribe\n");
    assert!(message(&email("s", "", text), &zoe()).text.starts_with("Bonjour  Zoé <Durand> & fils,"));
}

#[test]
fn html_that_nests_without_end_asks_for_a_text_instead_of_taking_for_ever() {
    for source in ["<div>", "<table><tr><td>", "<b>", "<ul><li>", "<blockquote>", "<span>{{ contact.nom }}"] {
        let errors = compile(&email("s", &source.repeat(5_000), ""), Language::Fr).unwrap_err();
        assert_eq!(
            (errors[0].pointer.as_str(), errors[0].reason),
            ("/text", FieldReason::Required),
            "{source}"
        );
    }
    for source in ["<p>a", "<", "<!--", "<br>", "</div>", "<div>a</div>"] {
        assert!(compile(&email("s", &source.repeat(5_000), ""), Language::Fr).is_ok(), "{source}");
    }
}
