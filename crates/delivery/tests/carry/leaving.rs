//! Because of which campaign somebody leaves who does not say so, and that nobody leaves twice.

use delivery::CanaryWatch;
use domain::{
    CampaignId, Channel,
    campaign::{CampaignEdit, Owner},
    delivery::Mark,
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    whatsapp::{Inbound, InboundContent, Preference, WhatsappNews},
};
use serde_json::{Value, json};
use sqlx::{PgPool, types::Uuid};
use store::{Authorship, NewCampaign};

use crate::{
    talk::{self, phone, tell, text},
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

const DAY: i64 = 86_400;

/// So many people, to whom [`CAMPAIGN`] was sent in the beginning.
async fn world(pool: PgPool, people: i32) -> World {
    let world = talk::world(pool, people).await;
    all(&world.dispatcher(), at(0)).await;
    world
}

/// Another campaign, sent to the same people by an account's number so many seconds after the beginning.
async fn sent(world: &World, number: u128, account: &str, seconds: i64) -> CampaignId {
    let id = CampaignId(Uuid::from_u128(number));
    let content = CampaignEdit { name: "Hiver".into(), ..CampaignEdit::default() };
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    let by = Authorship { id: id.0, owner, now: at(0) };
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns()
        .create(NewCampaign { channel: Channel::Whatsapp, content: &content, by: &by })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let copy = |table: &str, other: &str| {
        format!(
            "insert into {table} select (jsonb_populate_record(r, '{other}'::jsonb || '{{\"campaign_id\": \"{id}\"}}')).*
             from {table} r where campaign_id = '{CAMPAIGN}';"
        )
    };
    let marks = 1 | Mark::Accepted.bit();
    let carried = json!({"account": account, "submitted_at": at(seconds), "state": "done"}).to_string();
    world
        .run(
            &[
                copy("marketing_deliveries", "{}"),
                copy("marketing_delivery_state", &json!({"rank": 60, "marks": marks}).to_string()),
                copy("marketing_batches", &carried),
            ]
            .concat(),
        )
        .await;
    id
}

async fn hear(world: &World, told: Inbound, seconds: i64) {
    tell(world, Vec::new(), vec![WhatsappNews::Inbound(told)], at(seconds)).await;
}

fn menu(number: u32, seconds: i64) -> WhatsappNews {
    WhatsappNews::Preference(Preference {
        phone: Some(phone(number)),
        user_id: None,
        wanted: false,
        detail: "User requested to stop marketing messages".into(),
        at: at(seconds),
    })
}

/// The provider refuses a message, for its reader wants no more.
fn refused(campaign: CampaignId, number: u32, seconds: i64) -> Event {
    Event {
        kind: EventKind::DroppedByProvider,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: format!("{number} failed {seconds}"),
        subject: Subject::Delivery { campaign, number },
        message_id: None,
        occurred_at: at(seconds),
        verdict: Verdict::Unknown,
        sign: None,
        reason: Some("131050 User has stopped marketing".into()),
        link: None,
        foreign: false,
    }
}

/// Who has left because of a campaign, by number.
async fn left(world: &World, campaign: CampaignId) -> Value {
    let sql = format!(
        "select coalesce(jsonb_agg(number order by number), '[]') from marketing_delivery_state
         where campaign_id = '{campaign}' and marks & {} <> 0",
        Mark::Unsubscribed.bit()
    );
    world.value(&sql).await
}

/// How many have left because of any campaign, as the figures add up to it.
async fn counted(world: &World) -> Value {
    world.figures().await["unsubscribed"].clone()
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_leaves_without_saying_why_leaves_because_of_the_last_message_of_that_number(pool: PgPool) {
    let world = world(pool, 8).await;
    let second = sent(&world, 2, ACCOUNT, 100).await;
    let other_number = sent(&world, 3, "other", 150).await;
    hear(&world, text("in.1", 1, "STOP", 200), 201).await;
    tell(&world, Vec::new(), vec![menu(2, 210)], at(211)).await;
    hear(&world, text("in.3", 3, "stop", 50), 220).await;
    tell(&world, vec![refused(second, 4, 230)], Vec::new(), at(231)).await;
    let button = InboundContent::Button { payload: Some("OPTOUT".into()), text: "Plus rien".into() };
    hear(&world, Inbound { content: button, ..text("in.5", 5, "", 240) }, 241).await;
    hear(&world, text("in.6", 6, "STOP", 7 * DAY + 101), 8 * DAY).await;
    hear(&world, text("in.7", 7, "Bonjour", 250), 251).await;
    hear(&world, text("in.8", 8, "STOP", -30), 252).await;
    assert_eq!(left(&world, second).await, json!([1, 2, 5]));
    assert_eq!(
        left(&world, CAMPAIGN).await,
        json!([3, 4, 8]),
        "told late, refused before it was read, by a clock that is slow"
    );
    assert_eq!(left(&world, other_number).await, json!([]));
    assert_eq!(counted(&world).await, 6, "nothing is blamed for what comes more than seven days later");
    assert_eq!(world.figures().await["replied"], Value::Null, "what answers no message is no answer");
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_is_counted_twice_by_whatever_words_and_ways_they_leave(pool: PgPool) {
    let world = world(pool, 3).await;
    let second = sent(&world, 2, ACCOUNT, 100).await;
    let ways = |number: u32| {
        let stop = |id: &str, answers: Option<&str>, seconds| {
            let answers = answers.map(|message| format!("{message}.{number}"));
            WhatsappNews::Inbound(Inbound {
                answers,
                ..text(&format!("{id}.{number}"), number, "STOP", seconds)
            })
        };
        let by_refusal = (vec![refused(second, number, 240)], Vec::new());
        let by_news = [
            stop("in.1", None, 200),
            stop("in.2", Some("wamid"), 210),
            menu(number, 220),
            stop("in.3", None, 230),
        ];
        let mut ways: Vec<_> = by_news.into_iter().map(|news| (Vec::new(), vec![news])).collect();
        ways.push(by_refusal);
        ways
    };
    for (number, first) in [(1, 0), (2, 2), (3, 4)] {
        let mut ways = ways(number);
        ways.rotate_left(first);
        for (time, (events, news)) in (0..).zip(ways.iter().chain(&ways).cloned()) {
            tell(&world, events, news, at(300 + time)).await;
        }
        let of_one = format!(
            "select count(*) from marketing_delivery_state where number = {number} and marks & {} <> 0",
            Mark::Unsubscribed.bit()
        );
        assert_eq!(world.value(&of_one).await, 1, "person {number}");
    }
    assert_eq!(counted(&world).await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_comes_back_and_leaves_again_is_counted_for_what_made_them_leave_again(pool: PgPool) {
    let world = world(pool, 1).await;
    hear(&world, text("in.1", 1, "STOP", 10), 11).await;
    hear(&world, text("in.2", 1, "REPRENDRE", 20), 21).await;
    let second = sent(&world, 2, ACCOUNT, 100).await;
    hear(&world, text("in.3", 1, "STOP", 110), 111).await;
    assert_eq!((left(&world, CAMPAIGN).await, left(&world, second).await), (json!([1]), json!([1])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_canary_is_not_well_of_whom_many_leave_by_a_word_that_answers_nothing(pool: PgPool) {
    let world = talk::world(pool, 20).await;
    world
        .run(&format!(
            "update prospecting_campaigns set marketing_canary = '{{\"slice\": {{\"people\": 10}}, \"hours\": 1}}';
             insert into marketing_canaries (campaign_id, people) values ('{CAMPAIGN}', 10);
             update marketing_batches set members = array(select generate_series(1, 10));
             insert into marketing_batches (campaign_id, no, account, due_at, members, state)
             select campaign_id, 2, account, due_at, array(select generate_series(11, 20)), 'reserved' from marketing_batches;
             update marketing_delivery_state set batch = 2 where number > 10"
        ))
        .await;
    all(&world.dispatcher(), at(0)).await;
    let watch = CanaryWatch::new(world.store.clone(), &world.accounts());
    all(&watch, at(1)).await;
    world
        .run(&format!(
            "update marketing_delivery_state set marks = marks | {} where number <= 10",
            Mark::Delivered.bit()
        ))
        .await;
    hear(&world, text("in.1", 1, "STOP", 10), 11).await;
    all(&watch, at(3_602)).await;
    let why = "select marketing_state_reason from prospecting_campaigns where marketing_state = 'paused'";
    assert_eq!(world.value(why).await, "canary_opt_outs");
}
