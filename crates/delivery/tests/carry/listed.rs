//! A call in doubt whose every webhook was lost: the provider's list of messages, which does not hold our numbers, tells what became of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    delivery::DeadEnd,
    event::{Event, EventKind, ReceiptOrigin, Subject, Verdict},
    provider::AccountId,
};
use serde_json::json;
use sqlx::PgPool;
use store::NewReceipt;

use crate::{
    scripted::{Scripted, silence},
    talk::{self, phone},
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

/// Three messages in one call of which nobody heard how it ended.
async fn in_doubt(pool: PgPool) -> World {
    let provider = Arc::new(Scripted::new(3, None));
    provider.answers([silence()]);
    let world = talk::world(pool, 3).await.carried_by(&provider);
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(world.ranks().await, json!({"20": 3}));
    world
}

/// A message of the list: its id, to whom, when it was made, and where it stands.
fn listed(id: &str, number: u32, made: i64, kind: EventKind) -> (Event, DateTime<Utc>) {
    let event = Event {
        kind,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: format!("{id}:{kind}"),
        subject: Subject::Message { message_id: id.into(), address: Some(phone(number)) },
        message_id: Some(id.into()),
        occurred_at: at(made + 1),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    };
    (event, at(made))
}

/// The provider lists these messages.
async fn list(world: &World, messages: Vec<(Event, DateTime<Utc>)>, seconds: i64) {
    let (events, made_at): (Vec<_>, Vec<_>) =
        messages.into_iter().map(|(event, made)| ((event, Vec::<String>::new()), made)).unzip();
    let body = json!({"events": events, "made_at": made_at, "news": [], "unknown": []}).to_string();
    let account = AccountId(ACCOUNT.into());
    let receipt = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Sweep,
        headers: &[],
        query: "",
        body: body.as_bytes(),
        received_at: at(seconds),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.receipts().insert(receipt).await.unwrap();
    tx.commit().await.unwrap();
    world.take_in(at(seconds)).await;
    assert_eq!(world.value("select count(*) from marketing_receipts where state = 'failed'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_in_doubt_is_found_by_its_number_and_its_minute_and_by_its_id_from_then_on(pool: PgPool) {
    let world = in_doubt(pool).await;
    let first = [
        listed("SM1", 1, 5, EventKind::Sent),
        listed("SM2", 2, 600, EventKind::Sent),
        listed("SM3", 3, 5, EventKind::Sent),
        listed("SM4", 3, 6, EventKind::Sent),
    ];
    list(&world, first.to_vec(), 700).await;
    assert_eq!(
        world.ranks().await,
        json!({"20": 2, "80": 1}),
        "another minute, and two that fit, tell nothing"
    );
    list(&world, vec![listed("SM1", 1, 5, EventKind::Delivered)], 800).await;
    assert_eq!(world.ranks().await, json!({"20": 2, "100": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_given_up_is_known_once_it_is_listed_and_the_rest_stays_with_whoever_decides(pool: PgPool) {
    let world = in_doubt(pool).await;
    all(&world.reconciler(), at(16 * 60)).await;
    assert_eq!(world.ranks().await, json!({"30": 3}));
    all(&world.dispatcher(), at(17 * 60)).await;
    assert_eq!(world.state().await, "finished");
    list(&world, vec![listed("SM1", 1, 5, EventKind::Sent)], 18 * 60).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "80": 1}));
    let ends = world.store.begin().await.unwrap().ends().of(CAMPAIGN).await.unwrap();
    let groups: Vec<_> = ends.groups.iter().map(|group| (group.end, group.deliveries)).collect();
    assert_eq!(groups, [(DeadEnd::Unknown, 2)], "to be sent again, or counted as sent");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_answer_of_ours_to_the_same_person_is_not_taken_for_it(pool: PgPool) {
    let world = in_doubt(pool).await;
    let answered = |number: u32, id: &str| {
        format!(
            "with heard as (insert into marketing_conversations (id, account, address, state, last_direction, last_at)
                            values (gen_random_uuid(), '{ACCOUNT}', '{}', 'read', 'outbound', '{now}') returning id)
             insert into marketing_messages (id, conversation_id, direction, content, state, message_id, at)
             select gen_random_uuid(), id, 'outbound', '{{\"text\": {{\"text\": \"Oui\"}}}}', 'sent', {id}, '{now}' from heard",
            phone(number),
            now = at(4)
        )
    };
    world.run(&answered(1, "'SM1'")).await;
    world.run(&answered(2, "null")).await;
    let messages = (1..=3).map(|number| listed(&format!("SM{number}"), number, 5, EventKind::Sent)).collect();
    list(&world, messages, 700).await;
    let known = "select jsonb_agg(number) from marketing_delivery_state where rank = 80";
    assert_eq!(world.value(known).await, json!([3]));
}
