//! A campaign whose provider says at once that somebody has opted out: the ledger knows it as if it had been told later.

use std::sync::Arc;

use domain::{provider::Provider, whatsapp::Cause};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    scripted::{Scripted, yes},
    talk::{self, phone},
    world::{all, at},
};

#[sqlx::test(migrations = "../../migrations")]
async fn who_opted_out_as_a_campaign_is_told_at_once_is_written_down_and_nobody_else_is(pool: PgPool) {
    assert_eq!(Cause::of(Provider::Meta, 131_050), Cause::OptOut);
    assert_eq!(Cause::of(Provider::Twilio, 21_610), Cause::OptOut);
    let provider = Arc::new(Scripted::new(1, None));
    let world = talk::world(pool, 3).await.carried_by(&provider);
    let no =
        |code: &str| Outcome::Refused { code: code.into(), detail: "Stopped".into(), scope: Scope::Request };
    provider.answers([no("131050"), no("21610"), yes()]);
    all(&world.dispatcher(), at(10)).await;
    world.take_in(at(20)).await;
    let withdrawn = "select jsonb_agg(jsonb_build_array(e.address, e.source, v.evidence ->> 'reason') order by e.address)
        from marketing_consent_entries e join marketing_consent_evidence v on v.entry_id = e.id where e.decision = 'withdrawn'";
    assert_eq!(
        world.value(withdrawn).await,
        json!([[phone(1), "provider", "131050"], [phone(2), "provider", "21610"]])
    );
    let standing =
        "select jsonb_agg(decision order by address) from marketing_consents where purpose = 'marketing'";
    assert_eq!(world.value(standing).await, json!(["withdrawn", "withdrawn", "granted"]));
    assert_eq!(world.figures().await["accepted"], 1);
    assert!(provider.taken().into_iter().all(|(number, times)| times == u32::from(number == 3)));
}
