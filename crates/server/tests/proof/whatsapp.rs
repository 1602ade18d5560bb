//! Campaigns by WhatsApp: to whoever agreed, by an approved template, with every figure of the report against the ledger; and nobody
//! who left is ever written to again.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use sandbox::{Shares, parse_faults};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{template_paused, world::World};

/// Those of each campaign whose figures are compared.
pub(crate) const PEOPLE: i32 = 5_000;
const FEW: i32 = 600;
/// What a message to France costs by the card of the tests, in millionths of a euro.
const PRICE: i64 = 70_000;
/// Those who gave a number, and never said that they may be written to.
const SILENT: i32 = 200;

/// Answers that come late or never though the request was processed, a storm of 429, webhooks twice and backwards.
const HEARD: &str = r#"[
    {"kind": "rate_limit", "route": "POST /{Version}/{Phone-Number-ID}/messages", "times": 20, "every": 7},
    {"kind": "reset_after_body", "route": "POST /{Version}/{Phone-Number-ID}/messages", "times": 5, "every": 11},
    {"kind": "webhooks_duplicated"},
    {"kind": "webhooks_reversed"}
]"#;

#[sqlx::test(migrations = false)]
async fn a_campaign_by_meta_ends_with_the_figures_of_the_ledger_and_whoever_left_gets_nothing_more(
    pool: PgPool,
) {
    first_and_second("meta", pool).await;
}

#[sqlx::test(migrations = false)]
async fn a_campaign_by_twilio_ends_with_the_figures_of_the_ledger_and_whoever_left_gets_nothing_more(
    pool: PgPool,
) {
    first_and_second("twilio", pool).await;
}

/// Answers that never come though the request was processed, and no webhook at all.
const UNHEARD: &str = r#"[
    {"kind": "reset_after_body", "route": "POST /2010-04-01/Accounts/{AccountSid}/Messages.json", "processed": true, "times": 5, "every": 11},
    {"kind": "webhooks_paused"}
]"#;

#[sqlx::test(migrations = false)]
async fn what_twilio_took_is_found_in_its_list_though_no_webhook_ever_comes(pool: PgPool) {
    let faults = parse_faults(UNHEARD).unwrap();
    let world = World::open_by("twilio", pool, 1, Shares::none(), faults).await;
    invite(&world.pool, FEW).await;
    let template = approved_template(&world, "twilio").await;
    let campaign = launch(&world, &template, i64::from(FEW)).await;
    until_finished(&world, &campaign).await;
    let (figures, totals) = (world.figures(&campaign).await, totals(&world, &campaign).await);
    assert_eq!((&totals["moreThanOnce"], &totals["distinctRecipients"]), (&json!(0), &json!(FEW)));
    assert_eq!((&figures["accepted"], &figures["unknown"]), (&json!(FEW), &json!(0)));
}

#[sqlx::test(migrations = false)]
async fn what_meta_took_is_never_unknown_once_its_events_are_in_and_nobody_has_it_twice(pool: PgPool) {
    let faults = parse_faults(HEARD).unwrap();
    let world = World::open_by("meta", pool, 1, Shares::none(), faults).await;
    invite(&world.pool, FEW).await;
    let template = approved_template(&world, "meta").await;
    let campaign = launch(&world, &template, i64::from(FEW)).await;
    until_finished(&world, &campaign).await;
    world.until_settled(&campaign).await;
    let (figures, totals) = (world.figures(&campaign).await, totals(&world, &campaign).await);
    assert_eq!(totals["moreThanOnce"], 0, "nobody twice");
    assert_eq!(totals["distinctRecipients"], FEW, "nobody lost");
    assert_eq!((&figures["accepted"], &figures["unknown"]), (&json!(FEW), &json!(0)));
}

/// Lets the time pass for which somebody rests or waits, until all is over.
async fn until_finished(world: &World, campaign: &str) {
    world
        .until("the campaign is finished", async || {
            world.let_rests_end().await;
            world.let_waits_end().await;
            let only_doubts =
                "select count(*) from marketing_batches where state <> 'in_doubt' and state <> 'done'";
            if count(world, only_doubts).await == 0 {
                world.let_leases_end().await;
            }
            world.state(campaign).await == "finished"
        })
        .await;
}

async fn first_and_second(account: &'static str, pool: PgPool) {
    let world = World::open_by(account, pool, 1, Shares::default(), Vec::new()).await;
    hurry(&world).await;
    invite(&world.pool, PEOPLE).await;
    let card = json!({"provider": account, "begins_on": "2026-01-01", "currency": "EUR", "csv": "Market,Marketing\nFrance,0.07\n"});
    world.call(Method::POST, "/settings/rate-cards", Some(card)).await;
    let template = approved_template(&world, account).await;
    template_paused::is_to_come(&world, account).await;
    let campaign = launch(&world, &template, i64::from(PEOPLE)).await;
    template_paused::comes_and_goes(&world, account, &template, &campaign).await;
    template_paused::until_over(&world, &campaign).await;
    let (figures, view) = (world.figures(&campaign).await, view(&world, &campaign).await);
    let (totals, again) = (&view["totals"], template_paused::refused_for_it(&view));
    assert!(again > 0 || account == "meta", "Twilio tells late what Meta refuses at once");
    compare(&figures, totals, again);
    compare_bill(&world, account, &campaign, totals).await;
    let (left, pressed) = (did(&world, &["opted_out"]).await, did(&world, &["opted_out", "pressed"]).await);
    assert!(pressed.len() < left.len(), "some leave by a word or by the menu, which name no message");
    assert_eq!(
        figures["unsubscribed"],
        left.len(),
        "by whatever way, they left because of this campaign, once"
    );
    assert_eq!(
        withdrawn(&world).await,
        left,
        "whoever left by any way is in our own ledger, and nobody else"
    );

    let second = launch(&world, &template, -1).await;
    world.until_settled(&second).await;
    let reached = reached(&world, &second).await;
    assert!(!reached.is_empty());
    assert_eq!(reached.intersection(&left).count(), 0, "whoever left gets nothing more");
    let silent = reached.iter().filter(|phone| phone.starts_with("+33699")).count();
    assert_eq!(silent, 0, "nobody is written to without having agreed");
}

/// Has Meta let its number send 1,000 messages a second; Twilio's is as fast as the settings say.
pub(crate) async fn hurry(world: &World) {
    let fast = json!({"line": "meta", "throughput": "HIGH"});
    world.tell_sandbox("/_sandbox/whatsapp/number", fast.to_string()).await;
}

/// Customers with a mobile who agreed with a proof, and some who never said anything.
pub(crate) async fn invite(pool: &PgPool, people: i32) {
    for (sql, count) in [
        (
            "insert into clients (nom, telephone, statut, type)
             select 'Client ' || i, '0612' || lpad(i::text, 6, '0'), 'ACTIF', 'CLIENT' from generate_series(1, $1) i",
            people,
        ),
        (
            "insert into marketing_consent_entries
                 (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             select gen_random_uuid(), '+33612' || lpad(i::text, 6, '0'), 'whatsapp', purpose, 'granted', 'form', 'tests', now(), now()
             from generate_series(1, $1) i, unnest(array['marketing', 'click_tracking']) purpose",
            people,
        ),
        (
            "insert into clients (nom, telephone, statut, type)
             select 'Silence ' || i, '0699' || lpad(i::text, 6, '0'), 'ACTIF', 'CLIENT' from generate_series(1, $1) i",
            SILENT,
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(count).execute(pool).await.unwrap();
    }
}

/// Writes a template, hands it in, waits until it is approved, and asks for it: not every service tells of that by itself.
pub(crate) async fn approved_template(world: &World, account: &str) -> String {
    let content = json!({
        "name": "soldes", "language": "fr", "category": "marketing",
        "body": "Bonjour {{prenom}}, profitez de {{remise}} jusqu'à dimanche dans tous nos magasins.",
        "footer": "Répondez STOP pour ne plus recevoir nos offres",
        "buttons": [
            {"kind": "tracked", "text": "Voir les offres"},
            {"kind": "quick_reply", "text": "Ne plus recevoir", "opts_out": true},
        ],
        "examples": {"prenom": "Awa", "remise": "20 %"},
    });
    let made = world
        .call(Method::POST, "/whatsapp/templates", Some(json!({"account": account, "content": content})))
        .await;
    let path = format!("/whatsapp/templates/{}", made["id"].as_str().unwrap());
    world.call_under(Method::POST, &format!("{path}/submit"), None, made["version"].as_i64()).await;
    world
        .until("the template is looked at", async || {
            let mut facts = world.ask_sandbox(&format!("/_sandbox/{account}")).await;
            let known = facts[if account == "meta" { "templates" } else { "contents" }].take();
            known[0]["status"] == "APPROVED"
        })
        .await;
    world
        .until("what came of handing it in is known", async || {
            count(world, "select count(*) from marketing_errands where state <> 'done'").await == 0
        })
        .await;
    world.call(Method::POST, &format!("/whatsapp/senders/{account}/sync"), None).await;
    world
        .until("the template is approved", async || {
            world.call(Method::GET, &path, None).await["status"] == "approved"
        })
        .await;
    made["id"].as_str().unwrap().to_owned()
}

/// A campaign to everybody who may be written to, launched once they are known to be so many; -1 for however many.
pub(crate) async fn launch(world: &World, template: &str, people: i64) -> String {
    world
        .until("everybody is known", async || {
            let question = json!({"channel": "whatsapp", "segment": {"all": []}});
            let counted = world.call(Method::POST, "/audiences/count", Some(question)).await;
            people < 0 || counted["waterfall"]["planned"] == people
        })
        .await;
    let made =
        world.call(Method::POST, "/campaigns", Some(json!({"name": "Soldes", "channel": "whatsapp"}))).await;
    let path = format!("/campaigns/{}", made["id"].as_str().unwrap());
    let content = json!({
        "name": "Soldes",
        "audience": {"all": []},
        "template_id": template,
        "whatsapp": {
            "values": {"prenom": "{{ contact.nom | default('à vous') }}", "remise": "20 %"},
            "link": "https://exemple.fr/offre",
        },
        "tags": [],
    });
    let edited = world.call_under(Method::PUT, &path, Some(content), made["version"].as_i64()).await;
    world
        .call_under(Method::POST, &format!("{path}/launch"), Some(json!({})), edited["version"].as_i64())
        .await;
    made["id"].as_str().unwrap().to_owned()
}

/// Figures count people, and the ledger messages: so many of these were refused for the template and left again.
fn compare(figures: &Value, totals: &Value, again: i64) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    let total = |name: &str| totals[name].as_i64().unwrap();
    assert_eq!((figure("planned"), figure("accepted")), (i64::from(PEOPLE), i64::from(PEOPLE)));
    assert_eq!(figure("accepted"), total("accepted") - again);
    assert_eq!(total("distinctRecipients"), i64::from(PEOPLE), "nobody lost");
    assert_eq!(figure("delivered"), total("delivered"));
    assert_eq!(figure("read"), total("read"));
    assert_eq!(figure("clicked_human"), total("clicked"));
    let failed: i64 = totals["failed"].as_object().unwrap().values().filter_map(Value::as_i64).sum();
    assert_eq!(figure("refused"), failed - again);
    for nothing in ["waiting", "held", "failed", "unknown", "dropped", "cancelled", "refused_unaccepted"] {
        assert_eq!(figure(nothing), 0, "{nothing}");
    }
    for something in ["read", "clicked_human", "unsubscribed", "refused", "replied"] {
        assert!(figure(something) > 0, "{something}: a comparison of nothing proves nothing");
    }
}

/// What was billed: by Meta class by class, priced by a card that was imported before; by Twilio message by message, whatever that card says.
async fn compare_bill(world: &World, account: &str, campaign: &str, totals: &Value) {
    let cost = world.call(Method::GET, &format!("/campaigns/{campaign}/cost"), None).await;
    assert_eq!(cost["estimate"]["by_template"], PEOPLE, "as the review showed it");
    assert_eq!(cost["estimate"]["micros"], i64::from(PEOPLE) * PRICE);
    if account == "twilio" {
        return compare_prices(world, campaign, totals).await;
    }
    let lines = cost["actual"]["lines"].as_array().unwrap();
    let told: BTreeMap<_, _> = lines
        .iter()
        .map(|line| {
            (
                format!(
                    "{} {}",
                    line["category"].as_str().unwrap(),
                    if line["billed"] == true { "regular" } else { "free_customer_service" }
                ),
                line["messages"].clone(),
            )
        })
        .collect();
    let billed: BTreeMap<_, _> = totals["billed"].as_object().unwrap().clone().into_iter().collect();
    assert_eq!(told, billed);
    let messages = cost["actual"]["billed"].as_i64().unwrap();
    assert!(messages > 0 && messages < i64::from(PEOPLE), "what did not arrive is not billed");
    assert_eq!(cost["actual"]["money"], json!([{"currency": "EUR", "micros": messages * PRICE}]));
}

/// Prices stand in the list of messages alone, which is walked through again until all are told.
async fn compare_prices(world: &World, campaign: &str, totals: &Value) {
    let figure = |name: &str| totals[name].as_i64().unwrap();
    let path = format!("/campaigns/{campaign}/cost");
    world
        .until("the price of everything that left is told", async || {
            let walk = "update marketing_accounts_state set sweep_at = now() where account = 'twilio' and sweep_to is null";
            sqlx::query(walk).execute(&world.pool).await.unwrap();
            world.call(Method::GET, &path, None).await["awaited"] == i64::from(PEOPLE) - figure("priced")
        })
        .await;
    world.until_settled(campaign).await;
    let actual = world.call(Method::GET, &path, None).await["actual"].take();
    assert_eq!(actual["billed"], totals["priced"]);
    assert_eq!(actual["money"], json!([{"currency": "USD", "micros": totals["charged"]["USD"]}]));
    assert!(figure("priced") > 0 && figure("priced") < i64::from(PEOPLE), "what failed at once has no price");
}

async fn view(world: &World, campaign: &str) -> Value {
    world.ask_sandbox(&format!("/_sandbox/ledger?tag={campaign}")).await["whatsapp"].take()
}

async fn totals(world: &World, campaign: &str) -> Value {
    view(world, campaign).await["totals"].take()
}

async fn reached(world: &World, campaign: &str) -> BTreeSet<String> {
    let view = view(world, campaign).await;
    let lines = view["recipients"].as_array().unwrap();
    lines.iter().map(|line| line["to"].as_str().unwrap().to_owned()).collect()
}

/// Whom the ledger of consent has as having left.
async fn withdrawn(world: &World) -> BTreeSet<String> {
    let gone = "select address from marketing_consents
                where channel = 'whatsapp' and purpose = 'marketing' and decision = 'withdrawn'";
    let gone: Vec<String> = sqlx::query_scalar(gone).fetch_all(&world.pool).await.unwrap();
    gone.into_iter().collect()
}

/// Whoever did all of these about one message, as the sandbox's own log has it.
async fn did(world: &World, what: &[&str]) -> BTreeSet<String> {
    let view = world.ask_sandbox("/_sandbox/ledger").await["whatsapp"].take();
    let did_all = |message: &Value| {
        let deeds = message["deeds"].as_array().unwrap();
        what.iter().all(|what| deeds.iter().any(|deed| deed["what"] == **what))
    };
    let of_one = |line: &&Value| line["messages"].as_array().unwrap().iter().any(did_all);
    let lines = view["recipients"].as_array().unwrap().iter();
    lines.filter(of_one).map(|line| line["to"].as_str().unwrap().to_owned()).collect()
}

async fn count(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&world.pool).await.unwrap()
}
