//! What people write to us by WhatsApp: kept once, understood, followed, confirmed.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    consent::Purpose,
    event::{Event, EventKind, ReceiptOrigin, Subject, Verdict},
    provider::AccountId,
    whatsapp::{Inbound, InboundContent, Preference, WhatsappNews},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::NewReceipt;

use crate::world::{ACCOUNT, CAMPAIGN, World, at};

pub(crate) fn phone(number: u32) -> String {
    format!("+3361234{number:04}")
}

/// A campaign by WhatsApp of so many messages, as the planner leaves it: everybody said yes.
pub(crate) async fn world(pool: PgPool, messages: i32) -> World {
    world_in(pool, messages, messages).await
}

/// The same, in batches of so many.
pub(crate) async fn world_in(pool: PgPool, messages: i32, batch: i32) -> World {
    let world = World::new(pool, messages, batch).await;
    world
        .run(&format!(
            "update marketing_deliveries set channel = 'whatsapp', address = '+3361234' || lpad(number::text, 4, '0');
             insert into marketing_message_ids (account, message_id, campaign_id, number)
             select '{ACCOUNT}', 'wamid.' || number, campaign_id, number from marketing_deliveries;
             insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             select gen_random_uuid(), address, 'whatsapp', 'marketing', 'granted', 'agent', 'test', '{yes}', '{yes}'
             from marketing_deliveries;
             -- The permission is older than the plan.
             update marketing_campaign_contents set asked_in = marketing_horizon()",
            yes = at(-60)
        ))
        .await;
    world
}

pub(crate) fn text(id: &str, number: u32, said: &str, seconds: i64) -> Inbound {
    Inbound {
        message_id: id.to_owned(),
        phone: Some(phone(number)),
        user_id: None,
        profile_name: Some("Awa".into()),
        at: at(seconds),
        content: InboundContent::Text { text: said.to_owned() },
        answers: None,
        opt_out_type: None,
    }
}

/// The provider tells it, as a page that was asked for.
pub(crate) async fn tell(world: &World, events: Vec<Event>, news: Vec<WhatsappNews>, now: DateTime<Utc>) {
    let events: Vec<_> = events.into_iter().map(|event| (event, Vec::<String>::new())).collect();
    let body = json!({"events": events, "news": news, "unknown": []}).to_string();
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    let receipt = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Sweep,
        headers: &[],
        query: "",
        body: body.as_bytes(),
        received_at: now,
    };
    tx.receipts().insert(receipt).await.unwrap();
    tx.commit().await.unwrap();
    world.take_in(now).await;
    assert_eq!(world.value("select count(*) from marketing_receipts where state = 'failed'").await, 0);
}

pub(crate) async fn hear(world: &World, told: Vec<Inbound>, seconds: i64) {
    tell(world, Vec::new(), told.into_iter().map(WhatsappNews::Inbound).collect(), at(seconds)).await;
}

async fn standing(world: &World, address: &str) -> Value {
    world
        .value(&format!(
            "select (select decision from marketing_consents
                     where address = '{address}' and channel = 'whatsapp' and purpose = '{}')",
            Purpose::Marketing
        ))
        .await
}

async fn state(world: &World, address: &str) -> Value {
    world.value(&format!("select state from marketing_conversations where address = '{address}'")).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_message_is_kept_once_opens_the_window_and_grants_nothing(pool: PgPool) {
    let world = world(pool, 1).await;
    world.run("delete from marketing_consents").await;
    hear(&world, vec![text("in.1", 9, "Bonjour", 10)], 20).await;
    hear(&world, vec![text("in.1", 9, "Bonjour", 10), text("in.2", 9, "Vous êtes là ?", 5)], 30).await;
    let seen = "select jsonb_build_array(unread, state, excerpt, profile_name) from marketing_conversations";
    assert_eq!(world.value(seen).await, json!([2, "unread", "Bonjour", "Awa"]));
    assert_eq!(world.value("select count(*) from marketing_messages").await, 2);
    assert_eq!(standing(&world, &phone(9)).await, Value::Null);
    let mut tx = world.store.begin().await.unwrap();
    let account = AccountId(ACCOUNT.into());
    let windows = tx.conversations().windows(&account, &[phone(9), phone(1)]).await.unwrap();
    assert_eq!(windows, BTreeMap::from([(phone(9), at(10) + TimeDelta::hours(24))]));
    let other = AccountId("other".into());
    assert!(tx.conversations().windows(&other, &[phone(9)]).await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn stop_withdraws_with_the_message_as_proof_and_is_confirmed_once(pool: PgPool) {
    let world = world(pool, 1).await;
    hear(&world, vec![text("in.1", 1, "ARRÊT !", 10)], 20).await;
    hear(&world, vec![text("in.2", 1, "stop", 30)], 40).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
    let proof = "select evidence ->> 'message' from marketing_consent_evidence where evidence ->> 'message_id' = 'in.1'";
    assert_eq!(world.value(proof).await, "ARRÊT !");
    let said = "select jsonb_build_array(count(*), min(content ->> 'text')) from marketing_messages where direction = 'outbound'";
    let said = world.value(said).await;
    assert_eq!(said[0], 1, "confirmed once");
    assert!(said[1].as_str().unwrap().contains("REPRENDRE"), "{said}");
    assert_eq!(
        world.value("select count(*) from marketing_errands where task ->> 'kind' = 'answer'").await,
        1
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_press_that_no_webhook_brought_is_told_as_a_text_and_opts_out_all_the_same(pool: PgPool) {
    let world = world(pool, 2).await;
    let content = json!({
        "name": "soldes", "language": "fr", "category": "marketing", "body": "Bonjour",
        "buttons": [
            {"kind": "quick_reply", "text": "Sans moi", "opts_out": true},
            {"kind": "quick_reply", "text": "Avec moi", "opts_out": false},
        ],
    });
    world
        .run(&format!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content)
             values (gen_random_uuid(), '{ACCOUNT}', 'soldes', 'fr', 'marketing', '{content}')"
        ))
        .await;
    hear(&world, vec![text("in.1", 1, "Sans moi", 10), text("in.2", 2, "Avec moi", 10)], 20).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
    assert_eq!(standing(&world, &phone(2)).await, "granted");
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_asks_for_it_again_is_granted_again_whatever_order_it_comes_in(pool: PgPool) {
    let world = world(pool, 1).await;
    hear(&world, vec![text("in.2", 1, "Reprendre", 30)], 40).await;
    hear(&world, vec![text("in.1", 1, "STOP", 10)], 41).await;
    assert_eq!(standing(&world, &phone(1)).await, "granted");
    hear(&world, vec![text("in.3", 1, "STOP", 60)], 70).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_sentence_with_stop_is_no_opt_out_and_holds_marketing_until_somebody_decides(pool: PgPool) {
    let world = world(pool, 2).await;
    hear(&world, vec![text("in.1", 1, "Stop chez vous demain\u{202f}?", 10)], 20).await;
    hear(&world, vec![text("in.2", 1, "Merci", 30)], 40).await;
    assert_eq!(standing(&world, &phone(1)).await, "granted");
    assert_eq!(state(&world, &phone(1)).await, "needs_person");
    assert_eq!(refused(&world, 50).await, [(1, "held".to_owned())]);
    hear(&world, vec![text("in.3", 1, "STOP", 60)], 70).await;
    assert_eq!(state(&world, &phone(1)).await, "unread");
    assert_eq!(refused(&world, 80).await, [(1, "no_consent".to_owned())]);
}

/// Who of the first batch may not be sent to any more, as the dispatcher is told it.
async fn refused(world: &World, seconds: i64) -> Vec<(u32, String)> {
    world.run("update marketing_batches set state = 'ready', lease_until = null").await;
    let dispatcher = world.dispatcher();
    let hold = dispatcher.claim(at(seconds)).await.unwrap().unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let members = tx.batches().members(&hold, at(seconds)).await.unwrap();
    members.into_iter().filter_map(|member| Some((member.number, member.refused?.to_string()))).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_answer_counts_for_its_delivery_within_seven_days_and_an_opt_out_always(pool: PgPool) {
    let world = world(pool, 3).await;
    let day = 86_400;
    let reply = |id: &str, number: u32, said: &str, seconds| Inbound {
        answers: Some(format!("wamid.{number}")),
        ..text(id, number, said, seconds)
    };
    hear(&world, vec![reply("in.1", 1, "Merci", 7 * day), reply("in.2", 2, "Merci", 7 * day + 1)], 8 * day)
        .await;
    let button = InboundContent::Button { payload: Some("OPTOUT:c7".into()), text: "Plus tard".into() };
    hear(&world, vec![Inbound { content: button, ..reply("in.3", 3, "", 10) }], 8 * day).await;
    let figures = world.figures().await;
    assert_eq!((&figures["replied"], &figures["unsubscribed"]), (&json!(2), &json!(1)), "{figures}");
    assert_eq!(standing(&world, &phone(3)).await, "withdrawn");
    assert_eq!(
        world.value("select count(*) from marketing_consent_entries where decision = 'withdrawn'").await,
        1,
        "one decision, one entry"
    );
    let of = world.value("select campaign_id from marketing_messages where message_id = 'in.2'").await;
    assert_eq!(of, json!(CAMPAIGN.0), "kept with its campaign all the same");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_list_told_before_the_webhook_counts_for_its_campaign_once_that_tells_what_it_answers(
    pool: PgPool,
) {
    let world = world(pool, 3).await;
    let listed = |number: u32, said: &str| text(&format!("in.{number}"), number, said, 10);
    let answering = |number: u32, content| Inbound {
        answers: Some(format!("wamid.{number}")),
        content,
        ..text(&format!("in.{number}"), number, "", 10)
    };
    let pressed =
        |text: &str| InboundContent::Button { payload: Some("OPTOUT:c7".into()), text: text.into() };
    let merci = InboundContent::Text { text: "Merci".into() };
    hear(&world, vec![listed(1, "Merci"), listed(2, "Stop"), listed(3, "Plus tard")], 20).await;
    assert_eq!(world.figures().await["replied"], Value::Null, "nobody knows what it answers");
    assert_eq!(standing(&world, &phone(3)).await, "granted", "nobody can tell what was pressed");
    for second in [30, 40] {
        let told = vec![
            answering(1, merci.clone()),
            answering(2, pressed("Stop")),
            answering(3, pressed("Plus tard")),
        ];
        hear(&world, told, second).await;
        let figures = world.figures().await;
        assert_eq!((&figures["replied"], &figures["unsubscribed"]), (&json!(3), &json!(2)), "{figures}");
    }
    assert_eq!(standing(&world, &phone(3)).await, "withdrawn");
    let entries = "select count(*) from marketing_consent_entries where decision = 'withdrawn'";
    assert_eq!(world.value(entries).await, 2, "one decision, one entry");
    assert_eq!(world.value("select count(*) from marketing_messages where direction = 'inbound'").await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn somebody_without_a_number_is_known_by_the_user_id_and_keeps_the_decision_when_it_is_told(
    pool: PgPool,
) {
    let world = world(pool, 2).await;
    let nameless = |id: &str, said: &str, seconds| Inbound {
        phone: None,
        user_id: Some("FR.77".into()),
        ..text(id, 0, said, seconds)
    };
    hear(&world, vec![nameless("in.1", "STOP", 10)], 20).await;
    assert_eq!(standing(&world, "FR.77").await, "withdrawn");
    assert_eq!(standing(&world, &phone(1)).await, "granted");
    let both = Inbound { user_id: Some("FR.77".into()), ..text("in.2", 1, "C’est encore moi", 30) };
    hear(&world, vec![both], 40).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
    let known = world
        .value("select jsonb_agg(jsonb_build_array(address, unread)) from marketing_conversations")
        .await;
    assert_eq!(known, json!([[phone(1), 2]]));
    // From now on the user id alone is enough; and of a stranger, the message that is answered.
    hear(&world, vec![nameless("in.3", "REPRENDRE", 50)], 60).await;
    assert_eq!(standing(&world, &phone(1)).await, "granted");
    let stranger = Inbound {
        user_id: Some("FR.78".into()),
        answers: Some("wamid.2".into()),
        ..nameless("in.4", "stop", 70)
    };
    hear(&world, vec![stranger], 80).await;
    assert_eq!(standing(&world, &phone(2)).await, "withdrawn");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_choice_in_whatsapps_menu_counts_once_however_often_it_is_told(pool: PgPool) {
    let world = world(pool, 1).await;
    let choice = |wanted, seconds| {
        WhatsappNews::Preference(Preference {
            phone: Some(phone(1)),
            user_id: None,
            wanted,
            detail: "User requested to stop marketing messages".into(),
            at: at(seconds),
        })
    };
    tell(&world, Vec::new(), vec![choice(false, 10)], at(20)).await;
    tell(&world, Vec::new(), vec![choice(false, 10)], at(21)).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
    assert_eq!(
        world.value("select count(*) from marketing_consent_entries where source = 'provider'").await,
        1
    );
    tell(&world, Vec::new(), vec![choice(true, 30)], at(40)).await;
    assert_eq!(standing(&world, &phone(1)).await, "granted");
}

pub(crate) fn failed(number: u32, reason: &str, seconds: i64) -> Event {
    Event {
        kind: EventKind::DroppedByProvider,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: format!("{number} failed {seconds}"),
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        message_id: None,
        occurred_at: at(seconds),
        verdict: Verdict::Unknown,
        sign: None,
        reason: Some(reason.to_owned()),
        link: None,
        foreign: false,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_providers_code_says_what_follows_and_a_technical_error_is_no_opt_out(pool: PgPool) {
    let world = world(pool, 5).await;
    hear(&world, vec![text("in.1", 3, "Bonjour", 5)], 6).await;
    let events = vec![
        failed(1, "131050 User has stopped marketing", 10),
        failed(2, "131049 In order to maintain a healthy ecosystem", 10),
        failed(3, "131047 Re-engagement message", 10),
        failed(4, "131000 Something went wrong, unsubscribe", 10),
        failed(5, "131026 Message undeliverable", 10),
    ];
    tell(&world, events, Vec::new(), at(20)).await;
    assert_eq!(standing(&world, &phone(1)).await, "withdrawn");
    for number in 2..=5 {
        assert_eq!(standing(&world, &phone(number)).await, "granted", "{number}");
    }
    let capped = format!(
        "select jsonb_build_array(address, code, until = '{}') from marketing_whatsapp_caps",
        at(10 + 86_400)
    );
    assert_eq!(world.value(&capped).await, json!([phone(2), "131049", true]));
    let closed = format!("select window_until = '{}' from marketing_conversations", at(10));
    assert_eq!(world.value(&closed).await, true);
    assert_eq!(world.value("select count(*) from marketing_suppressions").await, 0, "once is not too often");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_number_that_is_not_reached_three_times_within_thirty_days_is_suppressed(pool: PgPool) {
    let world = world(pool, 3).await;
    // Three deliveries of one person.
    world
        .run(
            "alter table marketing_deliveries drop constraint marketing_deliveries_campaign_id_channel_address_key,
                 drop constraint marketing_deliveries_person_id_campaign_id_channel_key;
             update marketing_deliveries set address = '+33612340001', person_id = '00000000-0000-4000-8000-000000000001'",
        )
        .await;
    for number in 1..=3 {
        assert_eq!(world.value("select count(*) from marketing_suppressions").await, 0);
        tell(
            &world,
            vec![failed(number, "63024 Invalid recipient", 10 + i64::from(number))],
            Vec::new(),
            at(20),
        )
        .await;
    }
    assert_eq!(world.value("select reason from marketing_suppressions").await, "unreachable");
}
