//! Whatever people, consents and rules there are: nobody gets both, and nobody gets anything who may not.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel,
    audience::Segment,
    campaign::CampaignState,
    consent::{ConsentPolicy, Decision},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sqlx::{AssertSqlSafe, PgPool, types::Uuid};

use crate::{
    combined::World,
    planning::letter,
    random,
    reference::Picture,
    world::{at, decide, fold, run, settle, suppress},
};

/// Nobody and nothing is there any more, but the template and the rules.
const NOTHING: &str = "
    truncate clients, companies, marketing_import_rows, marketing_suppressions, marketing_consents, marketing_deliveries,
        marketing_delivery_state, marketing_batches, marketing_exclusions, marketing_waterfalls, marketing_campaign_contents, marketing_links;
    delete from prospecting_campaigns;
    alter table marketing_consent_entries disable trigger user;
    truncate marketing_consent_entries cascade;
    alter table marketing_consent_entries enable trigger user";

/// Who is planned by a channel: the person, and the address.
async fn planned(pool: &PgPool, channel: Channel) -> BTreeMap<Uuid, String> {
    let sql = format!("select person_id, address from marketing_deliveries where channel = '{channel}'");
    let rows: Vec<(Uuid, String)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
    let many = rows.len();
    let people: BTreeMap<_, _> = rows.into_iter().collect();
    assert_eq!(people.len(), many, "nobody is planned twice by {channel}");
    people
}

/// A world of random people, of whom a random few agreed to WhatsApp.
async fn populate(world: &World, runner: &mut TestRunner) {
    run(&world.pool, NOTHING).await;
    let rows = prop::collection::vec(random::row(), 4..24).new_tree(runner).unwrap().current();
    let opinions = prop::collection::vec(random::opinion(), 0..6).new_tree(runner).unwrap().current();
    let dead = prop::collection::vec(random::dead(), 0..2).new_tree(runner).unwrap().current();
    let agreed = prop::sample::subsequence(random::PHONES, 1..=random::PHONES.len());
    for row in &rows {
        run(&world.pool, row).await;
    }
    let agreed = agreed.new_tree(runner).unwrap().current().into_iter();
    let agreed = agreed.map(|phone| (phone.to_owned(), Channel::Whatsapp, Decision::Granted));
    for ((address, channel, decision), seconds) in opinions.into_iter().chain(agreed).zip(1..) {
        decide(&world.store, &address, channel, decision, seconds).await;
    }
    for (address, channel) in dead {
        suppress(&world.store, &address, channel).await;
    }
    fold(&world.pool).await;
}

/// Freezes both audiences and holds them against what a slow and obvious program finds. Tells how many get which, and how many of them
/// would have got both.
async fn hold_against(world: &World, segment: &Segment, policy: &ConsentPolicy) -> [usize; 3] {
    let picture = Picture::take(&world.pool).await;
    let ids = world.launched_to(segment, &letter()).await;
    settle(&world.planner, at(99)).await;
    let states = world.states(ids).await;
    let is_frozen = |state| matches!(state, CampaignState::Sending | CampaignState::Finished);
    assert!(is_frozen(states.0) && is_frozen(states.1), "{states:?}");

    let by_whatsapp = planned(&world.pool, Channel::Whatsapp).await;
    let by_email = planned(&world.pool, Channel::Email).await;
    let both: BTreeSet<_> = by_whatsapp.keys().filter(|person| by_email.contains_key(person)).collect();
    assert!(both.is_empty(), "{both:?} get both: {segment:?} {policy:?}");
    assert_eq!(by_whatsapp, picture.written_to(Channel::Whatsapp, segment, policy), "{segment:?} {policy:?}");
    let rest = picture.without(&by_whatsapp.keys().copied().collect());
    assert_eq!(by_email, rest.written_to(Channel::Email, segment, policy), "{segment:?} {policy:?}");
    let alone = picture.written_to(Channel::Email, segment, policy);
    [
        by_whatsapp.len(),
        by_email.len(),
        by_whatsapp.keys().filter(|person| alone.contains_key(person)).count(),
    ]
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_gets_both_and_nobody_gets_anything_who_may_not(pool: PgPool) {
    let world = World::empty(pool).await;
    let mut runner = TestRunner::deterministic();
    let mut reached = [0; 3];
    for turn in 0..40 {
        populate(&world, &mut runner).await;
        let everybody = (Segment::default(), ConsentPolicy::default());
        let asked = (random::segment(), random::policy()).new_tree(&mut runner).unwrap().current();
        let (segment, policy) = if turn % 2 == 0 { everybody } else { asked };
        let mut tx = world.store.begin().await.unwrap();
        tx.settings().set_consent_policy(&policy, "awa", at(turn)).await.unwrap();
        tx.commit().await.unwrap();
        let more = hold_against(&world, &segment, &policy).await;
        reached = std::array::from_fn(|place| reached[place] + more[place]);
    }
    assert!(reached.iter().all(|people| *people > 2), "a comparison of nothing proves nothing: {reached:?}");
}
