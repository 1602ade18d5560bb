//! Somebody who hides the number, or whose number the provider spells in its own way: known by what was told of the messages that we sent.

use domain::{
    event::Subject,
    whatsapp::{Inbound, Known, Preference, WhatsappNews},
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};

use crate::{
    talk::{phone, tell, text, world},
    world::{ACCOUNT, CAMPAIGN, World, at},
};

/// A person's number as the provider spells it.
fn spelt(number: u32) -> String {
    format!("+33999{number:06}")
}

/// A status of a message of ours to a person, which tells the user id; the provider spells the number in its own way.
fn known(number: u32, user: &str, seconds: i64) -> WhatsappNews {
    named(number, Some(spelt(number)), Some(user), seconds)
}

/// The same, with the names that it tells.
fn named(number: u32, phone: Option<String>, user: Option<&str>, seconds: i64) -> WhatsappNews {
    WhatsappNews::Known(Known {
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        phone,
        user_id: user.map(str::to_owned),
        at: at(seconds),
    })
}

/// Somebody writes from the number as the provider spells it.
async fn writes(world: &World, id: &str, number: u32, user: Option<&str>, said: &str, seconds: i64) {
    let told = Inbound {
        phone: Some(spelt(number)),
        user_id: user.map(str::to_owned),
        ..text(id, number, said, seconds)
    };
    tell(world, Vec::new(), vec![WhatsappNews::Inbound(told)], at(seconds + 1)).await;
}

async fn talks(world: &World) -> Value {
    world.value("select jsonb_agg(jsonb_build_array(address, state) order by address) from marketing_conversations").await
}

/// A message of somebody of whom nobody can tell whether they opt out: marketing waits.
const UNCLEAR: &str = "Stop chez vous demain\u{202f}?";

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
    let expected =
        json!({phone(1): "withdrawn", spelt(1): "withdrawn", "FR.1": "withdrawn", phone(2): "granted"});
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
    let expected = json!({phone(1): "withdrawn", spelt(1): "withdrawn", "FR.1": "withdrawn"});
    assert_eq!(standings(&world).await, expected);
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
        json!({phone(1): "granted", phone(2): "withdrawn", spelt(2): "withdrawn", "FR.1": "withdrawn"})
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stop_from_a_number_that_is_spelt_otherwise_withdraws_the_one_that_we_wrote_to(pool: PgPool) {
    let world = world(pool, 4).await;
    let told = vec![
        known(1, "FR.1", 10),
        named(2, Some(spelt(2)), None, 10),
        known(3, "FR.3", 10),
        named(4, Some(phone(4)), None, 10),
    ];
    tell(&world, Vec::new(), told, at(20)).await;
    writes(&world, "in.1", 1, Some("FR.1"), "STOP", 30).await;
    writes(&world, "in.2", 2, None, "STOP", 30).await;
    writes(&world, "in.3", 3, None, UNCLEAR, 30).await;
    let expected = json!({
        phone(1): "withdrawn", spelt(1): "withdrawn", phone(2): "withdrawn", spelt(2): "withdrawn",
        phone(3): "granted", phone(4): "granted",
    });
    assert_eq!(standings(&world).await, expected);
    let kept = json!([[phone(1), "unread"], [phone(2), "unread"], [phone(3), "needs_person"]]);
    assert_eq!(talks(&world).await, kept, "where campaigns ask whether somebody must be read first");
    let aliases = "select count(*) from marketing_whatsapp_users where address = user_id or user_id = ";
    assert_eq!(world.value(&format!("{aliases}'{}'", phone(4))).await, 0, "spelt as we spell it");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_choice_in_the_menu_from_a_number_that_is_spelt_otherwise_counts_for_the_one_that_we_wrote_to(
    pool: PgPool,
) {
    let world = world(pool, 2).await;
    tell(&world, Vec::new(), vec![known(1, "FR.1", 10), known(2, "FR.2", 10)], at(20)).await;
    let choice = |number, user_id: Option<&str>| {
        WhatsappNews::Preference(Preference {
            phone: Some(spelt(number)),
            user_id: user_id.map(str::to_owned),
            wanted: false,
            detail: "User requested to stop marketing messages".into(),
            at: at(30),
        })
    };
    tell(&world, Vec::new(), vec![choice(1, Some("FR.1")), choice(2, None)], at(40)).await;
    let expected = json!({
        phone(1): "withdrawn", spelt(1): "withdrawn", phone(2): "withdrawn", spelt(2): "withdrawn",
    });
    assert_eq!(standings(&world).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_said_stop_before_it_was_known_whose_number_that_is_is_withdrawn_when_it_is(pool: PgPool) {
    let world = world(pool, 1).await;
    writes(&world, "in.1", 1, None, "STOP", 10).await;
    assert_eq!(standings(&world).await, json!({phone(1): "granted", spelt(1): "withdrawn"}));
    tell(&world, Vec::new(), vec![named(1, Some(spelt(1)), None, 5)], at(20)).await;
    assert_eq!(standings(&world).await, json!({phone(1): "withdrawn", spelt(1): "withdrawn"}));
    writes(&world, "in.2", 1, None, "Merci", 30).await;
    assert_eq!(talks(&world).await, json!([[phone(1), "unread"]]), "one person, one conversation");
    assert_eq!(world.value("select count(*) from marketing_messages where direction = 'inbound'").await, 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_yes_counts_where_whoever_gives_it_is_reached_and_for_no_number_that_they_had_once(pool: PgPool) {
    let world = world(pool, 2).await;
    // Of the second nobody tells that what went to the number that we know comes to the one that they write from.
    tell(&world, Vec::new(), vec![known(1, "FR.1", 10), named(2, None, Some("FR.2"), 10)], at(20)).await;
    for (said, seconds) in [("STOP", 30), ("REPRENDRE", 50)] {
        writes(&world, &format!("{said}.1"), 1, Some("FR.1"), said, seconds).await;
        writes(&world, &format!("{said}.2"), 2, Some("FR.2"), said, seconds).await;
        if said == "STOP" {
            let expected = json!({
                phone(1): "withdrawn", spelt(1): "withdrawn", phone(2): "withdrawn", spelt(2): "withdrawn",
            });
            assert_eq!(standings(&world).await, expected);
        }
    }
    let expected = json!({
        phone(1): "granted", spelt(1): "granted", phone(2): "withdrawn", spelt(2): "granted",
    });
    assert_eq!(standings(&world).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_spelling_that_has_become_ours_holds_what_we_send_there(pool: PgPool) {
    let world = world(pool, 3).await;
    tell(&world, Vec::new(), vec![named(1, Some(spelt(1)), None, 10)], at(20)).await;
    writes(&world, "in.1", 1, None, UNCLEAR, 30).await;
    // Of a message that no campaign sent, the provider's spelling is all that is told.
    let answer = Known {
        subject: Subject::Message { message_id: "wamid.answer".into(), address: None },
        phone: Some(spelt(1)),
        user_id: Some("FR.1".into()),
        at: at(35),
    };
    tell(&world, Vec::new(), vec![WhatsappNews::Known(answer)], at(36)).await;
    assert_eq!(talks(&world).await, json!([[phone(1), "needs_person"]]));
    // The source is corrected: it has the provider's spelling now. What was told of the other one comes late.
    world.run(&format!("update marketing_deliveries set address = '{}' where number = 2", spelt(1))).await;
    for told in [named(2, Some(spelt(1)), None, 40), named(3, Some(spelt(1)), None, 38)] {
        tell(&world, Vec::new(), vec![told], at(45)).await;
    }
    assert_eq!(talks(&world).await, json!([[spelt(1), "needs_person"]]), "the hold is where we write");
    world.run("update marketing_conversations set state = 'read'").await;
    writes(&world, "in.2", 1, None, UNCLEAR, 50).await;
    assert_eq!(talks(&world).await, json!([[spelt(1), "needs_person"]]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stop_counts_for_every_spelling_that_we_ever_wrote_to(pool: PgPool) {
    let world = world(pool, 3).await;
    // Two rows of the suite hold the number of one person, the second as the provider spells it.
    world.run(&format!("update marketing_deliveries set address = '{}' where number = 2", spelt(1))).await;
    for told in [named(1, Some(spelt(1)), None, 10), named(2, Some(spelt(1)), None, 20)] {
        tell(&world, Vec::new(), vec![told], at(25)).await;
    }
    writes(&world, "in.1", 1, None, "STOP", 30).await;
    let expected = json!({
        phone(1): "withdrawn", spelt(1): "withdrawn", phone(2): "granted", phone(3): "granted",
    });
    assert_eq!(standings(&world).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_must_be_read_before_it_was_known_whose_number_that_is_holds_the_one_that_we_wrote_to(
    pool: PgPool,
) {
    let world = world(pool, 2).await;
    writes(&world, "in.1", 1, Some("FR.1"), UNCLEAR, 10).await;
    tell(&world, Vec::new(), vec![nameless("in.2", "FR.2", UNCLEAR, 10)], at(11)).await;
    assert_eq!(talks(&world).await, json!([[spelt(1), "needs_person"], ["FR.2", "needs_person"]]));
    tell(&world, Vec::new(), vec![named(1, Some(spelt(1)), None, 5), known(2, "FR.2", 5)], at(20)).await;
    assert_eq!(talks(&world).await, json!([[phone(1), "needs_person"], [phone(2), "needs_person"]]));
    let kept = "select jsonb_agg(jsonb_build_array(user_id, profile_name, unread, last_direction, window_until is not null)
                                 order by user_id) from marketing_conversations";
    let expected = json!([["FR.1", "Awa", 1, "inbound", true], ["FR.2", "Awa", 1, "inbound", true]]);
    assert_eq!(world.value(kept).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stop_that_is_read_while_the_name_is_learned_elsewhere_counts_when_the_name_is_told_again(
    pool: PgPool,
) {
    let world = world(pool.clone(), 2).await;
    // Another process reads the STOP: neither sees yet what the other has learned.
    let mut other = pool.begin().await.unwrap();
    let heard = format!(
        "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
         values (gen_random_uuid(), '{0}', 'whatsapp', 'marketing', 'withdrawn', 'message', 'reader', '{1}', '{1}');
         insert into marketing_conversations (id, account, address, state, last_direction, last_at)
         values (gen_random_uuid(), '{ACCOUNT}', '{0}', 'needs_person', 'inbound', '{1}')",
        spelt(1),
        at(10)
    );
    sqlx::raw_sql(AssertSqlSafe(heard)).execute(&mut *other).await.unwrap();
    let sent = |seconds| [1, 2].map(|number| named(number, Some(spelt(number)), None, seconds)).to_vec();
    tell(&world, Vec::new(), sent(5), at(20)).await;
    other.commit().await.unwrap();
    let granted = json!({phone(1): "granted", spelt(1): "withdrawn", phone(2): "granted"});
    assert_eq!(standings(&world).await, granted);
    tell(&world, Vec::new(), sent(25), at(30)).await;
    let withdrawn = json!({phone(1): "withdrawn", spelt(1): "withdrawn", phone(2): "granted"});
    assert_eq!(standings(&world).await, withdrawn);
    assert_eq!(talks(&world).await, json!([[phone(1), "needs_person"]]));
    let entries = "select count(*) from marketing_consent_entries where decision = 'withdrawn'";
    tell(&world, Vec::new(), sent(35), at(40)).await;
    assert_eq!(world.value(entries).await, 2, "said once");
}
