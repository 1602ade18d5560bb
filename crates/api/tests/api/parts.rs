//! WhatsApp to those who agreed to it and e-mail to the rest, as one campaign, over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::{clients, fold},
    world::{Answer, World, at},
};

const TEMPLATE: &str = "00000000-0000-0000-0000-00000000004d";

/// Three clients with an e-mail, of whom the first agreed to WhatsApp; an approved template; and a draft that uses it.
async fn draft(world: &World, pool: &PgPool) -> String {
    let content = json!({"name": "soldes", "language": "fr", "category": "marketing", "body": "Nos offres.", "examples": {}});
    let sql = format!(
        "insert into clients (nom, email, telephone, type) values
             ('Awa', 'a@exemple.fr', '+33612340001', 'CLIENT'), ('Luc', 'b@exemple.fr', null, 'CLIENT'),
             ('Zoé', 'c@exemple.fr', '+33612340003', 'CLIENT');
         insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, evidence_hash,
                                                occurred_at, recorded_at)
             values (gen_random_uuid(), '+33612340001', 'whatsapp', 'marketing', 'granted', 'form', 'test', null, now(), now());
         insert into prospecting_templates (marketing_id, marketing_name, marketing_channel, marketing_origin, marketing_text,
                                            marketing_created_at, marketing_updated_at)
             values ('{TEMPLATE}', 'soldes', 'whatsapp', 'marketing', 'Nos offres.', now(), now());
         insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
             values ('{TEMPLATE}', 'meta', 'soldes', 'fr', 'marketing', '{content}', 'approved', '1')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(pool).await.unwrap();
    fold(pool).await;
    let made = world.post("/campaigns", &json!({"name": "Soldes", "channel": "whatsapp"})).await;
    let path = at("campaigns", &made.json());
    let saved = world.put(&path, 1, &message("Soldes")).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    path
}

/// What the draft by WhatsApp holds.
fn message(name: &str) -> Value {
    json!({"name": name, "template_id": TEMPLATE, "audience": clients(), "tags": ["été"]})
}

/// What its part holds, when it lacks nothing.
fn letter(name: &str) -> Value {
    json!({"name": name, "audience": clients(), "tags": ["été"], "subject": "Soldes",
        "html": "<html lang=\"fr\"><body><p>Bonjour {{ contact.nom | default('à vous') }}</p></body></html>",
        "sender": {"email": "news@exemple.fr", "name": "Exemple SAS"}})
}

async fn with_part(world: &World, path: &str) -> Value {
    let made = world.ask(Method::POST, &format!("{path}/email-part"), &[], None).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    made.json()
}

async fn under(world: &World, method: Method, path: &str, body: Option<&Value>) -> Answer {
    let of = path.split('/').take(3).collect::<Vec<_>>().join("/");
    let tag = format!("\"{}\"", world.get(&of).await.json()["version"]);
    world.ask(method, path, &[("if-match", &tag)], body).await
}

async fn edited(world: &World, path: &str, edit: &Value) -> Answer {
    under(world, Method::PUT, path, Some(edit)).await
}

#[sqlx::test(migrations = false)]
async fn a_part_is_made_once_shares_what_is_the_main_campaigns_and_goes_with_the_draft(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let part = with_part(&world, &path).await;
    let main = world.get(&path).await.json();
    assert_eq!((&main["email_part"], &part["part_of"]), (&part["id"], &main["id"]));
    for shared in ["name", "tags", "audience", "schedule"] {
        assert_eq!(part[shared], main[shared], "{shared}");
    }
    assert_eq!((&part["channel"], &part["state"]), (&json!("email"), &json!("draft")));
    assert_eq!(with_part(&world, &path).await["id"], part["id"], "one part each");

    let renamed = edited(&world, &path, &message("Soldes d’été")).await;
    assert_eq!(renamed.status, StatusCode::OK);
    assert_eq!(world.get(&at("campaigns", &part)).await.json()["name"], "Soldes d’été");

    let gone = under(&world, Method::DELETE, &format!("{path}/email-part"), None).await;
    assert_eq!((gone.status, &gone.json()["email_part"]), (StatusCode::OK, &Value::Null));
    assert_eq!(world.get(&at("campaigns", &part)).await.code(), "campaign.not_found");
}

#[sqlx::test(migrations = false)]
async fn what_is_the_main_campaigns_is_not_changed_on_its_part(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let part = at("campaigns", &with_part(&world, &path).await);
    let before = world.get(&path).await.json()["version"].as_i64().unwrap();
    assert_eq!(edited(&world, &part, &letter("Soldes")).await.status, StatusCode::OK);
    let after = world.get(&path).await.json()["version"].as_i64().unwrap();
    assert!(after > before, "whoever reviewed the campaign has not seen this message");

    let mut foreign = letter("Autre nom");
    foreign["schedule"] = json!({"wall": "2099-07-01T10:00:00", "zone": "Europe/Paris"});
    let refused = edited(&world, &part, &foreign).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "campaign.is_part"));
    assert_eq!(refused.json()["detail"], "/name, /schedule");
    for order in ["launch", "archive", "unarchive"] {
        let refused = under(&world, Method::POST, &format!("{part}/{order}"), Some(&json!({}))).await;
        assert_eq!(refused.code(), "campaign.is_part", "{order}");
    }
    for order in ["pause", "resume", "cancel", "withdraw"] {
        let refused = world.ask(Method::POST, &format!("{part}/{order}"), &[], None).await;
        assert_eq!(refused.code(), "campaign.is_part", "{order}");
    }
    let copy = world.post(&format!("{part}/duplicate"), &json!({"name": "x"})).await;
    assert_eq!(copy.code(), "campaign.is_part");
}

#[sqlx::test(migrations = false)]
async fn only_a_draft_by_whatsapp_takes_a_part(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let email = at("campaigns", &world.campaign("Lettre").await);
    let refused = world.ask(Method::POST, &format!("{email}/email-part"), &[], None).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "campaign.takes_no_part"));
    with_part(&world, &path).await;
    sqlx::query("update prospecting_campaigns set marketing_state = 'sending'").execute(&pool).await.unwrap();
    let gone = under(&world, Method::DELETE, &format!("{path}/email-part"), None).await;
    assert_eq!(gone.code(), "campaign.not_editable");
}

#[sqlx::test(migrations = false)]
async fn both_are_reviewed_each_under_its_name_and_launched_as_one(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let part = at("campaigns", &with_part(&world, &path).await);
    let review = world.get(&format!("{path}/review")).await.json();
    assert_eq!(
        (&review["waterfall"]["planned"], &review["email_part"]["waterfall"]["planned"]),
        (&json!(1), &json!(2)),
        "{review}"
    );
    assert!(
        review["checks"].as_array().unwrap().iter().all(|check| check["severity"] != "blocking"),
        "{review}"
    );
    let refused = under(&world, Method::POST, &format!("{path}/launch"), Some(&json!({}))).await;
    assert_eq!(refused.code(), "campaign.not_ready");
    let pointers: Vec<_> = refused.wrong().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/email_part/subject", "/email_part/html", "/email_part/sender"]);

    assert_eq!(edited(&world, &part, &letter("Soldes")).await.status, StatusCode::OK);
    let fewer = under(&world, Method::POST, &format!("{path}/launch"), Some(&json!({"expected": 1}))).await;
    assert_eq!(fewer.code(), "campaign.audience_changed", "both count");
    let launched =
        under(&world, Method::POST, &format!("{path}/launch"), Some(&json!({"expected": 3}))).await;
    assert_eq!(
        (launched.status, &launched.json()["state"]),
        (StatusCode::OK, &json!("scheduled")),
        "{launched:?}"
    );
    let of_part = world.get(&part).await.json();
    assert_eq!((&of_part["state"], &of_part["due_at"]), (&json!("scheduled"), &launched.json()["due_at"]));
    let back = world.ask(Method::POST, &format!("{path}/withdraw"), &[], None).await;
    assert_eq!(back.json()["state"], "draft");
    assert_eq!(world.get(&part).await.json()["state"], "draft");
}

#[sqlx::test(migrations = false)]
async fn a_report_tells_who_was_left_out_of_each_channel(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let report = format!("{path}/report");
    assert_eq!(world.get(&report).await.json()["part_waterfall"], Value::Null);
    let part = with_part(&world, &path).await;
    for (campaign, reason) in [(&part["part_of"], "no_consent"), (&part["id"], "by_whatsapp")] {
        sqlx::query(
            "insert into marketing_waterfalls (campaign_id, reason, contacts) values ($1::uuid, $2, 1)",
        )
        .bind(campaign.as_str().unwrap())
        .bind(reason)
        .execute(&pool)
        .await
        .unwrap();
    }
    let report = world.get(&report).await.json();
    let left_out = |waterfall: &Value| {
        let steps = waterfall["excluded"].as_array().unwrap().iter();
        steps.filter(|step| step["contacts"] == 1).map(|step| step["reason"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(left_out(&report["waterfall"]), ["no_consent"]);
    assert_eq!(left_out(&report["part_waterfall"]), ["by_whatsapp"]);
}

#[sqlx::test(migrations = false)]
async fn lists_counts_and_searches_know_one_campaign_and_a_copy_brings_its_part(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let part = at("campaigns", &with_part(&world, &path).await);
    edited(&world, &part, &letter("Soldes")).await;
    let listed = world.get("/campaigns").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["items"][0]["email_part"], part.trim_start_matches("/campaigns/"));
    assert_eq!(world.get("/campaigns?q=soldes").await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.get("/campaigns/counts").await.json()["tabs"][0]["campaigns"], 1);

    let copy = world.post(&format!("{path}/duplicate"), &json!({"name": "Soldes, suite"})).await.json();
    let of_copy = world.get(&format!("/campaigns/{}", copy["email_part"].as_str().unwrap())).await.json();
    assert_eq!(
        (&of_copy["name"], &of_copy["subject"], &of_copy["part_of"]),
        (&json!("Soldes, suite"), &json!("Soldes"), &copy["id"])
    );
    assert_eq!(world.get("/campaigns/counts").await.json()["tabs"][0]["campaigns"], 2);
    under(&world, Method::POST, &format!("{path}/archive"), None).await;
    assert_eq!(world.get(&part).await.json()["archived"], true);
}

#[sqlx::test(migrations = false)]
async fn an_audience_is_counted_for_both_channels_at_once(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    draft(&world, &pool).await;
    let question = json!({"channel": "whatsapp", "segment": clients(), "email_to_the_rest": true});
    let counted = world.post("/audiences/count", &question).await.json();
    assert_eq!(
        (&counted["waterfall"]["planned"], &counted["email_part"]["planned"]),
        (&json!(1), &json!(2)),
        "{counted}"
    );
    assert_eq!(counted["email_part"]["excluded"][0], json!({"reason": "by_whatsapp", "contacts": 1}));
    let wrong = json!({"channel": "email", "segment": clients(), "email_to_the_rest": true});
    assert_eq!(
        world.post("/audiences/count", &wrong).await.wrong(),
        [("/email_to_the_rest".to_owned(), "field.channel".to_owned())]
    );
}

#[sqlx::test(migrations = false)]
async fn those_whom_meta_held_back_are_written_to_by_email_where_they_may_be_and_nobody_else_is(
    pool: PgPool,
) {
    let world = World::new(pool.clone()).await;
    let path = draft(&world, &pool).await;
    let id = path.trim_start_matches("/campaigns/").to_owned();
    // One is held back, one is dropped by our own rules for the same reason and refuses e-mail, one is not on WhatsApp.
    let sql = format!(
        "insert into marketing_deliveries (campaign_id, number, person_id, channel, address, source, source_id, role, name,
                                           company, variables, ground, opens_tracked, clicks_tracked, planned_at)
             select '{id}', row_number() over (order by email), person_id, 'whatsapp', '+3361234000' || row_number() over (order by email),
                    source, source_id, role, name, company, '{{}}', 'consent', false, false, now()
             from marketing_contacts where email is not null;
         insert into marketing_delivery_state (campaign_id, number, rank, marks, code, changed_at)
             values ('{id}', 1, 90, 0, '131049 Healthy ecosystem', now()), ('{id}', 2, 50, 0, 'capped', now()),
                    ('{id}', 3, 90, 0, '131026 Undeliverable', now());
         insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, evidence_hash,
                                                occurred_at, recorded_at)
             values (gen_random_uuid(), 'b@exemple.fr', 'email', 'marketing', 'withdrawn', 'form', 'test', null, now(), now())"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
    for (missed, matched, planned) in [("capped", 2, 1), ("unreachable", 1, 1), ("refused", 2, 2)] {
        let made =
            world.post(&format!("{path}/follow-up"), &json!({"name": "Par e-mail", "missed": missed})).await;
        assert_eq!(
            (made.status, &made.json()["channel"]),
            (StatusCode::CREATED, &json!("email")),
            "{made:?}"
        );
        let review = world.get(&format!("{}/review", at("campaigns", &made.json()))).await.json();
        let fall = &review["waterfall"];
        assert_eq!(
            (&fall["matched"], &fall["planned"]),
            (&json!(matched), &json!(planned)),
            "{missed}: {fall}"
        );
    }
    let email = at("campaigns", &world.campaign("Lettre").await);
    let refused = world.post(&format!("{email}/follow-up"), &json!({"name": "x", "missed": "capped"})).await;
    assert_eq!(refused.code(), "campaign.takes_no_part");
    let wrong = json!({"all": [{"is": {"field": "missed", "any_of": ["hier"]}}]});
    let counted = world.post("/audiences/count", &json!({"channel": "email", "segment": wrong})).await;
    assert_eq!(counted.wrong(), [("/segment/all/0/is/any_of/0".to_owned(), "field.unknown".to_owned())]);
}
