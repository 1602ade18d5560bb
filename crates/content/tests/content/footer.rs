use content::{Renderer, compile};
use domain::Language;

use crate::{PIXEL, Told, WAY_OUT, email, message, zoe};

#[test]
fn a_part_without_a_way_out_gets_one_in_front_of_the_pixel() {
    let message = message(&email("s", "<body><p>a</p></body>", "a"), &zoe());
    let (before, after) =
        message.html.split_once("Vous ne souhaitez plus recevoir nos messages\u{202f}?").unwrap();
    assert!(before.starts_with("<body><p>a</p><div style="), "{before}");
    for address in ["unsubscribe", "preferences"] {
        assert!(after.contains(&format!("href=\"https://m.test/{address}\"")), "{after}");
        assert!(message.text.contains(&format!("\u{202f}: https://m.test/{address}\n")), "{}", message.text);
    }
    assert!(after.ends_with(&format!("</div>{PIXEL}</body>")), "{after}");
}

#[test]
fn a_way_out_that_is_there_is_not_doubled() {
    let message = message(&email("s", WAY_OUT, WAY_OUT), &zoe());
    assert_eq!(message.html, format!("https://m.test/unsubscribe{PIXEL}"));
    assert_eq!(message.text, "https://m.test/unsubscribe");
}

#[test]
fn a_way_out_for_some_is_none() {
    let source = "{% if client.type %}{{ lien.desinscription }}{% endif %}";
    assert!(message(&email("s", source, source), &zoe()).html.contains("Se désinscrire"));
}

#[test]
fn the_footer_speaks_the_language_it_is_told() {
    let compiled = compile(&email("s", "a", "b"), Language::En).unwrap();
    let message = Renderer::new(compiled).unwrap().render(&zoe(), &Told).unwrap();
    assert!(
        message.html.contains(">Unsubscribe</a>") && message.text.contains("\nUnsubscribe: https://m.test/")
    );
}
