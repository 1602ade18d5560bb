//! When a campaign's time comes, its audience is frozen: whole or not at all, and once.

use chrono::TimeDelta;
use delivery::{OVERDUE_AFTER, Stage, Step};
use domain::{
    CampaignId, Channel,
    audience::{ExclusionQuery, ExclusionReason as Reason, Segment},
    campaign::{CampaignAct, CampaignEdit, CampaignState},
    consent::{ConsentPolicy, Decision, FrequencyCap, Purpose},
    provider::AccountId,
};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{Change, Freeze};

use crate::{
    planning::{World, letter},
    world::{at, count, decide, may_be_planned, record, run, settle, steps, value, wait_for},
};

/// Asks for those who were left out because they agreed to nothing.
fn without_consent() -> ExclusionQuery {
    ExclusionQuery { reason: Some(Reason::NoConsent), ..ExclusionQuery::default() }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_audience_is_frozen_with_batches_content_links_and_figures(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    record(&world.store, "c@x.example", Channel::Email, Purpose::Marketing, Decision::Granted, 1).await;
    record(&world.store, "c@x.example", Channel::Email, Purpose::OpenTracking, Decision::Granted, 1).await;
    record(&world.store, "d@x.example", Channel::Email, Purpose::ClickTracking, Decision::Refused, 1).await;
    let counted = count(&world.store, Channel::Email, &Segment::default()).await;
    let id = world.planned(1).await;

    assert_eq!(world.find(id).await.state, CampaignState::Sending);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(
        tx.exclusions().waterfall(id).await.unwrap(),
        counted.waterfall,
        "planned is what was counted"
    );
    let left_out = tx.exclusions().page(id, &without_consent()).await.unwrap();
    assert_eq!(left_out.items[0].address.as_deref(), Some("froid@x.example"));
    drop(tx);
    let batches =
        "select jsonb_agg(jsonb_build_array(no, account, members, state) order by no) from marketing_batches";
    assert_eq!(
        value(&pool, batches).await,
        json!([
            [1, "brevo", [1, 2, 3], "ready"],
            [2, "brevo", [4, 5, 6], "ready"],
            [3, "brevo", [7], "ready"]
        ])
    );
    let states = "select jsonb_agg(distinct jsonb_build_array(rank, batch)) from marketing_delivery_state";
    assert_eq!(value(&pool, states).await, json!([[10, 1], [10, 2], [10, 3]]));
    let tracked = "select jsonb_agg(jsonb_build_array(d.address, d.ground, d.consent_entry_id is null, s.marks)) from marketing_deliveries d
                   join marketing_delivery_state s using (campaign_id, number) where opens_tracked or clicks_tracked";
    assert_eq!(value(&pool, tracked).await, json!([["c@x.example", "consent", false, 129]]));
    let figures = "select jsonb_object_agg(counter, count) from marketing_figure_deltas";
    assert_eq!(value(&pool, figures).await, json!({"planned": 7, "waiting": 7}));
    let links = "select jsonb_agg(jsonb_build_array(number, url)) from marketing_links";
    assert_eq!(value(&pool, links).await, json!([[1, "https://www.example.com/?a=1&b=2"]]));
    let samples: Vec<_> = counted.samples.iter().map(|sample| sample.address.clone()).collect();
    let numbered = "select jsonb_agg(address order by number) from marketing_deliveries";
    assert_eq!(value(&pool, numbered).await, json!(samples), "the examples are the first ones");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_is_planned_when_its_time_comes_and_not_before(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.draft(1, &letter()).await;
    world.launch(id, 100, 10).await;
    assert_eq!(world.planner.step(at(99)).await.unwrap(), Step::Idle);
    assert_eq!(world.planner.step(at(100)).await.unwrap(), Step::Worked);
    assert_eq!(world.find(id).await.state, CampaignState::Planning);
    assert_eq!(world.planner.step(at(100)).await.unwrap(), Step::Worked);
    assert_eq!(world.planner.step(at(100)).await.unwrap(), Step::Idle);
    assert_eq!(world.find(id).await.state, CampaignState::Sending);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_time_that_passed_while_nothing_ran_asks_a_person_unless_it_was_now(pool: PgPool) {
    let world = World::new(pool).await;
    let (missed, at_once) = (world.draft(1, &letter()).await, world.draft(2, &letter()).await);
    world.launch(missed, 100, 10).await;
    world.launch(at_once, 100, 100).await;
    settle(&world.planner, at(101) + OVERDUE_AFTER).await;
    let asked = world.find(missed).await;
    assert_eq!((asked.state, asked.state_reason.as_deref()), (CampaignState::Overdue, Some("schedule.past")));
    assert_eq!(world.find(at_once).await.state, CampaignState::Sending);

    world.launch(missed, 9_000, 9_000).await;
    settle(&world.planner, at(9_000)).await;
    assert_eq!(world.find(missed).await.state, CampaignState::Sending);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_plan_that_nobody_made_in_time_asks_a_person_unless_it_was_now(pool: PgPool) {
    let world = World::new(pool).await;
    let (missed, at_once) = (world.draft(1, &letter()).await, world.draft(2, &letter()).await);
    world.launch(missed, 100, 10).await;
    world.launch(at_once, 100, 100).await;
    for id in [missed, at_once] {
        assert_eq!(world.planner.step(at(100)).await.unwrap(), Step::Worked);
        assert_eq!(world.find(id).await.state, CampaignState::Planning);
    }
    settle(&world.planner, at(101) + OVERDUE_AFTER).await;
    let asked = world.find(missed).await;
    assert_eq!((asked.state, asked.state_reason.as_deref()), (CampaignState::Overdue, Some("schedule.past")));
    assert_eq!(world.find(at_once).await.state, CampaignState::Sending);
    assert_eq!(world.rows("marketing_deliveries").await, 7, "of the one that was to leave at once");

    world.launch(missed, 9_000, 9_000).await;
    settle(&world.planner, at(9_000)).await;
    assert_eq!(world.find(missed).await.state, CampaignState::Sending);
    assert_eq!(world.rows("marketing_deliveries").await, 14, "nobody is lost, and nobody is planned twice");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_plan_that_breaks_off_leaves_nothing_and_is_made_again(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let id = world.draft(1, &letter()).await;
    world.launch(id, 10, 10).await;
    assert_eq!(world.planner.step(at(10)).await.unwrap(), Step::Worked);
    run(&pool, "create function crash() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
                create trigger crash before insert on marketing_figure_deltas execute function crash()").await;
    assert!(world.planner.step(at(11)).await.is_err());
    for table in [
        "marketing_deliveries",
        "marketing_delivery_state",
        "marketing_exclusions",
        "marketing_waterfalls",
        "marketing_batches",
        "marketing_links",
    ] {
        assert_eq!(world.rows(table).await, 0, "{table}");
    }
    run(&pool, "drop trigger crash on marketing_figure_deltas").await;
    may_be_planned(&pool, id).await;
    settle(&world.planner, at(12)).await;
    assert_eq!(world.find(id).await.state, CampaignState::Sending);
    assert_eq!(world.rows("marketing_deliveries").await, 7);
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_planners_one_plans_and_the_other_finds_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.draft(1, &letter()).await;
    world.launch(id, 10, 10).await;
    world.planner.step(at(10)).await.unwrap();
    let mut other = world.store.begin().await.unwrap();
    assert!(other.plan().next_unplanned().await.unwrap().is_some());
    assert_eq!(world.planner.step(at(10)).await.unwrap(), Step::Idle);
    other.rollback().await.unwrap();
    settle(&world.planner, at(10)).await;
    assert_eq!(world.rows("marketing_deliveries").await, 7);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_cannot_be_planned_fails_with_the_reason_and_an_empty_plan_is_finished(pool: PgPool) {
    let world = World::new(pool).await;
    let cases = [
        (CampaignEdit { html: None, ..letter() }, CampaignState::Failed, Some("content.missing")),
        (CampaignEdit { audience: None, ..letter() }, CampaignState::Failed, Some("audience.missing")),
        (
            CampaignEdit { html: Some("{{ contact.".into()), ..letter() },
            CampaignState::Failed,
            Some("content.template: /html"),
        ),
        (
            CampaignEdit { account: Some(AccountId("autre".into())), ..letter() },
            CampaignState::Failed,
            Some("account.missing"),
        ),
        (CampaignEdit { audience: Some(Segment::Any(vec![])), ..letter() }, CampaignState::Finished, None),
    ];
    for (number, (edit, state, reason)) in (1..).zip(cases) {
        let id = world.draft(number, &edit).await;
        world.launch(id, 10, 10).await;
        settle(&world.planner, at(10)).await;
        let found = world.find(id).await;
        assert_eq!((found.state, found.state_reason.as_deref()), (state, reason));
        assert_eq!(found.finished_at, Some(at(10)));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn calling_off_ends_what_waits_and_whoever_claimed_it_can_record_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let id = world.planned(1).await;
    run(&pool, "update marketing_batches set state = 'claimed', fence = 1 where no = 1;
                update marketing_batches set state = 'submitting', key = gen_random_uuid(), submitted_at = now() where no = 2;
                update marketing_delivery_state set rank = 20 where batch = 2").await;
    let Change::Done(cancelled) = world.act(id, CampaignAct::Cancel).await else { panic!("not called off") };
    assert_eq!((cancelled.state, cancelled.finished_at), (CampaignState::Cancelled, Some(at(50))));
    let batches = "select jsonb_agg(jsonb_build_array(state, fence) order by no) from marketing_batches";
    assert_eq!(value(&pool, batches).await, json!([["done", 2], ["submitting", 0], ["done", 1]]));
    let figures =
        "select jsonb_object_agg(counter, sum) from (select counter, sum(count) from marketing_figure_deltas
                                                                     where reason is null group by 1) t";
    assert_eq!(value(&pool, figures).await, json!({"planned": 7, "waiting": 3, "cancelled": 4}));
    let reasons = "select jsonb_agg(jsonb_build_array(counter, reason, count)) from marketing_figure_deltas where reason is not null";
    assert_eq!(value(&pool, reasons).await, json!([["cancelled", "", 4]]));
    assert!(
        matches!(world.act(id, CampaignAct::Resume).await, Change::NotEditable(found) if found == cancelled)
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_called_off_while_it_is_planned_keeps_nothing_of_the_plan(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let id = world.draft(1, &letter()).await;
    world.launch(id, 10, 10).await;
    world.planner.step(at(10)).await.unwrap();
    // The last statement before the state is looked at once more calls the campaign off, as somebody else would.
    run(&pool, "create function call_off() returns trigger language plpgsql as $$ begin
                update prospecting_campaigns set marketing_state = 'cancelled'; return null; end $$;
                create trigger call_off after insert on marketing_links for each statement execute function call_off()").await;
    assert_eq!(world.planner.step(at(11)).await.unwrap(), Step::Worked);
    assert_eq!(world.rows("marketing_deliveries").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_written_to_often_enough_is_left_out_until_the_days_have_passed(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let policy = ConsentPolicy {
        frequency_cap: Some(FrequencyCap { messages: 1, days: 7 }),
        ..ConsentPolicy::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.settings().set_consent_policy(&policy, "awa", at(0)).await.unwrap();
    tx.commit().await.unwrap();
    world.planned(1).await;
    run(
        &pool,
        "update marketing_delivery_state set rank = 45, marks = 1 where number = 1;
                update marketing_delivery_state set rank = 60, marks = 3 where number > 1",
    )
    .await;
    let later = async |days| {
        let now = at(10) + TimeDelta::days(days);
        crate::world::count_under(&world.store, Channel::Email, &Segment::default(), &policy, now).await
    };
    let soon = later(6).await;
    assert_eq!(steps(&soon), [(Reason::NoConsent, 1), (Reason::FrequencyCap, 6)]);
    assert_eq!(soon.waterfall.planned, 1, "what was called off counts for nothing");
    assert_eq!(later(8).await.waterfall.planned, 7);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_withdrew_after_a_campaign_is_planned_for_no_other(pool: PgPool) {
    let world = World::new(pool).await;
    world.planned(1).await;
    decide(&world.store, "a@x.example", Channel::Email, Decision::Withdrawn, 20).await;
    let id = world.planned(2).await;
    let mut tx = world.store.begin().await.unwrap();
    let left_out = tx.exclusions().page(id, &without_consent()).await.unwrap();
    let addresses: Vec<_> = left_out.items.iter().filter_map(|left| left.address.as_deref()).collect();
    assert_eq!(addresses, ["a@x.example", "froid@x.example"]);
}

/// Everybody, by these rules.
fn frozen(id: CampaignId, policy: &ConsentPolicy, horizon: i64) -> Freeze<'_> {
    Freeze {
        id,
        channel: Channel::Email,
        segment: const { &Segment::All(Vec::new()) },
        part_of: None,
        policy,
        horizon,
        account: "brevo",
        due_at: at(10),
        batch: 3,
        canary: None,
        compiled: &Value::Null,
        links: &[],
        now: at(11),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn rules_that_change_while_an_audience_is_frozen_are_asked_for_when_it_leaves(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let id = world.draft(1, &letter()).await;
    world.launch(id, 10, 10).await;
    world.planner.step(at(10)).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let campaign = tx.plan().next_unplanned().await.unwrap().unwrap();
    let horizon = tx.plan().horizon().await.unwrap();
    let before = tx.settings().consent_policy().await.unwrap();
    let mut other = world.store.begin().await.unwrap();
    other
        .settings()
        .set_consent_policy(&ConsentPolicy { rules: vec![], ..before.clone() }, "awa", at(11))
        .await
        .unwrap();
    other.commit().await.unwrap();
    tx.plan().freeze(frozen(campaign.id, &before, horizon)).await.unwrap();
    tx.commit().await.unwrap();
    let asked_for = "select count(*) from marketing_permission_losses l
                     join marketing_campaign_contents c on l.changed_in >= c.asked_in where l.who is null";
    assert_eq!(value(&pool, asked_for).await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_audiences_frozen_at_once_keep_the_frequency_cap_together(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let policy = ConsentPolicy {
        frequency_cap: Some(FrequencyCap { messages: 1, days: 7 }),
        ..ConsentPolicy::default()
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.settings().set_consent_policy(&policy, "awa", at(0)).await.unwrap();
    tx.commit().await.unwrap();
    for number in [1, 2] {
        let id = world.draft(number, &letter()).await;
        world.launch(id, 10, 10).await;
        world.planner.step(at(10)).await.unwrap();
    }
    let mut tx = world.store.begin().await.unwrap();
    let one = tx.plan().next_unplanned().await.unwrap().unwrap();
    let horizon = tx.plan().horizon().await.unwrap();
    let freeze = frozen(one.id, &policy, horizon);
    assert_eq!(tx.plan().freeze(freeze).await.unwrap(), 7);
    let planner = world.planner.clone();
    let other = tokio::spawn(async move { planner.step(at(11)).await.unwrap() });
    wait_for(&pool, 1, &other).await;
    tx.commit().await.unwrap();
    assert_eq!(other.await.unwrap(), Step::Worked);
    assert_eq!(world.rows("marketing_deliveries").await, 7, "nobody is planned twice");
}
