//! A campaign by WhatsApp and its e-mail part leave: to everybody planned, once, each by its own account, and held together.

use std::{collections::BTreeMap, sync::Arc};

use content::{token::TokenKey, urls::PublicUrls};
use delivery::{Carrier, Dispatcher};
use domain::{
    CampaignId, Channel,
    campaign::{CampaignAct, CampaignState as S},
    consent::{Decision, Purpose},
    provider::Provider,
};
use providers::Connection;
use sqlx::{PgPool, Postgres, Transaction, types::Uuid};
use store::{Change, Tx};
use tokio::task::JoinHandle;

use crate::{
    combined::World,
    planning::letter,
    taker::Taker,
    world::{at, client, decide, fold, run, say, settle, value, wait_for},
};

const BY_WHATSAPP: [&str; 4] = ["+33612340001", "+33612340002", "+33612340003", "+33612340004"];
const BY_EMAIL: [&str; 2] = ["e@x.example", "f@x.example"];

#[allow(clippy::disallowed_methods, reason = "a test may make ids")]
fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// A campaign that was launched to the eight clients and is planned, and whoever carries it.
struct Leaving {
    world: World,
    ids: (CampaignId, CampaignId),
    whatsapp: Arc<Taker>,
    email: Arc<Taker>,
    dispatcher: Dispatcher,
}

impl Leaving {
    async fn new(pool: PgPool) -> Self {
        Self::saying(pool, None).await
    }

    /// The same, with a free text for those whose window is open.
    async fn saying(pool: PgPool, free_text: Option<&str>) -> Self {
        let (whatsapp, email) = (Taker::new(Provider::Meta), Taker::new(Provider::Brevo));
        let accounts = || {
            let both: [Arc<dyn Connection>; 2] = [Arc::clone(&whatsapp) as _, Arc::clone(&email) as _];
            both.into_iter().collect()
        };
        let world = World::carried_by(pool, accounts()).await.peopled().await;
        let carrier = Carrier {
            store: world.store.clone(),
            accounts: accounts(),
            urls: PublicUrls::new("https://m.example.org", TokenKey::new(&[[7; 32]]).unwrap()).unwrap(),
            zone: chrono_tz::Europe::Paris,
            ids: new_id,
            chance: || 0.5,
        };
        let dispatcher = Dispatcher::new(carrier, 500);
        let ids = world.launched(&letter()).await;
        if let Some(text) = free_text {
            let message = serde_json::json!({"free_text": text});
            let sql = format!(
                "update prospecting_campaigns set marketing_whatsapp = '{message}' where marketing_id = '{}'",
                ids.0
            );
            run(&world.pool, &sql).await;
        }
        settle(&world.planner, at(10)).await;
        Self { world, ids, whatsapp, email, dispatcher }
    }

    /// All that may leave leaves; tells how many have left by each.
    async fn work(&self, seconds: i64) -> (usize, usize) {
        settle(&self.dispatcher, at(seconds)).await;
        (self.whatsapp.taken().len(), self.email.taken().len())
    }

    async fn order(&self, act: CampaignAct) {
        assert!(matches!(self.world.order(self.ids.0, act).await, Change::Done(_)), "{act}");
    }

    async fn states(&self) -> (S, S) {
        self.world.states(self.ids).await
    }

    /// Everybody planned has the message, once; nobody has both.
    async fn is_through(&self) {
        assert_eq!(
            (self.whatsapp.taken(), self.email.taken()),
            (BY_WHATSAPP.map(str::to_owned).to_vec(), BY_EMAIL.map(str::to_owned).to_vec())
        );
        assert_eq!(self.states().await, (S::Finished, S::Finished));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn both_leave_each_by_its_own_account_and_are_finished_together(pool: PgPool) {
    let leaving = Leaving::new(pool).await;
    leaving.work(20).await;
    leaving.is_through().await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn while_they_are_held_nothing_leaves_of_either_and_then_everything_does(pool: PgPool) {
    let leaving = Leaving::new(pool).await;
    leaving.order(CampaignAct::Pause).await;
    assert_eq!(leaving.work(60).await, (0, 0));
    leaving.order(CampaignAct::Resume).await;
    leaving.work(70).await;
    leaving.is_through().await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn called_off_in_the_midst_nothing_more_leaves_of_either(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    slow(&leaving, 1).await;
    assert_eq!(leaving.work(20).await, (1, 2));
    leaving.order(CampaignAct::Cancel).await;
    assert_eq!(leaving.work(600).await, (1, 2));
    assert_eq!(leaving.states().await, (S::Cancelled, S::Finished), "what has left stays as it was");
}

#[sqlx::test(migrations = "../../migrations")]
async fn free_text_goes_to_those_whose_window_is_open_when_they_are_written_to_and_the_template_to_the_rest(
    pool: PgPool,
) {
    let leaving = Leaving::saying(pool, Some("Bonjour, {{ campagne.nom }} demain.")).await;
    for (phone, until) in [(0, 21), (1, 20), (2, 3_600)] {
        let window = format!(
            "insert into marketing_conversations (id, account, address, state, last_direction, last_at, window_until)
             values (gen_random_uuid(), 'meta', '{}', 'read', 'inbound', '{}', '{}')",
            BY_WHATSAPP[phone],
            at(0),
            at(until)
        );
        run(&leaving.world.pool, &window).await;
    }
    leaving.work(20).await;
    let said: BTreeMap<_, _> = [0, 2]
        .into_iter()
        .map(|phone| (BY_WHATSAPP[phone].to_owned(), "Bonjour, Soldes demain.".to_owned()))
        .collect();
    assert_eq!(leaving.whatsapp.said(), said);
    leaving.is_through().await;
}

/// The main campaign may send so many a minute.
async fn slow(leaving: &Leaving, per_minute: i32) {
    let sql = format!(
        "update prospecting_campaigns set marketing_pace_per_minute = {per_minute} where marketing_id = '{}'",
        leaving.ids.0
    );
    run(&leaving.world.pool, &sql).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_pace_of_the_one_does_not_hold_the_other(pool: PgPool) {
    let leaving = Leaving::new(pool).await;
    slow(&leaving, 1).await;
    for (minute, by_whatsapp) in (0..).zip(1..=4) {
        assert_eq!(leaving.work(20 + 61 * minute).await, (by_whatsapp, 2), "minute {minute}");
    }
    leaving.is_through().await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_at_another_number_counts_when_that_becomes_the_persons_after_the_plan(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    let says_no = async |phone: &str| {
        decide(&leaving.world.store, phone, Channel::Whatsapp, Decision::Withdrawn, 12).await;
    };
    // Long ago: at the number of f, whose e-mail c gets, and at one that a gets. Who c was is gone.
    says_no("+33612340006").await;
    says_no("+33612340009").await;
    run(&pool, &client("a encore", "a@x.example", "+33612340009", ["", "", ""])).await;
    run(&pool, "update clients set email = 'f@x.example' where nom = 'c'").await;
    // Afterwards: b becomes e, who has another number and says no at that.
    run(&pool, "update clients set email = 'e@x.example' where nom = 'b'").await;
    run(&pool, &client("e encore", "e@x.example", "+33612340008", ["", "", ""])).await;
    fold(&pool).await;
    says_no("+33612340008").await;
    leaving.work(20).await;
    assert_eq!(leaving.whatsapp.taken(), [BY_WHATSAPP[3]], "only of d is nothing known");
    assert_eq!(leaving.email.taken(), BY_EMAIL);
}

/// Numbers that become another person's after the plan: a's, by a row of its own, and b's, who gets the row of f.
const JOINING: [&str; 2] = ["+33612340009", "+33612340006"];

async fn numbers_join(pool: &PgPool) {
    run(pool, &client("a encore", "a@x.example", JOINING[0], ["", "", ""])).await;
    run(pool, "update clients set email = 'b@x.example' where nom = 'f'").await;
}

/// Somebody says no at both, in a transaction that stays open.
async fn noes(leaving: &Leaving) -> Tx {
    let mut tx = leaving.world.store.begin().await.unwrap();
    for phone in JOINING {
        say(&mut tx, phone, Channel::Whatsapp, Purpose::Marketing, Decision::Withdrawn, 12).await;
    }
    tx
}

/// The noes are committed beside the test.
fn committing(noes: Tx) -> JoinHandle<()> {
    tokio::spawn(async move { noes.commit().await.unwrap() })
}

/// The directory folds beside the test.
fn folding(pool: &PgPool) -> JoinHandle<()> {
    let pool = pool.clone();
    tokio::spawn(async move { fold(&pool).await })
}

/// When whoever writes to a table is held: as the transaction ends, once all that it does as it ends is done.
const AT_THE_END: &str = "deferrable initially deferred";

/// Holds whoever writes to a table until the transaction that this gives is over.
async fn hold(pool: &PgPool, writes_to: &str, when: &str) -> Transaction<'static, Postgres> {
    run(
        pool,
        &format!(
            "create function held() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7); return null; end $$;
             create constraint trigger zz_held after insert or update on {writes_to} {when} for each row execute function held()"
        ),
    )
    .await;
    let mut holder = pool.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(7)").execute(&mut *holder).await.unwrap();
    holder
}

async fn neither_a_nor_b_is_written_to(leaving: &Leaving) {
    let gained = "select count(*) from marketing_gained_numbers";
    assert_eq!(value(&leaving.world.pool, gained).await, 0, "nothing is left of who got a number");
    leaving.work(20).await;
    assert_eq!(leaving.whatsapp.taken(), [BY_WHATSAPP[2], BY_WHATSAPP[3]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_counts_that_is_being_said_while_the_number_becomes_another_persons(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    let noes = noes(&leaving).await;
    numbers_join(&pool).await;
    fold(&pool).await;
    noes.commit().await.unwrap();
    neither_a_nor_b_is_written_to(&leaving).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_counts_that_is_said_while_the_number_is_becoming_another_persons(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    let holder = hold(&pool, "marketing_people", "").await;
    numbers_join(&pool).await;
    let folding = folding(&pool);
    wait_for(&pool, 1, &folding).await;
    noes(&leaving).await.commit().await.unwrap();
    holder.rollback().await.unwrap();
    folding.await.unwrap();
    neither_a_nor_b_is_written_to(&leaving).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_that_ends_while_a_fold_is_ending_waits_for_it_and_counts(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    let holder = hold(&pool, "marketing_people", AT_THE_END).await;
    let noes = noes(&leaving).await;
    numbers_join(&pool).await;
    let folding = folding(&pool);
    wait_for(&pool, 1, &folding).await;
    let committing = committing(noes);
    wait_for(&pool, 2, &committing).await;
    holder.rollback().await.unwrap();
    folding.await.unwrap();
    committing.await.unwrap();
    neither_a_nor_b_is_written_to(&leaving).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_fold_that_ends_while_a_no_is_ending_waits_for_it_and_the_no_counts(pool: PgPool) {
    let leaving = Leaving::new(pool.clone()).await;
    let holder = hold(&pool, "marketing_consents", AT_THE_END).await;
    numbers_join(&pool).await;
    let committing = committing(noes(&leaving).await);
    wait_for(&pool, 1, &committing).await;
    let folding = folding(&pool);
    wait_for(&pool, 2, &folding).await;
    holder.rollback().await.unwrap();
    committing.await.unwrap();
    folding.await.unwrap();
    neither_a_nor_b_is_written_to(&leaving).await;
}
