//! A number that Meta restricts, or an account that it blocks: nothing more leaves by it before a person has acted, and nobody is lost.

use std::sync::Arc;

use delivery::Rollup;
use domain::{
    campaign::CampaignAct,
    pace::{WaitReason, Waiting},
    provider::{AccountId, Provider},
    whatsapp::Cause,
};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;
use store::Change;

use crate::{
    scripted::Scripted,
    talk,
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

/// Four people to write to by an account that is blocked at the first call.
async fn blocked(pool: PgPool, channel: &str) -> (World, Arc<Scripted>) {
    assert_eq!(Cause::of(Provider::Meta, 131_031), Cause::Account, "the account was locked");
    let provider = Arc::new(Scripted::new(2, None));
    let world = talk::world(pool, 4).await.carried_by(&provider);
    world.run(&format!("update prospecting_campaigns set marketing_channel = '{channel}'")).await;
    let blocked = Outcome::Refused {
        code: "131031".into(),
        detail: "Account has been locked".into(),
        scope: Scope::Account,
    };
    provider.answers([blocked]);
    all(&world.dispatcher(), at(0)).await;
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(provider.calls().len(), 1, "one call is enough");
    let left = "select count(*) from marketing_delivery_state where rank >= 20 or attempts > 0";
    assert_eq!(world.value(left).await, 0);
    let why = "select jsonb_build_array(paused_code, paused_until) from marketing_accounts_state";
    assert_eq!(world.value(why).await, json!(["131031", null]));
    (world, provider)
}

fn rollup(world: &World) -> Rollup {
    Rollup::new(world.store.clone(), &world.accounts())
}

/// A person puts the account back into service.
async fn restore(world: &World) {
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap());
    tx.commit().await.unwrap();
}

async fn resume(world: &World, seconds: i64) {
    let mut tx = world.store.begin().await.unwrap();
    let resumed = tx.campaigns().act(CAMPAIGN, CampaignAct::Resume, None, at(seconds)).await.unwrap();
    assert!(matches!(resumed, Change::Done(_)));
    tx.commit().await.unwrap();
}

async fn paused_for(world: &World) -> serde_json::Value {
    world
        .value("select marketing_state_reason from prospecting_campaigns where marketing_state = 'paused'")
        .await
}

/// Everybody got the message, once.
async fn all_got_it(world: &World, provider: &Scripted, seconds: i64) {
    all(&world.dispatcher(), at(seconds)).await;
    assert!(provider.taken().len() == 4 && provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_by_a_restricted_number_is_paused_for_a_person_and_loses_nobody(pool: PgPool) {
    let (world, provider) = blocked(pool, "whatsapp").await;
    all(&rollup(&world), at(2)).await;
    assert_eq!(paused_for(&world).await, "131031");
    resume(&world, 10).await;
    all(&rollup(&world), at(11)).await;
    assert_eq!(paused_for(&world).await, "131031", "whoever overlooks the account finds it again");
    restore(&world).await;
    all(&rollup(&world), at(20)).await;
    all(&world.dispatcher(), at(20)).await;
    assert_eq!(provider.calls().len(), 1, "what was an offer then may be none now: a person lets it go on");
    resume(&world, 30).await;
    all(&rollup(&world), at(31)).await;
    all_got_it(&world, &provider, 120).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_over_or_has_left_is_not_paused_when_its_number_is_taken_away(pool: PgPool) {
    let (world, _) = blocked(pool, "whatsapp").await;
    world
        .run(
            "update marketing_batches set state = 'done'; update marketing_delivery_state set next_at = null",
        )
        .await;
    all(&rollup(&world), at(2)).await;
    assert_eq!(world.state().await, "sending", "it only waits for its end");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_email_campaign_waits_for_its_account_and_goes_on_with_it(pool: PgPool) {
    let (world, provider) = blocked(pool, "email").await;
    all(&rollup(&world), at(2)).await;
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(60)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::AccountPaused, until: None }));
    tx.commit().await.unwrap();
    restore(&world).await;
    all_got_it(&world, &provider, 120).await;
}
