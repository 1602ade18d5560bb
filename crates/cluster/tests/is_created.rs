//! Creation: interrupted ones, root's ones, and programs found in the cache.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails, helpers included")]

mod support;

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

use cluster::{Binaries, Cluster, Error, Search};
use ebvision_cluster as cluster;
use support::{ask, data_of, open_folder, options_in, server_pid};

#[test]
fn an_interrupted_creation_is_redone() {
    let folder = open_folder();
    let options = options_in(folder.path());
    Cluster::ensure(&options).unwrap().stop().unwrap();
    // As if the machine had stopped half-way: some files are there, the last one is not.
    fs::remove_file(options.home.join("created")).unwrap();
    fs::remove_dir_all(data_of(&options).join("base")).unwrap();
    let cluster = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&cluster, "select current_database()").unwrap(), "ebvision");
}

#[test]
fn a_creation_that_was_interrupted_before_the_first_file_is_redone() {
    let folder = open_folder();
    let options = options_in(folder.path());
    fs::create_dir_all(options.home.join("data")).unwrap();
    let cluster = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&cluster, "select 1").unwrap(), "1");
}

#[test]
fn the_password_is_for_its_owner_only() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let cluster = Cluster::ensure(&options).unwrap();
    let mode = fs::metadata(options.home.join("password")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let password = fs::read_to_string(options.home.join("password")).unwrap();
    assert!(cluster.url("ebvision").contains(&password));
    assert!(!format!("{cluster:?}").contains(&password));
}

#[test]
fn the_server_never_runs_as_root() {
    let folder = open_folder();
    let options = options_in(folder.path());
    let _cluster = Cluster::ensure(&options).unwrap();
    let data = data_of(&options);
    let process = fs::metadata(format!("/proc/{}", server_pid(&data))).unwrap();
    assert_ne!(process.uid(), 0);
    assert_eq!(process.uid(), fs::metadata(&data).unwrap().uid());
}

#[test]
fn behind_a_closed_door_the_data_goes_where_the_account_can_reach_it() {
    let folder = open_folder();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let mut options = options_in(&closed);
    options.refuge = folder.path().join("refuge");
    let cluster = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&cluster, "select 1").unwrap(), "1");
    let root = fs::metadata(&closed).unwrap().uid() == 0;
    assert_eq!(options.home.join("data").exists(), !root);
    assert_eq!(options.refuge.exists(), root);
    ask(&cluster, "create table kept ()").unwrap();
    cluster.stop().unwrap();
    let again = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&again, "select to_regclass('kept')").unwrap(), "kept");
}

#[test]
fn programs_in_the_cache_serve_a_machine_that_has_none() {
    let folder = open_folder();
    let machine = Binaries::find(&Search::of_this_machine()).unwrap();
    let cache = folder.path().join("cache");
    fs::create_dir_all(cache.join("99.9")).unwrap();
    symlink(machine.folder(), cache.join("99.9/bin")).unwrap();
    let mut options = options_in(folder.path());
    options.search = Search { machine: vec![folder.path().join("nothing-here")], cache: cache.clone() };
    assert_eq!(Binaries::find(&options.search).unwrap().folder(), cache.join("99.9/bin"));
    let cluster = Cluster::ensure(&options).unwrap();
    assert_eq!(ask(&cluster, "select 1").unwrap(), "1");
}

#[test]
fn a_machine_without_postgresql_is_told_what_to_install() {
    let folder = open_folder();
    let mut options = options_in(folder.path());
    options.search =
        Search { machine: vec![PathBuf::from("/nowhere/bin")], cache: folder.path().join("cache") };
    let said = Cluster::ensure(&options).unwrap_err().to_string();
    assert!(said.contains("apt-get install postgresql") && said.contains("/nowhere/bin"), "{said}");
}

#[test]
fn versions_that_are_too_old_or_do_not_start_are_passed_over_and_the_newest_wins() {
    let folder = open_folder();
    let pretend = |name: &str, says: &str| pretend_postgres(&folder.path().join(name), says);
    let machine = vec![
        pretend("old", "echo 'postgres (PostgreSQL) 13.9'"),
        pretend("good", "echo 'postgres (PostgreSQL) 14.2'"),
        pretend("newest", "echo 'postgres (PostgreSQL) 16.1'"),
        pretend("broken", "echo 'postgres (PostgreSQL) 18.0'; exit 127"),
    ];
    let search = Search { machine, cache: folder.path().join("cache") };
    let found = Binaries::find(&search).unwrap();
    assert_eq!((found.major(), found.folder()), (16, folder.path().join("newest").as_path()));
}

#[test]
fn data_of_a_version_that_is_gone_is_kept_and_said() {
    let folder = open_folder();
    let options = options_in(folder.path());
    Cluster::ensure(&options).unwrap().stop().unwrap();
    fs::write(data_of(&options).join("PG_VERSION"), "9\n").unwrap();
    let error = Cluster::ensure(&options).unwrap_err();
    assert!(matches!(error, Error::OtherMajor { major: 9, .. }), "{error}");
    assert!(data_of(&options).join("base").exists());
}

fn pretend_postgres(folder: &Path, script: &str) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    for program in ["initdb", "pg_ctl", "postgres"] {
        let path = folder.join(program);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder.to_owned()
}
