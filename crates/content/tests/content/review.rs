use content::{Email, review};
use domain::check::{CheckCode, Severity};

use crate::{WAY_OUT, email};

/// An HTML part that nothing speaks against.
fn good(inside: &str) -> String {
    format!("<html lang=\"fr\"><body>{inside}{WAY_OUT}</body></html>")
}

/// What is found in an e-mail.
fn found(email: &Email<'_>) -> Vec<(CheckCode, String)> {
    review(email).into_iter().map(|check| (check.code, check.about)).collect()
}

/// What is found in an HTML part.
fn in_html(html: &str) -> Vec<(CheckCode, String)> {
    found(&email("Bonjour", html, WAY_OUT))
}

#[test]
fn nothing_speaks_against_a_good_email() {
    let inside = "<img alt='' src=a><a href='https://x.fr'>x</a><a href='{{ lien.preferences }}'>p</a>{{ contact.nom | default('vous') }}";
    assert_eq!(in_html(&good(inside)), []);
}

#[test]
fn an_empty_email_is_blocked_with_a_pointer_to_what_lacks() {
    let checks = review(&Email::default());
    let blocking: Vec<_> =
        checks.iter().filter(|c| c.is_blocking()).map(|c| (c.code, c.pointer.as_deref())).collect();
    assert_eq!(
        blocking,
        [(CheckCode::SubjectMissing, Some("/subject")), (CheckCode::ContentMissing, Some("/html"))]
    );
}

#[test]
fn what_does_not_compile_is_blocked_and_told_first() {
    let checks = review(&email("{{ x", "<p>a</p>", "{{ prix }}"));
    let told: Vec<_> = checks.iter().map(|c| (c.code, c.severity, c.pointer.as_deref().unwrap())).collect();
    let broken = |pointer| (CheckCode::TemplateBroken, Severity::Blocking, pointer);
    assert_eq!(told, [broken("/subject"), broken("/text")]);
    assert_eq!(checks[1].about, "prix");
}

#[test]
fn blocking_comes_before_warnings_before_what_is_good_to_know() {
    let checks = review(&email("", "<script></script>", ""));
    assert!(checks.is_sorted_by_key(|check| check.severity) && checks.len() > 3, "{checks:?}");
}

#[test]
fn a_subject_that_is_long_or_shouts_deserves_a_look() {
    let subject = |subject: &str| found(&email(subject, &good(""), WAY_OUT));
    assert_eq!(subject(&"é".repeat(78)), []);
    assert_eq!(subject(&"é".repeat(79)), [(CheckCode::SubjectLong, "79".into())]);
    for shouting in ["OFFRE SPÉCIALE", "Vite !!", "Vite ! Encore !"] {
        assert_eq!(subject(shouting), [(CheckCode::SubjectShouts, String::new())], "{shouting}");
    }
    for calm in ["La TVA", "TVA", "Vite !", "2026"] {
        assert_eq!(subject(calm), [], "{calm}");
    }
}

#[test]
fn what_mailboxes_take_badly_deserves_a_look() {
    let inside = "<img src=a><img src=b><script></script><FORM><input></FORM>";
    let expected = [
        (CheckCode::ImageAlt, "2".to_owned()),
        (CheckCode::ContentStripped, "form, input, script".to_owned()),
    ];
    assert_eq!(in_html(&good(inside)), expected);
    let undeclared = good("").replace(" lang=\"fr\"", " lang=\" \"");
    assert_eq!(in_html(&undeclared), [(CheckCode::LanguageMissing, String::new())]);
    let [(code, about)] = &in_html(&good(&"é".repeat(52_300)))[..] else { panic!("one finding") };
    assert_eq!((*code, about.as_str()), (CheckCode::ContentClipped, "102"));
    assert_eq!(in_html(&good(&"é".repeat(52_000))), []);
}

#[test]
fn links_that_are_read_on_the_way_or_not_counted_are_told_once() {
    let inside = "<a href='http://x.fr'>1</a><a href='HTTP://x.fr/'>2</a>\
        <a href='https://x.fr/?m={{contact.email}}'>3</a><a href='mailto:{{ contact.email }}'>4</a>";
    let expected = [
        (CheckCode::LinkInsecure, "http://x.fr/".to_owned()),
        (CheckCode::LinkUntracked, "https://x.fr/?m={{ contact.email }}".to_owned()),
    ];
    assert_eq!(in_html(&good(inside)), expected);
}

#[test]
fn what_we_shall_add_is_good_to_know() {
    let html = "<html lang=fr>a</html>";
    let added = |html, text| -> Vec<_> {
        review(&email("s", html, text)).into_iter().map(|c| (c.code, c.pointer.unwrap())).collect()
    };
    let (made, footer) = (CheckCode::TextMade, CheckCode::FooterAdded);
    assert_eq!(added(html, ""), [(made, "/text".to_owned()), (footer, "/html".to_owned())]);
    assert_eq!(added(html, "a"), [(footer, "/html".to_owned()), (footer, "/text".to_owned())]);
    assert_eq!(added("", WAY_OUT), []);
}

#[test]
fn a_variable_without_default_is_named_once_where_it_stands_first() {
    let html = good(
        "{{ contact.nom }} {{ contact.email }} {{ source.ville | upper }} {{ entreprise.nom | default('x') }}",
    );
    let checks = review(&email(
        "Pour {{ contact.nom }}, {{ campagne.nom }}",
        &html,
        "{{ client.type }}{{ lien.desinscription }}",
    ));
    let told: Vec<_> = checks.iter().map(|c| (c.about.as_str(), c.pointer.as_deref().unwrap())).collect();
    assert_eq!(told, [("contact.nom", "/subject"), ("client.type", "/text")]);
}
