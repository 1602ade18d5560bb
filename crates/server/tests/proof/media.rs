//! Files that people send by WhatsApp: named in their message, fetched when a colleague asks, and from nowhere but their provider.

use reqwest::Method;
use sandbox::Shares;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::World;

const PERSON: &str = "+33612000042";
const CONTENT: &str = "%PDF-1.7 un devis signé";

/// A person sends a file by a number of ours; the path of its message.
async fn sent(world: &World, line: &str, own: Value) -> String {
    let mut file =
        json!({"what": "document", "mime": "application/pdf", "content": CONTENT, "caption": "Le devis"});
    file.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    let told = json!({"from": PERSON, "line": line, "file": file});
    let before = messages(world).await.len();
    world.tell_sandbox("/_sandbox/whatsapp/file", told.to_string()).await;
    world.until("the message is here", async || messages(world).await.len() > before).await;
    let (conversation, newest) = (conversation(world).await.unwrap(), messages(world).await.remove(0));
    assert_eq!(newest["content"]["kind"], "media");
    assert_eq!(newest["content"]["caption"], "Le devis");
    format!("/conversations/{conversation}/messages/{}/media", newest["id"].as_str().unwrap())
}

async fn conversation(world: &World) -> Option<String> {
    let listed = world.call(Method::GET, "/conversations", None).await;
    listed["items"][0]["id"].as_str().map(str::to_owned)
}

/// The newest first.
async fn messages(world: &World) -> Vec<Value> {
    let Some(id) = conversation(world).await else { return Vec::new() };
    let listed = world.call(Method::GET, &format!("/conversations/{id}/messages"), None).await;
    listed["items"].as_array().unwrap().clone()
}

/// Asks for a file; how that ended.
async fn fetched(world: &World, path: &str) -> Value {
    let errand = world.call(Method::POST, path, Some(json!({}))).await;
    let path = format!("{path}/{}", errand["id"].as_str().unwrap());
    let has_ended = async || {
        let state = world.call(Method::GET, &path, None).await["state"].take();
        state == "done" || state == "failed"
    };
    world.until("the file was asked for", has_ended).await;
    world.call(Method::GET, &path, None).await
}

async fn of(line: &'static str, pool: PgPool) {
    let world = World::open_by(line, pool, 1, Shares::none(), Vec::new()).await;
    let path = sent(&world, line, json!({})).await;
    let ticket = format!("{path}/ticket");
    let kept = "select count(*) from marketing_media";
    let count = async || sqlx::query_scalar::<_, i64>(kept).fetch_one(&world.pool).await.unwrap();
    assert_eq!(count().await, 0, "named, and not fetched");
    assert_eq!(world.refused(Method::POST, &ticket, json!({})).await, "media.not_fetched");

    assert_eq!(fetched(&world, &path).await["state"], "done");
    let way = world.call(Method::POST, &ticket, Some(json!({}))).await["path"].take();
    let file = world.ask(Method::GET, way.as_str().unwrap()).await;
    let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let name = header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"document-") && name.ends_with(".pdf\""), "{name}");
    assert_eq!(file.text().await.unwrap(), CONTENT);

    let gone = sent(&world, line, json!({"gone": true})).await;
    let ended = fetched(&world, &gone).await;
    assert_eq!((&ended["state"], &ended["result"]["code"]), (&json!("failed"), &json!("media.gone")));
    refuses_another_host(&world, line).await;
    assert_eq!(count().await, 1);
}

/// Whoever signs webhooks could name any address: this machine's own, a database's, a cloud's.
async fn refuses_another_host(world: &World, line: &str) {
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/meta-files/1", other.local_addr().unwrap());
    let path = sent(world, line, json!({"elsewhere": elsewhere})).await;
    let ended = fetched(world, &path).await;
    assert_eq!((&ended["state"], &ended["result"]["code"]), (&json!("failed"), &json!("media.foreign")));
    assert!(other.accept().is_err(), "nobody called there");
}

#[sqlx::test(migrations = false)]
async fn a_file_sent_to_metas_number_is_fetched_once_asked_for_and_from_meta_alone(pool: PgPool) {
    of("meta", pool).await;
}

#[sqlx::test(migrations = false)]
async fn a_file_sent_to_twilios_number_is_fetched_once_asked_for_and_from_twilio_alone(pool: PgPool) {
    of("twilio", pool).await;
}
