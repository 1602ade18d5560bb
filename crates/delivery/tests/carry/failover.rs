//! Where an account cannot send, another one does; what may have left stays where it is.

use delivery::{Carrier, Dispatcher, Failover};
use domain::provider::{AccountId, Sender};
use providers::{AccountSettings, Accounts, BrevoSettings, ServiceSettings, Timeouts};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    provider::{FakeProvider, Fault},
    world::{ACCOUNT, World, address, all, at},
};

/// A second account that may send as this address, and whoever carries messages by both.
struct Both {
    world: World,
    second: FakeProvider,
    sender: &'static str,
}

const SENDER: &str = "news@example.org";

fn account(id: &str, provider: &FakeProvider, email: &str) -> AccountSettings {
    let service = ServiceSettings::Brevo(BrevoSettings {
        key: "xkeysib-test".into(),
        webhook_token: "0123456789abcdef".into(),
        base_url: Some(provider.url.parse().unwrap()),
        idempotency_header: None,
    });
    let senders = vec![Sender { email: email.into(), name: "EB VISION".into() }];
    AccountSettings { id: AccountId(id.into()), senders, service }
}

impl Both {
    async fn new(pool: PgPool, sender: &'static str) -> Self {
        let world = World::new(pool, 6, 2).await;
        world.run(&format!("update prospecting_campaigns set marketing_sender_email = '{SENDER}', marketing_sender_name = 'EB'")).await;
        Self { world, second: FakeProvider::open().await, sender }
    }

    fn carrier(&self) -> Carrier {
        let first = account(ACCOUNT, &self.world.provider, SENDER);
        let second = account("second", &self.second, self.sender);
        let accounts = Accounts::open(vec![first, second], Timeouts::default()).unwrap();
        Carrier { accounts, ..self.world.carrier() }
    }

    /// Both stages in turn, until neither finds anything.
    async fn work(&self, seconds: i64) {
        let order = [ACCOUNT, "second"].map(|id| AccountId(id.into()));
        let (dispatcher, failover) =
            (Dispatcher::new(self.carrier(), 500), Failover::new(&self.carrier(), &order));
        while all(&dispatcher, at(seconds)).await + all(&failover, at(seconds)).await > 0 {}
    }

    /// The first account waits for a person.
    async fn stop(&self) {
        let mut tx = self.world.store.begin().await.unwrap();
        tx.accounts().stop(&AccountId(ACCOUNT.into()), "unauthorized", at(0)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// And the person comes.
    async fn resume(&self) {
        let mut tx = self.world.store.begin().await.unwrap();
        assert!(tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap());
        tx.commit().await.unwrap();
    }

    fn taken(&self) -> [Vec<String>; 2] {
        let all = [self.world.provider.taken(), self.second.taken()];
        assert!(all.iter().flat_map(|taken| taken.values()).all(|times| *times == 1));
        all.map(|taken| taken.into_keys().collect())
    }

    /// From where to where how many batches were handed over.
    async fn moved(&self) -> serde_json::Value {
        let moved = "select jsonb_agg(distinct moved_from || ' ' || account) from marketing_batches where moved_from is not null";
        self.world.value(moved).await
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_waits_for_a_stopped_account_leaves_by_the_next_one(pool: PgPool) {
    let both = Both::new(pool, SENDER).await;
    both.world.provider.fails([Fault::Unauthorized]);
    both.work(0).await;
    let [first, second] = both.taken();
    assert_eq!((first.len(), second.len()), (0, 6), "those who got a definite no, too");
    assert_eq!(both.moved().await, json!(["brevo second"]));
    assert_eq!(both.world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_in_doubt_never_goes_to_another_account(pool: PgPool) {
    let both = Both::new(pool, SENDER).await;
    both.world.provider.fails([Fault::TakesAndHangsUp, Fault::Unauthorized]);
    both.work(0).await;
    let [first, second] = both.taken();
    assert_eq!(first, [address(1), address(2)]);
    assert_eq!(second, [3, 4, 5, 6].map(address));
    assert_eq!(both.world.ranks().await, json!({"20": 2, "60": 4}));
    let doubts = "select jsonb_agg(account) from marketing_batches where state = 'in_doubt'";
    assert_eq!(
        both.world.value(doubts).await,
        json!([ACCOUNT]),
        "whoever looks into it asks the first account"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_may_not_send_as_the_sender_gets_nothing(pool: PgPool) {
    let both = Both::new(pool, "other@example.org").await;
    both.world.provider.fails([Fault::Unauthorized]);
    both.work(0).await;
    assert_eq!(both.taken(), [vec![], Vec::<String>::new()]);
    assert_eq!(both.moved().await, json!(null));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_short_rest_is_waited_for_and_a_long_one_is_not(pool: PgPool) {
    let both = Both::new(pool, SENDER).await;
    both.world.provider.fails([Fault::RateLimited(50)]);
    both.work(0).await;
    assert_eq!(both.taken(), [vec![], Vec::<String>::new()], "it rests for less than a minute");
    both.world.provider.fails([Fault::RateLimited(600)]);
    both.work(60).await;
    assert_eq!(both.taken()[1].len(), 6, "also those who were to wait for ten minutes");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_is_well_again_takes_back_what_nobody_else_can_send(pool: PgPool) {
    let both = Both::new(pool, SENDER).await;
    both.world.provider.fails([Fault::Unauthorized]);
    both.second.fails([Fault::RateLimited(300)]);
    both.work(0).await;
    assert_eq!(both.taken(), [vec![], Vec::<String>::new()], "neither can");
    both.resume().await;
    both.work(1).await;
    let [first, second] = both.taken();
    assert_eq!((first.len(), second.len()), (6, 0));
    assert_eq!(both.world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn once_the_account_is_well_new_batches_leave_by_it_again(pool: PgPool) {
    let both = Both::new(pool, SENDER).await;
    both.stop().await;
    both.second.fails([Fault::RateLimited(300)]);
    both.work(0).await;
    assert_eq!(both.taken(), [vec![], Vec::<String>::new()], "all of it was handed over, and has to wait");
    both.resume().await;
    both.work(400).await;
    let [first, second] = both.taken();
    assert_eq!(first, [1, 2].map(address), "the new batch of those who were to wait");
    assert_eq!(second, [3, 4, 5, 6].map(address), "what was handed over stays");
}
