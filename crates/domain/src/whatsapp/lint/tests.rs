use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::check::Severity;

/// A template that nothing speaks against.
fn good() -> Value {
    json!({
        "name": "promo_btp_2026_03", "language": "fr", "category": "marketing",
        "header": {"kind": "text", "text": "Soldes {{saison}}"},
        "body": "Bonjour {{prenom}}, profitez de {{remise}} sur tout l’outillage jusqu’à dimanche.",
        "footer": "Répondez STOP pour ne plus recevoir nos offres",
        "buttons": [
            {"kind": "tracked", "text": "Voir les offres"},
            {"kind": "url", "text": "Notre site", "url": "https://example.com/fr?a=1"},
        ],
        "examples": {"saison": "d’hiver", "prenom": "Camille", "remise": "20 %"},
    })
}

fn read(content: Value) -> TemplateContent {
    serde_json::from_value(content).unwrap()
}

/// What is found once one member of the good one is another.
fn found(member: &str, value: Value) -> Vec<LintFinding> {
    let mut content = good();
    *content.pointer_mut(member).unwrap() = value;
    lint(&read(content), Provider::Meta)
}

fn told(findings: &[LintFinding]) -> Vec<(LintCode, Severity, &str)> {
    findings.iter().map(|finding| (finding.code, finding.severity, finding.pointer.as_str())).collect()
}

#[test]
fn a_template_as_meta_wants_it_has_nothing_against_it() {
    assert_eq!(lint(&read(good()), Provider::Meta), []);
}

#[test]
fn templates_of_the_published_shapes_are_accepted() {
    let shapes = [
        json!({"name": "commande_expediee", "language": "fr", "category": "utility",
            "body": "Bonjour {{prenom}}, votre commande {{numero}} est partie ce matin.",
            "examples": {"prenom": "Awa", "numero": "1042"}}),
        json!({"name": "catalogue", "language": "en_US", "category": "marketing",
            "header": {"kind": "media", "media": "document", "example_url": "https://example.com/c.pdf"},
            "body": "Our new catalogue is here.\n\n*Forty* pages of tools. Reply STOP to opt out."}),
        json!({"name": "salon", "language": "fr", "category": "marketing",
            "header": {"kind": "media", "media": "image", "example_url": "https://example.com/salon.jpg"},
            "body": "Retrouvez-nous au salon des métiers, stand 12.", "footer": "Répondez STOP pour ne plus recevoir nos offres",
            "buttons": [{"kind": "url", "text": "Le plan", "url": "https://example.com/plan"},
                        {"kind": "url", "text": "S’inscrire", "url": "https://example.com/salon"}]}),
        json!({"name": "chantier_en_image", "language": "fr", "category": "marketing",
            "header": {"kind": "media", "media": "video", "example_url": "https://example.com/chantier.mp4"},
            "body": "Le chantier du mois en trois minutes. Répondez STOP pour ne plus en recevoir."}),
        json!({"name": "livraison", "language": "fr", "category": "utility",
            "body": "Bonjour {{1}}, votre commande {{2}} arrive le {{3}} dans la matinée.",
            "examples": {"1": "Awa", "2": "1042", "3": "3 mars"}}),
        json!({"name": "bon", "language": "pt_BR", "category": "marketing", "body": "Seu cupom de hoje chegou.",
            "buttons": [{"kind": "copy_code"}, {"kind": "quick_reply", "text": "Parar", "opts_out": true}],
            "examples": {"code": "HIVER25"}}),
        json!({"name": "rendez_vous", "language": "fr", "category": "utility", "body": "Votre rendez-vous approche.",
            "buttons": [{"kind": "phone", "text": "Appeler", "phone": "+33123456789"}]}),
        // As Meta's "seasonal promotion": a header with a variable, three in the body, a footer, two quick replies.
        json!({"name": "saison", "language": "fr", "category": "marketing",
            "header": {"kind": "text", "text": "Nos soldes {{saison}}\u{202f}!"},
            "body": "Jusqu’à {{fin}}, le code {{bon}} vous donne {{remise}} sur tout le magasin.",
            "footer": "Répondez STOP pour ne plus rien recevoir",
            "buttons": [{"kind": "quick_reply", "text": "Ne plus recevoir", "opts_out": true}, {"kind": "quick_reply", "text": "Tout arrêter"}],
            "examples": {"saison": "d’été", "fin": "la fin août", "bon": "ETE26", "remise": "25 %"}}),
        // As its "order confirmation": a document, two variables, a number to call and a page.
        json!({"name": "confirmation", "language": "fr", "category": "utility",
            "header": {"kind": "media", "media": "document", "example_url": "https://example.com/recu.pdf"},
            "body": "Merci {{prenom}}\u{202f}! Votre commande {{numero}} est confirmée, le reçu est joint.",
            "buttons": [{"kind": "phone", "text": "Appeler", "phone": "+33123456789"}, {"kind": "url", "text": "Nous écrire", "url": "https://example.com/contact"}],
            "examples": {"prenom": "Awa", "numero": "860198-230332"}}),
        // As its "abandoned cart": a picture, a page that is the person's own, and a way out behind it.
        json!({"name": "panier", "language": "en", "category": "marketing",
            "header": {"kind": "media", "media": "image", "example_url": "https://example.com/cart.jpg"},
            "body": "You left *{{count}}* things in your cart, {{name}}. They wait until Sunday.",
            "buttons": [{"kind": "tracked", "text": "To my cart"}, {"kind": "quick_reply", "text": "Stop", "opts_out": true}],
            "examples": {"count": "3", "name": "Awa"}}),
    ];
    for shape in shapes {
        let findings = lint(&read(shape), Provider::Meta);
        assert!(findings.iter().all(|finding| finding.severity != Severity::Blocking), "{findings:?}");
    }
}

/// A member, another value of it, and what is found where.
type Case = (&'static str, Value, LintCode, &'static str);

fn long(length: usize) -> Value {
    Value::from("x".repeat(length))
}

fn of_texts() -> Vec<Case> {
    use LintCode as C;
    vec![
        ("/name", Value::from("Promo"), C::NameInvalid, "/name"),
        ("/name", Value::from("promo-été"), C::NameInvalid, "/name"),
        ("/name", long(513), C::NameInvalid, "/name"),
        ("/language", Value::from("en-US"), C::LanguageInvalid, "/language"),
        ("/category", Value::from("authentication"), C::CategoryAuthentication, "/category"),
        ("/body", Value::from("  "), C::BodyMissing, "/body"),
        ("/body", long(1_025), C::BodyLong, "/body"),
        ("/header/text", Value::from(" "), C::HeaderMissing, "/header/text"),
        ("/header/text", long(61), C::HeaderLong, "/header/text"),
        ("/header/text", Value::from("Du {{saison}} au {{prenom}}"), C::HeaderVariables, "/header/text"),
        ("/header/text", Value::from("*Soldes*"), C::HeaderFormatted, "/header/text"),
        ("/header/text", Value::from("Soldes\nd’hiver"), C::HeaderFormatted, "/header/text"),
        (
            "/header",
            json!({"kind": "media", "media": "image", "example_url": "http://a.example/i.jpg"}),
            C::HeaderMedia,
            "/header/example_url",
        ),
        (
            "/header",
            json!({"kind": "media", "media": "image", "example_url": "https://a.example/i.gif"}),
            C::HeaderMedia,
            "/header/example_url",
        ),
        ("/footer", Value::from(""), C::FooterMissing, "/footer"),
        ("/footer", long(61), C::FooterLong, "/footer"),
        ("/footer", Value::from("Pour {{prenom}}"), C::FooterVariable, "/footer"),
        ("/body", Value::from("Bonjour {{prenom, voici nos offres."), C::VariableBroken, "/body"),
        ("/body", Value::from("Bonjour {{1}}, voici nos offres."), C::VariableName, "/body"),
        ("/body", Value::from("Bonjour {{Prénom}}, voici nos offres."), C::VariableName, "/body"),
        ("/body", Value::from("Bonjour {{a#b}}, voici nos offres."), C::VariableName, "/body"),
        ("/body", Value::from("Bonjour {{a$b}}, voici nos offres."), C::VariableName, "/body"),
        ("/body", Value::from("Bonjour {{a%b}}, voici nos offres."), C::VariableName, "/body"),
        ("/body", Value::from("{{prenom}}, voici nos offres."), C::VariableFirst, "/body"),
        ("/body", Value::from("Voici nos offres, {{prenom}}"), C::VariableLast, "/body"),
        (
            "/body",
            Value::from("Bonjour {{prenom}}{{remise}}, voici nos offres du mois."),
            C::VariableAdjacent,
            "/body",
        ),
        (
            "/body",
            Value::from("Bonjour {{prenom}}, oui vous {{ prenom }}, voici nos offres du mois."),
            C::VariableTwice,
            "/body",
        ),
        ("/examples/prenom", Value::from(" "), C::ExampleMissing, "/examples/prenom"),
        ("/examples/prenom", Value::from("A\nB"), C::ExampleCharacters, "/examples/prenom"),
        ("/examples/prenom", Value::from("A\tB"), C::ExampleCharacters, "/examples/prenom"),
        ("/examples/prenom", Value::from("A     B"), C::ExampleCharacters, "/examples/prenom"),
    ]
}

fn of_buttons() -> Vec<Case> {
    use LintCode as C;
    let label = |text: Value| json!([{"kind": "quick_reply", "text": text}]);
    let many = |kind: &str, count: usize| -> Value {
        (0..count).map(|at| json!({"kind": kind, "text": format!("B{at}")})).collect()
    };
    let phone = |phone: &str| json!([{"kind": "phone", "text": "Appeler", "phone": phone}]);
    let url = |url: &str| json!([{"kind": "url", "text": "Voir", "url": url}]);
    let pages: Value = (0..3)
        .map(|at| json!({"kind": "url", "text": format!("P{at}"), "url": "https://example.com/p"}))
        .collect();
    let phones: Value = (0..2)
        .map(|at| json!({"kind": "phone", "text": format!("T{at}"), "phone": "+33123456789"}))
        .collect();
    let mixed = json!([{"kind": "quick_reply", "text": "A"}, {"kind": "tracked", "text": "B"}, {"kind": "quick_reply", "text": "C"}]);
    let two_phones: Value = ["A", "B"]
        .iter()
        .map(|text| json!({"kind": "phone", "text": text, "phone": "+33123456789"}))
        .collect();
    let three_urls: Value = ["A", "B", "C"]
        .iter()
        .map(|text| json!({"kind": "url", "text": text, "url": "https://example.com/fr"}))
        .collect();
    vec![
        ("/buttons", many("quick_reply", 11), C::ButtonsMany, "/buttons"),
        ("/buttons", many("tracked", 2), C::ButtonsKind, "/buttons/1"),
        ("/buttons", pages, C::ButtonsKind, "/buttons/2"),
        ("/buttons", phones, C::ButtonsKind, "/buttons/1"),
        ("/buttons", json!([{"kind": "copy_code"}, {"kind": "copy_code"}]), C::ButtonsKind, "/buttons/1"),
        ("/buttons", two_phones, C::ButtonsKind, "/buttons/1"),
        ("/buttons", three_urls, C::ButtonsKind, "/buttons/2"),
        ("/buttons", mixed, C::ButtonsMixed, "/buttons"),
        ("/buttons", label("".into()), C::ButtonMissing, "/buttons/0/text"),
        ("/buttons", label(long(26)), C::ButtonLong, "/buttons/0/text"),
        ("/buttons", label("Oui {{prenom}}".into()), C::ButtonVariable, "/buttons/0/text"),
        (
            "/buttons",
            json!([{"kind": "quick_reply", "text": "Oui"}, {"kind": "quick_reply", "text": "oui "}]),
            C::ButtonTwice,
            "/buttons/1/text",
        ),
        ("/buttons", url("javascript:alert(1)"), C::ButtonUrl, "/buttons/0/url"),
        ("/buttons", url("https://example.com/{{1}}"), C::ButtonUrl, "/buttons/0/url"),
        (
            "/buttons",
            url(&format!("https://example.com/{}", "x".repeat(2_000))),
            C::ButtonUrl,
            "/buttons/0/url",
        ),
        ("/buttons", phone("0123456789"), C::ButtonPhone, "/buttons/0/phone"),
        ("/buttons", phone("+3312345678901234567890"), C::ButtonPhone, "/buttons/0/phone"),
    ]
}

#[test]
fn each_rule_has_its_counter_example() {
    for (member, value, code, pointer) in of_texts().into_iter().chain(of_buttons()) {
        let findings = found(member, value.clone());
        assert!(told(&findings).contains(&(code, Severity::Blocking, pointer)), "{value}: {findings:?}");
    }
}

fn of_looks() -> Vec<Case> {
    use LintCode as C;
    let replies: Value = (0..4).map(|at| json!({"kind": "quick_reply", "text": format!("B{at}")})).collect();
    let mixed = json!([{"kind": "quick_reply", "text": "Stop", "opts_out": true}, {"kind": "tracked", "text": "Voir"}]);
    vec![
        (
            "/body",
            Value::from("Bonjour {{prenom}} {{remise}}, voici nos offres du mois."),
            C::VariableAdjacent,
            "/body",
        ),
        ("/body", Value::from("Le {{prenom}} du {{remise}} ici."), C::VariableDense, "/body"),
        ("/examples/remise", Value::from("x".repeat(1_000)), C::BodyLongFilled, "/body"),
        ("/buttons", replies, C::ButtonsHidden, "/buttons"),
        ("/buttons", mixed, C::ButtonsDesktop, "/buttons"),
        ("/footer", Value::from("Exemple SAS"), C::OptOutMissing, "/buttons"),
        ("/buttons", json!([{"kind": "quick_reply", "text": "Cancel"}]), C::OptOutWord, "/buttons/0/text"),
    ]
}

#[test]
fn what_only_deserves_a_look_blocks_nothing() {
    for (member, value, code, pointer) in of_looks() {
        let findings = found(member, value.clone());
        assert_eq!(told(&findings), [(code, Severity::Warning, pointer)], "{value}");
    }
}

#[test]
fn no_rule_is_without_its_counter_example() {
    let cases = [of_texts(), of_buttons(), of_looks()].concat();
    // These take more than another value of one member, and have tests of their own.
    let apart = [LintCode::Duplicate, LintCode::ExampleCode, LintCode::Positional];
    for rule in LintCode::ALL {
        let has_one = cases.iter().any(|(_, _, code, _)| code == rule);
        assert_ne!(has_one, apart.contains(rule), "{rule}");
    }
}

#[test]
fn a_word_on_a_button_that_opts_out_is_told_where_the_author_did_not_mean_it() {
    for (text, opts_out, is_told) in [
        ("Stop", false, true),
        ("Tout arrêter", false, true),
        ("Stop", true, false),
        ("Plus tard", false, false),
        ("Stop chez vous demain ?", false, false),
    ] {
        let buttons = json!([{"kind": "quick_reply", "text": text, "opts_out": opts_out}]);
        let findings = found("/buttons", buttons);
        let told = findings.iter().find(|finding| finding.code == LintCode::OptOutWord);
        assert_eq!(told.map(|finding| finding.about.as_str()), is_told.then_some(text));
    }
}

#[test]
fn a_code_that_is_copied_is_one_short_word() {
    for (code, is_good) in [("HIVER25", true), ("HIVER 25", false), ("ABCDEFGHIJKLMNOP", false)] {
        let mut content = good();
        content["buttons"] = json!([{"kind": "copy_code"}]);
        content["examples"]["code"] = code.into();
        let findings = lint(&read(content), Provider::Meta);
        assert_eq!(findings.iter().all(|finding| finding.code != LintCode::ExampleCode), is_good, "{code}");
    }
}

#[test]
fn numbers_that_are_no_places_from_one_on_are_no_variables() {
    for body in [
        "Bonjour {{2}}, voici nos offres du mois.",
        "Bonjour {{1}}, voici {{3}} de nos offres.",
        "Bonjour {{2}}, voici {{1}} de nos offres.",
        "Bonjour {{1}}, voici {{remise}} sur nos offres.",
    ] {
        let content = json!({"name": "offres", "language": "fr", "category": "utility", "body": body,
            "examples": {"1": "A", "2": "B", "3": "C", "remise": "D"}});
        let findings = lint(&read(content), Provider::Meta);
        assert!(
            findings.iter().any(|finding| finding.code == LintCode::VariableName),
            "{body}: {findings:?}"
        );
    }
    let without = json!({"name": "offres", "language": "fr", "category": "utility",
        "body": "Bonjour {{1}}, voici nos offres du mois."});
    let findings = lint(&read(without), Provider::Meta);
    assert_eq!(told(&findings), [(LintCode::ExampleMissing, Severity::Blocking, "/examples/1")]);
}

#[test]
fn a_finding_tells_which_characters_it_means() {
    let findings = found("/body", "Été : {{ Prénom }}, voici nos offres.".into());
    let finding = findings.iter().find(|finding| finding.code == LintCode::VariableName).unwrap();
    assert_eq!((finding.span, finding.about.as_str()), (Some(Span { from: 6, to: 18 }), "Prénom"));
    let long = found("/footer", format!("STOP {}", "é".repeat(60)).into());
    assert_eq!(long[0].span, Some(Span { from: 60, to: 65 }));
}

#[test]
fn a_name_stands_once_in_a_text_of_metas_and_a_place_again_wherever_it_is_known_by_its_place() {
    let twice = |name: &str| {
        let body = format!(
            "Bonjour {{{{{name}}}}}, oui vous {{{{{name}}}}}, voici nos offres du mois. STOP pour arrêter."
        );
        let content = json!({"name": "offres", "language": "fr", "category": "marketing", "body": body, "examples": {name: "Awa"}});
        [Provider::Meta, Provider::Twilio].map(|provider| {
            let findings = lint(&read(content.clone()), provider);
            let twice = findings.iter().find(|finding| finding.code == LintCode::VariableTwice).unwrap();
            twice.severity
        })
    };
    assert_eq!(twice("prenom"), [Severity::Blocking, Severity::Warning]);
    assert_eq!(twice("1"), [Severity::Warning, Severity::Warning]);
    let mut both = good();
    both["header"]["text"] = "Pour vous, {{prenom}} !".into();
    assert_eq!(lint(&read(both), Provider::Meta), [], "another text is another list of names");
}

#[test]
fn by_twilio_the_places_of_variables_are_told() {
    let findings = lint(&read(good()), Provider::Twilio);
    assert_eq!(told(&findings), [(LintCode::Positional, Severity::Info, "/body")]);
    assert_eq!(findings[0].about, "1 = saison, 2 = prenom, 3 = remise");
}

proptest! {
    #[test]
    fn whatever_somebody_types_every_finding_points_into_it(body in "[a-zé{}1 \n]{0,40}", footer in "[a-zé{}]{0,70}") {
        let mut content = good();
        content["body"] = body.clone().into();
        content["footer"] = footer.clone().into();
        for finding in lint(&read(content), Provider::Meta) {
            let text = match finding.pointer.as_str() { "/body" => &body, "/footer" => &footer, _ => continue };
            if let Some(span) = finding.span {
                prop_assert!(span.from < span.to && span.to <= text.chars().count(), "{finding:?}");
            }
        }
    }

    #[test]
    fn a_variable_between_words_with_an_example_never_blocks(name in "[a-z][a-z0-9_]{0,15}", example in "[a-zA-Z0-9é%€ ]{0,3}[a-z]") {
        let mut content = good();
        content["body"] = format!("Bonjour, voici {{{{{name}}}}} pour vous seulement. STOP pour arrêter.").into();
        content["header"] = Value::Null;
        content["examples"] = json!({name: example});
        prop_assert_eq!(lint(&read(content), Provider::Meta), []);
    }
}
