//! The program itself.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
};

use crate::specs::folder;

/// Starts the program and waits for its one line.
fn run(flags: &[&str]) -> (Child, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ebvision-sandbox"))
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (program, line.trim().trim_start_matches("listening on ").to_owned())
}

fn stop(program: Child, signal: &str) -> Output {
    let killed = Command::new("kill").args([signal, &program.id().to_string()]).status().unwrap();
    assert!(killed.success());
    program.wait_with_output().unwrap()
}

#[test]
fn it_tells_where_it_listens_and_stops_when_told() {
    for signal in ["-TERM", "-INT"] {
        let (program, url) =
            run(&["--pace", "instant", "--share", "open=50", "--faults", "{\"kind\": \"slow\", \"ms\": 1}"]);
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        assert!(stop(program, signal).status.success());
    }
}

#[test]
fn it_fails_when_it_was_to_judge_and_nobody_came() {
    let (program, _) = run(&["--specs", folder().to_str().unwrap()]);
    let output = stop(program, "-TERM");
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("not one request was validated"));
}

#[test]
fn a_flag_that_cannot_be_understood_is_told_how_to_write_it() {
    for (flags, hint) in [
        (["--pace", "fast"], "instant"),
        (["--share", "dance=3"], "hard-bounce"),
        (["--faults", "{\"kind\": \"flood\"}"], "reset_after_body"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_ebvision-sandbox")).args(flags).output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(hint), "{said}");
    }
}
