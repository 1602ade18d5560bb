//! PostgreSQL is away for a while: stopped in order, then killed.

use std::{fs, os::unix::fs::PermissionsExt, thread::sleep, time::Duration};

use cluster::{Cluster, Options};
use reqwest::{Method, Response, StatusCode};
use sandbox::{Shares, parse_faults};
use serde_json::Value;
use sqlx::postgres::PgPoolOptions;
use tempfile::TempDir;

use crate::{
    figures::launch_when_folded,
    people::{PEOPLE_FEW, invite},
    process::signal,
    world::World,
};

/// How PostgreSQL goes.
#[derive(Debug, Clone, Copy)]
enum Away {
    Stopped,
    Killed,
}

/// A folder that PostgreSQL's own account may enter.
fn open_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// Somebody who is dead and unburied has no command line any more.
fn is_alive(pid: u32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}

/// The processes of a server, itself first.
fn family(postmaster: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children")).unwrap();
    let children = children.split_whitespace().map(|pid| pid.parse().unwrap());
    [postmaster].into_iter().chain(children).collect()
}

fn leave(cluster: Cluster, options: &Options, how: Away) {
    if matches!(how, Away::Killed) {
        let note = fs::read_to_string(options.home.join("data/postmaster.pid")).unwrap();
        let postmaster = note.lines().next().unwrap().parse().unwrap();
        let family = family(postmaster);
        signal("KILL", postmaster);
        // Those that are left alone go by themselves, but may answer one more question before.
        while family.iter().any(|pid| is_alive(*pid)) {
            sleep(Duration::from_millis(10));
        }
    }
    cluster.stop().unwrap();
}

/// Tells in the API's own words that it is worth to come again.
async fn says_to_come_again(answer: Response) {
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().contains_key("retry-after"));
    let problem: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "database.unavailable");
}

async fn everybody_waits(world: &mut World) {
    says_to_come_again(world.ask(Method::GET, "/health/ready").await).await;
    says_to_come_again(world.ask(Method::GET, "/api/marketing/v1/campaigns").await).await;
    let hook = world.ask(Method::POST, "/hooks/brevo/brevo").await;
    // On a 5xx Brevo would throw the webhook away.
    assert_eq!(hook.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(hook.headers().contains_key("retry-after"));
    assert_eq!(world.ask(Method::GET, "/health/live").await.status(), StatusCode::OK);
    let World { serving, working, .. } = world;
    assert!(serving.ended().is_none() && working.iter_mut().all(|worker| worker.ended().is_none()));
}

#[tokio::test]
async fn while_postgresql_is_away_everything_waits_and_then_goes_on() {
    let folder = open_folder();
    let mut options = Options::new(folder.path().join("postgres"));
    options.refuge = folder.path().join("refuge");
    let mut cluster = Cluster::ensure(&options).unwrap();
    let pool = PgPoolOptions::new().connect(&cluster.url(cluster::DATABASE)).await.unwrap();
    let slow = r#"{"kind": "slow", "route": "POST /smtp/email", "ms": 1000}"#;
    let mut world = World::open(pool, 1, Shares::none(), parse_faults(slow).unwrap()).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    for how in [Away::Stopped, Away::Killed] {
        let before = world.accepted(&campaign).await;
        world.until("some more have left", async || world.accepted(&campaign).await > before).await;
        leave(cluster, &options, how);
        everybody_waits(&mut world).await;
        cluster = Cluster::ensure(&options).unwrap();
        world.until("it serves again", async || world.is_ready().await).await;
    }
    world.let_leases_end().await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(PEOPLE_FEW), "nobody lost");
    assert_eq!(figures["accepted"], PEOPLE_FEW);
    assert_eq!(figures["unknown"], 0);
    drop(world);
    cluster.stop().unwrap();
}
