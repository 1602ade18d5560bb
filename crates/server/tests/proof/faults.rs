//! The same with faults, and with a worker that dies.

use sandbox::{Shares, parse_faults};
use sqlx::PgPool;

use crate::{figures::launch_when_folded, people::invite, world::World};

/// Slow answers, a storm of 429, errors of the server, answers that never come and connections that break, processed and not.
const FAULTS: &str = r#"[
    {"kind": "rate_limit", "route": "POST /smtp/email", "times": 4, "every": 3},
    {"kind": "server_error", "route": "POST /smtp/email", "times": 2, "every": 5},
    {"kind": "reset_after_body", "route": "POST /smtp/email", "times": 2, "every": 4},
    {"kind": "reset_after_body", "processed": false, "route": "POST /smtp/email", "times": 2, "every": 7},
    {"kind": "slow", "route": "POST /smtp/email", "ms": 300},
    {"kind": "webhooks_duplicated"},
    {"kind": "webhooks_reversed"}
]"#;

#[sqlx::test(migrations = false)]
async fn with_faults_and_a_killed_worker_nobody_is_lost_and_nobody_is_written_to_twice(pool: PgPool) {
    let mut world = World::open(pool, 2, Shares::default(), parse_faults(FAULTS).unwrap()).await;
    invite(&world.pool, 10_000, 5).await;
    let campaign = launch_when_folded(&world, 10_000).await;
    world.until("some have left", async || world.accepted(&campaign).await > 1_000).await;
    world.replace_worker();
    assert!(world.accepted(&campaign).await < 10_000, "the worker dies in the middle");
    world.until_settled(&campaign).await;

    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    assert!(ledger.unanswered() > 0, "calls were in doubt");
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), 10_000, "nobody lost");
    assert_eq!(figures["planned"], 10_000);
    assert_eq!(figures["accepted"], 10_000);
    assert_eq!(figures["unknown"], 0);
    assert_eq!(figures["delivered"], ledger.total("delivered"));
}
