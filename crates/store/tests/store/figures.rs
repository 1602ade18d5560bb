//! What is counted, folded and read.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CampaignId, Channel,
    campaign::{CampaignAct, CampaignState},
    delivery::DeliveryState,
    provider::{AccountId, Carried},
    report::{self, Counter, LinkFigures},
};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use sqlx::{PgPool, types::Uuid};
use store::Store;

use crate::support::{at, content, create, migrated, run};

const LINK_COUNTERS: [&str; 5] = ["readers", "human", "machine", "unknown", "untracked"];
/// States whose words are those of counters, too.
const LOST: [DeliveryState; 3] = [DeliveryState::Unknown, DeliveryState::Refused, DeliveryState::BouncedHard];

#[derive(Debug, Clone)]
struct Delta {
    campaign: u128,
    hour: DateTime<Utc>,
    counter: &'static str,
    link: Option<i16>,
    reason: Option<&'static str>,
    count: i64,
}

fn any_delta() -> impl Strategy<Value = Delta> {
    let figure = select(Counter::ALL).prop_map(|counter| (counter.as_str(), None, None));
    let link =
        (select(LINK_COUNTERS.as_slice()), 1..3i16).prop_map(|(counter, link)| (counter, Some(link), None));
    let reason = (select(LOST.as_slice()), select(["", "550", "blocked"].as_slice()))
        .prop_map(|(state, code)| (state.as_str(), None, Some(code)));
    (1..3u128, 0..3i64, prop_oneof![figure, link, reason], -2..4i64).prop_map(
        |(campaign, hours, (counter, link, reason), count)| Delta {
            campaign,
            hour: at(hours * 3_600),
            counter,
            link,
            reason,
            count,
        },
    )
}

async fn write(pool: &PgPool, deltas: &[Delta]) {
    for delta in deltas {
        sqlx::query(
            "insert into marketing_figure_deltas (campaign_id, hour, counter, link, reason, count)
                     values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::from_u128(delta.campaign))
        .bind(delta.hour)
        .bind(delta.counter)
        .bind(delta.link)
        .bind(delta.reason)
        .bind(delta.count)
        .execute(pool)
        .await
        .unwrap();
    }
}

/// Folds pieces until nothing is left for it.
async fn fold_all(store: &Store, piece: i64) {
    loop {
        let mut tx = store.begin().await.unwrap();
        let touched = tx.figures().fold(piece, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        if touched.is_empty() {
            return;
        }
    }
}

impl Delta {
    /// Whether it counts in the totals.
    fn is_figure(&self) -> bool {
        self.link.is_none() && self.reason.is_none()
    }
}

fn sum<'d>(deltas: impl IntoIterator<Item = &'d Delta>) -> report::Figures {
    let mut figures = report::Figures::default();
    for delta in deltas.into_iter().filter(|delta| delta.is_figure()) {
        figures.add(delta.counter.parse().unwrap(), delta.count);
    }
    figures
}

fn link(deltas: &[Delta], number: i16) -> LinkFigures {
    let of = |counter| {
        let counted = deltas.iter().filter(|delta| delta.link == Some(number) && delta.counter == counter);
        counted.map(|delta| delta.count).sum()
    };
    LinkFigures {
        number: number.try_into().unwrap(),
        url: format!("https://exemple.fr/{number}"),
        readers: of("readers"),
        human: of("human"),
        machine: of("machine"),
        unknown: of("unknown"),
        untracked: of("untracked"),
    }
}

/// By state and code, as they add up; what is not there, or less than nothing, is not told.
fn reasons(deltas: &[Delta]) -> BTreeMap<(&'static str, String), i64> {
    let mut reasons = BTreeMap::new();
    for delta in deltas {
        let Some(code) = delta.reason else { continue };
        *reasons.entry((delta.counter, code.to_owned())).or_default() += delta.count;
    }
    reasons.retain(|_, deliveries| *deliveries > 0);
    reasons
}

async fn assert_folded(store: &Store, number: u128, deltas: &[Delta]) {
    let deltas: Vec<_> = deltas.iter().filter(|delta| delta.campaign == number).cloned().collect();
    let campaign = CampaignId(Uuid::from_u128(number));
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.figures().totals(campaign).await.unwrap(), sum(&deltas));
    let mut hours = BTreeMap::<_, Vec<Delta>>::new();
    for delta in deltas.iter().filter(|delta| delta.is_figure()) {
        hours.entry(delta.hour).or_default().push(delta.clone());
    }
    let read = tx.figures().hours(campaign).await.unwrap();
    let read: Vec<_> = read.into_iter().map(|row| (row.hour, row.figures)).collect();
    assert_eq!(read, hours.into_iter().map(|(hour, deltas)| (hour, sum(&deltas))).collect::<Vec<_>>());
    assert_eq!(tx.figures().links(campaign).await.unwrap(), [1, 2, 3].map(|number| link(&deltas, number)));
    let told = tx.figures().reasons(campaign).await.unwrap();
    assert!(told.is_sorted_by(|one, next| one.deliveries >= next.deliveries), "{told:?}");
    let told = told.into_iter().map(|reason| ((reason.state.as_str(), reason.code), reason.deliveries));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), reasons(&deltas));
}

#[sqlx::test(migrations = false)]
async fn additions_folded_in_any_pieces_by_two_at_once_come_to_their_sums(pool: PgPool) {
    let store = migrated(&pool).await;
    run(
        &pool,
        "insert into marketing_links select ('00000000-0000-0000-0000-00000000000' || c)::uuid, n, 'https://exemple.fr/' || n
         from generate_series(1, 2) c, generate_series(1, 3) n",
    )
    .await;
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
        let deltas = prop::collection::vec(any_delta(), 0..40);
        TestRunner::new(config).run(&(deltas, 1..8i64, 1..8i64), |(deltas, one, other)| {
            handle.block_on(async {
                let tables =
                    "marketing_totals, marketing_hours, marketing_link_totals, marketing_reason_totals,
                              marketing_figure_deltas";
                run(&pool, &format!("truncate {tables}")).await;
                write(&pool, &deltas).await;
                tokio::join!(fold_all(&store, one), fold_all(&store, other));
                // Whoever found the other one at it went home: one of them may have left something.
                fold_all(&store, one).await;
                assert_folded(&store, 1, &deltas).await;
                assert_folded(&store, 2, &deltas).await;
            });
            Ok(())
        })
    })
    .await
    .unwrap()
    .unwrap();
}

#[sqlx::test(migrations = false)]
async fn a_fold_that_dies_has_neither_taken_nor_added_anything(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = CampaignId(Uuid::from_u128(1));
    let delta = Delta { campaign: 1, hour: at(0), counter: "planned", link: None, reason: None, count: 7 };
    write(&pool, &[delta]).await;
    let mut dying = store.begin().await.unwrap();
    assert_eq!(dying.figures().fold(10, at(0)).await.unwrap(), [campaign]);
    drop(dying);
    assert_eq!(store.begin().await.unwrap().figures().totals(campaign).await.unwrap().planned, 0);
    fold_all(&store, 10).await;
    assert_eq!(store.begin().await.unwrap().figures().totals(campaign).await.unwrap().planned, 7);
}

#[sqlx::test(migrations = false)]
async fn while_one_process_folds_another_leaves_it_alone(pool: PgPool) {
    let store = migrated(&pool).await;
    write(
        &pool,
        &[Delta { campaign: 1, hour: at(0), counter: "planned", link: None, reason: None, count: 7 }],
    )
    .await;
    let (mut one, mut other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    assert_eq!(one.figures().fold(10, at(0)).await.unwrap().len(), 1);
    assert_eq!(other.figures().fold(10, at(0)).await.unwrap(), []);
}

#[sqlx::test(migrations = false)]
async fn reasons_are_those_of_lost_deliveries_the_most_frequent_first(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = create(&store, 1, Channel::Email, &content("Rentrée")).await.unwrap().id;
    run(
        &pool,
        "update prospecting_campaigns set marketing_state = 'sending';
         insert into marketing_delivery_state (campaign_id, number, rank, marks, code, changed_at)
         select '00000000-0000-0000-0000-000000000001', n, r, 1, c, now()
         from (values (1, 10, 'account_pace'), (2, 0, 'account_pace'), (3, 10, null), (4, 0, null), (5, 0, null), (6, 20, null),
                      (7, 60, 'deferred'), (8, 123, '550 no such user'), (9, 100, null)) as d (n, r, c);
         insert into marketing_figure_deltas (campaign_id, hour, counter, reason, count)
         values ('00000000-0000-0000-0000-000000000001', now(), 'bounced_hard', '550 no such user', 1)",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    tx.campaigns().act(campaign, CampaignAct::Cancel, None, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    fold_all(&store, 100).await;
    let reasons = store.begin().await.unwrap().figures().reasons(campaign).await.unwrap();
    let told: Vec<_> =
        reasons.iter().map(|reason| (reason.state, reason.code.as_str(), reason.deliveries)).collect();
    let expected = [
        (DeliveryState::Cancelled, "", 3),
        (DeliveryState::Cancelled, "account_pace", 2),
        (DeliveryState::BouncedHard, "550 no such user", 1),
    ];
    assert_eq!(told, expected);
}

/// A batch whose calls ended at these seconds, with so many messages taken each; it was submitted with the first.
async fn batch(pool: &PgPool, (campaign, no): (CampaignId, i32), calls: &[(i64, i64)]) {
    let (first, last) = (calls[0].0, calls[calls.len() - 1].0);
    let taken: i64 = calls.iter().map(|(_, taken)| taken).sum();
    sqlx::query(
        "insert into marketing_batches (campaign_id, no, account, due_at, members, state, submitted_at, taken_at, taken)
         values ($1, $2, 'brevo', $3, '{}', 'done', $3, $4, $5::bigint::integer)",
    )
    .bind(campaign.0)
    .bind(no)
    .bind(at(first))
    .bind(at(last))
    .bind(taken)
    .execute(pool)
    .await
    .unwrap();
    for (call, (seconds, taken)) in (0i32..).zip(calls) {
        sqlx::query(
            "insert into marketing_requests (campaign_id, batch, first, beyond, state, begun_at, taken_at, taken)
             values ($1, $2, $3, $3 + 1, 'done', $4, $4, $5::bigint::integer)",
        )
        .bind(campaign.0)
        .bind(no)
        .bind(call)
        .bind(at(*seconds))
        .bind(taken)
        .execute(pool)
        .await
        .unwrap();
    }
}

/// A campaign that leaves, of which batches of one call each were taken at these seconds.
async fn leaving(pool: &PgPool, store: &Store, taken: &[(i64, i64)]) -> CampaignId {
    let campaign = create(store, 1, Channel::Email, &content("Rentrée")).await.unwrap().id;
    run(pool, "update prospecting_campaigns set marketing_state = 'sending'").await;
    for (no, call) in (1i32..).zip(taken) {
        batch(pool, (campaign, no), &[*call]).await;
    }
    let waiting =
        Delta { campaign: 1, hour: at(0), counter: "waiting", link: None, reason: None, count: 1_000 };
    write(pool, &[waiting]).await;
    fold_all(store, 10).await;
    campaign
}

#[sqlx::test(migrations = false)]
async fn the_pace_is_that_of_the_last_half_minute_and_leads_to_the_end(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = leaving(&pool, &store, &[(0, 9_000), (71, 1_000), (100, 2_000)]).await;
    let progress = store.begin().await.unwrap().figures().progress(campaign, at(100)).await.unwrap().unwrap();
    assert_eq!(progress.state, CampaignState::Sending);
    assert_eq!(progress.per_second, Some(100.0));
    assert_eq!(progress.ends_at, Some(at(110)));
}

#[sqlx::test(migrations = false)]
async fn a_batch_that_lasts_longer_than_the_pace_looks_back_counts_call_by_call(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = leaving(&pool, &store, &[]).await;
    let calls: Vec<_> = (1..=10).map(|call| (10 * call, 30)).collect();
    batch(&pool, (campaign, 1), &calls).await;
    let mut tx = store.begin().await.unwrap();
    let progress = tx.figures().progress(campaign, at(100)).await.unwrap().unwrap();
    assert_eq!(progress.per_second, Some(3.0), "90 in half a minute, not the 300 of the batch");
    assert_eq!(progress.ends_at, Some(at(100 + 334)));
    let carried = tx.accounts().carried(at(100)).await.unwrap();
    let taken = Carried { second: 30, minute: 180, day: 300 };
    assert_eq!(carried, [(AccountId("brevo".into()), taken)]);
}

#[sqlx::test(migrations = false)]
async fn a_batch_that_lasts_beyond_midnight_counts_for_each_day_what_it_has_taken_in_it(pool: PgPool) {
    const DAY: i64 = 24 * 3_600;
    let store = migrated(&pool).await;
    let campaign = leaving(&pool, &store, &[]).await;
    let carried =
        async |seconds| store.begin().await.unwrap().accounts().carried(at(seconds)).await.unwrap()[0].1;
    batch(&pool, (campaign, 1), &[(DAY - 20, 5), (DAY - 5, 7), (DAY + 10, 11)]).await;
    assert_eq!(carried(DAY + 15).await, Carried { second: 0, minute: 23, day: 11 });
    batch(&pool, (campaign, 2), &[(DAY + 200, 13), (DAY + 210, 17)]).await;
    assert_eq!(carried(DAY + 210).await, Carried { second: 17, minute: 30, day: 41 });
}

#[sqlx::test(migrations = false)]
async fn a_campaign_that_has_just_begun_is_measured_from_its_beginning(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = leaving(&pool, &store, &[(0, 500), (8, 500)]).await;
    let progress = store.begin().await.unwrap().figures().progress(campaign, at(10)).await.unwrap().unwrap();
    assert_eq!(progress.per_second, Some(100.0));
}

#[sqlx::test(migrations = false)]
async fn a_paused_campaign_has_no_pace_and_an_unknown_one_no_progress(pool: PgPool) {
    let store = migrated(&pool).await;
    let campaign = leaving(&pool, &store, &[(0, 500)]).await;
    run(
        &pool,
        "update prospecting_campaigns set marketing_state = 'paused', marketing_state_reason = 'person'",
    )
    .await;
    let mut tx = store.begin().await.unwrap();
    let progress = tx.figures().progress(campaign, at(10)).await.unwrap().unwrap();
    assert_eq!((progress.per_second, progress.ends_at), (None, None));
    assert_eq!(progress.state_reason.as_deref(), Some("person"));
    assert_eq!(progress.figures.waiting, 1_000);
    let unknown = CampaignId(Uuid::from_u128(99));
    assert_eq!(tx.figures().progress(unknown, at(10) + TimeDelta::days(1)).await.unwrap(), None);
}
