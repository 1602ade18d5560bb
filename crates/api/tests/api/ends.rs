//! Dead ends over HTTP: what is shown of them, and what a person decides.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    letters::Letters,
    world::{Answer, World, token_of},
};

/// Four messages: unknown, unknown, failed, and refused after the provider had taken it. Where the campaign is.
async fn ended(world: &World, pool: &PgPool) -> String {
    let addresses = ["a@exemple.fr", "b@exemple.fr", "c@exemple.fr", "d@exemple.fr"];
    let letters = Letters::new(world, pool, &addresses).await;
    let ends = "update marketing_delivery_state s set rank = e.rank, marks = 1 | e.marks, code = e.code, batch = null
        from (values (1, 30, 0, null), (2, 30, 0, null), (3, 40, 0, '452'), (4, 90, 2, '550')) as e (number, rank, marks, code)
        where s.number = e.number";
    sqlx::query(ends).execute(pool).await.unwrap();
    sqlx::query("update prospecting_campaigns set marketing_state = 'finished'").execute(pool).await.unwrap();
    format!("/campaigns/{}", letters.campaign)
}

async fn decide(world: &World, path: &str, body: &Value) -> Answer {
    world.ask(Method::POST, path, &[], Some(body)).await
}

#[sqlx::test(migrations = false)]
async fn dead_ends_are_shown_by_where_and_why_with_the_people_and_the_decisions(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let campaign = ended(&world, &pool).await;
    let group = |end, code, deliveries| json!({"end": end, "code": code, "deliveries": deliveries});
    let shown = world.get(&format!("{campaign}/dead-ends")).await.json();
    assert_eq!(
        shown,
        json!({"groups": [group("unknown", "", 2), group("failed", "452", 1)], "decisions": []})
    );
    let people = world.get(&format!("{campaign}/recipients?end=failed&code=452")).await.json();
    assert_eq!(people["items"].as_array().unwrap().len(), 1);
    assert_eq!(people["items"][0]["number"], 3);
    let refused = world.get(&format!("{campaign}/recipients?end=refused")).await.json();
    assert_eq!(refused["items"], json!([]), "the provider had taken it");

    let accepted =
        decide(&world, &format!("{campaign}/unknown/accept"), &json!({"numbers": [2]})).await.json();
    assert_eq!((&accepted["deliveries"], &accepted["campaign"]["state"]), (&json!(1), &json!("finished")));
    let replayed = decide(&world, &format!("{campaign}/dead-letters/replay"), &json!({})).await.json();
    assert_eq!((&replayed["deliveries"], &replayed["campaign"]["state"]), (&json!(1), &json!("sending")));
    let shown = world.get(&format!("{campaign}/dead-ends")).await.json();
    assert_eq!(shown["groups"], json!([group("unknown", "", 1)]));
    let told = |of: usize| (&shown["decisions"][of]["decision"], &shown["decisions"][of]["deliveries"]);
    assert_eq!([told(0), told(1)], [(&json!("replay"), &json!(1)), (&json!("accept"), &json!(1))]);
}

#[sqlx::test(migrations = false)]
async fn a_decision_needs_a_campaign_that_may_send_and_a_choice_that_can_be_read(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let campaign = ended(&world, &pool).await;
    let resend = format!("{campaign}/unknown/resend");
    let wrong = decide(&world, &resend, &json!({"numbers": [], "code": "x\u{7}"})).await.wrong();
    assert_eq!(
        wrong,
        [("/code".into(), "field.characters".into()), ("/numbers".into(), "field.required".into())]
    );
    sqlx::query("update prospecting_campaigns set marketing_state = 'cancelled'")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(decide(&world, &resend, &json!({})).await.code(), "campaign.wrong_state");
    let nowhere = "/campaigns/00000000-0000-4000-8000-000000000000/unknown/resend";
    assert_eq!(decide(&world, nowhere, &json!({})).await.code(), "campaign.not_found");
    world.token = token_of(domain::Role::Marketer);
    assert_eq!(decide(&world, &resend, &json!({})).await.code(), "permission.denied");
}

#[sqlx::test(migrations = false)]
async fn what_a_campaign_prefers_in_doubt_is_edited_with_it_and_frozen_with_its_launch(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = crate::world::at("campaigns", &world.campaign("Soldes").await);
    assert_eq!(world.get(&path).await.json()["doubt"], "prefer_no_duplicate");
    let edit = json!({"name": "Soldes", "doubt": "prefer_delivery"});
    assert_eq!(world.put(&path, 1, &edit).await.json()["doubt"], "prefer_delivery");
    for state in ["scheduled", "sending", "paused", "finished"] {
        let stands = sqlx::query("update prospecting_campaigns set marketing_state = $1").bind(state);
        stands.execute(&pool).await.unwrap();
        let version = world.get(&path).await.json()["version"].as_i64().unwrap();
        assert_eq!(world.put(&path, version, &edit).await.code(), "campaign.not_editable", "{state}");
    }
    let answer = world.put(&path, 1, &json!({"name": "Soldes", "doubt": "whim"})).await;
    assert_eq!(answer.wrong()[0].0, "/doubt");
}
