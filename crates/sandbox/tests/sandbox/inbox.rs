//! The inbox.

use sandbox::Settings;
use serde_json::json;

use crate::{
    harness::{Sandbox, letter, letters, settings, start, start_with},
    receiver::receive,
};

async fn page(sandbox: &Sandbox, path: &str) -> String {
    sandbox.call("GET", path, None).await.body.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_list_is_french_first_newest_first_and_searched() {
    let sandbox = start().await;
    for i in 0..60 {
        sandbox.send(letter(&format!("deliver+{i}@example.org"), "<p>x</p>")).await;
    }
    let first = page(&sandbox, "/").await;
    assert!(first.contains("<html lang=\"fr\">") && first.contains("rien ne quitte cette machine"));
    assert!(first.contains("deliver+59@") && !first.contains("deliver+9@"));
    assert!(page(&sandbox, "/?page=1").await.contains("deliver+9@"));
    let found = page(&sandbox, "/?q=DELIVER%2B7@&lang=en").await;
    assert!(found.contains("<html lang=\"en\">") && found.contains("nothing leaves this machine"));
    assert_eq!(found.matches("@example.org").count(), 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_message_is_shown_as_its_reader_sees_it_and_runs_nothing() {
    let sandbox = start().await;
    let mut written =
        letter("deliver+1@example.org", "<script>1</script><a href='http://127.0.0.1:1/c'>x</a>");
    written["subject"] = json!("Prix <b>& offres");
    written["textContent"] = json!("en <texte>");
    sandbox.send(written).await;
    let message = page(&sandbox, "/messages/1").await;
    assert!(message.contains("<h1>Prix &lt;b&gt;&amp; offres</h1>") && message.contains("en &lt;texte&gt;"));
    assert!(message.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
    let html = sandbox.call("GET", "/messages/1/html", None).await;
    let policy = html.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'")
            && policy.contains("sandbox allow-popups")
            && !policy.contains("script")
    );
    assert!(html.body.as_str().unwrap().contains("href='http://127.0.0.1:1/c'"));
    assert_eq!(sandbox.call("GET", "/messages/2", None).await.status, 404);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_button_unsubscribes_as_a_mail_program_does() {
    let (sandbox, receiver) = (start().await, receive());
    let mut written = letter("deliver+1@example.org", "<p>x</p>");
    written["headers"] = json!({
        "List-Unsubscribe": format!("<{}/u/9>", receiver.url), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    sandbox.send(written).await;
    sandbox.quiet().await;
    assert!(page(&sandbox, "/messages/1").await.contains("Se désabonner en un clic"));
    let pressed = sandbox.call("POST", "/messages/1/unsubscribe", None).await;
    assert_eq!((pressed.status, pressed.header("location")), (303, Some("/messages/1?lang=fr")));
    assert_eq!(receiver.hits()[0].body, "List-Unsubscribe=One-Click");
    assert!(page(&sandbox, "/messages/1").await.contains("désabonné en un clic · vous"));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn the_oldest_bodies_go_first_when_memory_is_full_and_their_lines_stay() {
    let sandbox = start_with(Settings { memory: 20_000, ..settings() }).await;
    let versions: Vec<_> = (0..100)
        .map(|i| json!({"to": [{"email": format!("deliver+{i}@example.org")}], "params": {"prenom": "x".repeat(1_000)}}))
        .collect();
    sandbox.send(letters(&json!(versions))).await;
    sandbox.quiet().await;
    assert!(page(&sandbox, "/messages/1?lang=en").await.contains("body was dropped"));
    assert_eq!(sandbox.call("GET", "/messages/1/html", None).await.status, 404);
    assert_eq!(sandbox.call("GET", "/messages/100/html", None).await.status, 200);
    assert_eq!(sandbox.ledger().await["totals"]["delivered"], 100);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_conversation_is_shown_with_buttons_to_press_and_a_box_to_write_in() {
    let sandbox = start().await;
    sandbox.act("say", json!({"from": "+33612345678", "text": "Bonjour <b>", "line": "meta"})).await;
    let list = page(&sandbox, "/whatsapp").await;
    assert!(list.contains("/whatsapp/meta/%2B33612345678?lang=fr") && list.contains("Bonjour &lt;b&gt;"));
    let thread = page(&sandbox, "/whatsapp/meta/%2B33612345678").await;
    assert!(thread.contains("Bonjour &lt;b&gt;") && thread.contains("fenêtre de 24 heures est ouverte"));
    let written = sandbox.web.post(sandbox.url("/whatsapp/meta/%2B33612345678/say?lang=en"));
    let written = written.header("content-type", "application/x-www-form-urlencoded").body("text=Encore+moi");
    let answer = crate::harness::Answer::of(written).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, Some("/whatsapp/meta/%2B33612345678?lang=en"))
    );
    assert!(page(&sandbox, "/whatsapp/meta/%2B33612345678?lang=en").await.contains("Encore moi"));
    assert_eq!(sandbox.whatsapp().await["heard"].as_array().unwrap().len(), 2);
    sandbox.stop().await;
}
