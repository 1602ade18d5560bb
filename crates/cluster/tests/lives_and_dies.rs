//! Start, join, stop, and what is left behind by those who die in between.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails, helpers included")]

mod support;

use std::{env, fs, path::PathBuf, process::Command, thread};

use cluster::{Cluster, Durability, Error, destroy};
use ebvision_cluster as cluster;
use support::{ask, data_of, listens, open_folder, options_in, owner_process, server_pid};

#[test]
fn the_database_exists_in_utf8_and_outlives_a_restart_on_the_same_port() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let first = Cluster::ensure(&options).unwrap();
    let port = first.port();
    assert_eq!(ask(&first, "show server_encoding").unwrap(), "UTF8");
    ask(&first, "create table kept as select 'Éloïse' as nom").unwrap();
    first.stop().unwrap();
    assert!(!listens(port));

    let second = Cluster::ensure(&options).unwrap();
    assert_eq!(second.port(), port);
    assert_eq!(ask(&second, "select nom from kept").unwrap(), "Éloïse");
}

#[test]
fn a_wrong_password_is_refused() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let cluster = Cluster::ensure(&options).unwrap();
    fs::write(options.home.join("password"), "not-the-password").unwrap();
    let stranger = Cluster::ensure(&options).unwrap();
    assert!(ask(&stranger, "select 1").unwrap_err().contains("password authentication failed"));
    assert!(ask(&cluster, "select 1").is_ok());
}

#[test]
fn a_second_comer_joins_and_its_leaving_stops_nothing() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let owner = Cluster::ensure(&options).unwrap();
    let pid = server_pid(&data_of(&options));
    let guest = Cluster::ensure(&options).unwrap();
    assert!(owner.owned() && !guest.owned());
    guest.stop().unwrap();
    assert_eq!(server_pid(&data_of(&options)), pid);
    assert_eq!(ask(&owner, "select 1").unwrap(), "1");
}

#[test]
fn dropping_the_owner_stops_the_server() {
    let folder = open_folder();
    let owner = Cluster::ensure(&options_in(folder.path())).unwrap();
    let port = owner.port();
    assert!(listens(port));
    drop(owner);
    assert!(!listens(port));
}

#[test]
fn of_those_who_come_at_once_one_starts_and_the_others_join() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let comers: Vec<_> = (0..4)
        .map(|_| {
            let options = options.clone();
            thread::spawn(move || Cluster::ensure(&options).unwrap())
        })
        .collect();
    let clusters: Vec<Cluster> = comers.into_iter().map(|comer| comer.join().unwrap()).collect();
    assert_eq!(clusters.iter().filter(|cluster| cluster.owned()).count(), 1);
    assert!(clusters.iter().all(|cluster| cluster.port() == clusters[0].port()));
}

#[test]
fn a_server_whose_owner_was_killed_is_adopted_and_not_restarted() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let mut owner = owner_process(&options.home);
    let pid = server_pid(&data_of(&options));
    let guest = Cluster::ensure(&options).unwrap();
    assert!(!guest.owned(), "the owner lives");
    drop(guest);
    owner.kill().unwrap();
    owner.wait().unwrap();

    let heir = Cluster::ensure(&options).unwrap();
    assert!(heir.owned());
    assert_eq!(server_pid(&data_of(&options)), pid);
    let port = heir.port();
    heir.stop().unwrap();
    assert!(!listens(port));
}

#[test]
fn a_server_that_was_killed_itself_starts_again_with_all_that_was_committed() {
    let folder = open_folder();
    let mut options = options_in(folder.path());
    options.durability = Durability::Kept;
    let first = Cluster::ensure(&options).unwrap();
    ask(&first, "create table kept as select 7 as seven").unwrap();
    let pid = server_pid(&data_of(&options));
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    drop(first);

    let second = Cluster::ensure(&options).unwrap();
    assert_ne!(server_pid(&data_of(&options)), pid);
    assert_eq!(ask(&second, "select seven from kept").unwrap(), "7");
}

#[test]
fn a_note_with_the_number_of_a_dead_process_or_of_another_program_is_overcome() {
    let folder = open_folder();
    let options = options_in(folder.path());
    Cluster::ensure(&options).unwrap().stop().unwrap();
    let mut stranger = Command::new("sleep").arg("600").spawn().unwrap();
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    for pid in [stranger.id(), dead.id()] {
        let data = data_of(&options);
        let note = format!("{pid}\n{}\n1700000000\n5432\n\n127.0.0.1\n  1  1\nready   \n", data.display());
        fs::write(data.join("postmaster.pid"), note).unwrap();
        let cluster = Cluster::ensure(&options).unwrap();
        assert_eq!(ask(&cluster, "select 1").unwrap(), "1");
        cluster.stop().unwrap();
    }
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was left alone");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_taken_port_is_exchanged_for_a_free_one() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let first = Cluster::ensure(&options).unwrap();
    let port = first.port();
    first.stop().unwrap();
    let _taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let second = Cluster::ensure(&options).unwrap();
    assert_ne!(second.port(), port);
    assert_eq!(ask(&second, "select 1").unwrap(), "1");
}

#[test]
fn a_cluster_that_is_in_use_is_not_destroyed_and_an_idle_one_is() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let owner = Cluster::ensure(&options).unwrap();
    assert!(matches!(destroy(&options), Err(Error::InUse { .. })));
    ask(&owner, "create table gone ()").unwrap();
    owner.stop().unwrap();
    destroy(&options).unwrap();
    let fresh = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&fresh, "select to_regclass('gone') is null").unwrap(), "t");
}

#[test]
#[ignore = "not a test: the other process of the tests in this file"]
fn the_owner_process() {
    let home = PathBuf::from(env::var_os("CLUSTER_TEST_HOME").unwrap());
    let folder = home.parent().unwrap();
    let cluster = Cluster::ensure(&options_in(folder)).unwrap();
    assert!(cluster.owned());
    fs::write(home.with_extension("ready"), "").unwrap();
    loop {
        thread::park();
    }
}
