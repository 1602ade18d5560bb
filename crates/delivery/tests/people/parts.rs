//! A campaign by WhatsApp with an e-mail part: frozen together or not at all, and nobody is planned by both.

use delivery::{Stage, Step};
use domain::{
    CampaignId, Channel,
    audience::{ExclusionReason as Reason, Reach},
    campaign::{Campaign, CampaignAct, CampaignEdit, CampaignState},
    consent::Decision,
    delivery::{DeliveryState, EndDecision},
    list::Page,
    report::EndChoice,
};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Reached, Ruling};

use crate::{
    combined::World,
    planning::letter,
    world::{at, decide, may_be_planned, run, settle, steps, suppress},
};

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_whatsapp_reaches_gets_no_email_and_the_rest_does(pool: PgPool) {
    let world = World::new(pool).await;
    let whatsapp = world.count(Channel::Whatsapp, Reached::Nobody).await;
    let email = world.count(Channel::Email, Reached::AsThingsStand).await;
    let (main, part) = world.planned().await;

    assert_eq!(world.states((main, part)).await, (CampaignState::Sending, CampaignState::Sending));
    assert_eq!(
        world.addresses(main).await,
        json!(["+33612340001", "+33612340002", "+33612340003", "+33612340004"])
    );
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
    let mut tx = world.store.begin().await.unwrap();
    let (of_main, of_part) =
        (tx.exclusions().waterfall(main).await.unwrap(), tx.exclusions().waterfall(part).await.unwrap());
    assert_eq!((&of_main, &of_part), (&whatsapp.waterfall, &email.waterfall), "planned is what was counted");
    // Both contacts of d count, for d is reached.
    assert_eq!(steps(&email), [(Reason::ByWhatsapp, 5), (Reason::NoAddress, 1), (Reason::NoConsent, 1)]);
    let reach = Reach::of(&of_main, &of_part);
    assert_eq!(reach, Reach { targeted: 9, by_whatsapp: 4, by_email: 2, left_out: 3 });
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_person_is_reached_once_whatever_becomes_of_their_contacts_meanwhile(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    // Between the two audiences the contact of a becomes another person's, as the directory would have it.
    run(&pool, "insert into marketing_people select gen_random_uuid(), email, phone, 'autre', company, kinds from marketing_people
                    where email = 'a@x.example';
                create function part() returns trigger language plpgsql as $$ begin
                    update marketing_contacts set person_id = (select id from marketing_people where name = 'autre')
                    where email = 'a@x.example'; return null; end $$;
                create trigger part after insert on marketing_links for each statement execute function part()").await;
    let (_, part) = world.planned().await;
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whom_whatsapp_may_not_write_to_for_now_gets_the_email(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    run(&pool, "insert into marketing_whatsapp_caps (address, code, until) values ('+33612340001', '131049', '2099-01-01')")
        .await;
    suppress(&world.store, "+33612340002", Channel::Whatsapp).await;
    let (main, part) = world.planned().await;
    assert_eq!(world.addresses(main).await, json!(["+33612340003", "+33612340004"]));
    assert_eq!(
        world.addresses(part).await,
        json!(["a@x.example", "b@x.example", "e@x.example", "f@x.example"])
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_yes_that_is_withdrawn_after_the_plan_brings_no_email(pool: PgPool) {
    let world = World::new(pool).await;
    let (_, part) = world.planned().await;
    decide(&world.store, "+33612340001", Channel::Whatsapp, Decision::Withdrawn, 20).await;
    settle(&world.planner, at(30)).await;
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_planner_that_breaks_off_has_frozen_neither(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let ids = world.launched(&letter()).await;
    assert_eq!(world.planner.step(at(10)).await.unwrap(), Step::Worked);
    assert_eq!(world.states(ids).await, (CampaignState::Planning, CampaignState::Planning));
    // The first audience is frozen when the second one fails.
    run(&pool, &format!("create function crash() returns trigger language plpgsql as $$ begin
                if new.campaign_id = '{}' then raise exception 'killed'; end if; return new; end $$;
                create trigger crash before insert on marketing_figure_deltas for each row execute function crash()", ids.1))
        .await;
    assert!(world.planner.step(at(11)).await.is_err());
    assert_eq!((world.addresses(ids.0).await, world.addresses(ids.1).await), (json!([]), json!([])));
    run(&pool, "drop trigger crash on marketing_figure_deltas").await;
    may_be_planned(&pool, ids.0).await;
    settle(&world.planner, at(12)).await;
    assert_eq!(world.addresses(ids.1).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_that_cannot_be_planned_takes_its_campaign_with_it(pool: PgPool) {
    let world = World::new(pool).await;
    let ids = world.launched(&CampaignEdit { html: None, text: None, ..letter() }).await;
    settle(&world.planner, at(10)).await;
    assert_eq!(world.states(ids).await, (CampaignState::Failed, CampaignState::Failed));
    assert_eq!(world.find(ids.0).await.state_reason.as_deref(), Some("content.missing"));
    assert_eq!(world.addresses(ids.0).await, json!([]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn both_are_held_let_go_on_and_called_off_together(pool: PgPool) {
    use CampaignState as S;
    let world = World::new(pool).await;
    let ids = world.planned().await;
    for (act, state) in [
        (CampaignAct::Pause, S::Paused),
        (CampaignAct::Resume, S::Sending),
        (CampaignAct::Cancel, S::Cancelled),
    ] {
        assert!(matches!(world.order(ids.0, act).await, Change::Done(_)), "{act}");
        assert_eq!(world.states(ids).await, (state, state));
    }
    assert!(matches!(world.order(ids.0, CampaignAct::Resume).await, Change::NotEditable(_)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_that_an_alarm_paused_goes_on_with_the_next_order(pool: PgPool) {
    use CampaignState as S;
    let world = World::new(pool).await;
    let ids = world.planned().await;
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(ids.1, CampaignAct::Pause, Some("bounces"), at(20)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.states(ids).await, (S::Sending, S::Paused));
    assert!(matches!(world.order(ids.0, CampaignAct::Resume).await, Change::Done(_)));
    assert_eq!(world.states(ids).await, (S::Sending, S::Sending));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_is_finished_when_its_part_is(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let ids = world.planned().await;
    let spent = async || world.store.begin().await.unwrap().batches().spent().await.unwrap();
    run(&pool, &format!("update marketing_batches set state = 'done' where campaign_id = '{}'", ids.0)).await;
    assert_eq!(spent().await, [], "its e-mails still leave");
    run(&pool, "update marketing_batches set state = 'done'").await;
    assert_eq!(spent().await, [ids.1]);
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(ids.1, CampaignAct::Finish, None, at(60)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(spent().await, [ids.0]);
}

/// Everything has left, and both are finished; whoever was to get the e-mail is at a dead end.
async fn finished(world: &World) -> (CampaignId, CampaignId) {
    let ids = world.planned().await;
    let ended = format!(
        "update marketing_batches set state = 'done';
         update marketing_delivery_state set rank = {} where campaign_id = '{}'",
        DeliveryState::Failed.rank(),
        ids.1
    );
    run(&world.pool, &ended).await;
    let mut tx = world.store.begin().await.unwrap();
    for id in [ids.1, ids.0] {
        tx.campaigns().act(id, CampaignAct::Finish, None, at(60)).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(world.states(ids).await, (CampaignState::Finished, CampaignState::Finished));
    ids
}

/// A person has the dead letters of a campaign sent again.
async fn replay(world: &World, id: CampaignId) -> Change<(Campaign, i64)> {
    let mut tx = world.store.begin().await.unwrap();
    let choice = EndChoice::default();
    let ruling = Ruling { decision: EndDecision::Replay, choice: &choice, by: "awa", now: at(70) };
    let change = tx.ends().decide(id, ruling).await.unwrap();
    tx.commit().await.unwrap();
    change
}

#[sqlx::test(migrations = "../../migrations")]
async fn dead_ends_of_a_part_that_are_sent_again_have_its_campaign_go_on_as_well(pool: PgPool) {
    let world = World::new(pool).await;
    let ids = finished(&world).await;
    assert!(matches!(replay(&world, ids.1).await, Change::Done((_, 2))));
    assert_eq!(world.states(ids).await, (CampaignState::Sending, CampaignState::Sending));
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.batches().form(at(71), 500).await.unwrap(), "they leave in a batch of their own");
    assert_eq!(tx.batches().spent().await.unwrap(), [], "and the campaign waits for them");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_whose_campaign_is_put_away_sends_nothing_again(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let ids = finished(&world).await;
    run(
        &pool,
        &format!(
            "update prospecting_campaigns set marketing_archived_at = now() where marketing_id = '{}'",
            ids.0
        ),
    )
    .await;
    assert!(matches!(replay(&world, ids.1).await, Change::NotEditable(_)));
    assert_eq!(world.states(ids).await, (CampaignState::Finished, CampaignState::Finished));
}

#[sqlx::test(migrations = "../../migrations")]
async fn recipients_and_those_left_out_are_one_list_that_names_the_channel(pool: PgPool) {
    let world = World::new(pool).await;
    let (main, part) = world.planned().await;
    let mut tx = world.store.begin().await.unwrap();
    let Page { items, next, .. } = tx
        .recipients()
        .page(main, &domain::report::RecipientQuery { limit: 4, ..Default::default() })
        .await
        .unwrap();
    let seen: Vec<_> = items.iter().map(|item| (item.number, item.channel)).collect();
    assert_eq!(seen.iter().filter(|(number, _)| *number == 1).count(), 2, "{seen:?}");
    let query = domain::report::RecipientQuery { cursor: next, ..Default::default() };
    assert_eq!(items.len() + tx.recipients().page(main, &query).await.unwrap().items.len(), 6);
    assert_eq!(tx.recipients().page(part, &Default::default()).await.unwrap().items.len(), 2);
    let left_out = tx.exclusions().page(main, &Default::default()).await.unwrap().items;
    let by = |channel| left_out.iter().filter(|left| left.channel == channel).count();
    assert_eq!((by(Channel::Whatsapp), by(Channel::Email)), (5, 7));
}
