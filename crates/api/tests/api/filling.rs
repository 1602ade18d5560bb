//! For how many a message by WhatsApp can be filled, told before it leaves: over HTTP, and held against what the sending refuses.

#[path = "../../../delivery/tests/people/taker.rs"]
mod taker;

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use delivery::{Carrier, Dispatcher, Planner, PlannerSettings, Stage, Step};
use domain::{Language, delivery::DeliveryState, provider::Provider};
use proptest::{prelude::*, sample::select, strategy::ValueTree as _, test_runner::TestRunner};
use providers::{Accounts, Connection};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;
use store::Store;
use taker::Taker;
use uuid::Uuid;

use crate::{
    people::{clients, fold},
    world::{self, Answer, World, at, now},
};

/// A server with one account of WhatsApp, which takes every message, and a draft for whoever is a client.
struct Draft {
    world: World,
    pool: PgPool,
    taker: Arc<Taker>,
    path: String,
    edit: Value,
}

/// What is kept of somebody beside their number, and whether their window is open.
type Somebody = (Value, bool);

#[allow(clippy::disallowed_methods, reason = "a test may make ids")]
fn new_id() -> Uuid {
    Uuid::new_v4()
}

fn accounts(taker: &Arc<Taker>) -> Accounts {
    [Arc::clone(taker) as Arc<dyn Connection>].into_iter().collect()
}

impl Draft {
    async fn new(pool: PgPool, provider: Provider, people: &[Somebody]) -> Self {
        let taker = Taker::new(provider);
        let world = World::of(api::Api { accounts: accounts(&taker), ..world::api(pool.clone()) }).await;
        gather(&pool, provider, people).await;
        let content = json!({"name": "promo", "language": "fr", "category": "marketing",
            "header": {"kind": "text", "text": "Soldes {{saison}}"},
            "body": "Bonjour {{prenom}}, {{remise}} de remise.", "buttons": [{"kind": "copy_code"}], "examples": {}});
        let template = new_id();
        approve(&pool, provider, template, &content).await;
        let made = world.post("/campaigns", &json!({"name": "Soldes", "channel": "whatsapp"})).await.json();
        let edit = json!({"name": "Soldes", "audience": clients(), "template_id": template, "tags": [],
            "whatsapp": {"values": {"saison": "{{ source.saison }}", "prenom": "{{ source.prenom }}",
                "remise": "{{ source.remise | default(10) | round }} %", "code": "{{ source.code }}"}}});
        let draft = Self { world, pool, taker, path: at("campaigns", &made), edit: edit.clone() };
        let saved = draft.save(&edit).await;
        assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
        draft
    }

    /// The same, with something of its message changed.
    fn with(&self, pointer: &str, value: &str) -> Value {
        let mut edit = self.edit.clone();
        let (place, name) = pointer.rsplit_once('/').unwrap();
        edit.pointer_mut(place).unwrap()[name] = value.into();
        edit
    }

    async fn save(&self, edit: &Value) -> Answer {
        let version = self.world.get(&self.path).await.json()["version"].as_i64().unwrap();
        self.world.put(&self.path, version, edit).await
    }

    async fn review(&self) -> Value {
        self.world.get(&format!("{}/review", self.path)).await.json()
    }

    /// What the review says of values and texts: how it weighs, what it is, what it is about.
    async fn told(&self) -> Vec<(String, String, String)> {
        let told = |check: &Value, member: &str| check[member].as_str().unwrap().to_owned();
        let review = self.review().await;
        let checks = review["checks"].as_array().unwrap().iter();
        let checks = checks.map(|check| (told(check, "severity"), told(check, "code"), told(check, "about")));
        let is_ours = |code: &str| {
            ["value.", "free_text.", "variable.", "media.", "audience.unfit"]
                .iter()
                .any(|start| code.starts_with(start))
        };
        checks.filter(|(_, code, _)| is_ours(code)).collect()
    }

    async fn launch(&self) -> Answer {
        let version = self.world.get(&self.path).await.json()["version"].to_string();
        let (path, tag) = (format!("{}/launch", self.path), format!("\"{version}\""));
        self.world.ask(reqwest::Method::POST, &path, &[("if-match", &tag)], Some(&json!({}))).await
    }

    /// Plans it and lets it leave; how many failed, by the code.
    async fn leave(&self) -> BTreeMap<String, i64> {
        let store = Store::new(self.pool.clone());
        let settings =
            PlannerSettings { accounts: accounts(&self.taker), batch: 500, language: Language::Fr };
        let carrier = Carrier {
            store: store.clone(),
            accounts: accounts(&self.taker),
            urls: world::urls(),
            zone: chrono_tz::Europe::Paris,
            ids: new_id,
            chance: || 0.5,
        };
        let (planner, dispatcher) = (Planner::new(store, settings), Dispatcher::new(carrier, 500));
        let begin = now();
        while planner.step(begin).await.unwrap() == Step::Worked {}
        // A number says so many messages in a second.
        for second in 1..=10 {
            while dispatcher.step(begin + TimeDelta::seconds(second)).await.unwrap() == Step::Worked {}
        }
        let failed = "select code, count(*) from marketing_delivery_state where rank = $1 group by code";
        let failed = sqlx::query_as(failed).bind(DeliveryState::Failed.rank());
        failed.fetch_all(&self.pool).await.unwrap().into_iter().collect()
    }
}

/// The account has this template, and it is approved.
async fn approve(pool: &PgPool, account: Provider, id: Uuid, content: &Value) {
    sqlx::query(
        "insert into prospecting_templates (marketing_id, marketing_name, marketing_channel, marketing_origin, marketing_text,
                                            marketing_created_at, marketing_updated_at)
         values ($1, 'promo', 'whatsapp', 'marketing', '', now(), now())",
    )
    .bind(id)
    .execute(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
         values ($1, $2, 'promo', 'fr', 'marketing', $3, 'approved', '1')",
    )
    .bind(id)
    .bind(account.as_str())
    .bind(content)
    .execute(pool)
    .await
    .unwrap();
}

/// People who said yes to WhatsApp.
async fn gather(pool: &PgPool, account: Provider, people: &[Somebody]) {
    for (number, _) in people.iter().enumerate() {
        sqlx::query("insert into clients (nom, telephone, type) values ($1, $1, 'CLIENT')")
            .bind(phone(number))
            .execute(pool)
            .await
            .unwrap();
    }
    sqlx::query(
        "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
         select gen_random_uuid(), telephone, 'whatsapp', 'marketing', 'granted', 'form', 'tests', now(), now() from clients",
    )
    .execute(pool)
    .await
    .unwrap();
    fold(pool).await;
    for (number, (fields, is_open)) in people.iter().enumerate() {
        sqlx::query("update marketing_contacts set fields = $2 where phone = $1")
            .bind(phone(number))
            .bind(fields)
            .execute(pool)
            .await
            .unwrap();
        sqlx::query(
            "insert into marketing_conversations (id, account, address, state, last_direction, last_at, window_until)
             select gen_random_uuid(), $1, $2, 'read', 'inbound', now(), now() + interval '10 hours' where $3",
        )
        .bind(account.as_str())
        .bind(phone(number))
        .bind(is_open)
        .execute(pool)
        .await
        .unwrap();
    }
}

fn phone(number: usize) -> String {
    format!("+336123{number:05}")
}

/// Somebody for whom there is a message, with something of theirs changed.
fn but(changed: Value) -> Somebody {
    let mut fields = json!({"saison": "d’été", "prenom": "Awa", "remise": 20, "code": "ETE"});
    fields.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    (fields, false)
}

fn told(severity: &str, code: &str, about: &str) -> (String, String, String) {
    (severity.into(), code.into(), about.into())
}

#[sqlx::test(migrations = false)]
async fn who_would_get_nothing_is_counted_by_what_they_lack_or_what_is_too_long(pool: PgPool) {
    let people = [
        but(json!({})),
        but(json!({"prenom": null, "saison": " "})),
        but(json!({"prenom": ""})),
        but(json!({"prenom": "x".repeat(1_200)})),
        but(json!({"saison": "x".repeat(54)})),
        but(json!({"code": "x".repeat(16)})),
        but(json!({"remise": "une"})),
        but(json!({"prenom": ""})),
    ];
    let draft = Draft::new(pool.clone(), Provider::Meta, &people).await;
    // Who is left out gets nothing anyway.
    sqlx::query("insert into marketing_suppressions (address, channel, reason, created_at, changed_at) values ($1, 'whatsapp', 'unreachable', now(), now())")
        .bind(phone(7))
        .execute(&pool)
        .await
        .unwrap();
    let expected = [
        told("warning", "value.empty", "2 / prenom"),
        told("warning", "value.empty", "1 / saison"),
        told("warning", "value.too_long", "1 / body / 1024 / 1225"),
        told("warning", "value.too_long", "1 / header / 60 / 61"),
        told("warning", "value.too_long", "1 / code / 15 / 16"),
        told("warning", "value.unfit", "1"),
    ];
    assert_eq!(draft.told().await, expected);
    let review = draft.review().await;
    let filling = &review["whatsapp"]["filling"];
    assert_eq!(
        (&review["waterfall"]["planned"], &filling["looked_at"], &filling["unfit"]),
        (&json!(7), &json!(7), &json!(6))
    );
    let empty =
        json!({"reason": {"kind": "empty_value", "variable": "prenom"}, "people": 2, "longest": null});
    assert_eq!(filling["reasons"][0], empty);

    let saved = draft
        .save(&draft.with("/whatsapp/values/prenom", "{{ (source.prenom | default('à vous'))[:20] }}"))
        .await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    let codes: Vec<_> =
        draft.told().await.into_iter().map(|(_, code, about)| format!("{code} {about}")).collect();
    let left = [
        "value.empty 1 / saison",
        "value.too_long 1 / header / 60 / 61",
        "value.too_long 1 / code / 15 / 16",
        "value.unfit 1",
    ];
    assert_eq!(codes, left, "a fallback and a cut mend what they are for");
    assert_eq!(draft.launch().await.status, StatusCode::OK, "whoever fits may be written to");
}

#[sqlx::test(migrations = false)]
async fn a_message_that_can_be_filled_for_nobody_is_not_launched(pool: PgPool) {
    let nobody = [but(json!({"prenom": null})), but(json!({"code": null}))];
    let draft = Draft::new(pool, Provider::Meta, &nobody).await;
    let first = draft.told().await.remove(0);
    assert_eq!(first, told("blocking", "audience.unfit", "2"));
    let refused = draft.launch().await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "campaign.not_ready"));
    draft.save(&draft.with("/whatsapp/values/code", "ETE")).await;
    assert_eq!(draft.told().await, [told("warning", "value.empty", "1 / prenom")], "one gets it");
}

#[sqlx::test(migrations = false)]
async fn a_free_text_is_as_long_as_the_provider_of_its_account_takes(pool: PgPool) {
    let talker = |word: usize| (but(json!({"mot": "x".repeat(word)})).0, true);
    let people = [talker(1_599), talker(1_600), talker(0), (but(json!({})).0, false)];
    let draft = Draft::new(pool.clone(), Provider::Twilio, &people).await;
    let refused = draft.save(&draft.with("/whatsapp/free_text", &"x".repeat(1_601))).await;
    assert_eq!(refused.wrong(), [("/whatsapp/free_text".to_owned(), "field.too_long".to_owned())]);
    assert!(refused.json()["errors"][0]["detail"].as_str().unwrap().contains("1600"), "{refused:?}");
    for text in ["x".repeat(1_600), "{{ source.mot }} ".into()] {
        let saved = draft.save(&draft.with("/whatsapp/free_text", &text)).await;
        assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    }
    assert_eq!(draft.told().await, [told("warning", "free_text.empty", "1")]);
    draft.save(&draft.with("/whatsapp/free_text", "{{ source.mot }} ?")).await;
    assert_eq!(draft.told().await, [told("warning", "free_text.too_long", "2 / 1600 / 1602")]);

    let before = "update prospecting_campaigns set marketing_whatsapp = jsonb_set(marketing_whatsapp, '{free_text}', to_jsonb(repeat('x', 4000)))";
    sqlx::query(before).execute(&pool).await.unwrap();
    assert_eq!(draft.told().await[0], told("blocking", "free_text.too_long", "1600"));
}

#[sqlx::test(migrations = false)]
async fn an_answer_in_a_conversation_is_no_longer_than_that_either(pool: PgPool) {
    let draft = Draft::new(pool, Provider::Twilio, &[(but(json!({})).0, true)]).await;
    let one = draft.world.get("/conversations").await.json()["items"][0]["id"].clone();
    let path = format!("/conversations/{}/messages", one.as_str().unwrap());
    let say = async |length: usize| {
        draft.world.post(&path, &json!({"kind": "text", "text": "x".repeat(length)})).await
    };
    assert_eq!(say(1_601).await.wrong(), [("/text".to_owned(), "field.too_long".to_owned())]);
    assert_eq!(say(1_600).await.status, StatusCode::ACCEPTED);
}

#[sqlx::test(migrations = false)]
async fn by_twilio_a_file_above_the_text_is_where_the_example_is(pool: PgPool) {
    let draft = Draft::new(pool.clone(), Provider::Twilio, &[(but(json!({})).0, true)]).await;
    let pictured = json!({"header": {"kind": "media", "media": "image", "example_url": "https://cdn.exemple.fr/exemple.jpg"},
        "body": "Bonjour {{prenom}}, {{remise}} de remise, soldes {{saison}} !"});
    let change = "update marketing_whatsapp_templates set content = content || $1";
    sqlx::query(change).bind(&pictured).execute(&pool).await.unwrap();
    let (elsewhere, there) = ("https://autre.exemple.fr/soldes.jpg", "https://cdn.exemple.fr/soldes.jpg?v=2");
    draft.save(&draft.with("/whatsapp/media_url", elsewhere)).await;
    assert_eq!(draft.told().await, [told("blocking", "media.host", "https://cdn.exemple.fr")]);
    let wrong = draft.launch().await.wrong();
    assert_eq!(wrong, [("/whatsapp/media_url".to_owned(), "field.host".to_owned())]);

    let one = draft.world.get("/conversations").await.json()["items"][0]["id"].clone();
    let path = format!("/conversations/{}/messages", one.as_str().unwrap());
    let say = async |url: &str| {
        let values = json!({"saison": "d’été", "prenom": "Awa", "remise": "20 %", "code": "ETE"});
        let answer = json!({"kind": "template", "template_id": draft.edit["template_id"], "values": values, "media_url": url});
        draft.world.post(&path, &answer).await
    };
    let refused = say(elsewhere).await;
    assert_eq!(refused.wrong(), [("/media_url".to_owned(), "field.host".to_owned())]);
    assert!(refused.json()["errors"][0]["detail"].as_str().unwrap().contains("https://cdn.exemple.fr"));
    assert_eq!(say(there).await.status, StatusCode::ACCEPTED);

    draft.save(&draft.with("/whatsapp/media_url", there)).await;
    assert_eq!(draft.told().await, []);
    assert_eq!(draft.launch().await.status, StatusCode::OK);
}

/// A text of one of these lengths, or none.
fn text(lengths: &'static [usize]) -> impl Strategy<Value = Value> {
    let long = select(lengths).prop_map(|length| Value::from("é".repeat(length)));
    prop_oneof![6 => Just(Value::from("é")), 2 => long, 1 => select(vec![Value::Null, " ".into()])]
}

fn somebody() -> impl Strategy<Value = Somebody> {
    let remise = select(vec![Value::Null, 7.into(), 7.into(), 7.into(), "x".into()]);
    let fields =
        (text(&[53, 54]), text(&[990, 1_100]), remise, text(&[15, 16]), text(&[1_600, 1_601, 4_097]));
    let fields = fields.prop_map(|(saison, prenom, remise, code, mot)| {
        json!({"saison": saison, "prenom": prenom, "remise": remise, "code": code, "mot": mot})
    });
    (fields, any::<bool>())
}

/// The people of a reason, by its kind.
fn of(filling: &Value, kind: &str) -> i64 {
    let reasons = filling["reasons"].as_array().unwrap().iter();
    reasons.filter(|one| one["reason"]["kind"] == kind).map(|one| one["people"].as_i64().unwrap()).sum()
}

async fn the_count_is_what_the_sending_refuses(pool: PgPool, provider: Provider) {
    let people = prop::collection::vec(somebody(), 150);
    let people = people.new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let draft = Draft::new(pool, provider, &people).await;
    let saved = draft.save(&draft.with("/whatsapp/free_text", "{{ source.mot }}")).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    let filling = draft.review().await["whatsapp"]["filling"].clone();
    for kind in ["empty_value", "empty_text", "too_long", "broken"] {
        assert!(of(&filling, kind) > 0, "{kind}: {filling}");
    }
    let unfit = filling["unfit"].as_i64().unwrap();
    let launched = draft.launch().await;
    assert_eq!(launched.status, StatusCode::OK, "{launched:?}");
    let failed = draft.leave().await;
    assert_eq!(draft.taker.taken().len(), 150 - usize::try_from(unfit).unwrap(), "everybody else got it");
    assert!(!draft.taker.said().is_empty() && draft.taker.said().len() < draft.taker.taken().len());
    let empty = unfit - of(&filling, "too_long") - of(&filling, "broken");
    let expected = [
        ("content.empty_value", empty),
        ("content.too_long", of(&filling, "too_long")),
        ("content.template", of(&filling, "broken")),
    ];
    let expected = BTreeMap::from(expected.map(|(code, people)| (code.to_owned(), people)));
    assert_eq!(failed, expected, "{filling}");
}

#[sqlx::test(migrations = false)]
async fn by_meta_the_count_is_what_the_sending_refuses_of_the_same_people(pool: PgPool) {
    the_count_is_what_the_sending_refuses(pool, Provider::Meta).await;
}

#[sqlx::test(migrations = false)]
async fn by_twilio_the_count_is_what_the_sending_refuses_of_the_same_people(pool: PgPool) {
    the_count_is_what_the_sending_refuses(pool, Provider::Twilio).await;
}
