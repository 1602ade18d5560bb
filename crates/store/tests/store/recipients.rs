//! The people of a campaign, one by one.

use domain::{
    CampaignId,
    delivery::{DeliveryState, Mark, Marks},
    list::{Cursor, Page},
    report::{Recipient, RecipientGroup, RecipientQuery},
};
use sqlx::{PgPool, types::Uuid};
use store::{Store, StoreError};

use crate::support::{at, migrated};

const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(1));

/// One delivery for each state and each mark, in turn: 30 of them, each of another name.
async fn deliveries(pool: &PgPool) -> Store {
    let store = migrated(pool).await;
    for number in 1..=30i32 {
        let of = usize::try_from(number).unwrap();
        let state = DeliveryState::ALL[of % DeliveryState::ALL.len()];
        let mark = Mark::ALL[of % Mark::ALL.len()];
        sqlx::query(
            "with d as (insert into marketing_deliveries values ($1, $2, $3, 'email', $4, 'clients', $2::text, 'main', $5, $6,
                                                                '{}', 'similar_products', null, true, true, $7))
             insert into marketing_delivery_state (campaign_id, number, rank, marks, changed_at) values ($1, $2, $8, $9, $7)",
        )
        .bind(CAMPAIGN.0)
        .bind(number)
        .bind(Uuid::from_u128(u128::from(number.unsigned_abs())))
        .bind(format!("p{number}@exemple.fr"))
        .bind(format!("Zoé {number:02}"))
        .bind(if number % 2 == 0 { "Élan & Cie" } else { "100 % Bois" })
        .bind(at(i64::from(number)))
        .bind(state.rank())
        .bind(Marks::default().with(mark).0)
        .execute(pool)
        .await
        .unwrap();
    }
    store
}

async fn page(store: &Store, query: &RecipientQuery, cursor: Option<Cursor>) -> Page<Recipient> {
    let query = RecipientQuery { cursor, ..query.clone() };
    store.begin().await.unwrap().recipients().page(CAMPAIGN, &query).await.unwrap()
}

fn numbers(recipients: &[Recipient]) -> Vec<u32> {
    recipients.iter().map(|recipient| recipient.number).collect()
}

async fn found(store: &Store, q: &str, group: RecipientGroup) -> Vec<u32> {
    let query = RecipientQuery { q: q.into(), group, limit: 200, ..RecipientQuery::default() };
    numbers(&page(store, &query, None).await.items)
}

#[sqlx::test(migrations = false)]
async fn pages_show_every_recipient_once_there_and_back(pool: PgPool) {
    let store = deliveries(&pool).await;
    let query = RecipientQuery { limit: 7, ..RecipientQuery::default() };
    let mut current = page(&store, &query, None).await;
    assert_eq!(current.previous, None);
    let mut there = numbers(&current.items);
    while let Some(next) = current.next.take() {
        current = page(&store, &query, Some(next)).await;
        there.extend(numbers(&current.items));
    }
    assert_eq!(there, (1..=30).collect::<Vec<_>>());
    let mut back = numbers(&current.items);
    while let Some(previous) = current.previous.take() {
        current = page(&store, &query, Some(previous)).await;
        back.splice(0..0, numbers(&current.items));
    }
    assert_eq!(back, there);
}

#[sqlx::test(migrations = false)]
async fn each_group_shows_those_whose_state_or_mark_it_names(pool: PgPool) {
    let store = deliveries(&pool).await;
    for group in RecipientGroup::ALL {
        let shown = |number: &u32| {
            let of = usize::try_from(*number).unwrap();
            let state = DeliveryState::ALL[of % DeliveryState::ALL.len()];
            let mark = Mark::ALL[of % Mark::ALL.len()];
            group.states().is_none_or(|states| states.contains(&state))
                && group.mark().is_none_or(|wanted| wanted == mark)
        };
        let expected: Vec<_> = (1..=30).filter(shown).collect();
        assert!(!expected.is_empty(), "{group}");
        assert_eq!(found(&store, "", *group).await, expected, "{group}");
    }
}

#[sqlx::test(migrations = false)]
async fn words_are_found_in_name_company_and_address_whatever_their_case_and_accents(pool: PgPool) {
    let store = deliveries(&pool).await;
    let all = RecipientGroup::All;
    assert_eq!(found(&store, "ZOE 07", all).await, [7]);
    assert_eq!(found(&store, "p7@", all).await, [7]);
    assert_eq!(found(&store, "elan", all).await.len(), 15);
    assert_eq!(found(&store, "%", all).await.len(), 15, "a sign of LIKE is a letter like any other");
    assert_eq!(found(&store, "elan bois", all).await, Vec::<u32>::new());
}

#[sqlx::test(migrations = false)]
async fn what_a_reader_did_is_told_only_where_it_may_be_tracked(pool: PgPool) {
    let store = deliveries(&pool).await;
    let marks = [Mark::Accepted, Mark::OpensTracked].into_iter().collect::<Marks>().with(Mark::ClickedHuman);
    sqlx::query("update marketing_delivery_state set marks = $1 where number = 1")
        .bind(marks.0)
        .execute(&pool)
        .await
        .unwrap();
    let told: Vec<_> = page(&store, &RecipientQuery::default(), None).await.items;
    assert_eq!((told[0].opened, told[0].clicked), (Some(false), None));
    assert_eq!((told[1].opened, told[1].clicked), (None, None));
}

#[sqlx::test(migrations = false)]
async fn a_garbled_cursor_is_refused(pool: PgPool) {
    let store = deliveries(&pool).await;
    let query = RecipientQuery { limit: 7, ..RecipientQuery::default() };
    let next = page(&store, &query, None).await.next;
    let garbled = next.map(|cursor| Cursor { key: "sept".into(), ..cursor });
    let query = RecipientQuery { cursor: garbled, ..query };
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.recipients().page(CAMPAIGN, &query).await, Err(StoreError::Cursor)));
}
