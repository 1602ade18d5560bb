//! Clients of the suite, folded into people as the directory folds them.

use chrono::DateTime;
use delivery::{Directory, Stage, Step};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::Store;

use crate::world::World;

/// Active customers with these addresses, who may be written to without having been asked.
pub(crate) async fn customers(pool: &PgPool, addresses: &[&str]) {
    for (number, address) in (1..).zip(addresses) {
        client(pool, &format!("Client {number}"), Some(address), "CLIENT").await;
    }
    fold(pool).await;
}

/// One client of the suite.
pub(crate) async fn client(pool: &PgPool, name: &str, address: Option<&str>, kind: &str) {
    sqlx::query("insert into clients (nom, email, type) values ($1, $2, $3)")
        .bind(name)
        .bind(address)
        .bind(kind)
        .execute(pool)
        .await
        .unwrap();
}

/// Folds until nothing is left to fold.
pub(crate) async fn fold(pool: &PgPool) {
    let directory = Directory::new(Store::new(pool.clone()));
    while directory.step(DateTime::UNIX_EPOCH).await.unwrap() == Step::Worked {}
}

/// Every client.
pub(crate) fn clients() -> Value {
    json!({"all": [{"is": {"field": "source", "any_of": ["clients"]}}]})
}

/// A campaign that lacks nothing, as an edit writes it.
pub(crate) fn whole(name: &str) -> Value {
    json!({
        "name": name,
        "subject": "Soldes",
        "audience": clients(),
        "html": "<html lang=\"fr\"><body><p>Bonjour {{ contact.nom | default('Madame, Monsieur') }}</p></body></html>",
        "sender": {"email": "news@exemple.fr", "name": "Exemple SAS"},
    })
}

/// The ledger of an address: purpose, decision and source, in the order in which it was written.
pub(crate) async fn ledger(world: &World, address: &str) -> Vec<(String, String, String)> {
    let page = world.get(&format!("/consent/entries?address={}", address.replace('@', "%40"))).await.json();
    let told = |entry: &Value, member: &str| entry[member].as_str().unwrap().to_owned();
    let items = page["items"].as_array().unwrap().iter().rev();
    items.map(|entry| (told(entry, "purpose"), told(entry, "decision"), told(entry, "source"))).collect()
}
