//! Lists of addresses that providers send nothing more to: read over real HTTP, however often it breaks, before the first campaign.

use reqwest::Method;
use sandbox::{Shares, parse_faults};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{figures::launch_when_folded, people::invite, world::World};

const PEOPLE: i32 = 1_400;
/// Of whom so many bounced at SendGrid, more than two pages, and one each complained, left, and were blocked for once.
const BOUNCED: i32 = 1_100;

/// Pages that are refused for now, one way and the other.
const FAULTS: &str = r#"[
    {"kind": "rate_limit", "route": "GET /v3/suppression/bounces", "times": 2, "every": 2},
    {"kind": "server_error", "route": "GET /v3/suppression/spam_reports", "times": 1}
]"#;

fn email(number: i32) -> String {
    format!("p{number}@exemple.fr")
}

async fn put_on(world: &World, list: &str, emails: Vec<String>) {
    let told = json!({"suppress": {"list": list, "emails": emails}});
    world.tell_sandbox("/_sandbox/sendgrid", told.to_string()).await;
}

/// The account is new: all that the house has read of it is forgotten. The sandbox has lists before anybody works.
async fn told_before(pool: PgPool) -> World {
    let world = World::open_by("sendgrid", pool, 1, Shares::none(), parse_faults(FAULTS).unwrap()).await;
    put_on(&world, "bounces", (1..=BOUNCED).map(email).collect()).await;
    put_on(&world, "spam_reports", vec![email(BOUNCED + 1)]).await;
    put_on(&world, "unsubscribes", vec![email(BOUNCED + 2)]).await;
    put_on(&world, "blocks", vec![email(BOUNCED + 3)]).await;
    sqlx::query("delete from marketing_blocked_walks").execute(&world.pool).await.unwrap();
    world
}

/// Lets the time pass for which a page waits, or somebody who died holds it.
async fn let_pages_come(world: &World) {
    let due = "update marketing_blocked_walks set due_at = now() where walk_to is not null";
    sqlx::query(due).execute(&world.pool).await.unwrap();
}

async fn count(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&world.pool).await.unwrap()
}

async fn left_out(world: &World, reason: &str) -> i64 {
    let question = json!({"channel": "email", "segment": {"all": []}});
    let counted = world.call(Method::POST, "/audiences/count", Some(question)).await;
    let excluded = counted["waterfall"]["excluded"].as_array().unwrap();
    excluded.iter().find(|row| row["reason"] == reason).unwrap()["contacts"].as_i64().unwrap()
}

#[sqlx::test(migrations = false)]
async fn who_is_on_sendgrids_lists_is_left_out_of_the_next_campaign_though_no_webhook_told_and_workers_died(
    pool: PgPool,
) {
    let mut world = told_before(pool).await;
    invite(&world.pool, PEOPLE, 0).await;
    let known = "select count(*) from marketing_suppressions";
    world.until("the first page is read", async || count(&world, known).await >= 500).await;
    world.replace_worker();
    let finished =
        "select count(*) from marketing_blocked_walks where account = 'sendgrid' and read_to is not null";
    world
        .until("the lists are read", async || {
            let_pages_come(&world).await;
            count(&world, finished).await == 1
        })
        .await;
    let told = "select jsonb_object_agg(reason, n) from
                    (select reason, count(*) as n from marketing_suppressions where detail like 'SendGrid, %' group by 1) r";
    let reasons: Value = sqlx::query_scalar(told).fetch_one(&world.pool).await.unwrap();
    assert_eq!(reasons, json!({"hard_bounce": BOUNCED, "complaint": 1}));

    let planned = PEOPLE - BOUNCED - 2;
    let campaign = launch_when_folded(&world, planned).await;
    assert_eq!(left_out(&world, "suppressed").await, i64::from(BOUNCED) + 1);
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    ledger.keeps_to_the_specification();
    assert_eq!(figures["planned"], planned);
    assert_eq!(ledger.total("delivered"), i64::from(planned), "whoever was written to was reached");
}
