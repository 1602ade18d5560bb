//! The ledger, the suppression list and the policy over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::ledger,
    world::{World, token_of},
};

fn record(purpose: &str, decision: &str, occurred_at: &str) -> Value {
    json!({"address": "A@Exemple.FR", "channel": "email", "purpose": purpose, "decision": decision,
        "occurred_at": occurred_at, "evidence": {"form": "salon"}})
}

#[sqlx::test(migrations = false)]
async fn what_is_recorded_is_found_under_the_normal_form_of_its_address(pool: PgPool) {
    let world = World::new(pool).await;
    let made = world.post("/consent/entries", &record("marketing", "granted", "2026-01-02T03:04:05Z")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let entry = made.json();
    assert_eq!((&entry["address"], &entry["actor"]), (&json!("a@exemple.fr"), &json!("admin")));
    assert_eq!(
        ledger(&world, "a@exemple.fr").await,
        [("marketing".into(), "granted".into(), "agent".into())]
    );
    assert_eq!(ledger(&world, "b@exemple.fr").await, []);
    let verdict = world.get("/consent/verification").await.json();
    assert_eq!((&verdict["broken_at"], &verdict["unsealed"]), (&Value::Null, &json!(1)));
}

#[sqlx::test(migrations = false)]
async fn what_cannot_be_true_is_not_recorded(pool: PgPool) {
    let world = World::new(pool).await;
    let wrong = [
        (record("marketing", "granted", "2999-01-01T00:00:00Z"), "/occurred_at", "field.future"),
        (record("information", "granted", "2026-01-01T00:00:00Z"), "/decision", "field.unknown"),
        (
            json!({"address": "nobody", "channel": "email", "purpose": "marketing", "decision": "granted",
                "occurred_at": "2026-01-01T00:00:00Z", "evidence": {}}),
            "/address",
            "field.address",
        ),
    ];
    for (body, pointer, code) in wrong {
        let refused = world.post("/consent/entries", &body).await;
        assert_eq!(refused.wrong(), [(pointer.to_owned(), code.to_owned())], "{refused:?}");
    }
    assert_eq!(world.get("/consent/entries?address=nobody").await.wrong()[0].0, "?address");
    assert_eq!(world.get("/consent/entries").await.json()["items"], json!([]));
}

#[sqlx::test(migrations = false)]
async fn a_suppression_is_put_found_and_lifted(pool: PgPool) {
    let world = World::new(pool).await;
    let path = "/suppressions/email/A%40Exemple.FR";
    for _ in 0..2 {
        let put = world.ask(Method::PUT, path, &[], Some(&json!({"detail": "au téléphone"}))).await;
        assert_eq!((put.status, &put.json()["reason"]), (StatusCode::OK, &json!("manual")));
    }
    let listed = world.get("/suppressions?q=exemple").await.json();
    assert_eq!(
        (listed["items"].as_array().unwrap().len(), &listed["items"][0]["address"]),
        (1, &json!("a@exemple.fr"))
    );
    assert_eq!(world.ask(Method::DELETE, path, &[], None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.ask(Method::DELETE, path, &[], None).await.code(), "suppression.not_found");
    assert_eq!(world.get("/suppressions").await.json()["items"], json!([]));
}

#[sqlx::test(migrations = false)]
async fn a_complaint_is_not_lifted_by_us(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::query(
        "insert into marketing_suppressions (address, channel, reason, created_at, changed_at)
         values ('a@exemple.fr', 'email', 'complaint', now(), now())",
    )
    .execute(&pool)
    .await
    .unwrap();
    let refused = world.ask(Method::DELETE, "/suppressions/email/a%40exemple.fr", &[], None).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "suppression.complaint"));
    assert_eq!(world.get("/suppressions").await.json()["items"].as_array().unwrap().len(), 1);
}

#[sqlx::test(migrations = false)]
async fn the_policy_is_the_law_until_somebody_decides_and_who_did_is_logged(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let mut policy = world.get("/settings/consent-policy").await.json();
    assert_eq!(policy["rules"].as_array().unwrap().len(), 5);
    policy["frequency_cap"] = json!({"messages": 2, "days": 30});
    let put = |policy: &Value| {
        let policy = policy.clone();
        let world = &world;
        async move { world.ask(Method::PUT, "/settings/consent-policy", &[], Some(&policy)).await }
    };
    assert_eq!(put(&policy).await.json(), policy);
    let wrong = json!({"rules": [], "frequency_cap": {"messages": 0, "days": 30}});
    assert_eq!(put(&wrong).await.wrong()[0].0, "/frequency_cap/messages");
    assert_eq!(world.get("/settings/consent-policy").await.json(), policy);
    let by: Vec<String> = sqlx::query_scalar("select changed_by from marketing_setting_changes")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(by, ["admin"]);
    world.token = token_of(domain::Role::Sender);
    let refused = world.ask(Method::PUT, "/settings/consent-policy", &[], Some(&policy)).await;
    assert_eq!(refused.code(), "permission.denied");
}

#[sqlx::test(migrations = false)]
async fn an_account_that_waits_for_a_person_is_resumed_by_one(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::query(
        "insert into marketing_accounts_state (account, paused_code, paused_at) values ('brevo', 'unauthorized', now())",
    )
    .execute(&pool)
    .await
    .unwrap();
    let accounts = world.get("/accounts").await.json();
    assert_eq!(accounts[0]["pause"], json!({"code": "unauthorized", "until": null}));
    assert!(!accounts.to_string().contains("xkeysib"), "{accounts}");
    let resumed = world.ask(Method::POST, "/accounts/brevo/resume", &[], None).await.json();
    assert_eq!(resumed["pause"], Value::Null);
    assert_eq!(
        world.ask(Method::POST, "/accounts/other/resume", &[], None).await.code(),
        "account.not_found"
    );
}
