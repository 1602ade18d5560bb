//! The home page's figures.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Channel,
    provider::AccountId,
    report::{AttentionKind, Dashboard, DashboardQuery, Period},
};
use serde_json::json;
use sqlx::PgPool;
use store::{NewWhatsappTemplate, Store};

use crate::support::{by, content, create, migrated, run};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn read(store: &Store, query: DashboardQuery, zone: &str, now: &str) -> Dashboard {
    let telling = ["mute", "fell-silent", "awake-again", "well"].map(str::to_owned);
    store.begin().await.unwrap().figures().dashboard(&query, &telling, zone, instant(now)).await.unwrap()
}

async fn hour(pool: &PgPool, campaign: u8, hour: &str, figures: &str) {
    let campaign = format!("00000000-0000-0000-0000-{campaign:012}");
    run(pool, &format!("insert into marketing_hours values ('{campaign}', '{hour}', '{figures}')")).await;
}

const WEEK: DashboardQuery = DashboardQuery { period: Period::Week, channel: None };

#[sqlx::test(migrations = false)]
async fn days_are_cut_where_the_organisation_is_and_none_is_left_out(pool: PgPool) {
    let store = migrated(&pool).await;
    // The clocks of Paris go back on 25 October: midnight is 22:00 UTC before it, and 23:00 UTC after it.
    hour(&pool, 1, "2026-10-24T21:00Z", r#"{"accepted": 1}"#).await;
    hour(&pool, 1, "2026-10-24T22:00Z", r#"{"accepted": 2}"#).await;
    hour(&pool, 1, "2026-10-25T22:00Z", r#"{"accepted": 4, "delivered": 3}"#).await;
    hour(&pool, 2, "2026-10-25T23:00Z", r#"{"accepted": 8}"#).await;
    let dashboard = read(&store, WEEK, "Europe/Paris", "2026-10-27T08:00:00Z").await;

    assert_eq!((dashboard.from, dashboard.to), (day("2026-10-21"), day("2026-10-27")));
    let days: Vec<_> = dashboard.days.iter().map(|day| (day.day.to_string(), day.figures.accepted)).collect();
    let expected = [("21", 0), ("22", 0), ("23", 0), ("24", 1), ("25", 6), ("26", 8), ("27", 0)];
    assert_eq!(days, expected.map(|(day, accepted)| (format!("2026-10-{day}"), accepted)));
    assert_eq!((dashboard.figures.accepted, dashboard.figures.delivered), (15, 3));
}

#[sqlx::test(migrations = false)]
async fn today_is_the_day_of_the_zone_and_the_period_before_is_as_long(pool: PgPool) {
    let store = migrated(&pool).await;
    hour(&pool, 1, "2026-03-01T12:00Z", r#"{"accepted": 1}"#).await;
    hour(&pool, 1, "2026-03-02T12:00Z", r#"{"accepted": 2}"#).await;
    hour(&pool, 1, "2026-03-08T12:00Z", r#"{"accepted": 4}"#).await;
    hour(&pool, 1, "2026-03-09T12:00Z", r#"{"accepted": 8}"#).await;
    hour(&pool, 1, "2026-03-16T12:00Z", r#"{"accepted": 16}"#).await;
    let dashboard = read(&store, WEEK, "Europe/Paris", "2026-03-14T23:30:00Z").await;
    assert_eq!((dashboard.from, dashboard.to), (day("2026-03-09"), day("2026-03-15")));
    assert_eq!((dashboard.figures.accepted, dashboard.previous.accepted), (8, 6));
}

#[sqlx::test(migrations = false)]
async fn a_channel_shows_only_its_own_campaigns(pool: PgPool) {
    let store = migrated(&pool).await;
    create(&store, 1, Channel::Email, &content("Lettre")).await.unwrap();
    create(&store, 2, Channel::Whatsapp, &content("Message")).await.unwrap();
    run(&pool, "update prospecting_campaigns set marketing_state = 'sending', marketing_due_at = now()")
        .await;
    hour(&pool, 1, "2026-03-09T12:00Z", r#"{"accepted": 1}"#).await;
    hour(&pool, 2, "2026-03-09T12:00Z", r#"{"accepted": 2}"#).await;
    let query = DashboardQuery { channel: Some(Channel::Whatsapp), ..WEEK };
    let dashboard = read(&store, query, "Europe/Paris", "2026-03-10T08:00:00Z").await;
    assert_eq!(dashboard.figures.accepted, 2);
    let names: Vec<_> = dashboard.campaigns.iter().map(|campaign| campaign.name.as_str()).collect();
    assert_eq!(names, ["Message"]);
}

#[sqlx::test(migrations = false)]
async fn campaigns_under_way_come_before_those_that_ended_and_drafts_not_at_all(pool: PgPool) {
    let store = migrated(&pool).await;
    for number in 1..=12 {
        create(&store, number, Channel::Email, &content(&format!("n{number}"))).await.unwrap();
    }
    run(
        &pool,
        "update prospecting_campaigns set
             marketing_state = case when n <= 2 then 'draft' when n <= 10 then 'finished' else 'scheduled' end,
             marketing_due_at = case when n > 2 then timestamptz '2026-03-01Z' - n * interval '1 day' end,
             marketing_finished_at = case when n between 3 and 10 then timestamptz '2026-03-01Z' - n * interval '1 hour' end
         from (select marketing_id as i, substr(marketing_name, 2)::int as n from prospecting_campaigns) as x
         where marketing_id = i",
    )
    .await;
    let dashboard = read(&store, WEEK, "Europe/Paris", "2026-03-10T08:00:00Z").await;
    let names: Vec<_> = dashboard.campaigns.iter().map(|campaign| campaign.name.as_str()).collect();
    assert_eq!(names, ["n11", "n12", "n3", "n4", "n5", "n6", "n7", "n8"]);
}

async fn asked(store: &Store) -> Vec<(AttentionKind, String, String)> {
    let dashboard = read(store, WEEK, "Europe/Paris", "2026-03-10T08:00:00Z").await;
    let entries = dashboard.attention.into_iter();
    entries.map(|attention| (attention.kind, attention.name, attention.about)).collect()
}

#[sqlx::test(migrations = false)]
async fn campaigns_that_wait_for_a_person_are_told_the_oldest_first_until_they_are_put_away(pool: PgPool) {
    let store = migrated(&pool).await;
    for (number, name) in [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e"), (6, "f")] {
        create(&store, number, Channel::Email, &content(name)).await.unwrap();
    }
    run(
        &pool,
        "update prospecting_campaigns set marketing_state = s, marketing_state_reason = r, marketing_updated_at = u::timestamptz
         from (values ('a', 'paused', 'complaints', '2026-03-09Z'), ('b', 'failed', 'content', '2026-03-08Z'),
                      ('c', 'overdue', null, '2026-03-07Z'), ('d', 'sending', null, '2026-03-06Z'),
                      ('e', 'paused', 'person', '2026-03-05Z'), ('f', 'finished', null, '2026-03-04Z')) as x (n, s, r, u)
         where marketing_name = n;
         update prospecting_campaigns set marketing_archived_at = now() where marketing_name = 'e';
         insert into marketing_alarms select marketing_id, 'hard_bounces_rising', '2026-03-06Z' from prospecting_campaigns
             where marketing_name in ('d', 'f');
         insert into marketing_totals select marketing_id, '{\"unknown\": 3}', now() from prospecting_campaigns where marketing_name = 'f';
         insert into marketing_hours select marketing_id, '2026-03-03Z', '{\"unknown\": 3}' from prospecting_campaigns where marketing_name = 'f'",
    )
    .await;
    let told: Vec<_> = asked(&store).await;
    let expected = [
        (AttentionKind::OutcomeUnknown, "f", "3"),
        (AttentionKind::CampaignWarned, "d", "hard_bounces_rising"),
        (AttentionKind::CampaignOverdue, "c", ""),
        (AttentionKind::CampaignFailed, "b", "content"),
        (AttentionKind::CampaignPaused, "a", "complaints"),
    ];
    assert_eq!(told, expected.map(|(kind, name, about)| (kind, name.to_owned(), about.to_owned())));
}

#[sqlx::test(migrations = false)]
async fn what_never_arrived_asks_for_a_person_while_it_may_be_replayed_and_is_fresh(pool: PgPool) {
    let store = migrated(&pool).await;
    // Asked for: a, and g, which failed again of late. Not: b, full mailboxes; c, replayed; d, put away; e, called off; f, left for weeks.
    for (number, name) in [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e"), (6, "f"), (7, "g")] {
        create(&store, number, Channel::Email, &content(name)).await.unwrap();
    }
    run(
        &pool,
        "update prospecting_campaigns set marketing_state = case marketing_name when 'e' then 'cancelled' else 'finished' end;
         update prospecting_campaigns set marketing_archived_at = now() where marketing_name = 'd';
         insert into marketing_totals select marketing_id, '{\"failed\": 9}', now() from prospecting_campaigns;
         insert into marketing_hours select marketing_id, h::timestamptz, '{\"failed\": 9}' from prospecting_campaigns
         join (values ('a', '2026-03-08T10:00Z'), ('b', '2026-03-08T10:00Z'), ('c', '2026-03-08T10:00Z'), ('d', '2026-03-08T10:00Z'),
                      ('e', '2026-03-08T10:00Z'), ('f', '2026-02-20T10:00Z'), ('g', '2026-02-20T10:00Z'), ('g', '2026-03-09T10:00Z')) as x (n, h)
         on marketing_name = n;
         insert into marketing_reason_totals
         select marketing_id, 'failed', case marketing_name when 'b' then '452' else 'never_arrived' end,
                case marketing_name when 'c' then 0 else 4 end from prospecting_campaigns",
    )
    .await;
    let told = |name: &str| (AttentionKind::DeadLetters, name.to_owned(), "4".to_owned());
    assert_eq!(asked(&store).await, [told("a"), told("g")]);
}

#[sqlx::test(migrations = false)]
async fn an_account_is_silent_from_the_first_message_after_its_last_word(pool: PgPool) {
    let store = migrated(&pool).await;
    // Now is 08:00. Silent: took at 07:40 and never told; took from 07:44 on, told before. Not: took after 07:45; told since; an SMTP
    // server, which has nothing to tell.
    run(
        &pool,
        "insert into marketing_accounts_state (account, last_accepted_at, last_webhook_at) values
             ('mute', '2026-03-10T07:40Z', null), ('fell-silent', '2026-03-10T07:59Z', '2026-03-10T07:43Z'),
             ('awake-again', '2026-03-10T07:50Z', '2026-03-08Z'), ('well', '2026-03-10T07:40Z', '2026-03-10T07:41Z'),
             ('smtp', '2026-03-10T07:40Z', null);
         insert into marketing_batches (campaign_id, no, account, due_at, members, state, taken_at, taken)
         select '00000000-0000-0000-0000-000000000001', row_number() over (), a, now(), '{}', 'done', t::timestamptz, c
         from (values ('mute', '2026-03-10T07:40Z', 5), ('fell-silent', '2026-03-10T07:42Z', 5), ('fell-silent', '2026-03-10T07:44Z', 5),
                      ('fell-silent', '2026-03-10T07:59Z', 5), ('awake-again', '2026-03-07Z', 5), ('awake-again', '2026-03-09Z', 0),
                      ('awake-again', '2026-03-10T07:50Z', 5), ('well', '2026-03-10T07:40Z', 5),
                      ('smtp', '2026-03-10T07:40Z', 5)) as x (a, t, c)",
    )
    .await;
    let told: Vec<_> = asked(&store).await.into_iter().map(|(kind, name, _)| (kind, name)).collect();
    let silent = AttentionKind::WebhookSilent;
    assert_eq!(told, [(silent, "mute".to_owned()), (silent, "fell-silent".to_owned())]);
}

#[sqlx::test(migrations = false)]
async fn an_account_that_waits_for_a_person_is_told_and_one_that_rests_is_not(pool: PgPool) {
    let store = migrated(&pool).await;
    run(
        &pool,
        "insert into marketing_accounts_state (account, paused_code, paused_at, paused_until) values
             ('locked', 'unauthorized', '2026-03-10T07:40Z', null), ('hurried', 'rate_limited', '2026-03-10T07:40Z', '2026-03-10T09:00Z')",
    )
    .await;
    assert_eq!(asked(&store).await, [(AttentionKind::AccountPaused, "locked".into(), "unauthorized".into())]);
}

#[sqlx::test(migrations = false)]
async fn a_template_that_nobody_may_send_asks_for_a_person_until_it_is_put_away(pool: PgPool) {
    let store = migrated(&pool).await;
    for (number, name) in [(1, "refusee"), (2, "en_pause"), (3, "rangee"), (4, "approuvee")] {
        let content = json!({"name": name, "language": "fr", "category": "utility", "body": format!("Bonjour de {name}.")});
        let (content, account, by) =
            (serde_json::from_value(content).unwrap(), AccountId("meta".into()), by(number, 0));
        let mut tx = store.begin().await.unwrap();
        let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
        tx.whatsapp_templates().create(new).await.unwrap();
        tx.commit().await.unwrap();
    }
    run(
        &pool,
        "update marketing_whatsapp_templates set status = s, status_at = a::timestamptz, rejection = jsonb_build_object('reason', r)
         from (values ('refusee', 'rejected', '2026-03-08Z', 'PROMOTIONAL'), ('en_pause', 'paused', '2026-03-07Z', 'FIRST_PAUSE'),
                      ('rangee', 'disabled', '2026-03-06Z', null), ('approuvee', 'approved', '2026-03-05Z', null)) as x (n, s, a, r)
         where name = n;
         update prospecting_templates set marketing_archived_at = now() from marketing_whatsapp_templates
         where template_id = marketing_id and marketing_whatsapp_templates.name = 'rangee'",
    )
    .await;
    let expected = [
        (AttentionKind::TemplatePaused, "en_pause".to_owned(), "FIRST_PAUSE".to_owned()),
        (AttentionKind::TemplateRefused, "refusee".to_owned(), "PROMOTIONAL".to_owned()),
    ];
    assert_eq!(asked(&store).await, expected);
    let dashboard = read(&store, WEEK, "Europe/Paris", "2026-03-10T08:00:00Z").await;
    assert!(dashboard.attention.iter().all(|one| one.template.is_some()));
}
