//! Reports, recipients, exclusions and files over HTTP.

use domain::Permission;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};

use crate::{
    letters::Letters,
    world::{World, token_of, token_with},
};

async fn download(world: &World, path: &str, language: &str, order: &Value) -> crate::world::Answer {
    let bearer = format!("Bearer {}", world.token);
    let headers = [
        ("authorization", bearer.as_str()),
        ("accept-language", language),
        ("content-type", "application/json"),
    ];
    let url = format!("{}{path}", api::BASE);
    let ticket = world.send(Method::POST, &url, &headers, Some(&order.to_string())).await;
    assert_eq!(ticket.status, StatusCode::OK, "{ticket:?}");
    world.send(Method::GET, ticket.json()["path"].as_str().unwrap(), &[], None).await
}

#[sqlx::test(migrations = false)]
async fn a_report_of_what_never_left_is_all_zeros(pool: PgPool) {
    let world = World::new(pool).await;
    let campaign = world.campaign("Soldes").await;
    let report = world.get(&format!("/campaigns/{}/report", campaign["id"].as_str().unwrap())).await.json();
    assert_eq!(report["figures"]["planned"], 0);
    assert_eq!(report["waterfall"]["matched"], 0);
    assert_eq!(
        (&report["hours"], &report["links"], &report["reasons"]),
        (&json!([]), &json!([]), &json!([]))
    );
}

#[sqlx::test(migrations = false)]
async fn recipients_come_page_by_page(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"]).await;
    let path = format!("/campaigns/{}/recipients", letters.campaign);
    let first = world.get(&format!("{path}?limit=2")).await.json();
    let addresses: Vec<_> =
        first["items"].as_array().unwrap().iter().map(|item| item["address"].clone()).collect();
    assert_eq!(addresses, ["a@exemple.fr", "b@exemple.fr"]);
    let rest = world.get(&format!("{path}?limit=2&cursor={}", first["next"].as_str().unwrap())).await.json();
    assert_eq!(rest["items"][0]["address"], "c@exemple.fr");
    assert_eq!(world.get(&format!("{path}?q=b%40exemple")).await.json()["items"][0]["number"], 2);
}

#[sqlx::test(migrations = false)]
async fn exclusions_are_found_by_their_reason_and_by_name_or_address(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[]).await;
    for (row, reason) in [("1", "no_consent"), ("2", "suppressed")] {
        sqlx::query(
            "insert into marketing_exclusions (campaign_id, source, source_id, role, name, address, reason, place)
             values ($1, 'clients', $2, 'main', 'Cliente Zoé ' || $2, $2 || '@exemple.fr', $3, $2)",
        )
        .bind(letters.campaign.0)
        .bind(row)
        .bind(reason)
        .execute(&pool)
        .await
        .unwrap();
    }
    let path = format!("/campaigns/{}/exclusions", letters.campaign);
    assert_eq!(world.get(&path).await.json()["items"].as_array().unwrap().len(), 2);
    let one = world.get(&format!("{path}?reason=suppressed")).await.json();
    assert_eq!((one["items"].as_array().unwrap().len(), &one["items"][0]["source_id"]), (1, &json!("2")));
    for words in ["zoe%201", "1@exemple"] {
        let found = world.get(&format!("{path}?q={words}")).await.json();
        assert_eq!(
            (found["items"].as_array().unwrap().len(), &found["items"][0]["source_id"]),
            (1, &json!("1")),
            "{words}"
        );
    }
    let none = world.get(&format!("{path}?q=zoe%201&reason=suppressed")).await.json();
    assert_eq!(none["items"], json!([]));
    assert_eq!(world.get(&format!("{path}?reason=whim")).await.wrong()[0].0, "?reason");
}

#[sqlx::test(migrations = false)]
async fn who_said_stop_is_left_out_with_the_message_as_proof_for_whoever_may_read_the_ledger(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[]).await;
    let campaign = letters.campaign;
    sqlx::raw_sql(AssertSqlSafe(format!(
        "update prospecting_campaigns set marketing_channel = 'whatsapp' where marketing_id = '{campaign}';
         insert into marketing_exclusions (campaign_id, source, source_id, role, name, address, reason, place)
         select '{campaign}', 'clients', n::text, 'main', 'Client ' || n, '+3361234000' || n, 'no_consent', n::text from generate_series(1, 3) n;
         insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
         select gen_random_uuid(), '+3361234000' || n, c, 'marketing', d, 'message', 'reader', '2026-03-01T09:00:00Z', now()
         from (values (1, 'whatsapp', 'withdrawn'), (2, 'email', 'withdrawn'), (3, 'whatsapp', 'granted')) e (n, c, d);
         insert into marketing_consent_evidence (entry_id, salt, evidence)
         select id, decode(repeat('00', 16), 'hex'), '{{\"message\": \"ARRÊT !\", \"message_id\": \"in.1\"}}' from marketing_consent_entries"
    )))
    .execute(&pool)
    .await
    .unwrap();
    let path = format!("/campaigns/{campaign}/exclusions");
    let proofs = async |world: &World| -> Vec<Value> {
        let page = world.get(&path).await.json();
        page["items"].as_array().unwrap().iter().map(|item| item["proof"].clone()).collect()
    };
    let proof = json!({"source": "message", "said": "ARRÊT !", "at": "2026-03-01T09:00:00Z"});
    assert_eq!(proofs(&world).await, [proof, Value::Null, Value::Null]);
    world.token = token_with(&[Permission::PeopleRead]);
    assert_eq!(proofs(&world).await, [Value::Null, Value::Null, Value::Null]);
}

#[sqlx::test(migrations = false)]
async fn a_file_opens_in_the_spreadsheets_of_its_language_once_and_computes_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    sqlx::query("create table keep as select * from marketing_deliveries").execute(&pool).await.unwrap();
    sqlx::query("update keep set name = '=1+1', company = 'A;\"B\"' where number = 2")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("delete from marketing_deliveries").execute(&pool).await.unwrap();
    sqlx::query("insert into marketing_deliveries select * from keep").execute(&pool).await.unwrap();
    let path = format!("/campaigns/{}/recipients/export", letters.campaign);
    let french = download(&world, &path, "fr", &json!({})).await;
    assert_eq!(french.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        french.header("content-disposition").unwrap().starts_with("attachment; filename=\"destinataires-")
    );
    let lines: Vec<_> = french.text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert!(lines[0].starts_with("Numéro;Canal;Nom;"), "{lines:?}");
    assert!(lines[1].starts_with("1;email;Lectrice 1;Exemple;a@exemple.fr;"), "{lines:?}");
    assert!(lines[2].starts_with("2;email;'=1+1;\"A;\"\"B\"\"\";"), "{lines:?}");
    assert_eq!(lines.len(), 4, "a row each, the heading, and the end: {lines:?}");
    let english = download(&world, &path, "en", &json!({"q": "b@exemple"})).await;
    assert!(
        english.text.contains("Number,Channel,Name,") && !english.text.contains("Lectrice 1"),
        "{}",
        english.text
    );
}

#[sqlx::test(migrations = false)]
async fn a_file_of_many_pages_holds_each_recipient_once(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let addresses: Vec<_> = (0..401).map(|number| format!("a{number}@exemple.fr")).collect();
    let letters =
        Letters::new(&world, &pool, &addresses.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let path = format!("/campaigns/{}/recipients/export", letters.campaign);
    let file = download(&world, &path, "en", &json!({})).await;
    let numbers: Vec<_> =
        file.text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(numbers, (1..=401).map(|number: u32| number.to_string()).collect::<Vec<_>>());
}

#[sqlx::test(migrations = false)]
async fn words_too_long_to_be_looked_for_make_no_file(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = format!("/campaigns/{}/recipients/export", letters.campaign);
    let refused = world.post(&path, &json!({"q": "a".repeat(201)})).await;
    assert_eq!(refused.wrong(), [("/q".to_owned(), "field.too_long".to_owned())]);
}

#[sqlx::test(migrations = false)]
async fn a_ticket_is_good_once_and_only_for_what_it_was_issued_for(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = format!("/campaigns/{}/recipients/export", letters.campaign);
    let ticket = world.post(&path, &json!({})).await.json();
    let file = ticket["path"].as_str().unwrap();
    let as_preview = file.replace("/downloads/", "/previews/");
    assert_eq!(world.send(Method::GET, &as_preview, &[], None).await.code(), "ticket.invalid");
    assert_eq!(world.send(Method::GET, file, &[], None).await.status, StatusCode::OK);
    assert_eq!(world.send(Method::GET, file, &[], None).await.code(), "ticket.invalid");
    world.token = token_of(domain::Role::Viewer);
    assert_eq!(world.post(&path, &json!({})).await.code(), "permission.denied");
}

#[sqlx::test(migrations = false)]
async fn the_dashboard_shows_every_day_of_its_period(pool: PgPool) {
    let world = World::new(pool).await;
    for (period, days) in [("7d", 7), ("30d", 30)] {
        let dashboard = world.get(&format!("/dashboard?period={period}")).await.json();
        assert_eq!(dashboard["days"].as_array().unwrap().len(), days, "{dashboard}");
        assert_eq!(dashboard["zone"], "Europe/Paris");
    }
    assert_eq!(world.get("/dashboard?period=1h").await.wrong()[0].0, "?period");
}
