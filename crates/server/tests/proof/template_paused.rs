//! A template that its service pauses in mid-campaign, as it does where too many complain of it, and approves again.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{whatsapp::PEOPLE, world::World};

/// Messages that the service takes before it pauses the template.
const BEFORE: i64 = 1_500;
/// Why a campaign pauses then: what was told of the template, or the code of a message that was refused for it, whichever came first.
const REASONS: [&str; 3] = ["template_paused", "132015", "63041"];
/// How messages are refused for it by Meta and by Twilio.
const CODES: [u64; 2] = [132_015, 63_041];

async fn tell(world: &World, account: &str, what: &Value) {
    let mut facts = world.ask_sandbox(&format!("/_sandbox/{account}")).await;
    let known = facts[if account == "meta" { "templates" } else { "contents" }].take();
    let mut order = json!({"line": account, "name": known[0]["name"]});
    order.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
    world.tell_sandbox("/_sandbox/whatsapp/templates", order.to_string()).await;
}

/// Has the template paused in the middle of the campaign to come.
pub(crate) async fn is_to_come(world: &World, account: &str) {
    tell(world, account, &json!({"status": "PAUSED", "after": BEFORE})).await;
}

async fn until_template_is(world: &World, template: &str, status: &str) {
    let path = format!("/whatsapp/templates/{template}");
    world
        .until("it is known where the template stands", async || {
            world.call(Method::GET, &path, None).await["status"] == status
        })
        .await;
}

/// The campaign pauses by itself and says why. Nobody can let it go on while the template is paused; once it is approved again a
/// person does.
pub(crate) async fn comes_and_goes(world: &World, account: &str, template: &str, campaign: &str) {
    let path = format!("/campaigns/{campaign}");
    let resume = format!("{path}/resume");
    world.until("the campaign has paused", async || world.state(campaign).await == "paused").await;
    let reason = world.call(Method::GET, &path, None).await["state_reason"].take();
    assert!(REASONS.contains(&reason.as_str().unwrap()), "{reason}");
    until_template_is(world, template, "paused").await;
    assert_eq!(world.refused(Method::POST, &resume, json!({})).await, "template.not_approved");
    world.until("what was on its way is recorded", async || world.calls("open").await == 0).await;
    assert_eq!(world.state(campaign).await, "paused");
    let taken = world.accepted(campaign).await;
    assert!(
        taken >= BEFORE && (taken < i64::from(PEOPLE) || account == "twilio"),
        "it was paused in the middle: {taken}"
    );

    tell(world, account, &json!({"status": "APPROVED"})).await;
    // Not every service tells of that by itself.
    world.call(Method::POST, &format!("/whatsapp/senders/{account}/sync"), None).await;
    until_template_is(world, template, "approved").await;
    world.call(Method::POST, &resume, Some(json!({}))).await;
}

/// Until the campaign is over for those too whom Twilio told late to be refused for the template: they are written to again.
pub(crate) async fn until_over(world: &World, campaign: &str) {
    world.until_settled(campaign).await;
    let refused = "select count(*) from marketing_repeats where called_at is null";
    world
        .until("whoever was refused for the template waits again", async || {
            sqlx::query_scalar::<_, i64>(refused).fetch_one(&world.pool).await.unwrap() == 0
        })
        .await;
    world.until_settled(campaign).await;
}

/// How many messages were taken and then refused for the template: whoever they were for has another one. Everybody has exactly one
/// beside those.
pub(crate) fn refused_for_it(view: &Value) -> i64 {
    let is_refused = |message: &&Value| {
        let deeds = message["deeds"].as_array().unwrap();
        deeds.iter().any(|deed| deed["code"].as_u64().is_some_and(|code| CODES.contains(&code)))
    };
    let lines = view["recipients"].as_array().unwrap();
    let refused = lines.iter().map(|line| {
        let messages = line["messages"].as_array().unwrap();
        let refused = messages.iter().filter(is_refused).count();
        assert_eq!(messages.len() - refused, 1, "nobody twice, and nobody for nothing: {line}");
        refused
    });
    i64::try_from(refused.sum::<usize>()).unwrap()
}
