//! The directory follows the sources, in any order, and is the same when it is made anew.

use delivery::{Directory, Stage, Step};
use domain::{Channel, consent::Decision};
use proptest::{prelude::*, sample::select, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::json;
use sqlx::PgPool;
use store::Store;

use crate::world::{at, client, decide, directory, fold, run, value};

const WHO: &str = "select jsonb_agg(jsonb_build_array(c.role, c.email, c.phone, p.kinds) order by c.place)
                   from marketing_contacts c left join marketing_people p on p.id = c.person_id";

#[sqlx::test(migrations = "../../migrations")]
async fn each_role_of_a_row_is_a_contact_and_each_address_a_person(pool: PgPool) {
    run(
        &pool,
        &client("Moulins", " Contact@Moulins.example", "", ["Awa", "awa@moulins.example", "06 12 34 56 78"]),
    )
    .await;
    run(&pool, "insert into companies (name, email, phone, pays) values ('Kora', 'kora(at)x', '77 123 45 67', 'Sénégal')").await;
    run(&pool, "insert into marketing_import_rows (nom, email, fields) values ('Ibra', 'ibra@x.example', '{\"ville\": \"Thiès\"}')").await;
    fold(&pool).await;
    let found = json!([
        ["main", "contact@moulins.example", null, 1],
        ["administrateur", "awa@moulins.example", "+33612345678", 1],
        ["main", null, "+221771234567", 8],
        ["main", "ibra@x.example", null, 16],
    ]);
    assert_eq!(value(&pool, WHO).await, found);
    let variables = "select variables from marketing_contacts where source = 'import'";
    assert_eq!(
        value(&pool, variables).await,
        json!({"contact": {"nom": "Ibra", "email": "ibra@x.example", "role": "main"}, "entreprise": {}, "client": {},
               "source": {"ville": "Thiès"}})
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn updates_deletions_and_a_truncation_are_followed(pool: PgPool) {
    run(&pool, &client("A", "a@x.example", "", ["", "", ""])).await;
    run(&pool, &client("B", "b@x.example", "", ["", "", ""])).await;
    run(&pool, "insert into companies (name, email) values ('C', 'c@x.example')").await;
    fold(&pool).await;
    run(&pool, "update clients set email = 'aa@x.example', id = gen_random_uuid() where nom = 'A'; delete from companies").await;
    fold(&pool).await;
    let emails = "select coalesce(jsonb_agg(email order by email), '[]') from marketing_people";
    assert_eq!(value(&pool, emails).await, json!(["aa@x.example", "b@x.example"]));
    run(&pool, "truncate clients").await;
    fold(&pool).await;
    assert_eq!(value(&pool, emails).await, json!([]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn information_at_collection_makes_a_company_another_kind_whenever_it_comes(pool: PgPool) {
    let store = Store::new(pool.clone());
    let kinds = "select jsonb_object_agg(email, kinds) from marketing_people";
    decide(&store, "early@x.example", Channel::Email, Decision::Informed, 1).await;
    run(
        &pool,
        "insert into companies (name, email) values ('E', 'EARLY@x.example'), ('L', 'late@x.example')",
    )
    .await;
    fold(&pool).await;
    assert_eq!(value(&pool, kinds).await, json!({"early@x.example": 4, "late@x.example": 8}));
    decide(&store, "late@x.example", Channel::Email, Decision::Informed, 2).await;
    fold(&pool).await;
    assert_eq!(value(&pool, kinds).await, json!({"early@x.example": 4, "late@x.example": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_strictest_of_a_persons_contacts_is_kept_beside_the_others(pool: PgPool) {
    run(&pool, &client("A", "a@x.example", "", ["", "", ""])).await;
    run(&pool, "insert into companies (name, email) values ('A', 'a@x.example')").await;
    fold(&pool).await;
    assert_eq!(value(&pool, "select kinds from marketing_people").await, json!(9));
}

#[sqlx::test(migrations = "../../migrations")]
async fn only_one_process_folds_at_a_time_and_a_crash_loses_nothing(pool: PgPool) {
    run(&pool, &client("A", "a@x.example", "", ["", "", ""])).await;
    let (store, stage) = (Store::new(pool.clone()), Directory::new(Store::new(pool.clone())));
    let mut crashing = store.begin().await.unwrap();
    assert!(crashing.directory().lock().await.unwrap());
    assert!(!crashing.directory().take_changes(10).await.unwrap().is_empty());
    assert_eq!(stage.step(at(0)).await.unwrap(), Step::Idle);
    assert!(!stage.rebuild().await.unwrap());
    crashing.rollback().await.unwrap();
    assert_eq!(stage.step(at(0)).await.unwrap(), Step::Worked);
    assert_eq!(value(&pool, "select count(*) from marketing_people").await, json!(1));
}

/// What happens to the sources: statements on a small world, so that people meet.
fn happening() -> impl Strategy<Value = String> {
    let emails = select(vec!["", "a@x.example", "b@x.example", "info@x.example", "bad"]);
    let phones = select(vec!["", "0612345678", "0698765432", "0142345678", "12"]);
    let names = select(vec!["", "Awa Diop", "AWA DIOP", "Ibra"]);
    let contact = (names, emails, phones);
    let add = (contact.clone(), contact.clone())
        .prop_map(|((nom, email, phone), (name, key, tel))| client(nom, email, phone, [name, key, tel]));
    let import = contact.clone().prop_map(|(nom, email, phone)| {
        format!(
            "insert into marketing_import_rows (nom, email, telephone) values ('{nom}', '{email}', '{phone}')"
        )
    });
    let change = (contact, 0..6).prop_map(|((nom, email, phone), nth)| {
        format!(
            "update clients set administrateur_nom = '{nom}', administrateur_email = '{email}', administrateur_tel = '{phone}'
             where id = (select id from clients order by created_at, id offset {nth} limit 1)"
        )
    });
    let remove = (0..6).prop_map(|nth| {
        format!("delete from clients where id = (select id from clients order by created_at, id offset {nth} limit 1)")
    });
    prop_oneof![3 => add, 2 => import, 2 => change, 1 => remove]
}

#[sqlx::test(migrations = "../../migrations")]
async fn any_order_of_changes_and_a_rebuild_give_the_same_rows(pool: PgPool) {
    let mut runner = TestRunner::deterministic();
    let histories = prop::collection::vec((happening(), any::<bool>()), 1..16);
    for _ in 0..24 {
        let history = histories.new_tree(&mut runner).unwrap().current();
        run(&pool, "truncate clients; truncate marketing_import_rows").await;
        for (happening, look) in &history {
            run(&pool, happening).await;
            if *look {
                fold(&pool).await;
            }
        }
        fold(&pool).await;
        let followed = directory(&pool).await;
        assert!(Directory::new(Store::new(pool.clone())).rebuild().await.unwrap());
        assert_eq!(directory(&pool).await, followed, "{history:#?}");
        run(&pool, "insert into marketing_source_changes (source, source_id) select source, source_id from marketing_contacts order by md5(place)")
            .await;
        fold(&pool).await;
        assert_eq!(directory(&pool).await, followed, "folded again in another order: {history:#?}");
    }
}
