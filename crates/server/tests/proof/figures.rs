//! Every figure of the report, against the ledger.

use reqwest::Method;
use sandbox::Shares;
use serde_json::Value;
use sqlx::PgPool;

use crate::{
    ledger::{Ledger, by_a_person},
    people::invite,
    world::World,
};

pub(crate) const PEOPLE: i32 = 10_000;
pub(crate) const LEFT_OUT: i32 = 25;

/// Whose opens and clicks may be told to be theirs: every second customer's.
fn is_tracked(email: &str) -> bool {
    let number =
        email.trim_start_matches('p').split('@').next().and_then(|digits| digits.parse::<u32>().ok());
    number.is_some_and(|number| number % 2 == 0)
}

#[sqlx::test(migrations = false)]
async fn a_campaign_of_ten_thousand_ends_with_the_figures_of_the_receivers_ledger(pool: PgPool) {
    let world = World::open(pool, 1, Shares::default(), Vec::new()).await;
    invite(&world.pool, PEOPLE, LEFT_OUT).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    ledger.keeps_to_the_specification();
    compare_the_way(&figures, &ledger);
    compare_reactions(&figures, &ledger);
    compare_links(&world, &campaign, &ledger).await;
    compare_waterfall(&world, &campaign).await;
}

/// Waits until the directory knows everybody, as the wizard's live count does.
pub(crate) async fn launch_when_folded(world: &World, people: i32) -> String {
    until_folded(world, people).await;
    world.launch("Soldes BTP").await
}

pub(crate) async fn until_folded(world: &World, people: i32) {
    world
        .until("everybody is known", async || {
            let question = serde_json::json!({"channel": "email", "segment": {"all": []}});
            let counted = world.call(Method::POST, "/audiences/count", Some(question)).await;
            counted["waterfall"]["planned"] == people
        })
        .await;
}

fn compare_the_way(figures: &Value, ledger: &Ledger) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figure("planned"), i64::from(PEOPLE));
    assert_eq!(figure("accepted"), ledger.total("accepted"));
    assert_eq!(figure("accepted"), ledger.total("distinctRecipients"));
    assert_eq!(figure("delivered"), ledger.total("delivered"));
    let (hard, invalid) = (ledger.total("bounced/hard"), ledger.total("bounced/invalid"));
    assert_eq!(figure("bounced_hard"), hard + invalid);
    assert_eq!(figure("bounced"), hard + invalid + ledger.total("bounced/soft"));
    assert_eq!(figure("refused"), ledger.total("bounced/blocked"));
    for nothing in ["waiting", "failed", "unknown", "dropped", "cancelled", "refused_unaccepted"] {
        assert_eq!(figure(nothing), 0, "{nothing}");
    }
}

pub(crate) fn compare_reactions(figures: &Value, ledger: &Ledger) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    compare_readers(figures, ledger);
    let delivered_tracked = ledger.recipients("delivered", |email, _| is_tracked(email));
    assert_eq!(figure("delivered_clicks_tracked"), delivered_tracked);
    assert_eq!(figure("delivered_opens_tracked"), delivered_tracked);
}

/// What readers do, whoever carries their messages.
pub(crate) fn compare_readers(figures: &Value, ledger: &Ledger) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    let tracked =
        |what, human| ledger.recipients(what, |email, deed| is_tracked(email) && by_a_person(deed) == human);
    assert_eq!(figure("opened_human"), tracked("opened", true));
    assert_eq!(figure("opened_machine"), tracked("opened", false));
    assert_eq!(figure("clicked_human"), tracked("clicked", true));
    assert_eq!(figure("clicked_machine"), tracked("clicked", false));
    assert_eq!(figure("untracked_opens"), ledger.deeds("opened", |email, _| !is_tracked(email)));
    assert_eq!(figure("untracked_clicks"), ledger.deeds("clicked", |email, _| !is_tracked(email)));
    assert_eq!(figure("complained"), ledger.total("complained"));
    let left = ledger.total("unsubscribed") + ledger.total("unsubscribedAtProvider");
    assert_eq!(figure("unsubscribed"), left);
    for something in ["opened_human", "clicked_human", "clicked_machine", "unsubscribed", "bounced_hard"] {
        assert!(figure(something) > 0, "{something}: a comparison of nothing proves nothing");
    }
}

pub(crate) async fn compare_links(world: &World, campaign: &str, ledger: &Ledger) {
    let report = world.call(Method::GET, &format!("/campaigns/{campaign}/report"), None).await;
    let sum = |field: &str| -> i64 {
        report["links"].as_array().unwrap().iter().map(|link| link[field].as_i64().unwrap()).sum()
    };
    let tracked =
        |human| ledger.deeds("clicked", |email, deed| is_tracked(email) && by_a_person(deed) == human);
    assert_eq!(report["links"][0]["url"], "https://exemple.fr/offre?a=1&b=2#ici");
    assert_eq!(sum("human"), tracked(true));
    assert_eq!(sum("machine"), tracked(false));
    assert_eq!(sum("untracked"), ledger.deeds("clicked", |email, _| !is_tracked(email)));
}

async fn compare_waterfall(world: &World, campaign: &str) {
    let report = world.call(Method::GET, &format!("/campaigns/{campaign}/report"), None).await;
    let excluded = |reason: &str| {
        let steps = report["waterfall"]["excluded"].as_array().unwrap();
        steps.iter().find(|step| step["reason"] == reason).unwrap()["contacts"].as_i64().unwrap()
    };
    for reason in ["no_address", "invalid_address", "duplicate", "suppressed", "no_consent"] {
        assert_eq!(excluded(reason), i64::from(LEFT_OUT), "{reason}");
    }
    assert_eq!(report["waterfall"]["matched"], PEOPLE + 5 * LEFT_OUT);
}
