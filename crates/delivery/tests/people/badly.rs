//! A campaign whose number or template people take badly is planned, and leaves only once a person says so.

use domain::campaign::{CampaignAct, CampaignState};
use sqlx::PgPool;
use store::Change;

use crate::{
    combined::World,
    planning::letter,
    world::{at, run, settle},
};

const BAD_NUMBER: &str =
    "insert into marketing_whatsapp_senders (account, quality, synced_at) values ('meta', 'red', now())";
const DOUBTFUL_NUMBER: &str =
    "insert into marketing_whatsapp_senders (account, quality, synced_at) values ('meta', 'yellow', now())";
const BAD_TEMPLATE: &str = "update marketing_whatsapp_templates set quality = 'red'";

/// How a campaign by WhatsApp stands once it was planned under these circumstances.
async fn planned(world: &World, circumstances: &str) -> (CampaignState, Option<String>) {
    run(&world.pool, circumstances).await;
    let (main, part) = world.launched(&letter()).await;
    settle(&world.planner, at(10)).await;
    assert_eq!(world.find(part).await.state, CampaignState::Sending, "e-mail leaves by another account");
    let campaign = world.find(main).await;
    (campaign.state, campaign.state_reason)
}

#[sqlx::test(migrations = "../../migrations")]
async fn by_a_number_that_people_take_badly_nothing_leaves_before_a_person_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    let (state, reason) = planned(&world, BAD_NUMBER).await;
    assert_eq!((state, reason.as_deref()), (CampaignState::Paused, Some("number_quality")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_that_people_take_badly_does_not_leave_before_a_person_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    run(&world.pool, BAD_TEMPLATE).await;
    let (main, _) = world.planned().await;
    let campaign = world.find(main).await;
    assert_eq!(
        (campaign.state, campaign.state_reason.as_deref()),
        (CampaignState::Paused, Some("template_quality"))
    );
    assert!(matches!(world.order(main, CampaignAct::Resume).await, Change::Done(_)));
    settle(&world.planner, at(60)).await;
    assert_eq!(world.find(main).await.state, CampaignState::Sending, "the person knew");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_doubt_about_the_number_keeps_nothing_back(pool: PgPool) {
    let world = World::new(pool).await;
    assert_eq!(planned(&world, DOUBTFUL_NUMBER).await, (CampaignState::Sending, None));
}
