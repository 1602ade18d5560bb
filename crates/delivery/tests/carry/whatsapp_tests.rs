//! A test of a campaign by WhatsApp: to whom a campaign may write and to nobody else, once, and what a colleague says to it counts.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use delivery::{Carrier, Errands};
use domain::{
    ErrandId, Language, MessageId,
    campaign::Owner,
    errand::ErrandTask,
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    whatsapp::{FileFault, Inbound, InboundContent, WhatsappNews},
};
use providers::{Connection, Form, Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{Authorship, NewWhatsappTemplate};
use uuid::Uuid;

use crate::{
    after_stop::{has_another_phone, other_phone},
    number::Number,
    talk::{self, phone, tell, text},
    world::{ACCOUNT, CAMPAIGN, World, all, at, new_id},
};

const ERRAND: ErrandId = ErrandId(Uuid::from_u128(7));

/// A campaign by an approved template; person 1 and person 2 said yes.
async fn world(pool: PgPool) -> World {
    let world = talk::world(pool, 2).await;
    let content = serde_json::from_value(json!({
        "name": "soldes", "language": "fr", "category": "marketing", "body": "Nos soldes commencent demain.",
        "buttons": [{"kind": "quick_reply", "text": "Sans moi", "opts_out": true},
                    {"kind": "quick_reply", "text": "Avec moi", "opts_out": false}],
    }))
    .unwrap();
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    let by = Authorship { id: new_id(), owner, now: at(0) };
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
    let template = tx.whatsapp_templates().create(new).await.unwrap().id;
    tx.commit().await.unwrap();
    world
        .run(&format!(
            "update marketing_whatsapp_templates set status = 'approved', provider_id = '1';
             update prospecting_campaigns set marketing_channel = 'whatsapp', marketing_template_id = '{template}'"
        ))
        .await;
    world
}

/// Asks for a test to some people.
async fn ask(world: &World, people: &[u32]) {
    let addresses = people.iter().map(|number| phone(*number)).collect();
    let task = ErrandTask::TestSend { campaign: CAMPAIGN, person: None, addresses };
    let mut tx = world.store.begin().await.unwrap();
    tx.errands().create(ERRAND, &task, "u-7", at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn run(world: &World, number: &Arc<Number>, now: DateTime<Utc>) {
    let accounts = [Arc::clone(number) as Arc<dyn Connection>].into_iter().collect();
    let carrier = Carrier { accounts, ..world.carrier() };
    all(&Errands::new(carrier, "https://m.example.org".parse().unwrap(), Language::Fr), now).await;
}

/// The errand as if its process had died before it could record anything.
async fn die(world: &World) {
    world.run("update marketing_errands set state = 'running', result = null, finished_at = null").await;
}

async fn ended(world: &World) -> Value {
    world.value("select jsonb_build_array(state, result ->> 'code') from marketing_errands").await
}

fn yes() -> Outcome {
    Outcome::Accepted { message_ids: vec![Some("wamid.out".into())] }
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_test_leaves_to_whom_no_campaign_may_write(pool: PgPool) {
    let world = world(pool).await;
    let address = phone(2);
    has_another_phone(&world, 2).await;
    for (rule, back, code) in [
        (
            format!(
                "insert into marketing_suppressions (address, channel, reason, created_at, changed_at) values ('{address}', 'whatsapp', 'manual', now(), now())"
            ),
            "delete from marketing_suppressions",
            "suppressed",
        ),
        (
            format!("update marketing_consents set decision = 'withdrawn' where address = '{address}'"),
            "update marketing_consents set decision = 'granted'",
            "no_consent",
        ),
        (
            format!(
                "insert into marketing_whatsapp_caps (address, until, code) values ('{address}', '{}', '131049')",
                at(9_000)
            ),
            "delete from marketing_whatsapp_caps",
            "capped",
        ),
        (
            format!(
                "insert into marketing_conversations (id, account, address, state, last_direction, last_at)
                     values (gen_random_uuid(), 'another', '{address}', 'needs_person', 'inbound', now())"
            ),
            "delete from marketing_conversations",
            "held",
        ),
        (
            format!(
                "update marketing_consents set decision = 'withdrawn' where address = '{}'",
                other_phone(2)
            ),
            "update marketing_consents set decision = 'granted'",
            "no_consent",
        ),
    ] {
        ask(&world, &[1, 2]).await;
        world.run(&rule).await;
        let number = Number::new(Vec::new());
        run(&world, &number, at(20)).await;
        assert!(number.told().is_empty(), "{code}");
        assert_eq!(ended(&world).await, json!(["failed", code]));
        world.run(back).await;
        world.run("delete from marketing_errands").await;
    }
    ask(&world, &[1, 2]).await;
    let number = Number::new(vec![yes(), yes()]);
    run(&world, &number, at(20)).await;
    assert_eq!((number.told(), ended(&world).await), (vec![phone(1), phone(2)], json!(["done", null])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_test_with_a_file_that_meta_would_refuse_is_told_so_before_anybody_gets_it(pool: PgPool) {
    let world = world(pool).await;
    let header = json!({"header": {"kind": "media", "media": "image", "example_url": "https://exemple.fr/exemple.jpg"}});
    let message = json!({"media_url": "https://exemple.fr/soldes.jpg"});
    world
        .run(&format!(
            "update marketing_whatsapp_templates set content = content || '{header}';
             update prospecting_campaigns set marketing_whatsapp = '{message}'"
        ))
        .await;
    for (fault, told, end) in [
        (FileFault::Unreachable(Some(404)), Vec::new(), json!(["failed", "media.unreachable"])),
        (FileFault::Type("text/html".into()), Vec::new(), json!(["failed", "media.type"])),
        (FileFault::Unreachable(None), vec![phone(1)], json!(["done", null])),
    ] {
        ask(&world, &[1]).await;
        let number = Number::new(vec![yes()]);
        number.finds(fault);
        run(&world, &number, at(20)).await;
        assert_eq!((number.told(), ended(&world).await), (told, end));
        world.run("delete from marketing_errands").await;
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_gets_a_test_twice_whenever_its_process_dies(pool: PgPool) {
    let world = world(pool).await;
    ask(&world, &[1, 2]).await;
    let wait =
        Outcome::Retry { after: None, code: "131056".into(), detail: "pair".into(), scope: Scope::Request };
    let doubt = Outcome::InDoubt { why: "the connection broke".into() };
    let number = Number::new(vec![yes(), wait, doubt, yes()]);
    run(&world, &number, at(20)).await;
    assert_eq!(ended(&world).await, json!(["waiting", "131056"]));
    run(&world, &number, at(4_000)).await;
    assert_eq!(ended(&world).await, json!(["failed", "in_doubt"]));
    die(&world).await;
    run(&world, &number, at(8_000)).await;
    assert_eq!(ended(&world).await, json!(["failed", "in_doubt"]));
    assert_eq!(number.told(), [phone(1), phone(2), phone(2)], "the first one never again");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_test_that_had_left_when_its_process_died_is_told_as_sent(pool: PgPool) {
    let world = world(pool).await;
    ask(&world, &[1, 2]).await;
    let number = Number::new(vec![yes(), yes()]);
    run(&world, &number, at(20)).await;
    die(&world).await;
    run(&world, &number, at(4_000)).await;
    assert_eq!((number.told().len(), ended(&world).await), (2, json!(["done", null])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_button_of_a_test_that_opts_out_does_so(pool: PgPool) {
    let world = world(pool).await;
    ask(&world, &[1]).await;
    let number = Number::new(vec![yes()]);
    run(&world, &number, at(20)).await;
    let said = number.said();
    let [Form::Template(payloads)] = &said[..] else { panic!("{said:?}") };
    assert_eq!(payloads, &["OPTOUT:TEST", "REPLY:TEST"]);
    let press = |payload: &str, id: &str, who| {
        let content = InboundContent::Button { payload: Some(payload.to_owned()), text: "Plus tard".into() };
        WhatsappNews::Inbound(Inbound { content, ..text(id, who, "", 30) })
    };
    tell(&world, Vec::new(), vec![press(&payloads[0], "in.1", 1), press(&payloads[1], "in.2", 2)], at(40))
        .await;
    let standing =
        "select jsonb_agg(decision order by address) from marketing_consents where purpose = 'marketing'";
    assert_eq!(world.value(standing).await, json!(["withdrawn", "granted"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_opted_out_as_a_test_is_told_at_once_or_later_is_written_down(pool: PgPool) {
    let world = world(pool).await;
    ask(&world, &[1]).await;
    let no = Outcome::Refused { code: "131050".into(), detail: "Stopped".into(), scope: Scope::Request };
    run(&world, &Number::new(vec![no]), at(20)).await;
    let standing =
        "select jsonb_agg(decision order by address) from marketing_consents where purpose = 'marketing'";
    assert_eq!(world.value(standing).await, json!(["withdrawn", "granted"]));
    world.run("delete from marketing_errands").await;
    ask(&world, &[2]).await;
    run(&world, &Number::new(vec![yes()]), at(30)).await;
    let id = MessageId(Uuid::new_v5(&ERRAND.0, phone(2).as_bytes()));
    let failed = Event {
        kind: EventKind::DroppedByProvider,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: "failed".into(),
        subject: Subject::Answer(id),
        message_id: Some("wamid.out".into()),
        occurred_at: at(40),
        verdict: Verdict::Unknown,
        sign: None,
        reason: Some("131050 Stopped".into()),
        link: None,
        foreign: false,
    };
    tell(&world, vec![failed], Vec::new(), at(50)).await;
    assert_eq!(world.value(standing).await, json!(["withdrawn", "withdrawn"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_test_counts_among_those_whom_the_number_has_begun_to_write_to(pool: PgPool) {
    let world = world(pool).await;
    ask(&world, &[1, 2]).await;
    tell(&world, Vec::new(), vec![WhatsappNews::Inbound(text("in.1", 1, "Bonjour", 5))], at(6)).await;
    run(&world, &Number::new(vec![yes(), yes()]), at(20)).await;
    let mut tx = world.store.begin().await.unwrap();
    let used = tx.whatsapp_senders().used(&AccountId(ACCOUNT.into()), at(0)).await.unwrap();
    assert_eq!(used, 1, "the other one had written");
}
