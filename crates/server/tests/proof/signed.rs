//! What providers of WhatsApp tell by real HTTP, as the sandbox signs it: forms and JSON, by either of Twilio's signatures, and what Meta
//! tells of account and number. What somebody else signed is refused.

use reqwest::Method;
use sandbox::Shares;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{whatsapp::approved_template, world::World};

const PERSON: &str = "+33612000001";

async fn open(account: &'static str, pool: PgPool) -> (World, String) {
    let world = World::open_by(account, pool, 1, Shares::none(), Vec::new()).await;
    let template = approved_template(&world, account).await;
    world.until_heard().await;
    (world, template)
}

async fn twilio(world: &World, change: Value) {
    world.tell_sandbox("/_sandbox/twilio", change.to_string()).await;
}

/// Where the template stands at Twilio from now on; and somebody writes.
async fn happens(world: &World, status: &str) {
    let known = world.ask_sandbox("/_sandbox/twilio").await["contents"][0]["name"].take();
    let order = json!({"line": "twilio", "name": known, "status": status});
    world.tell_sandbox("/_sandbox/whatsapp/templates", order.to_string()).await;
    let said = json!({"from": PERSON, "text": "Bonjour", "line": "twilio"});
    world.tell_sandbox("/_sandbox/whatsapp/say", said.to_string()).await;
    world.until_heard().await;
}

/// Where the template stands as far as we know, and how many messages came in.
async fn known(world: &World, template: &str) -> (Value, i64) {
    let status =
        world.call(Method::GET, &format!("/whatsapp/templates/{template}"), None).await["status"].take();
    let heard = "select count(*) from marketing_messages where direction = 'inbound'";
    (status, sqlx::query_scalar(heard).fetch_one(&world.pool).await.unwrap())
}

async fn receipts(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from marketing_receipts").fetch_one(&world.pool).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn forms_and_json_by_either_of_twilios_signatures_are_believed_and_a_forged_one_is_not(pool: PgPool) {
    let (world, template) = open("twilio", pool).await;
    let hook = world.ask_sandbox("/_sandbox/twilio").await["inbound"].take();
    twilio(&world, json!({"sink": hook, "signing": "sha256"})).await;
    happens(&world, "PAUSED").await;
    assert_eq!(known(&world, &template).await, (json!("paused"), 1));

    let before = receipts(&world).await;
    twilio(&world, json!({"signing": "forged"})).await;
    happens(&world, "APPROVED").await;
    assert_eq!(known(&world, &template).await, (json!("paused"), 1));
    assert_eq!(receipts(&world).await, before, "nothing of it is kept");
    let webhooks = world.ask_sandbox("/_sandbox/ledger").await["webhooks"].take();
    assert!(webhooks["discarded"].as_i64().unwrap() >= 2, "both were refused: {webhooks}");

    twilio(&world, json!({"signing": "sha1"})).await;
    happens(&world, "APPROVED").await;
    assert_eq!(known(&world, &template).await, (json!("approved"), 2));
}

/// Why the account is stopped, as far as it is.
async fn stopped(world: &World) -> Option<String> {
    let code =
        "select paused_code from marketing_accounts_state where account = 'meta' and paused_until is null";
    sqlx::query_scalar(code).fetch_optional(&world.pool).await.unwrap().flatten()
}

#[sqlx::test(migrations = false)]
async fn what_meta_does_to_an_account_and_lets_a_number_do_is_known_as_soon_as_it_is_told(pool: PgPool) {
    let (world, _) = open("meta", pool).await;
    let reinstate = json!({"event": "DISABLED_UPDATE", "state": "REINSTATE"});
    for (update, reason) in [
        (json!({"event": "DISABLED_UPDATE", "state": "DISABLE"}), Some("DISABLED_UPDATE DISABLE")),
        (reinstate.clone(), None),
        (
            json!({"event": "ACCOUNT_RESTRICTION"}),
            Some("ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING"),
        ),
        (reinstate, None),
        (json!({"event": "ACCOUNT_VIOLATION"}), None),
    ] {
        world.tell_sandbox("/_sandbox/meta", update.to_string()).await;
        world.until_heard().await;
        assert_eq!(stopped(&world).await.as_deref(), reason, "{update}");
    }
    let number = json!({"line": "meta", "tier": 250, "throughput": "HIGH"});
    world.tell_sandbox("/_sandbox/whatsapp/number", number.to_string()).await;
    world.until_heard().await;
    let limits = "select daily_limit, per_second from marketing_whatsapp_senders where account = 'meta'";
    let known: (Option<i32>, Option<i32>) = sqlx::query_as(limits).fetch_one(&world.pool).await.unwrap();
    assert_eq!(known, (Some(250), Some(1_000)));
}
