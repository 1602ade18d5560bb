use content::{Renderer, Variables, urls::PreviewUrls};
use proptest::prelude::*;

use crate::{WAY_OUT, compiled, email, html};

/// The links of an HTML part.
fn links(source: &str) -> Vec<(u16, String)> {
    let compiled = compiled(&email("s", source, WAY_OUT));
    compiled.links().iter().map(|link| (link.number, link.url.clone())).collect()
}

#[test]
fn a_link_is_tracked_and_keeps_its_meaning() {
    let source = format!(r#"<a class="b" href="https://x.fr/?a=1&amp;copy=2&copy=3#é">x</a>{WAY_OUT}"#);
    assert_eq!(links(&source), [(1, "https://x.fr/?a=1&copy=2&copy=3#%C3%A9".to_owned())]);
    assert!(html(&source).starts_with(r#"<a class="b" href="https://m.test/click/1">x</a>"#));
}

#[test]
fn an_address_that_stands_twice_has_one_number() {
    let source =
        format!("<a href='https://a.fr'>1</a><area href=https://b.fr/><A HREF=\" HTTPS://A.fr/ \">{WAY_OUT}");
    assert_eq!(links(&source), [(1, "https://a.fr/".to_owned()), (2, "https://b.fr/".to_owned())]);
    let expected = "<a href='https://m.test/click/1'>1</a><area href=\"https://m.test/click/2\">\
                    <A HREF=\"https://m.test/click/1\">";
    assert!(html(&source).starts_with(expected), "{}", html(&source));
}

#[test]
fn what_is_no_page_of_the_web_is_left_alone() {
    for href in [
        "mailto:a@b.fr?subject=x&amp;y",
        "tel:+33102",
        "sms:+33102",
        "#top",
        "cid:a",
        "",
        "/a",
        "a.html",
        "http://[b",
    ] {
        let source = format!("<a href=\"{href}\">x</a>");
        assert!(html(&format!("{source}{WAY_OUT}")).starts_with(&source), "{href}");
        assert_eq!(links(&source), [], "{href}");
    }
}

#[test]
fn a_link_that_holds_variables_keeps_them_and_is_not_tracked() {
    let source = format!(
        r#"<a href="https://x.fr/?m={{{{ contact.email | default("a\"b") }}}}&amp;x=1">x</a>{WAY_OUT}"#
    );
    assert_eq!(links(&source), []);
    assert!(html(&source).starts_with("<a href=\"https://x.fr/?m=a&quot;b&amp;x=1\">"), "{}", html(&source));
}

#[test]
fn a_link_that_asks_for_it_is_not_tracked() {
    for attribute in ["data-no-track", "data-no-track=\"\"", "DATA-NO-TRACK='1'", "data-no-track=1"] {
        let source = format!("<a {attribute} href=\"https://x.fr/\"  id=b>x</a>{WAY_OUT}");
        assert_eq!(links(&source), []);
        assert!(html(&source).starts_with("<a href=\"https://x.fr/\"  id=b>x</a>"), "{}", html(&source));
    }
}

#[test]
fn links_within_conditions_and_loops_are_tracked_too() {
    let source = "{% if client.type %}a{% else %}<a href='https://x.fr/'>b</a>{% endif %}\
                  {% for i in range(2) %}<a href=\"https://y.fr/\">{{ i }}</a>{% endfor %}";
    let html = html(&format!("{source}{WAY_OUT}"));
    let second = |i| format!("<a href=\"https://m.test/click/2\">{i}</a>");
    assert!(
        html.starts_with(&format!("<a href='https://m.test/click/1'>b</a>{}{}", second(0), second(1))),
        "{html}"
    );
}

#[test]
fn constructs_within_tags_confuse_no_link() {
    let source = "<a {% if 1 < 2 %}class=\"a>b\"{% endif %} title=\"{{ contact.nom | default('\">') }}\" href='https://x.fr'>x</a>";
    assert_eq!(links(source), [(1, "https://x.fr/".to_owned())]);
}

/// Addresses with everything that an address may hold.
fn addresses() -> impl Strategy<Value = String> {
    let parts = (
        "(http|https|HTTP)",
        "(|user@|user:p%40ss@)",
        "(x\\.fr|été\\.example\\.org|\\[::1\\]|192\\.0\\.2\\.1)",
        "(|:80|:8443)",
        "(|/|/[a-zé%& ;+=~'\\-]{0,9}/?)",
        "(|\\?[a-z0-9é=&;%+#' ]{0,14})",
        "(|#[a-zé&/'?]{0,6})",
    );
    parts.prop_map(|(scheme, user, host, port, path, query, fragment)| {
        format!("{scheme}://{user}{host}{port}{path}{query}{fragment}")
    })
}

/// The ways to write an attribute's value.
fn written(address: &str, way: u8) -> String {
    let escaped = address.replace('&', "&amp;");
    match way {
        0 => format!("\"{escaped}\""),
        1 => format!("'{}'", escaped.replace('\'', "&#39;")),
        2 => format!("\"{}\"", escaped.replace('/', "&#x2F;").replace('é', "&eacute;")),
        _ => format!("\"\n  {escaped} \""),
    }
}

proptest! {
    #[test]
    fn to_be_redirected_is_to_follow_the_original(address in addresses(), way in 0..4_u8) {
        let source = format!("<p><a href={}>x</a></p>{WAY_OUT}", written(&address, way));
        let followed = url::Url::parse(&address).unwrap();
        let links = links(&source);
        prop_assert_eq!(links.len(), 1, "{}", address);
        prop_assert_eq!(url::Url::parse(&links[0].1).unwrap(), followed);
        prop_assert!(links[0].1.is_ascii());
    }

    #[test]
    fn a_preview_leads_where_the_author_pointed(address in addresses(), way in 0..4_u8) {
        let source = format!("<a href={}>x</a>{WAY_OUT}", written(&address, way));
        let compiled = compiled(&email("s", &source, WAY_OUT));
        let renderer = Renderer::new(compiled.clone()).unwrap();
        let html = renderer.render(&Variables::default(), &PreviewUrls(compiled.links())).unwrap().html;
        let again = links(html.split(WAY_OUT).next().unwrap());
        prop_assert_eq!(&again[0].1, &compiled.links()[0].url);
    }
}
