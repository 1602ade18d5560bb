//! The table at the end of a test run.

use std::time::{Duration, Instant};

use anyhow::bail;
use clap::ValueEnum as _;

use super::Step;
use crate::say::duration;

/// Runs the steps until one fails, then shows how each of them went.
pub(crate) fn in_order(
    steps: &[Step],
    say: impl Fn(&str),
    mut run: impl FnMut(Step) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut done = Vec::new();
    for step in steps {
        say(&format!("\n── {} ──", name(*step)));
        let start = Instant::now();
        let end = run(*step);
        done.push((*step, start.elapsed(), end.is_ok()));
        if let Err(error) = end {
            say(&format!("\nerror: {error:#}"));
            break;
        }
    }
    say(&table(steps, &done));
    match done.iter().find(|(_, _, passed)| !passed) {
        Some((step, ..)) => bail!("{} failed", name(*step)),
        None => Ok(()),
    }
}

fn table(steps: &[Step], done: &[(Step, Duration, bool)]) -> String {
    let mut lines = vec![String::new()];
    for (number, step) in steps.iter().enumerate() {
        let end = done.get(number).map_or_else(
            || "not run".to_owned(),
            |(_, took, passed)| {
                format!("{:7}  {}", if *passed { "passed" } else { "FAILED" }, duration(*took))
            },
        );
        lines.push(format!("  {:9} {end}", name(*step)));
    }
    lines.join("\n")
}

fn name(step: Step) -> String {
    step.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use anyhow::bail;

    use super::{Step, in_order};

    #[test]
    fn the_first_failure_ends_the_run_and_is_its_result() {
        let (mut seen, said) = (Vec::new(), RefCell::new(String::new()));
        let say = |text: &str| said.borrow_mut().push_str(text);
        let end = in_order(&[Step::Fmt, Step::Clippy, Step::Rust], say, |step| {
            seen.push(step);
            if step == Step::Clippy { bail!("a warning") } else { Ok(()) }
        });
        assert_eq!(seen, [Step::Fmt, Step::Clippy]);
        assert_eq!(end.unwrap_err().to_string(), "clippy failed");
        let said = said.into_inner();
        for line in ["error: a warning", "fmt       passed", "clippy    FAILED", "rust      not run"] {
            assert!(said.contains(line), "{said}");
        }
    }

    #[test]
    fn a_run_without_failures_succeeds() {
        assert!(in_order(&[Step::Fmt, Step::E2e], |_| (), |_| Ok(())).is_ok());
    }
}
