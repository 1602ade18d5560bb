//! Who is one person, and who is not.

use serde_json::json;
use sqlx::PgPool;

use crate::world::{client, fold, run, value};

/// How many people there are, by e-mail else by phone.
const PEOPLE: &str =
    "select jsonb_agg(coalesce(email, phone) order by coalesce(email, phone)) from marketing_people";

#[sqlx::test(migrations = "../../migrations")]
async fn a_phone_without_an_email_joins_the_person_of_the_same_name(pool: PgPool) {
    run(&pool, &client("A", "", "", ["Zoé Diop", "zoe@x.example", "0612345678"])).await;
    run(&pool, &client("B", "", "", ["ZOE DIOP", "", "06 12 34 56 78"])).await;
    fold(&pool).await;
    assert_eq!(value(&pool, PEOPLE).await, json!(["zoe@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_shared_phone_brings_nobody_together_whose_names_differ(pool: PgPool) {
    run(&pool, &client("A", "", "", ["Awa", "awa@x.example", "0612345678"])).await;
    run(&pool, &client("B", "", "", ["Ibra", "ibra@x.example", "0612345678"])).await;
    run(&pool, &client("C", "", "", ["Moussa", "", "0612345678"])).await;
    fold(&pool).await;
    assert_eq!(value(&pool, PEOPLE).await, json!(["+33612345678", "awa@x.example", "ibra@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_office_mailbox_or_a_switchboard_brings_nobody_together(pool: PgPool) {
    run(&pool, &client("A", "", "", ["Awa", "info@x.example", "0612345678"])).await;
    run(&pool, &client("B", "", "", ["Awa", "", "0612345678"])).await;
    run(&pool, &client("C", "", "", ["Ibra", "ibra@x.example", "0142345678"])).await;
    run(&pool, &client("D", "", "", ["Ibra", "", "0142345678"])).await;
    fold(&pool).await;
    assert_eq!(value(&pool, PEOPLE).await, json!(["+33612345678", "ibra@x.example", "info@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_joined_a_person_stands_alone_again_when_the_person_has_gone(pool: PgPool) {
    run(&pool, &client("A", "", "", ["Awa", "awa@x.example", "0612345678"])).await;
    run(&pool, &client("B", "", "", ["Awa", "", "0612345678"])).await;
    fold(&pool).await;
    assert_eq!(value(&pool, PEOPLE).await, json!(["awa@x.example"]));
    run(&pool, "delete from clients where nom = 'A'").await;
    fold(&pool).await;
    assert_eq!(value(&pool, PEOPLE).await, json!(["+33612345678"]));
}
