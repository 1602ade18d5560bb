//! What these tests share.

use chrono::{DateTime, TimeDelta, Utc};
use delivery::{Directory, Stage, Step};
use domain::{
    CampaignId, Channel,
    audience::{AudienceCount, ExclusionReason, Segment},
    consent::{ConsentPolicy, ConsentRecord, Decision, Purpose},
    suppression::{Suppression, SuppressionReason},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool, types::Uuid};
use store::{AudienceOf, NewConsent, Reached, Recorded, Store, Tx};
use tokio::task::JoinHandle;

/// An instant of the tests, some seconds after the first.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap() + TimeDelta::seconds(seconds)
}

pub(crate) async fn run(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.unwrap();
}

/// Waits until nobody has the right to plan a campaign: PostgreSQL tells of an error before it gives up the locks of whoever failed.
pub(crate) async fn may_be_planned(pool: &PgPool, id: CampaignId) {
    run(pool, &format!("select pg_advisory_xact_lock(hashtextextended('plan ' || '{id}'::uuid::text, 0))"))
        .await;
}

/// Waits until so many wait for an advisory lock, or the task that should has ended.
pub(crate) async fn wait_for<T>(pool: &PgPool, many: i64, task: &JoinHandle<T>) {
    let waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted
                 and database = (select oid from pg_database where datname = current_database())";
    while !task.is_finished() && value(pool, waits).await != many {
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn value(pool: &PgPool, sql: &str) -> Value {
    sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(x) from ({sql}) as y(x)")))
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Lets a stage step until nothing waits.
pub(crate) async fn settle(stage: &impl Stage, now: DateTime<Utc>) {
    while stage.step(now).await.unwrap() == Step::Worked {}
}

/// Folds whatever waits.
pub(crate) async fn fold(pool: &PgPool) {
    settle(&Directory::new(Store::new(pool.clone())), at(0)).await;
}

/// Contacts and people, whole, in one order.
pub(crate) async fn directory(pool: &PgPool) -> Value {
    value(
        pool,
        "select jsonb_build_array(
             (select jsonb_agg(to_jsonb(c) order by place) from marketing_contacts c),
             (select jsonb_agg(to_jsonb(p) order by id) from marketing_people p))",
    )
    .await
}

/// A client with nothing but an e-mail, a phone and, as administrateur, a name with both.
pub(crate) fn client(nom: &str, email: &str, phone: &str, key: [&str; 3]) -> String {
    let text = |text: &str| if text.is_empty() { "null".to_owned() } else { format!("'{text}'") };
    format!(
        "insert into clients (nom, email, telephone, type, administrateur_nom, administrateur_email, administrateur_tel)
         values ('{nom}', {}, {}, 'CLIENT', {}, {}, {});",
        text(email),
        text(phone),
        text(key[0]),
        text(key[1]),
        text(key[2])
    )
}

/// Records a decision about marketing.
pub(crate) async fn decide(store: &Store, address: &str, channel: Channel, decision: Decision, seconds: i64) {
    let purpose = if decision == Decision::Informed { Purpose::Information } else { Purpose::Marketing };
    record(store, address, channel, purpose, decision, seconds).await;
}

pub(crate) async fn record(
    store: &Store,
    address: &str,
    channel: Channel,
    purpose: Purpose,
    decision: Decision,
    seconds: i64,
) {
    let mut tx = store.begin().await.unwrap();
    say(&mut tx, address, channel, purpose, decision, seconds).await;
    tx.commit().await.unwrap();
}

/// The same, in a transaction that stays open.
pub(crate) async fn say(
    tx: &mut Tx,
    address: &str,
    channel: Channel,
    purpose: Purpose,
    decision: Decision,
    seconds: i64,
) {
    let record = ConsentRecord {
        address: address.into(),
        channel,
        purpose,
        decision,
        occurred_at: at(seconds),
        evidence: serde_json::json!({"text": "Oui", "page": "/", "business_name": "EB VISION"})
            .as_object()
            .unwrap()
            .clone(),
    };
    let new = NewConsent {
        id: Uuid::new_v5(
            &Uuid::nil(),
            format!("{address} {channel} {purpose} {decision} {seconds}").as_bytes(),
        ),
        record: &record,
        source: "form",
        actor: "test",
        salt: [7; 16],
        now: at(seconds),
    };
    assert!(matches!(tx.consent().record(new).await.unwrap(), Recorded::Done(_)));
}

pub(crate) async fn suppress(store: &Store, address: &str, channel: Channel) {
    let suppression = Suppression {
        address: address.into(),
        channel,
        reason: SuppressionReason::HardBounce,
        detail: None,
        created_at: at(0),
    };
    let mut tx = store.begin().await.unwrap();
    tx.suppressions().add(&[suppression]).await.unwrap();
    tx.commit().await.unwrap();
}

/// What an audience comes to under the default rules.
pub(crate) async fn count(store: &Store, channel: Channel, segment: &Segment) -> AudienceCount {
    count_under(store, channel, segment, &ConsentPolicy::default(), at(0)).await
}

pub(crate) async fn count_under(
    store: &Store,
    channel: Channel,
    segment: &Segment,
    policy: &ConsentPolicy,
    now: DateTime<Utc>,
) -> AudienceCount {
    let of = AudienceOf { channel, segment, policy, now, reached: Reached::Nobody };
    store.begin().await.unwrap().audience().count(of).await.unwrap()
}

/// The steps of a waterfall that are not zero.
pub(crate) fn steps(count: &AudienceCount) -> Vec<(ExclusionReason, i64)> {
    let steps = count.waterfall.excluded.iter().map(|step| (step.reason, step.contacts));
    steps.filter(|(_, contacts)| *contacts > 0).collect()
}
