//! Pages: whatever the order, the filter and the size, every row once, in both directions.

use crate::support::run;
use domain::{
    Channel,
    campaign::{CampaignQuery, CampaignSort, CampaignSummary, CampaignTab},
    list::Cursor,
};
use proptest::{prelude::*, test_runner::TestRunner};
use sqlx::PgPool;
use store::{Store, StoreError};

/// Sixty campaigns in which every sort key is shared by several.
const ROWS: &str = "
    insert into prospecting_campaigns (marketing_name, marketing_channel, marketing_state, marketing_origin, marketing_created_at,
                                       marketing_updated_at, marketing_archived_at, marketing_tags)
    select (array['Été', 'ete', 'ÉTÉ', 'Zoo', 'élan', '_x%'])[1 + i % 6], (array['email', 'whatsapp'])[1 + i % 2],
           (array['draft', 'finished', 'sending'])[1 + i % 3], 'marketing',
           timestamptz '2025-01-01 00:00:00.123456Z' + (i % 4) * interval '1 microsecond',
           timestamptz '2025-01-01Z' + (i % 5) * interval '1 day',
           case when i % 7 = 0 then now() end, array['t' || i % 2]
    from generate_series(1, 60) i";

fn query() -> impl Strategy<Value = CampaignQuery> {
    let sort = prop::sample::select(CampaignSort::ALL);
    let tab = prop::sample::select(CampaignTab::ALL);
    let channel = prop::option::of(prop::sample::select(Channel::ALL));
    let q = prop::sample::select(vec!["", "ete", "é", "t1", "nulle part", "_", "%"]);
    (sort, tab, channel, q, 1..25u32).prop_map(|(sort, tab, channel, q, limit)| CampaignQuery {
        q: q.into(),
        tab,
        channel,
        sort,
        cursor: None,
        limit,
    })
}

async fn page(
    store: &Store,
    query: &CampaignQuery,
    cursor: Option<Cursor>,
) -> domain::list::Page<CampaignSummary> {
    let query = CampaignQuery { cursor, ..query.clone() };
    store.begin().await.unwrap().campaigns().list(&query).await.unwrap()
}

/// Walks to the end, and from there back to the beginning.
async fn walk(store: &Store, query: &CampaignQuery) -> (Vec<CampaignSummary>, Vec<CampaignSummary>) {
    let mut current = page(store, query, None).await;
    assert_eq!(current.previous, None, "nothing stands before the first page");
    let mut there = current.items.clone();
    while let Some(next) = current.next.take() {
        current = page(store, query, Some(next)).await;
        assert!(!current.items.is_empty(), "a page that was promised holds something");
        there.extend(current.items.clone());
        assert!(there.len() <= 60, "no row comes twice");
    }
    let mut back = current.items.clone();
    while let Some(previous) = current.previous.take() {
        current = page(store, query, Some(previous)).await;
        back.splice(0..0, current.items.clone());
        assert!(back.len() <= 60, "no row comes twice");
    }
    (there, back)
}

#[sqlx::test(migrations = false)]
async fn any_order_filter_and_size_shows_every_row_exactly_once_in_both_directions(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    run(&pool, ROWS).await;
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 60,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let verdict = runner.run(&query(), |query| {
            let whole = CampaignQuery { limit: 200, ..query.clone() };
            let (there, back) = handle.block_on(walk(&store, &query));
            let all = handle.block_on(page(&store, &whole, None)).items;
            prop_assert_eq!(&there, &all, "in the order of one long page");
            prop_assert_eq!(&back, &all, "and the same on the way back");
            let mut ids: Vec<_> = all.iter().map(|campaign| campaign.id).collect();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), all.len());
            Ok(())
        });
        verdict.map_err(|failure| failure.to_string())
    })
    .await
    .unwrap()
    .unwrap();
}

#[sqlx::test(migrations = false)]
async fn an_order_by_name_ignores_case_and_accents(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    run(&pool, ROWS).await;
    let query = CampaignQuery { sort: CampaignSort::Name, limit: 200, ..CampaignQuery::default() };
    let names =
        page(&store, &query, None).await.items.into_iter().map(|campaign| campaign.name.to_lowercase());
    let mut names: Vec<_> = names.map(|name| name.replace('é', "e")).collect();
    names.dedup();
    assert_eq!(names, ["_x%", "elan", "ete", "zoo"], "each group stands together");
}

#[sqlx::test(migrations = false)]
async fn a_cursor_of_another_order_is_refused(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    run(&pool, ROWS).await;
    let query = CampaignQuery { limit: 5, ..CampaignQuery::default() };
    let cursor = page(&store, &query, None).await.next;
    let other = CampaignQuery { sort: CampaignSort::Name, cursor: cursor.clone(), ..query.clone() };
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.campaigns().list(&other).await, Err(StoreError::Cursor)));
    let garbled = cursor.map(|cursor| Cursor { key: "hier".into(), ..cursor });
    let garbled = CampaignQuery { cursor: garbled, ..query };
    assert!(matches!(tx.campaigns().list(&garbled).await, Err(StoreError::Cursor)));
}

#[sqlx::test(migrations = false)]
async fn a_row_that_comes_while_somebody_pages_moves_no_other(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    run(&pool, ROWS).await;
    let query = CampaignQuery { limit: 10, ..CampaignQuery::default() };
    let before = page(&store, &query, None).await;
    let expected = page(&store, &query, before.next.clone()).await.items;
    crate::support::create(&store, 1, Channel::Email, &crate::support::content("Nouvelle")).await.unwrap();
    assert_eq!(page(&store, &query, before.next).await.items, expected);
}
