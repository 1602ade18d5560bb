//! What becomes of an account at its provider.

use domain::{
    Language,
    provider::{AccountId, Region, Sender},
};
use providers::{AccountSettings, Accounts, SendgridSettings, ServiceSettings, Timeouts};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    receipts::hook,
    world::{ACCOUNT, CAMPAIGN, World, all, at, new_id},
};

fn accounts() -> Accounts {
    let service = ServiceSettings::Sendgrid(SendgridSettings {
        key: "SG.test".into(),
        region: Region::Global,
        webhook_key: None,
        base_url: None,
        on_behalf_of: None,
    });
    let senders = vec![Sender { email: "news@example.org".into(), name: "EB VISION".into() }];
    let settings = AccountSettings { id: AccountId(ACCOUNT.into()), senders, service };
    Accounts::open(vec![settings], Timeouts::default()).unwrap()
}

fn changed(status: &str, seconds: i64) -> Value {
    json!({"event": "account_status_change", "type": status, "timestamp": at(seconds).timestamp(),
        "sg_event_id": format!("{status} {seconds}")})
}

/// Why nothing leaves by the account after these webhooks, one after the other.
async fn paused_by(world: &World, webhooks: &[Value]) -> Value {
    for webhook in webhooks {
        hook(world, webhook.to_string().as_bytes()).await;
        all(&delivery::Normaliser::new(world.store.clone(), accounts(), new_id, Language::Fr), at(600)).await;
    }
    world.value("select paused_code from marketing_accounts_state where paused_until is null").await
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_the_provider_takes_away_rests_until_it_is_given_back(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    assert_eq!(paused_by(&world, &[changed("compliance_suspend", 10)]).await, "compliance_suspend");
    assert_eq!(paused_by(&world, &[changed("compliance_ban", 20)]).await, "compliance_ban");
    assert_eq!(paused_by(&world, &[changed("reactivate", 30)]).await, Value::Null);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_told_of_an_account_late_or_twice_changes_nothing_any_more(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let (suspended, given_back) = (changed("compliance_suspend", 10), changed("reactivate", 20));
    assert_eq!(paused_by(&world, &[json!([given_back]), json!([suspended])]).await, Value::Null, "backwards");
    assert_eq!(paused_by(&world, &[changed("compliance_ban", 30)]).await, "compliance_ban");
    assert_eq!(paused_by(&world, &[json!([suspended, given_back])]).await, "compliance_ban", "again");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_the_provider_gives_back_does_not_go_on_while_something_else_has_stopped_it(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.accounts().stop(&AccountId(ACCOUNT.into()), "unauthorized", at(0)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(paused_by(&world, &[changed("reactivate", 10)]).await, "unauthorized");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_without_credits_stops_with_the_first_message_that_is_dropped_for_it(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let dropped = |reason: &str| {
        json!([{"event": "dropped", "email": "p1@x.example", "timestamp": at(10).timestamp(), "reason": reason,
            "sg_event_id": reason, "ebvision_campaign": CAMPAIGN.to_string(), "ebvision_number": "1"}])
    };
    assert_eq!(paused_by(&world, &[dropped("Bounced Address")]).await, Value::Null);
    let quota = dropped("Recipient List over Package Quota");
    assert_eq!(paused_by(&world, std::slice::from_ref(&quota)).await, "not_enough_credits");
    let mut tx = world.store.begin().await.unwrap();
    tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(paused_by(&world, &[quota]).await, Value::Null, "told again it is no news");
}
