//! Templates over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::PgPool;

use crate::world::{World, at};

#[sqlx::test(migrations = false)]
async fn html_comes_back_byte_for_byte(pool: PgPool) {
    let world = World::new(pool).await;
    let html = "<p>Bonjour&nbsp;{{ contact.nom | default('Madame, Monsieur') }}</p>\r\n\t<a href=\"https://a.example/?x=1&y=2\">é</a>  \n";
    let body = json!({"name": "Infolettre", "channel": "email", "html": html, "subject": "Nouvelles"});
    let made = world.post("/templates", &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    assert_eq!(world.get(&at("templates", &made.json())).await.json()["html"], html);
}

#[sqlx::test(migrations = false)]
async fn a_template_that_cannot_be_rendered_is_refused_before_it_is_saved(pool: PgPool) {
    let world = World::new(pool).await;
    let body = json!({"name": "", "channel": "email", "subject": "{{ contact.nme }}", "html": "<p>\n{{ contact.nom </p>"});
    let refused = world.post("/templates", &body).await;
    let expected = [("/name", "field.required"), ("/subject", "field.variable"), ("/html", "field.syntax")];
    assert_eq!(refused.wrong(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    assert_eq!(world.get("/templates").await.json()["items"], json!([]));
}

#[sqlx::test(migrations = false)]
async fn an_edit_replaces_the_template_and_an_archived_one_refuses_it(pool: PgPool) {
    let world = World::new(pool).await;
    let path = at("templates", &world.template("Rappel", "whatsapp").await);
    let edited = world.put(&path, 1, &json!({"name": "Rappel", "text": "Bonsoir {{ contact.nom }}"})).await;
    assert_eq!(
        (edited.status, &edited.json()["text"]),
        (StatusCode::OK, &json!("Bonsoir {{ contact.nom }}"))
    );
    let html = world.put(&path, 2, &json!({"name": "Rappel", "html": "<p>"})).await;
    assert_eq!(html.wrong(), [("/html".to_owned(), "field.channel".to_owned())]);

    world.ask(Method::POST, &format!("{path}/archive"), &[("if-match", "\"2\"")], None).await;
    assert_eq!(world.put(&path, 3, &json!({"name": "x"})).await.code(), "template.not_editable");
    assert_eq!(world.get("/templates").await.json()["items"], json!([]));
    let archived = world.get("/templates?archived=true").await.json();
    assert_eq!(archived["items"][0]["excerpt"], "Bonsoir {{ contact.nom }}");
    let copy = world.post(&format!("{path}/duplicate"), &json!({"name": "Copie"})).await.json();
    assert_eq!((&copy["archived"], &copy["text"]), (&json!(false), &json!("Bonsoir {{ contact.nom }}")));
}
