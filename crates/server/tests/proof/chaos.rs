//! Workers that are killed again and again: the short form of `cargo xtask chaos`.

use sandbox::{Shares, parse_faults};
use sqlx::PgPool;

use crate::{figures::launch_when_folded, people::invite, stopped::go_on, world::World};

/// More than six kills can bring into doubt.
const PEOPLE: i32 = 5_000;
const KILLS: usize = 6;

/// Answers that are kept back, so that calls are under way at any moment; and webhooks, so that nothing but a repetition under
/// its own key can tell what became of a call. Afterwards they come twice and backwards.
const FAULTS: &str = r#"[
    {"kind": "slow", "route": "POST /smtp/email", "ms": 500},
    {"kind": "webhooks_paused"}
]"#;
const AFTERWARDS: &str = r#"[{"kind": "webhooks_duplicated"}, {"kind": "webhooks_reversed"}]"#;

#[sqlx::test(migrations = false)]
async fn however_often_workers_are_killed_nobody_is_lost_and_nobody_is_written_to_twice(pool: PgPool) {
    let mut world = World::open(pool, 2, Shares::none(), parse_faults(FAULTS).unwrap()).await;
    invite(&world.pool, PEOPLE, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    for _ in 0..KILLS {
        let before = world.accepted(&campaign).await;
        world.until("some more have left", async || world.accepted(&campaign).await > before).await;
        world.replace_worker();
    }
    while let Some(worker) = world.working.pop() {
        worker.kill();
    }
    assert!(world.calls("open").await > 0, "calls were under way");
    world.let_leases_end().await;
    world.start_worker();
    world.until("every doubt is settled", async || world.state(&campaign).await == "finished").await;
    world.set_faults(AFTERWARDS).await;
    go_on(world, &campaign, PEOPLE).await;
}
