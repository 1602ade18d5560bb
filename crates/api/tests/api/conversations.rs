//! Conversations: read, decided, answered.

use delivery::{Projector, Stage, Step};
use domain::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};
use store::Store;
use uuid::Uuid;

use crate::{
    letters::Letters,
    people::ledger,
    world::{World, now, token_of},
};

const ONE: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50";
const TEMPLATE: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f51";

async fn run(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.unwrap();
}

/// Somebody wrote so many hours ago.
async fn world(pool: &PgPool, hours: i32, state: &str) -> World {
    let world = World::new(pool.clone()).await;
    run(
        pool,
        &format!(
            "insert into marketing_conversations (id, account, address, profile_name, state, unread, excerpt, last_direction, last_at, window_until)
             values ('{ONE}', 'whatsapp', '+33612345678', 'Awa', '{state}', 1, 'Stop chez vous ?', 'inbound',
                     now() - interval '{hours} hours', now() + interval '24 hours' - interval '{hours} hours'),
                    (gen_random_uuid(), 'whatsapp', '+221771234567', 'Binta', 'read', 0, 'Merci', 'inbound', now() - interval '9 days', null);
             insert into marketing_messages (id, conversation_id, direction, content, message_id, at)
             values (gen_random_uuid(), '{ONE}', 'inbound', '{{\"kind\": \"text\", \"text\": \"Stop chez vous ?\"}}', 'in.1', now() - interval '{hours} hours')"
        ),
    )
    .await;
    world
}

async fn post(world: &World, path: &str, body: Value) -> crate::world::Answer {
    world.ask(Method::POST, &format!("/conversations/{ONE}/{path}"), &[], Some(&body)).await
}

async fn names(world: &World, query: &str) -> Vec<Value> {
    let page = world.get(&format!("/conversations{query}")).await.json();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
}

#[sqlx::test(migrations = false)]
async fn conversations_are_listed_and_found_by_name_number_and_state(pool: PgPool) {
    let world = world(&pool, 1, "unread").await;
    assert_eq!(names(&world, "").await, [json!("Awa"), json!("Binta")]);
    assert_eq!(names(&world, "?state=unread").await, [json!("Awa")]);
    assert_eq!(names(&world, "?q=bint").await, [json!("Binta")]);
    assert_eq!(names(&world, "?q=06%2012%2034").await, [json!("Awa")]);
    let first = world.get("/conversations?limit=1").await.json();
    let next = format!("?limit=1&cursor={}", first["next"].as_str().unwrap());
    assert_eq!(names(&world, &next).await, [json!("Binta")]);
    assert_eq!(world.get("/conversations/count").await.json(), json!({"unread": 1, "needs_person": 0}));
    assert_eq!(world.get(&format!("/conversations/{TEMPLATE}")).await.code(), "conversation.not_found");
}

#[sqlx::test(migrations = false)]
async fn a_viewer_reads_and_changes_nothing(pool: PgPool) {
    let mut world = world(&pool, 1, "needs_person").await;
    world.token = token_of(Role::Viewer);
    assert_eq!(names(&world, "").await.len(), 2);
    for (path, body) in [
        ("messages", json!({"kind": "text", "text": "Oui"})),
        ("resolve", json!({"opted_out": true})),
        ("read", json!({})),
    ] {
        assert_eq!(post(&world, path, body).await.code(), "permission.denied", "{path}");
    }
}

#[sqlx::test(migrations = false)]
async fn to_read_is_not_to_decide_and_what_was_decided_is_not_decided_again(pool: PgPool) {
    let world = world(&pool, 1, "needs_person").await;
    let read = post(&world, "read", json!({})).await.json();
    assert_eq!((&read["state"], &read["unread"]), (&json!("needs_person"), &json!(0)));
    let resolved = post(&world, "resolve", json!({"opted_out": false})).await.json();
    assert_eq!(resolved["state"], "read");
    assert!(ledger(&world, "%2B33612345678").await.is_empty());
    let again = post(&world, "resolve", json!({"opted_out": true})).await;
    assert_eq!((again.status, again.code().as_str()), (StatusCode::CONFLICT, "conversation.resolved"));
}

#[sqlx::test(migrations = false)]
async fn who_opted_out_by_a_colleagues_reading_is_withdrawn_with_the_conversation_as_proof(pool: PgPool) {
    let world = world(&pool, 1, "needs_person").await;
    let unclear =
        format!("Stop chez vous demain ? {}", "Je voudrais aussi en parler de vive voix. ".repeat(9));
    run(
        &pool,
        &format!(
            "update marketing_messages set content = '{{\"kind\": \"text\", \"text\": \"{unclear}\"}}';
             insert into marketing_messages (id, conversation_id, direction, content, message_id, state, at)
             values (gen_random_uuid(), '{ONE}', 'inbound', '{{\"kind\": \"text\", \"text\": \"Merci\"}}', 'in.2', null,
                     now() - interval '30 minutes'),
                    (gen_random_uuid(), '{ONE}', 'outbound', '{{\"kind\": \"text\", \"text\": \"Oui\"}}', 'out.1', 'sent',
                     now() - interval '20 minutes');
             update marketing_conversations set excerpt = 'Oui', last_direction = 'outbound' where id = '{ONE}';
             insert into marketing_whatsapp_users (account, user_id, address, told_at)
             values ('whatsapp', '+33612345678', '+33999000001', now())"
        ),
    )
    .await;
    assert_eq!(post(&world, "resolve", json!({"opted_out": true})).await.status, StatusCode::OK);
    let withdrawn = [("marketing".to_owned(), "withdrawn".to_owned(), "agent".to_owned())];
    assert_eq!(ledger(&world, "%2B33612345678").await, withdrawn);
    assert_eq!(ledger(&world, "%2B33999000001").await, withdrawn, "whose number that is in our spelling");
    let proofs: Vec<(String, String)> = sqlx::query_as(
        "select distinct evidence ->> 'message', evidence ->> 'message_id' from marketing_consent_evidence",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(proofs, [(unclear, "in.1".to_owned())], "the message that had to be read, whole");
}

#[sqlx::test(migrations = false)]
async fn who_opted_out_by_a_colleagues_reading_is_withdrawn_under_every_name_that_they_write_under(
    pool: PgPool,
) {
    let world = world(&pool, 1, "needs_person").await;
    run(
        &pool,
        &format!(
            "update marketing_conversations set user_id = 'FR.2' where id = '{ONE}';
             insert into marketing_whatsapp_users (account, user_id, address, told_at)
             values ('whatsapp', '+33999000001', '+33612345678', now()), ('whatsapp', 'FR.1', '+33612345678', now()),
                    ('whatsapp', 'FR.3', '+221771234567', now()), ('other', 'FR.4', '+33612345678', now())"
        ),
    )
    .await;
    assert_eq!(post(&world, "resolve", json!({"opted_out": true})).await.status, StatusCode::OK);
    let withdrawn: Vec<String> = sqlx::query_scalar(
        "select address from marketing_consents where channel = 'whatsapp' and decision = 'withdrawn' order by address",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(withdrawn, ["+33612345678", "+33999000001", "FR.1", "FR.2"]);
}

#[sqlx::test(migrations = false)]
async fn who_opted_out_by_a_colleagues_reading_counts_for_the_campaign_that_they_leave(pool: PgPool) {
    let world = world(&pool, 1, "needs_person").await;
    let letters = Letters::new(&world, &pool, &["+33612345678"]).await;
    run(
        &pool,
        &format!(
            "update marketing_deliveries set channel = 'whatsapp';
             update marketing_delivery_state set batch = 1;
             insert into marketing_batches (campaign_id, no, account, due_at, members, state, submitted_at)
             values ('{}', 1, 'whatsapp', now() - interval '2 hours', '{{1}}', 'done', now() - interval '2 hours')",
            letters.campaign
        ),
    )
    .await;
    assert_eq!(post(&world, "resolve", json!({"opted_out": true})).await.status, StatusCode::OK);
    let projector = Projector::new(Store::new(pool.clone()), || Uuid::from_u128(1));
    while projector.step(now()).await.unwrap() == Step::Worked {}
    let counted: Option<i64> = sqlx::query_scalar(
        "select sum(count)::bigint from marketing_figure_deltas where campaign_id = $1 and counter = 'unsubscribed'",
    )
    .bind(letters.campaign.0)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(counted, Some(1));
}

#[sqlx::test(migrations = false)]
async fn a_free_text_is_said_inside_the_window_and_nowhere_else(pool: PgPool) {
    let world = world(&pool, 23, "unread").await;
    let text = |text: &str| json!({"kind": "text", "text": text});
    assert_eq!(post(&world, "messages", text(" ")).await.wrong()[0].0, "/text");
    let sent = post(&world, "messages", text("Oui, jusqu’à 18 h.")).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED);
    assert_eq!((&sent.json()["state"], &sent.json()["author"]), (&json!("waiting"), &json!("Claire")));
    let said = world.get(&format!("/conversations/{ONE}/messages")).await.json();
    assert_eq!(said["items"][0]["content"]["text"], "Oui, jusqu’à 18 h.");
    assert_eq!(world.get("/conversations/count").await.json()["unread"], 0, "who answers has read");
    let errands: i64 =
        sqlx::query_scalar("select count(*) from marketing_errands where task ->> 'kind' = 'answer'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(errands, 1);
    run(&pool, "update marketing_conversations set window_until = now()").await;
    assert_eq!(post(&world, "messages", text("Encore")).await.code(), "conversation.window_closed");
}

#[sqlx::test(migrations = false)]
async fn a_template_takes_a_recorded_yes_an_approval_and_every_value(pool: PgPool) {
    let world = world(&pool, 30, "read").await;
    let answer = |values: Value| json!({"kind": "template", "template_id": TEMPLATE, "values": values});
    let send = async |values| post(&world, "messages", answer(values)).await;
    assert_eq!(send(json!({"prenom": "Awa"})).await.code(), "conversation.no_consent");
    let yes = json!({
        "address": "+33612345678", "channel": "whatsapp", "purpose": "marketing", "decision": "granted",
        "occurred_at": "2026-01-01T00:00:00Z", "evidence": {"text": "J’accepte", "business_name": "EB VISION"},
    });
    assert_eq!(
        world.ask(Method::POST, "/consent/entries", &[], Some(&yes)).await.status,
        StatusCode::CREATED
    );
    assert_eq!(send(json!({"prenom": "Awa"})).await.wrong()[0].0, "/template_id");
    let content =
        json!({"name": "suivi", "language": "fr", "category": "utility", "body": "Bonjour {{prenom}}"});
    run(
        &pool,
        &format!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
             values ('{TEMPLATE}', 'whatsapp', 'suivi', 'fr', 'utility', '{content}', 'approved', '1')"
        ),
    )
    .await;
    assert_eq!(send(json!({})).await.wrong()[0].0, "/values/prenom");
    assert_eq!(send(json!({"prenom": " "})).await.wrong()[0].0, "/values/prenom");
    let sent = send(json!({"prenom": "Awa"})).await;
    assert_eq!((sent.status, &sent.json()["content"]["text"]), (StatusCode::ACCEPTED, &json!("Bonjour Awa")));
    run(&pool, "update marketing_whatsapp_templates set status = 'paused'").await;
    assert_eq!(send(json!({"prenom": "Awa"})).await.wrong()[0].0, "/template_id");
}

/// A template with a picture above its text, and somebody who agreed.
async fn with_picture(pool: &PgPool, world: &World) {
    let yes = json!({
        "address": "+33612345678", "channel": "whatsapp", "purpose": "marketing", "decision": "granted",
        "occurred_at": "2026-01-01T00:00:00Z", "evidence": {"text": "J’accepte", "business_name": "EB VISION"},
    });
    world.ask(Method::POST, "/consent/entries", &[], Some(&yes)).await;
    let header = json!({"kind": "media", "media": "image", "example_url": "https://exemple.fr/a.jpg"});
    let content = json!({"name": "suivi", "language": "fr", "category": "utility", "header": header, "body": "Bonjour."});
    run(
        pool,
        &format!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
             values ('{TEMPLATE}', 'whatsapp', 'suivi', 'fr', 'utility', '{content}', 'approved', '1')"
        ),
    )
    .await;
}

#[sqlx::test(migrations = false)]
async fn a_template_with_a_picture_is_an_answer_once_the_picture_is_given_and_can_stand_there(pool: PgPool) {
    let world = world(&pool, 30, "read").await;
    with_picture(&pool, &world).await;
    let send = async |media_url: Value| {
        let body = json!({"kind": "template", "template_id": TEMPLATE, "values": {}, "media_url": media_url});
        post(&world, "messages", body).await
    };
    let wrong = |code: &str| vec![("/media_url".to_owned(), code.to_owned())];
    assert_eq!(send(Value::Null).await.wrong(), wrong("field.required"));
    assert_eq!(send(json!("http://exemple.fr/a.jpg")).await.wrong(), wrong("field.characters"));
    assert_eq!(send(json!("https://exemple.fr/a.webp")).await.wrong(), wrong("field.format"));
    let sent = send(json!("https://exemple.fr/a.jpg?large")).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text);
    run(&pool, "update marketing_whatsapp_templates set content = content - 'header'").await;
    assert_eq!(send(json!("https://exemple.fr/a.jpg")).await.wrong(), wrong("field.unexpected"));
}

#[sqlx::test(migrations = false)]
async fn no_opt_in_by_whatsapp_is_recorded_without_its_proof(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let record = |evidence: Value| {
        json!({
            "address": "06 12 34 56 78", "channel": "whatsapp", "purpose": "marketing", "decision": "granted",
            "occurred_at": "2026-01-01T00:00:00Z", "evidence": evidence,
        })
    };
    for evidence in [
        json!({}),
        json!({"ticked": true}),
        json!({"text": "", "business_name": ""}),
        json!({"message": "START", "message_id": "wamid.1"}),
        json!({"preference": "resume"}),
        json!({"text": "J’accepte", "token": "t"}),
    ] {
        let refused = world.ask(Method::POST, "/consent/entries", &[], Some(&record(evidence.clone()))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{evidence}");
        assert!(
            refused.wrong().iter().any(|(pointer, _)| pointer == "/evidence/business_name"),
            "{evidence}"
        );
    }
    assert!(ledger(&world, "%2B33612345678").await.is_empty());
    let proof = json!({"text": "J’accepte de recevoir les offres d’EB VISION", "business_name": "EB VISION", "source": "salon"});
    let recorded = world.ask(Method::POST, "/consent/entries", &[], Some(&record(proof))).await;
    assert_eq!(recorded.status, StatusCode::CREATED);
    assert_eq!(ledger(&world, "%2B33612345678").await.len(), 1);
}

#[sqlx::test(migrations = false)]
async fn neither_a_wide_policy_nor_a_lifted_suppression_stands_in_for_a_yes_by_whatsapp(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    run(&pool, "insert into clients (nom, telephone, type, statut) values ('Awa', '06 12 34 56 78', 'CLIENT', 'ACTIF')").await;
    crate::people::fold(&pool).await;
    let number = "/suppressions/whatsapp/%2B33612345678";
    world.ask(Method::PUT, number, &[], Some(&json!({}))).await;
    assert_eq!(world.ask(Method::DELETE, number, &[], None).await.status, StatusCode::NO_CONTENT);
    let mut policy = world.get("/settings/consent-policy").await.json();
    for rule in policy["rules"].as_array_mut().unwrap() {
        rule["email"] = json!("legitimate_interest");
    }
    world.ask(Method::PUT, "/settings/consent-policy", &[], Some(&policy)).await;
    let asked = json!({"channel": "whatsapp", "segment": crate::people::clients()});
    let count = world.ask(Method::POST, "/audiences/count", &[], Some(&asked)).await.json();
    assert_eq!(count["waterfall"]["planned"], 0, "{count}");
    let without: Vec<_> = count["waterfall"]["excluded"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["contacts"] == 1)
        .collect();
    assert_eq!(without[0]["reason"], "no_consent");
}

#[sqlx::test(migrations = false)]
async fn the_route_of_answers_is_no_way_around_a_stop_a_suppression_a_cap_or_a_message_to_be_read(
    pool: PgPool,
) {
    let world = world(&pool, 30, "read").await;
    let content = json!({"name": "soldes", "language": "fr", "category": "marketing", "body": "Nos soldes commencent."});
    run(
        &pool,
        &format!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
             values ('{TEMPLATE}', 'whatsapp', 'soldes', 'fr', 'marketing', '{content}', 'approved', '1')"
        ),
    )
    .await;
    let decide = |decision: &str| {
        format!(
            "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             values (gen_random_uuid(), '+33612345678', 'whatsapp', 'marketing', '{decision}', 'message', 'reader', clock_timestamp(), clock_timestamp())"
        )
    };
    run(&pool, &decide("granted")).await;
    let answer = json!({"kind": "template", "template_id": TEMPLATE, "values": {}});
    for (rule, back, code) in [
        (
            "insert into marketing_suppressions (address, channel, reason, created_at, changed_at) values ('+33612345678', 'whatsapp', 'manual', now(), now())".to_owned(),
            "delete from marketing_suppressions".to_owned(),
            "conversation.no_consent",
        ),
        (
            "insert into marketing_whatsapp_caps (address, until, code) values ('+33612345678', 'infinity', '131049')".to_owned(),
            "delete from marketing_whatsapp_caps".to_owned(),
            "conversation.capped",
        ),
        (
            "update marketing_conversations set state = 'needs_person' where address = '+33612345678'".to_owned(),
            "update marketing_conversations set state = 'read'".to_owned(),
            "conversation.held",
        ),
        (decide("withdrawn"), decide("granted"), "conversation.no_consent"),
    ] {
        run(&pool, &rule).await;
        let refused = post(&world, "messages", answer.clone()).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, code));
        run(&pool, &back).await;
    }
    let count = "select (select count(*) from marketing_errands) + (select count(*) from marketing_messages where direction = 'outbound')";
    let waiting: i64 = sqlx::query_scalar(count).fetch_one(&pool).await.unwrap();
    assert_eq!(waiting, 0, "nothing waits to be sent");
    assert_eq!(post(&world, "messages", answer).await.status, StatusCode::ACCEPTED);
}
