//! What WhatsApp costs, over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::fold,
    world::{Answer, World, at},
};

const CARDS: &str = "/settings/rate-cards";
/// Prices that nobody publishes.
const CSV: &str =
    "Market,Currency,Marketing,Utility,Service\nFrance,EUR,0.07,0.02,n/a\nRest of Africa,EUR,0.015,n/a,n/a\n";

fn card(begins_on: &str, csv: &str) -> Value {
    json!({"provider": "meta", "begins_on": begins_on, "currency": "EUR", "csv": csv})
}

async fn import(world: &World, begins_on: &str, csv: &str) -> Answer {
    world.post(CARDS, &card(begins_on, csv)).await
}

#[sqlx::test(migrations = false)]
async fn a_bad_card_is_refused_whole_and_every_wrong_line_is_told(pool: PgPool) {
    let world = World::new(pool).await;
    let csv = "Rates of nobody\nMarket,Currency,Marketing\nFrance,EUR,0.07\nAtlantis,EUR,0.07\nSpain,USD,0.05\nfr,EUR,0.08\nItaly,EUR,\"0,07\"\n";
    let refused = import(&world, "2026-01-01", csv).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    let errors = refused.json()["errors"].as_array().unwrap().clone();
    let told: Vec<_> = errors.iter().map(|error| error["detail"].as_str().unwrap()[..8].to_owned()).collect();
    assert_eq!(told, ["Line 4 (", "Line 5 (", "Line 6 (", "Line 7 ("], "{errors:?}");
    assert_eq!(world.get(CARDS).await.json(), json!([]), "nothing half done");
    assert_eq!(
        import(&world, "2026-01-01", "France,0.07").await.wrong(),
        [("/csv".to_owned(), "field.column".to_owned())]
    );
}

#[sqlx::test(migrations = false)]
async fn a_card_that_has_begun_stays_and_one_that_is_to_come_gives_way(pool: PgPool) {
    let world = World::new(pool).await;
    let other = CSV.replace("0.07", "0.08");
    for (begins_on, again) in
        [("2026-01-01", StatusCode::UNPROCESSABLE_ENTITY), ("2999-01-01", StatusCode::OK)]
    {
        assert_eq!(import(&world, begins_on, CSV).await.status, StatusCode::OK);
        assert_eq!(
            import(&world, begins_on, CSV).await.status,
            StatusCode::OK,
            "the same again changes nothing"
        );
        assert_eq!(import(&world, begins_on, &other).await.status, again, "{begins_on}");
    }
    let cards = world.get(CARDS).await.json();
    let told = |at: usize| (cards[at]["begins_on"].clone(), cards[at]["rates"][0]["micros"].clone());
    assert_eq!(told(0), (json!("2999-01-01"), json!(80_000)));
    assert_eq!(told(1), (json!("2026-01-01"), json!(70_000)));
    assert_eq!(cards.as_array().unwrap().len(), 2);
}

/// People with mobiles of three countries who said yes; two of them wrote within 24 hours.
pub(crate) async fn people(pool: &PgPool) {
    for phone in ["+33612345678", "+33612345679", "+221771234567", "+224621234567", "+12125551234"] {
        sqlx::query("insert into clients (nom, telephone, statut, type) values ($1, $1, 'ACTIF', 'CLIENT')")
            .bind(phone)
            .execute(pool)
            .await
            .unwrap();
        sqlx::query(
            "insert into marketing_consent_entries
                 (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             values (gen_random_uuid(), $1, 'whatsapp', 'marketing', 'granted', 'form', 'tests', now(), now())",
        )
        .bind(phone)
        .execute(pool)
        .await
        .unwrap();
    }
    fold(pool).await;
    sqlx::query(
        "insert into marketing_conversations (id, account, address, state, last_direction, last_at, window_until)
         select gen_random_uuid(), account, address, 'read', 'inbound', now(), now() + left_of
         from (values ('meta', '+33612345679', interval '1 hour'), ('meta', '+221771234567', interval '-1 hour'),
                      ('other', '+33612345678', interval '1 hour')) as w (account, address, left_of)",
    )
    .execute(pool)
    .await
    .unwrap();
}

/// An approved template of marketing, and a draft that names it.
pub(crate) async fn draft(world: &World, pool: &PgPool, free_text: Value) -> String {
    let content = json!({"name": "promo", "language": "fr", "category": "marketing",
        "body": "Nos offres du mois sont là. Répondez STOP pour arrêter."});
    let made =
        world.post("/whatsapp/templates", &json!({"account": "meta", "content": content})).await.json();
    sqlx::query("update marketing_whatsapp_templates set status = 'approved'").execute(pool).await.unwrap();
    let campaign = world.post("/campaigns", &json!({"name": "Soldes", "channel": "whatsapp"})).await.json();
    let path = at("campaigns", &campaign);
    let edit = json!({"name": "Soldes", "audience": {"all": []}, "template_id": made["id"], "tags": [],
        "whatsapp": {"free_text": free_text}});
    let saved = world.put(&path, 1, &edit).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    path
}

#[sqlx::test(migrations = false)]
async fn the_review_tells_the_cost_by_country_what_is_unknown_and_who_gets_free_text(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    people(&pool).await;
    let path = draft(&world, &pool, json!("Bonjour, une question ?")).await;
    let unknown = world.get(&format!("{path}/cost")).await.json()["estimate"].clone();
    assert_eq!((&unknown["card"], &unknown["micros"]), (&Value::Null, &json!(0)));
    assert_eq!((&unknown["unknown_people"], &unknown["unknown_countries"]), (&json!(5), &json!(4)));

    import(&world, "2026-01-01", CSV).await;
    import(&world, "2999-01-01", &CSV.replace("0.07", "9")).await;
    let review = world.get(&format!("{path}/review")).await.json();
    let deck = &review["whatsapp"];
    assert_eq!((&deck["consented"], &deck["american"]), (&json!(5), &json!(1)));
    assert_eq!((&deck["template"]["status"], &deck["days"]), (&json!("approved"), &Value::Null));
    let cost = &deck["cost"];
    assert_eq!(cost["card"], "2026-01-01", "the one of the day on which it would leave");
    assert_eq!(
        (&cost["by_free_text"], &cost["by_template"], &cost["windows"]),
        (&json!(1), &json!(4), &json!(1))
    );
    assert_eq!(cost["micros"], 70_000 + 15_000, "free text is free");
    assert_eq!((&cost["unknown_people"], &cost["unknown_countries"]), (&json!(2), &json!(2)));
    assert_eq!(
        &world.get(&format!("{path}/cost")).await.json()["estimate"],
        cost,
        "the wizard shows the same"
    );
}

#[sqlx::test(migrations = false)]
async fn free_text_in_an_open_window_is_not_counted_against_what_the_number_may_begin(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    people(&pool).await;
    sqlx::query("insert into marketing_whatsapp_senders (account, quality, is_limited, daily_limit, synced_at) values ('meta', 'green', true, 4, now())")
        .execute(&pool)
        .await
        .unwrap();
    let path = draft(&world, &pool, json!("Bonjour, une question ?")).await;
    for (free_text, days, warns) in [(json!("Bonjour, une question ?"), 1, false), (Value::Null, 2, true)] {
        sqlx::query("update prospecting_campaigns set marketing_whatsapp = jsonb_build_object('free_text', $1::jsonb)")
            .bind(&free_text)
            .execute(&pool)
            .await
            .unwrap();
        let review = world.get(&format!("{path}/review")).await.json();
        assert_eq!(
            (&review["whatsapp"]["consented"], &review["whatsapp"]["days"]),
            (&json!(5), &json!(days))
        );
        assert_eq!(review["days"], days, "{free_text}");
        let checks = review["checks"].as_array().unwrap();
        assert_eq!(checks.iter().any(|check| check["code"] == "sender.tier"), warns, "{free_text}");
    }
}

/// A draft to everybody that was launched; its path.
async fn launched(world: &World, pool: &PgPool) -> String {
    let path = draft(world, pool, Value::Null).await;
    let launched =
        world.ask(Method::POST, &format!("{path}/launch"), &[("if-match", "\"2\"")], Some(&json!({}))).await;
    assert_eq!(launched.status, StatusCode::OK, "{launched:?}");
    path
}

#[sqlx::test(migrations = false)]
async fn what_twilio_tells_of_each_message_is_the_bill_and_the_rest_is_awaited(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    people(&pool).await;
    let path = launched(&world, &pool).await;
    sqlx::raw_sql(
        "update marketing_cost_estimates set estimate = jsonb_set(estimate, '{provider}', '\"twilio\"');
         insert into marketing_totals (campaign_id, figures, rolled_at)
         select marketing_id, '{\"planned\": 5, \"accepted\": 5}', now() from prospecting_campaigns;
         insert into marketing_charges (campaign_id, number, day, kind, currency, micros)
         select marketing_id, n, '2026-03-04', 'regular', 'USD', 75000 from prospecting_campaigns, generate_series(1, 3) n;
         insert into marketing_charge_totals (campaign_id, day, provider, prefix, category, kind, messages, currency, micros)
         select marketing_id, '2026-03-04', 'twilio', '+3361', '', 'regular', 3, 'USD', 225000 from prospecting_campaigns",
    )
    .execute(&pool)
    .await
    .unwrap();
    let cost = world.get(&format!("{path}/cost")).await.json();
    assert_eq!((&cost["awaited"], &cost["actual"]["billed"]), (&json!(2), &json!(3)));
    assert_eq!(cost["actual"]["money"], json!([{"currency": "USD", "micros": 225_000}]));
    assert_eq!(cost["actual"]["lines"][0]["category"], Value::Null, "nobody told what it is for");
}

#[sqlx::test(migrations = false)]
async fn what_was_estimated_at_the_launch_is_kept_beside_what_was_billed(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    people(&pool).await;
    import(&world, "2026-01-01", CSV).await;
    let path = launched(&world, &pool).await;
    sqlx::query("delete from clients").execute(&pool).await.unwrap();
    fold(&pool).await;
    sqlx::query(
        "insert into marketing_charge_totals (campaign_id, day, provider, prefix, category, kind, messages)
         select marketing_id, '2026-03-04', 'meta', '+3361', category, kind, messages from prospecting_campaigns,
                (values ('marketing', 'regular', 2), ('service', 'free_customer_service', 1), ('utility', 'regular', 1))
                as c (category, kind, messages)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let cost = world.get(&format!("{path}/cost")).await.json();
    assert_eq!(cost["estimate"]["by_template"], 5, "as whoever launched it saw it");
    let actual = &cost["actual"];
    assert_eq!((&actual["billed"], &actual["free"], &actual["unknown"]), (&json!(3), &json!(1), &json!(0)));
    assert_eq!(actual["money"], json!([{"currency": "EUR", "micros": 2 * 70_000 + 20_000}]));
    import(&world, "2026-03-05", &CSV.replace("0.07", "9")).await;
    assert_eq!(
        world.get(&format!("{path}/cost")).await.json()["actual"],
        *actual,
        "a newer card changes nothing"
    );

    let board = world.get("/whatsapp/board").await.json();
    assert_eq!(board["senders"][0]["sender"]["templates"], json!([{"status": "approved", "templates": 1}]));
    assert_eq!(board["months"].as_array().unwrap().len(), 6);
}

#[sqlx::test(migrations = false)]
async fn an_email_costs_nothing_that_we_know(pool: PgPool) {
    let world = World::new(pool).await;
    let path = at("campaigns", &world.campaign("Lettre").await);
    let cost = world.get(&format!("{path}/cost")).await.json();
    assert_eq!(cost, json!({"estimate": null, "actual": null, "awaited": 0}));
    assert_eq!(world.get(&format!("{path}/review")).await.json()["whatsapp"], Value::Null);
}
