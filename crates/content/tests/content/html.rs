use content::{Compiled, Email, Variables};
use domain::{FieldReason, Language};
use proptest::prelude::*;

use crate::{PIXEL, WAY_OUT, compiled, email, html, message, zoe};

const ODD: &str = "<!DOCTYPE html>\r\n<HTML lang=fr><head><style>@media screen{#main{a:b}}</style></head>\n\
    <BODY  bgcolor='#fff'><table><tr><td align=center nowrap>a &copy; b<br/>\n<!--[if mso]><a href=\"https://x.fr\"><![endif]-->\
    <p>{{lien.desinscription}}</p></td></tr></table>\n</BODY>\n</HTML>\n";

#[test]
fn html_outside_what_we_change_stays_byte_for_byte() {
    let expected = ODD.replace("{{lien.desinscription}}", "https://m.test/unsubscribe");
    assert_eq!(html(ODD), expected);
    assert!(message(&email("s", ODD, WAY_OUT), &zoe()).html.contains(&format!("{PIXEL}</BODY>")));
}

proptest! {
    #[test]
    fn any_soup_stays_byte_for_byte(parts in prop::collection::vec(soup(), 0..20)) {
        let source = parts.concat() + WAY_OUT;
        let expected = source.replace(WAY_OUT, "https://m.test/unsubscribe");
        prop_assert_eq!(html(&source), expected);
    }
}

/// What a careless author pastes.
fn soup() -> impl Strategy<Value = String> {
    let tags = "</?(div|p|td|table|a|head|html|textarea|svg|!doctype html|!--|br/)( (id|class=[\"'a]|href))?-{0,2}>?";
    prop_oneof!["[a-z<>&;'\"= \n\r\u{0}é}]{0,6}", tags]
}

#[test]
fn without_a_body_the_pixel_comes_last() {
    let html = message(&email("s", "<p>a</p>{{ lien.desinscription }}", WAY_OUT), &zoe()).html;
    assert_eq!(html, format!("<p>a</p>https://m.test/unsubscribe{PIXEL}"));
}

#[test]
fn a_preheader_is_hidden_in_front_of_everything_that_is_read() {
    for (before, after) in [
        ("<!doctype html><html><head><title>t</title></head><body class=\"a\">", "<p>b</p></body></html>"),
        ("<!DOCTYPE html>", "<p>b</p>"),
        ("<html lang=\"fr\">", "<p>b</p></html>"),
        ("<html><head></head>", "<p>b</p></html>"),
        ("", "<p>b</p>"),
    ] {
        let source = format!("{before}{after}");
        let email = Email { preheader: Some("Pour {{ contact.nom }}\n& <vous>"), ..email("s", &source, "") };
        let html = message(&email, &zoe()).html;
        let start = format!("{before}<div style=\"display:none;");
        assert!(html.starts_with(&start), "{html}");
        assert!(
            html.contains("Pour Zoé &lt;Durand&gt; &amp; fils &amp; &lt;vous&gt;</div><p>b</p>"),
            "{html}"
        );
    }
}

#[test]
fn values_are_escaped_in_html_only_and_never_break_the_subject() {
    let mut person = zoe();
    person.set("contact", "nom", "A\r\nBcc: x <b>");
    let source = "{{ contact.nom }}{{ contact.nom | upper }}{{ lien.desinscription }}";
    let message =
        message(&email("Pour {{ contact.nom }}\nici {{ contact.nom | lower }}", source, source), &person);
    assert_eq!(message.subject, "Pour A  Bcc: x <b> ici a  bcc: x <b>");
    assert!(message.html.starts_with("A\r\nBcc: x &lt;b&gt;A\r\nBCC: X &lt;B&gt;https:"), "{}", message.html);
    assert!(message.text.starts_with("A\r\nBcc: x <b>A\r\nBCC: X <B>https:"), "{}", message.text);
}

#[test]
fn what_is_written_raw_is_never_evaluated() {
    let source =
        "{% raw %}{{ contact.nom }}{% endraw %} {% if true %}{% raw %}{% x %}{% endraw %}{% endif %}";
    assert!(html(&format!("{source}{WAY_OUT}")).starts_with("{{ contact.nom }} {% x %}"));
}

#[test]
fn whoever_writes_text_only_is_sent_html_too() {
    let html = message(&email("s", " ", "1 < 2, {{ contact.nom }}\n{{ lien.desinscription }}"), &zoe()).html;
    assert!(html.contains("1 &lt; 2, Zoé &lt;Durand&gt; &amp; fils\nhttps://m.test/unsubscribe"), "{html}");
}

#[test]
fn the_same_email_compiles_to_the_same_bytes_which_may_be_kept() {
    let source = "{{ contact.nom }} {% if client.type %}<a href='https://a.fr'>x</a>{% endif %}";
    let keep = || serde_json::to_string(&compiled(&email("{{ contact.nom }}", source, ""))).unwrap();
    assert_eq!(keep(), keep());
    assert_eq!(
        serde_json::from_str::<Compiled>(&keep()).unwrap(),
        compiled(&email("{{ contact.nom }}", source, ""))
    );
}

#[test]
fn equal_expressions_share_a_slot() {
    let html = format!("{{{{contact.nom}}}} {{{{ contact.nom }}}}{WAY_OUT}");
    // The name, the way out and the pixel in HTML; the way out in text.
    assert_eq!(compiled(&email("s", &html, WAY_OUT)).slots(), 4);
}

#[test]
fn each_broken_part_is_told_by_its_pointer() {
    let email =
        Email { subject: "{{", preheader: Some("{% if %}"), html: "{{ prix }}", text: Some("{{ x | y }}") };
    let errors = content::compile(&email, Language::Fr).unwrap_err();
    let told: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.reason)).collect();
    let (syntax, variable) = (FieldReason::Syntax, FieldReason::Variable);
    assert_eq!(
        told,
        [("/subject", syntax), ("/preheader", syntax), ("/html", variable), ("/text", variable)]
    );
}

#[test]
fn an_empty_email_compiles_to_a_footer() {
    let message = message(&Email::default(), &Variables::default());
    assert_eq!(message.subject, "");
    assert!(message.html.contains("Se désinscrire") && message.text.contains("Se désinscrire"));
}
