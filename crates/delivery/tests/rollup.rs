//! The rollup, against a real database.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, TimeZone, Utc};
use delivery::{Rollup, Stage, Step};
use domain::{
    CampaignId, Channel,
    campaign::{Campaign, CampaignAct, CampaignEdit, CampaignState, Owner},
};
use providers::Accounts;
use sqlx::{PgPool, types::Uuid};
use store::{Authorship, NewCampaign, Store, signal::channel};

const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(1));

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 3, 12, 0, 0).single().unwrap()
}

/// A campaign that is leaving.
async fn leaving(pool: &PgPool) -> (Store, Rollup) {
    leaving_by(pool, Channel::Email).await
}

async fn leaving_by(pool: &PgPool, channel: Channel) -> (Store, Rollup) {
    let store = Store::new(pool.clone());
    let mut tx = store.begin().await.unwrap();
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    let by = Authorship { id: CAMPAIGN.0, owner, now: noon() };
    let content = CampaignEdit { name: "Rentrée".into(), ..CampaignEdit::default() };
    tx.campaigns().create(NewCampaign { channel, content: &content, by: &by }).await.unwrap();
    for act in [CampaignAct::Launch, CampaignAct::Plan, CampaignAct::Send] {
        tx.campaigns().act(CAMPAIGN, act, None, noon()).await.unwrap();
    }
    tx.commit().await.unwrap();
    (store.clone(), Rollup::new(store, &Accounts::default()))
}

async fn count(pool: &PgPool, counts: &[(&str, i64)]) {
    for (counter, count) in counts {
        sqlx::query(
            "insert into marketing_figure_deltas (campaign_id, hour, counter, count) values ($1, $2, $3, $4)",
        )
        .bind(CAMPAIGN.0)
        .bind(noon())
        .bind(counter)
        .bind(count)
        .execute(pool)
        .await
        .unwrap();
    }
}

async fn campaign(store: &Store) -> Campaign {
    store.begin().await.unwrap().campaigns().find(CAMPAIGN).await.unwrap().unwrap()
}

async fn raised(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select alarm from marketing_alarms order by alarm").fetch_all(pool).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_counted_is_folded_and_whoever_watches_is_told(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    let mut signal = store.listen(&[channel::PROGRESS, channel::FIGURES]).await.unwrap();
    count(&pool, &[("planned", 500), ("waiting", 500)]).await;
    assert_eq!(signal.heard().await.unwrap().unwrap().0, channel::FIGURES, "the stage is woken");
    assert_eq!(rollup.step(noon()).await.unwrap(), Step::Worked);
    assert_eq!(rollup.step(noon()).await.unwrap(), Step::Idle);
    let told = loop {
        let (channel, told) = signal.heard().await.unwrap().unwrap();
        if channel == channel::PROGRESS {
            break told;
        }
    };
    assert_eq!(told, CAMPAIGN.to_string());
    let totals = store.begin().await.unwrap().figures().totals(CAMPAIGN).await.unwrap();
    assert_eq!((totals.planned, totals.waiting), (500, 500));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_whose_addresses_do_not_exist_stops_once_and_never_against_a_person(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    count(&pool, &[("delivered", 190), ("bounced", 10), ("bounced_hard", 10)]).await;
    rollup.step(noon()).await.unwrap();
    let paused = campaign(&store).await;
    assert_eq!((paused.state, paused.state_reason.as_deref()), (CampaignState::Paused, Some("hard_bounces")));

    let mut tx = store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Resume, None, noon()).await.unwrap();
    tx.commit().await.unwrap();
    count(&pool, &[("bounced", 10), ("bounced_hard", 10)]).await;
    rollup.step(noon()).await.unwrap();
    assert_eq!(campaign(&store).await.state, CampaignState::Sending);

    count(&pool, &[("complained", 1)]).await;
    rollup.step(noon()).await.unwrap();
    let paused = campaign(&store).await;
    assert_eq!((paused.state, paused.state_reason.as_deref()), (CampaignState::Paused, Some("complaints")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_by_whatsapp_stops_when_its_messages_fail_after_they_were_taken_and_when_people_leave(
    pool: PgPool,
) {
    let (store, rollup) = leaving_by(&pool, Channel::Whatsapp).await;
    count(&pool, &[("accepted", 1_000), ("sent", 160), ("delivered", 160), ("refused", 40)]).await;
    rollup.step(noon()).await.unwrap();
    assert_eq!(campaign(&store).await.state, CampaignState::Sending, "twenty in a hundred");
    count(&pool, &[("refused", 1)]).await;
    rollup.step(noon()).await.unwrap();
    let paused = campaign(&store).await;
    assert_eq!((paused.state, paused.state_reason.as_deref()), (CampaignState::Paused, Some("losses")));
    let mut tx = store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Resume, None, noon()).await.unwrap();
    tx.commit().await.unwrap();
    count(&pool, &[("unsubscribed", 5)]).await;
    rollup.step(noon()).await.unwrap();
    let paused = campaign(&store).await;
    assert_eq!((paused.state, paused.state_reason.as_deref()), (CampaignState::Paused, Some("opt_outs")));
    assert_eq!(raised(&pool).await, ["losses", "opt_outs"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_warning_stops_nothing_and_is_kept(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    count(&pool, &[("delivered", 194), ("bounced", 6), ("bounced_hard", 6)]).await;
    rollup.step(noon()).await.unwrap();
    assert_eq!(campaign(&store).await.state, CampaignState::Sending);
    assert_eq!(raised(&pool).await, ["hard_bounces_rising"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_harms_at_once_stop_it_once_and_both_are_told(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    count(&pool, &[("delivered", 180), ("bounced", 20), ("bounced_hard", 20), ("complained", 1)]).await;
    rollup.step(noon()).await.unwrap();
    assert_eq!(campaign(&store).await.state_reason.as_deref(), Some("hard_bounces"));
    assert_eq!(
        raised(&pool).await,
        ["complaints", "complaints_rising", "hard_bounces", "hard_bounces_rising"]
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_that_has_ended_is_not_judged(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    let mut tx = store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Finish, None, noon()).await.unwrap();
    tx.commit().await.unwrap();
    count(&pool, &[("bounced", 300), ("bounced_hard", 300)]).await;
    rollup.step(noon()).await.unwrap();
    assert_eq!(campaign(&store).await.state, CampaignState::Finished);
    assert!(raised(&pool).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_burst_of_refusals_for_who_sends_stops_a_campaign_and_others_do_not(pool: PgPool) {
    let (store, rollup) = leaving(&pool).await;
    let refused = async |state: &str, code: &str, deliveries: i64| {
        sqlx::query("insert into marketing_reason_totals (campaign_id, state, code, deliveries) values ($1, $2, $3, $4)")
            .bind(CAMPAIGN.0)
            .bind(state)
            .bind(code)
            .bind(deliveries)
            .execute(&pool)
            .await
            .unwrap();
        rollup.step(noon()).await.unwrap();
        campaign(&store).await
    };
    count(&pool, &[("accepted", 300), ("refused", 40)]).await;
    refused("refused", "smtp_5.2.2", 40).await;
    assert_eq!(refused("refused", "smtp_5.7.1", 12).await.state, CampaignState::Sending);
    let paused = refused("bounced_policy", "550 5.7.1 not wanted", 8).await;
    let told = (paused.state, paused.state_reason.as_deref());
    assert_eq!(told, (CampaignState::Paused, Some("policy_refusals")));
}
