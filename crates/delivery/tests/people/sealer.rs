//! The ledger is chained in order, and tells what does not hold.

use delivery::{Sealer, Stage, Step};
use domain::{
    Channel,
    consent::{Decision, LedgerVerdict},
};
use sqlx::PgPool;
use store::Store;

use crate::world::{at, decide, run, settle};

async fn verify(store: &Store) -> LedgerVerdict {
    store.begin().await.unwrap().consent().verify().await.unwrap()
}

/// Three entries, chained.
async fn chained(pool: &PgPool) -> Store {
    let store = Store::new(pool.clone());
    for (seconds, decision) in [(3, Decision::Withdrawn), (1, Decision::Granted), (2, Decision::Objected)] {
        decide(&store, "awa@x.example", Channel::Email, decision, seconds).await;
    }
    settle(&Sealer::new(store.clone()), at(9)).await;
    store
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_recorded_first_is_chained_first_and_what_comes_later_goes_on_from_there(pool: PgPool) {
    let store = chained(&pool).await;
    let history =
        store.begin().await.unwrap().consent().history(Some("awa@x.example"), None, 10).await.unwrap();
    let order: Vec<_> = history.items.iter().map(|entry| (entry.decision, entry.seq)).collect();
    assert_eq!(
        order,
        [(Decision::Withdrawn, Some(3)), (Decision::Objected, Some(2)), (Decision::Granted, Some(1))]
    );
    let before = verify(&store).await;
    assert_eq!((before.entries, before.unsealed, before.erased, before.broken_at), (3, 0, 0, None));

    decide(&store, "ibra@x.example", Channel::Email, Decision::Granted, 10).await;
    assert_eq!(verify(&store).await, LedgerVerdict { unsealed: 1, ..before.clone() });
    let sealer = Sealer::new(store.clone());
    assert_eq!(sealer.step(at(11)).await.unwrap(), Step::Worked);
    assert_eq!(sealer.step(at(11)).await.unwrap(), Step::Idle);
    let after = verify(&store).await;
    assert_eq!((after.entries, after.unsealed), (4, 0));
    assert_ne!(after.head, before.head);
}

#[sqlx::test(migrations = "../../migrations")]
async fn evidence_that_was_erased_is_told_apart_from_evidence_that_was_changed(pool: PgPool) {
    let store = chained(&pool).await;
    let first = "(select id from marketing_consent_entries where seq = 1)";
    run(&pool, &format!("delete from marketing_consent_evidence where entry_id = {first}")).await;
    let erased = verify(&store).await;
    assert_eq!((erased.entries, erased.erased, erased.broken_at), (3, 1, None));
    run(
        &pool,
        "update marketing_consent_evidence set evidence = evidence || '{\"text\": \"Non\"}' where entry_id =
                (select id from marketing_consent_entries where seq = 2)",
    )
    .await;
    assert_eq!(verify(&store).await.broken_at, Some(2));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_forged_entry_and_a_missing_one_break_the_chain_where_they_stand(pool: PgPool) {
    let store = chained(&pool).await;
    let off = "alter table marketing_consent_entries disable trigger user;";
    run(&pool, &format!("{off} update marketing_consent_entries set decision = 'granted' where seq = 3"))
        .await;
    assert_eq!(verify(&store).await.broken_at, Some(3));
    run(&pool, &format!("{off} delete from marketing_consent_evidence; delete from marketing_consent_entries where seq = 1")).await;
    let verdict = verify(&store).await;
    assert_eq!((verdict.entries, verdict.broken_at), (0, Some(1)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_sealers_at_once_make_one_chain_and_hold_up_no_writer(pool: PgPool) {
    let store = Store::new(pool.clone());
    decide(&store, "awa@x.example", Channel::Email, Decision::Granted, 1).await;
    let mut first = store.begin().await.unwrap();
    assert_eq!(first.consent().seal(10).await.unwrap(), 1);
    decide(&store, "ibra@x.example", Channel::Email, Decision::Withdrawn, 2).await;
    assert_eq!(store.begin().await.unwrap().consent().seal(10).await.unwrap(), 0, "one at a time");
    first.commit().await.unwrap();
    settle(&Sealer::new(store.clone()), at(9)).await;
    let verdict = verify(&store).await;
    assert_eq!((verdict.entries, verdict.broken_at), (2, None));
}
