//! Answers in conversations: said at most once, only where they may be said, and followed to the end.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use delivery::Carrier;
use domain::{
    ConversationId, ErrandId, Language, MessageId,
    errand::ErrandTask,
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    whatsapp::{ConversationAnswer, HeaderMedia},
};
use providers::{Connection, Form, Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{NewAnswer, NewInbound, Speaker};

use crate::{
    number::Number,
    talk::{phone, tell, world},
    world::{ACCOUNT, World, all, at, new_id},
};

/// Person 1 wrote at second 0; a colleague answers with this.
async fn answered(world: &World, answer: &ConversationAnswer) -> MessageId {
    let account = AccountId(ACCOUNT.into());
    let address = phone(1);
    let heard = Speaker { account: &account, address: &address, user_id: None, profile_name: None };
    let content = domain::whatsapp::InboundContent::Text { text: "Bonjour".into() };
    let new = NewInbound {
        id: new_id(),
        message_id: "in.1",
        content: &content,
        answers: None,
        at: at(0),
        waits_for: domain::whatsapp::ConversationState::Unread,
        decides: false,
    };
    let mut tx = world.store.begin().await.unwrap();
    let conversation: ConversationId = tx.conversations().with(heard, new_id(), at(0)).await.unwrap();
    assert!(tx.conversations().hear(conversation, &new).await.unwrap());
    let id = MessageId(new_id());
    let new = NewAnswer { id, answer, text: "Oui", author: Some(("u-7", "Awa Diop")), now: at(10) };
    tx.conversations().answer(conversation, new).await.unwrap();
    tx.errands()
        .create(ErrandId(new_id()), &ErrandTask::Answer { message: id }, "u-7", at(10))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

fn text() -> ConversationAnswer {
    ConversationAnswer::Text { text: "Oui".into() }
}

async fn run(world: &World, number: &Arc<Number>, now: DateTime<Utc>) {
    let accounts = [Arc::clone(number) as Arc<dyn Connection>].into_iter().collect();
    let carrier = Carrier { accounts, ..world.carrier() };
    let errands = delivery::Errands::new(carrier, "https://m.example.org".parse().unwrap(), Language::Fr);
    all(&errands, now).await;
}

async fn stands(world: &World) -> Value {
    world
        .value("select jsonb_build_array(state, reason) from marketing_messages where direction = 'outbound'")
        .await
}

fn yes() -> Outcome {
    Outcome::Accepted { message_ids: vec![Some("wamid.out".into())] }
}

fn told(kind: EventKind, message: MessageId, reason: Option<&str>, seconds: i64) -> Event {
    Event {
        kind,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: format!("{kind} {seconds}"),
        subject: Subject::Answer(message),
        message_id: Some("wamid.out".into()),
        occurred_at: at(seconds),
        verdict: Verdict::Unknown,
        sign: None,
        reason: reason.map(str::to_owned),
        link: None,
        foreign: false,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_answer_is_said_once_and_followed_in_whatever_order_it_is_told(pool: PgPool) {
    let world = world(pool, 1).await;
    let number = Number::new(vec![yes()]);
    let id = answered(&world, &text()).await;
    run(&world, &number, at(20)).await;
    assert_eq!(number.said(), [Form::Text("Oui".into())]);
    assert_eq!(stands(&world).await, json!(["accepted", null]));
    tell(&world, vec![told(EventKind::Read, id, None, 40)], Vec::new(), at(41)).await;
    tell(&world, vec![told(EventKind::Delivered, id, None, 30)], Vec::new(), at(42)).await;
    assert_eq!(stands(&world).await, json!(["read", null]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_knows_whether_it_was_said_and_it_is_not_said_again(pool: PgPool) {
    let world = world(pool, 1).await;
    let number = Number::new(vec![Outcome::InDoubt { why: "the connection broke".into() }, yes()]);
    answered(&world, &text()).await;
    run(&world, &number, at(20)).await;
    // As if the process had died before it could tell.
    world.run("update marketing_errands set state = 'running', finished_at = null").await;
    run(&world, &number, at(100_000)).await;
    assert_eq!((number.said().len(), stands(&world).await), (1, json!(["unknown", null])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_is_asked_to_wait_waits_and_who_is_refused_is_told_why(pool: PgPool) {
    let world = world(pool, 1).await;
    let wait =
        Outcome::Retry { after: None, code: "131056".into(), detail: "pair".into(), scope: Scope::Request };
    let no =
        Outcome::Refused { code: "131026".into(), detail: "Undeliverable".into(), scope: Scope::Request };
    let number = Number::new(vec![wait, no]);
    answered(&world, &text()).await;
    run(&world, &number, at(20)).await;
    assert_eq!(stands(&world).await, json!(["waiting", null]));
    run(&world, &number, at(4_000)).await;
    assert_eq!(stands(&world).await, json!(["failed", "131026 Undeliverable"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn once_the_window_has_closed_no_free_text_leaves(pool: PgPool) {
    let world = world(pool, 1).await;
    let number = Number::new(Vec::new());
    answered(&world, &text()).await;
    run(&world, &number, at(0) + TimeDelta::hours(24)).await;
    assert!(number.said().is_empty());
    assert!(stands(&world).await[1].as_str().unwrap().starts_with("window_closed"));
}

/// An approved template of this category, filled.
async fn template(world: &World, category: &str) -> ConversationAnswer {
    let id = new_id();
    world
        .run(&format!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
             values ('{id}', '{ACCOUNT}', '{id}', 'fr', '{category}',
                     '{{\"name\": \"suivi\", \"language\": \"fr\", \"category\": \"{category}\", \"body\": \"Bonjour {{{{prenom}}}}\"}}',
                     'approved', '{id}')"
        ))
        .await;
    let values = [("prenom".to_owned(), "Awa".to_owned())].into_iter().collect();
    ConversationAnswer::Template { template_id: domain::TemplateId(id), values, media_url: None }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_picture_that_a_colleague_gave_stands_above_the_answer(pool: PgPool) {
    let world = world(pool, 1).await;
    let ConversationAnswer::Template { template_id, values, .. } = template(&world, "utility").await else {
        panic!("it is a template")
    };
    let header = json!({"kind": "media", "media": "image", "example_url": "https://exemple.fr/exemple.jpg"});
    world
        .run(&format!(
            "update marketing_whatsapp_templates set content = content || '{{\"header\": {header}}}'"
        ))
        .await;
    let given = "https://exemple.fr/soldes.jpg".to_owned();
    let answer = ConversationAnswer::Template { template_id, values, media_url: Some(given.clone()) };
    let number = Number::new(vec![yes()]);
    answered(&world, &answer).await;
    run(&world, &number, at(20)).await;
    assert_eq!(number.above(), [Some((HeaderMedia::Image, given))]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_first_value_that_is_said_is_that_of_the_first_number_wherever_it_stands(pool: PgPool) {
    let world = world(pool, 1).await;
    let ConversationAnswer::Template { template_id, .. } = template(&world, "utility").await else {
        panic!("it is a template")
    };
    let body = json!({"body": "Votre commande {{2}} est prête, {{1}}."});
    world.run(&format!("update marketing_whatsapp_templates set content = content || '{body}'")).await;
    let values = [("1", "Awa"), ("2", "n° 7")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = ConversationAnswer::Template { template_id, values: values.into(), media_url: None };
    let number = Number::new(vec![yes()]);
    answered(&world, &answer).await;
    run(&world, &number, at(20)).await;
    assert_eq!(number.said(), [Form::Template(["Awa", "n° 7"].map(str::to_owned).to_vec())]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_errand_says_a_template_to_whoever_took_the_yes_back_meanwhile(pool: PgPool) {
    let world = world(pool, 1).await;
    let template = template(&world, "utility").await;
    let number = Number::new(vec![yes()]);
    answered(&world, &template).await;
    world
        .run(&format!(
            "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             values (gen_random_uuid(), '{}', 'whatsapp', 'marketing', 'withdrawn', 'agent', 'test', now(), now())",
            phone(1)
        ))
        .await;
    run(&world, &number, at(20)).await;
    assert!(number.said().is_empty());
    assert!(stands(&world).await[1].as_str().unwrap().starts_with("no_consent"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_answer_that_is_refused_for_its_window_closes_it_and_an_opt_out_is_written_down(pool: PgPool) {
    let world = world(pool, 1).await;
    let id = answered(&world, &text()).await;
    run(&world, &Number::new(vec![yes()]), at(20)).await;
    let failed = |reason, seconds| told(EventKind::DroppedByProvider, id, Some(reason), seconds);
    tell(&world, vec![failed("131047 Re-engagement", 30)], Vec::new(), at(31)).await;
    assert_eq!(stands(&world).await, json!(["failed", "131047 Re-engagement"]));
    let closed = format!("select window_until = '{}' from marketing_conversations", at(30));
    assert_eq!(world.value(&closed).await, true);
    tell(&world, vec![failed("131050 Stopped", 40)], Vec::new(), at(41)).await;
    let withdrawn =
        "select count(*) from marketing_consents where decision = 'withdrawn' and channel = 'whatsapp'";
    assert_eq!(world.value(withdrawn).await, 1);
}

fn no(code: &str, scope: Scope) -> Outcome {
    Outcome::Refused { code: code.into(), detail: "No".into(), scope }
}

/// What is known of person 1 and of the account: the ledger, the cap, the window, the account.
async fn consequences(world: &World) -> Value {
    world
        .value(&format!(
            "select jsonb_build_object(
                 'ledger', (select decision from marketing_consents where address = '{0}' and purpose = 'marketing'),
                 'source', (select max(source) from marketing_consent_entries where address = '{0}' and decision = 'withdrawn'),
                 'capped', (select until >= '{1}'::timestamptz + interval '24 hours' from marketing_whatsapp_caps where address = '{0}'),
                 'window', (select window_until > '{1}'::timestamptz + interval '1 hour' from marketing_conversations),
                 'stopped', (select paused_code from marketing_accounts_state where account = '{ACCOUNT}'))",
            phone(1),
            at(20)
        ))
        .await
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_opted_out_as_an_answer_is_told_at_once_is_written_down(pool: PgPool) {
    let world = world(pool, 1).await;
    for (later, code) in (20..).zip(["131050", "63014", "21610"]) {
        world.run("truncate marketing_messages, marketing_conversations, marketing_errands cascade").await;
        world.run("update marketing_consents set decision = 'granted'").await;
        answered(&world, &text()).await;
        run(&world, &Number::new(vec![no(code, Scope::Request)]), at(60 * later)).await;
        let known = consequences(&world).await;
        assert_eq!((&known["ledger"], &known["source"]), (&json!("withdrawn"), &json!("provider")), "{code}");
        assert_eq!(stands(&world).await, json!(["failed", format!("{code} No")]));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_answer_is_told_at_once_caps_closes_and_stops_as_a_campaign_does(pool: PgPool) {
    let world = world(pool, 1).await;
    for (code, scope, capped, window, stopped) in [
        ("131000", Scope::Request, Value::Null, true, Value::Null),
        ("131049", Scope::Request, json!(true), true, Value::Null),
        ("63049", Scope::Request, json!(true), true, Value::Null),
        ("131047", Scope::Request, Value::Null, false, Value::Null),
        ("63016", Scope::Request, Value::Null, false, Value::Null),
        ("190", Scope::Account, Value::Null, true, json!("190")),
        ("131031", Scope::Account, Value::Null, true, json!("131031")),
    ] {
        world
            .run(
                "truncate marketing_messages, marketing_conversations, marketing_errands, marketing_whatsapp_caps,
                     marketing_accounts_state cascade",
            )
            .await;
        answered(&world, &text()).await;
        run(&world, &Number::new(vec![no(code, scope)]), at(20)).await;
        let expected = json!({"ledger": "granted", "source": null, "capped": capped, "window": window, "stopped": stopped});
        assert_eq!(consequences(&world).await, expected, "{code}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_of_marketing_waits_for_a_cap_and_for_a_reader_and_one_of_service_does_not(pool: PgPool) {
    let world = world(pool, 1).await;
    let cap = format!(
        "insert into marketing_whatsapp_caps (address, until, code) values ('{}', '{}', '131049')",
        phone(1),
        at(600)
    );
    let hold = "update marketing_conversations set state = 'needs_person'";
    for (rule, code) in [(cap.as_str(), "capped"), (hold, "held")] {
        for category in ["marketing", "utility"] {
            world
                .run("truncate marketing_messages, marketing_conversations, marketing_errands, marketing_whatsapp_caps cascade")
                .await;
            let template = template(&world, category).await;
            answered(&world, &template).await;
            world.run(rule).await;
            let number = Number::new(vec![yes()]);
            run(&world, &number, at(20)).await;
            let is_held = category == "marketing";
            assert_eq!(number.said().is_empty(), is_held, "{code} {category}");
            let reason = stands(&world).await[1].clone();
            assert_eq!(reason.as_str().is_some_and(|reason| reason.starts_with(code)), is_held, "{reason}");
        }
    }
    // Once the cap has ended, and nobody has to read anything any more.
    world.run("truncate marketing_messages, marketing_conversations, marketing_errands, marketing_whatsapp_caps cascade").await;
    let template = template(&world, "marketing").await;
    answered(&world, &template).await;
    world.run(&cap).await;
    let number = Number::new(vec![yes()]);
    run(&world, &number, at(600)).await;
    assert_eq!(number.said().len(), 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_said_outside_the_window_takes_its_place_under_the_numbers_limit(pool: PgPool) {
    let world = world(pool, 1).await;
    world
        .run(&format!(
            "insert into marketing_whatsapp_senders (account, is_limited, daily_limit, synced_at) values ('{ACCOUNT}', true, 250, now())"
        ))
        .await;
    let used = async || {
        let mut tx = world.store.begin().await.unwrap();
        tx.whatsapp_senders().used(&AccountId(ACCOUNT.into()), at(0)).await.unwrap()
    };
    let places = "select taken -> 'all' -> 'rolling' -> 0 -> 1 from marketing_paces";
    let template = template(&world, "utility").await;
    answered(&world, &template).await;
    run(&world, &Number::new(vec![yes()]), at(20)).await;
    assert_eq!(
        (used().await, world.value("select count(*) from marketing_paces").await),
        (0, json!(0)),
        "they wrote"
    );
    world.run("update marketing_conversations set window_until = null; delete from marketing_messages where direction = 'inbound'").await;
    world.run("update marketing_messages set state = 'waiting'; update marketing_errands set state = 'waiting', finished_at = null, tries = 0").await;
    run(&world, &Number::new(vec![yes()]), at(4_000)).await;
    assert_eq!(used().await, 1);
    assert_eq!(world.value(places).await, 1);
}
