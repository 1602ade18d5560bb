//! Recipients: they really fetch and post.

use sandbox::{Settings, Shares};
use serde_json::{Value, json};

use crate::{
    harness::{Sandbox, letter, settings, start, start_with},
    receiver::{Receiver, receive},
};

/// A message with a link, a pixel and one-click unsubscription, all at the receiver.
async fn write(sandbox: &Sandbox, receiver: &Receiver, to: &str) {
    let url = &receiver.url;
    let html =
        format!("<a href=\"{url}/c1?a=1&amp;b=2\">x</a><a href='{url}/u/9'>out</a><img src=\"{url}/o.gif\">");
    let mut letter = letter(to, &html);
    letter["headers"] = json!({
        "List-Unsubscribe": format!("<mailto:u@example.org>, <{url}/u/9>"),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    assert_eq!(sandbox.send(letter).await.status, 201);
    sandbox.quiet().await;
}

fn deeds(ledger: &Value) -> Vec<String> {
    let deeds = ledger["recipients"][0]["messages"][0]["deeds"].as_array().unwrap();
    let said = |deed: &Value| match deed["by"].as_str() {
        Some(who) => format!("{} by {who}", deed["what"].as_str().unwrap()),
        None => deed["what"].as_str().unwrap().to_owned(),
    };
    deeds.iter().map(said).collect()
}

/// What somebody fetched, and what the ledger says of it.
async fn played(to: &str) -> (Vec<String>, Vec<String>) {
    let (sandbox, receiver) = (start().await, receive());
    write(&sandbox, &receiver, to).await;
    let told = (receiver.lines(), deeds(&sandbox.ledger().await));
    sandbox.stop().await;
    receiver.stop().await;
    told
}

#[tokio::test]
async fn somebody_who_clicks_loads_the_images_and_follows_one_link() {
    let (fetched, deeds) = played("click+1@example.org").await;
    assert_eq!(fetched, ["GET /o.gif", "GET /c1?a=1&b=2"]);
    assert_eq!(deeds, ["accepted", "delivered", "opened by person", "clicked by person"]);
}

#[tokio::test]
async fn a_proxy_loads_the_images_under_its_own_name() {
    let (sandbox, receiver) = (start().await, receive());
    write(&sandbox, &receiver, "google+1@example.org").await;
    assert!(receiver.hits()[0].header("user-agent").contains("GoogleImageProxy"));
    assert_eq!(deeds(&sandbox.ledger().await), ["accepted", "delivered", "opened by google_proxy"]);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn scanners_follow_every_link_and_never_post() {
    let (fetched, deeds) = played("scanner+1@example.org").await;
    assert_eq!(fetched, ["GET /c1?a=1&b=2", "GET /u/9"]);
    assert_eq!(deeds, ["accepted", "delivered", "clicked by scanner", "visited by scanner"]);
    let (fetched, _) = played("head-scanner+1@example.org").await;
    assert_eq!(fetched, ["HEAD /c1?a=1&b=2", "HEAD /u/9"]);
}

#[tokio::test]
async fn one_click_unsubscription_is_posted_in_either_encoding() {
    for (to, kind) in [
        ("unsubscribe+1@example.org", "application/x-www-form-urlencoded"),
        ("unsubscribe-multipart+1@example.org", "multipart/form-data; boundary=one-click"),
    ] {
        let (sandbox, receiver) = (start().await, receive());
        write(&sandbox, &receiver, to).await;
        let hit = receiver.hits().pop().unwrap();
        assert_eq!(
            (hit.method.as_str(), hit.path.as_str(), hit.header("content-type")),
            ("POST", "/u/9", kind)
        );
        assert!(hit.body.contains("List-Unsubscribe") && hit.body.contains("One-Click"));
        assert_eq!(sandbox.ledger().await["totals"]["unsubscribed"], 1);
        sandbox.stop().await;
        receiver.stop().await;
    }
}

#[tokio::test]
async fn without_the_header_of_one_click_nobody_posts() {
    let (sandbox, receiver) = (start().await, receive());
    let mut letter = letter("unsubscribe+1@example.org", "<p>x</p>");
    letter["headers"] = json!({"List-Unsubscribe": format!("<{}/u/9>", receiver.url)});
    sandbox.send(letter).await;
    sandbox.quiet().await;
    assert!(receiver.hits().is_empty());
    assert_eq!(sandbox.ledger().await["totals"]["failedFetches"], 1);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn nothing_of_another_machine_is_ever_called() {
    let sandbox = start().await;
    let html = "<a href='https://www.example.org/x'>x</a><img src='http://192.0.2.1/o.gif'>";
    sandbox.send(letter("click+1@example.org", html)).await;
    sandbox.quiet().await;
    let totals = &sandbox.ledger().await["totals"];
    assert_eq!((&totals["leftAlone"], &totals["clicked"]["human"]), (&json!(2), &json!(0)));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_fetch_that_finds_nothing_is_no_click() {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.send(letter("click+1@example.org", &format!("<a href='{}/gone'>x</a>", receiver.url))).await;
    sandbox.quiet().await;
    let totals = &sandbox.ledger().await["totals"];
    assert_eq!((&totals["failedFetches"], &totals["clicked"]["human"]), (&json!(1), &json!(0)));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_hard_bounce_is_refused_the_next_time() {
    let sandbox = start().await;
    for _ in 0..2 {
        sandbox.send(letter("bounce+1@example.org", "<p>x</p>")).await;
        sandbox.quiet().await;
    }
    let bounced = &sandbox.ledger().await["totals"]["bounced"];
    assert_eq!(bounced, &json!({"soft": 0, "hard": 1, "invalid": 0, "blocked": 1}));
    sandbox.stop().await;
}

#[tokio::test]
async fn an_override_makes_anybody_do_anything() {
    let (sandbox, receiver) = (start().await, receive());
    let told = json!({"behaviour": "click"});
    let answer = sandbox.call("POST", "/_sandbox/recipients/Awa@example.org", Some(told)).await;
    assert_eq!(answer.status, 204);
    write(&sandbox, &receiver, "awa@example.org").await;
    assert_eq!(sandbox.ledger().await["totals"]["clicked"]["human"], 1);
    let dance = json!({"behaviour": "dance"});
    let wrong = sandbox.call("POST", "/_sandbox/recipients/a@example.org", Some(dance)).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.body["message"].as_str().unwrap().contains("head-scanner"), "{}", wrong.body);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn the_same_seed_plays_the_same_piece() {
    let mut pieces = Vec::new();
    for seed in [7, 7, 8] {
        let sandbox = start_with(Settings { seed, shares: Shares::default(), ..settings() }).await;
        let versions: Vec<_> =
            (0..400).map(|i| json!({"to": [{"email": format!("p{i}@example.org")}]})).collect();
        sandbox.send(crate::harness::letters(&json!(versions))).await;
        sandbox.quiet().await;
        pieces.push(sandbox.ledger().await["totals"].clone());
        sandbox.stop().await;
    }
    assert_eq!(pieces[0], pieces[1]);
    assert_ne!(pieces[0], pieces[2]);
}
