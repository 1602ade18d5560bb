//! Somebody who hides the number: known by the user id that was told of the messages that we sent.

use domain::{
    event::Subject,
    whatsapp::{Inbound, Known, Preference, WhatsappNews},
};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    talk::{phone, tell, text, world},
    world::{CAMPAIGN, World, at},
};

/// A status of a message of ours to a person, which tells the user id; the provider spells the number in its own way.
fn known(number: u32, user: &str, seconds: i64) -> WhatsappNews {
    WhatsappNews::Known(Known {
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        phone: Some(format!("+33999{number:06}")),
        user_id: user.into(),
        at: at(seconds),
    })
}

fn nameless(id: &str, user: &str, said: &str, seconds: i64) -> WhatsappNews {
    WhatsappNews::Inbound(Inbound { phone: None, user_id: Some(user.into()), ..text(id, 0, said, seconds) })
}

async fn standings(world: &World) -> Value {
    world
        .value(
            "select jsonb_object_agg(address, decision) from marketing_consents where purpose = 'marketing'",
        )
        .await
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stop_under_a_hidden_number_withdraws_the_number_that_we_wrote_to(pool: PgPool) {
    let world = world(pool, 2).await;
    tell(&world, Vec::new(), vec![known(1, "FR.1", 10), known(2, "FR.2", 10), known(1, "FR.1", 11)], at(20))
        .await;
    tell(&world, Vec::new(), vec![nameless("in.1", "FR.1", "STOP", 30)], at(40)).await;
    let expected = json!({phone(1): "withdrawn", "FR.1": "withdrawn", phone(2): "granted"});
    assert_eq!(standings(&world).await, expected);
    let talks = world.value("select jsonb_agg(address) from marketing_conversations").await;
    assert_eq!(talks, json!([phone(1)]), "one conversation, with the number");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_choice_in_the_menu_under_a_hidden_number_counts_for_the_number(pool: PgPool) {
    let world = world(pool, 1).await;
    tell(&world, Vec::new(), vec![known(1, "FR.1", 10)], at(20)).await;
    let choice = Preference {
        phone: None,
        user_id: Some("FR.1".into()),
        wanted: false,
        detail: "User requested to stop marketing messages".into(),
        at: at(30),
    };
    tell(&world, Vec::new(), vec![WhatsappNews::Preference(choice)], at(40)).await;
    assert_eq!(standings(&world).await, json!({phone(1): "withdrawn", "FR.1": "withdrawn"}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_said_stop_before_the_number_was_told_is_withdrawn_when_it_is(pool: PgPool) {
    let world = world(pool, 2).await;
    tell(&world, Vec::new(), vec![nameless("in.1", "FR.1", "STOP", 10)], at(20)).await;
    assert_eq!(standings(&world).await[phone(1)], "granted");
    tell(&world, Vec::new(), vec![known(1, "FR.1", 5), known(2, "FR.2", 5)], at(30)).await;
    let expected = json!({phone(1): "withdrawn", "FR.1": "withdrawn", phone(2): "granted"});
    assert_eq!(standings(&world).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_told_last_of_a_user_id_counts_in_whatever_order_it_comes(pool: PgPool) {
    let world = world(pool, 2).await;
    for told in [known(2, "FR.1", 50), known(1, "FR.1", 10)] {
        tell(&world, Vec::new(), vec![told], at(60)).await;
    }
    tell(&world, Vec::new(), vec![nameless("in.1", "FR.1", "STOP", 70)], at(80)).await;
    assert_eq!(
        standings(&world).await,
        json!({phone(1): "granted", phone(2): "withdrawn", "FR.1": "withdrawn"})
    );
}
