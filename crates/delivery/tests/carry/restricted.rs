//! A number that Meta restricts, or an account that it blocks: nothing more leaves by it before a person has acted, and nobody is lost.

use std::sync::Arc;

use domain::{
    pace::{WaitReason, Waiting},
    provider::{AccountId, Provider},
    whatsapp::Cause,
};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    scripted::Scripted,
    talk,
    world::{ACCOUNT, CAMPAIGN, all, at},
};

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_by_a_restricted_number_waits_for_a_person_and_loses_nobody(pool: PgPool) {
    assert_eq!(Cause::of(Provider::Meta, 131_031), Cause::Account, "the account was locked");
    let provider = Arc::new(Scripted::new(2, None));
    let world = talk::world(pool, 4).await.carried_by(&provider);
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
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(60)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::AccountPaused, until: None }));
    let why = "select jsonb_build_array(paused_code, paused_until) from marketing_accounts_state";
    assert_eq!(world.value(why).await, json!(["131031", null]));
    assert!(tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap());
    tx.commit().await.unwrap();
    all(&world.dispatcher(), at(120)).await;
    assert!(provider.taken().len() == 4 && provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.state().await, "finished");
}
