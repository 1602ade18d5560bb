//! Lists: pages, filters, counts.

use serde_json::Value;
use sqlx::PgPool;

use crate::world::{World, at};

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[sqlx::test(migrations = false)]
async fn a_list_is_walked_forth_and_back_by_its_cursors(pool: PgPool) {
    let world = World::new(pool).await;
    for name in ["a", "b", "c", "d", "e"] {
        world.campaign(name).await;
    }
    let first = world.get("/campaigns?sort=name&limit=2").await.json();
    assert_eq!(names(&first), ["a", "b"]);
    assert_eq!(first["previous"], Value::Null);
    let next =
        |page: &Value| format!("/campaigns?sort=name&limit=2&cursor={}", page["next"].as_str().unwrap());
    let second = world.get(&next(&first)).await.json();
    let last = world.get(&next(&second)).await.json();
    assert_eq!((names(&second), names(&last)), (vec!["c".into(), "d".into()], vec!["e".into()]));
    assert_eq!(last["next"], Value::Null);
    let back = format!("/campaigns?sort=name&limit=2&cursor={}", last["previous"].as_str().unwrap());
    assert_eq!(names(&world.get(&back).await.json()), ["c", "d"]);
    let other_sort = format!("/campaigns?sort=-name&cursor={}", first["next"].as_str().unwrap());
    assert_eq!(world.get(&other_sort).await.code(), "cursor.invalid");
}

#[sqlx::test(migrations = false)]
async fn tabs_show_what_their_numbers_say(pool: PgPool) {
    let world = World::new(pool).await;
    world.campaign("Soldes BTP").await;
    let away = world.campaign("Archive BTP").await;
    let path = format!("{}/archive", at("campaigns", &away));
    world.ask(reqwest::Method::POST, &path, &[("if-match", "\"1\"")], None).await;
    world.campaign("Autre").await;

    let counts = world.get("/campaigns/counts?q=btp").await.json();
    let count = |tab: &str| {
        let tabs = counts["tabs"].as_array().unwrap();
        tabs.iter().find(|entry| entry["tab"] == tab).unwrap()["campaigns"].as_u64().unwrap()
    };
    assert_eq!((count("all"), count("drafts"), count("archived"), count("finished")), (1, 1, 1, 0));
    assert_eq!(names(&world.get("/campaigns?q=btp").await.json()), ["Soldes BTP"]);
    assert_eq!(names(&world.get("/campaigns?q=btp&tab=archived").await.json()), ["Archive BTP"]);
    assert_eq!(names(&world.get("/campaigns?channel=whatsapp").await.json()), Vec::<String>::new());
}

#[sqlx::test(migrations = false)]
async fn sources_are_counted_as_the_suite_holds_them(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::raw_sql(
        "insert into clients (nom, email, statut, type, administrateur_email) values ('A', 'a@example.com', 'ACTIF', 'CLIENT', 'adm@example.com'), ('B', null, 'ACTIF', 'PROSPECT', null);
         insert into companies (name, phone) values ('C', '+33612345678')",
    )
    .execute(&pool)
    .await
    .unwrap();
    let counts = world.get("/sources").await.json();
    let clients = &counts["sources"][0];
    assert_eq!(
        (&clients["rows"], &clients["with_email"], &clients["key_contacts"]),
        (&2.into(), &1.into(), &1.into())
    );
    let companies = &counts["sources"][1];
    assert_eq!(
        (&companies["rows"], &companies["with_email"], &companies["with_phone"]),
        (&1.into(), &0.into(), &1.into())
    );
}
