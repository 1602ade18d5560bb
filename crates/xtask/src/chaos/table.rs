//! What is written down.

use super::{judge::Verdict, plan::Blow, providers::PROVIDERS};

/// What was done by one provider, and what came of it.
pub(super) fn section(command: &str, verdicts: &[Verdict]) -> String {
    let rows: String = verdicts.iter().map(row).collect();
    let told: String = verdicts.iter().map(told).collect();
    let blows: usize = verdicts.iter().map(|verdict| verdict.run.blows.len()).sum();
    format!(
        "`{command}`: {blows} blows.\n\n\
        | run | people | workers | blows | accepted | refused | unknown | at most | lost | twice | told: report, receivers |\n\
        |---|---|---|---|---|---|---|---|---|---|---|\n{rows}\n{told}"
    )
}

/// The page with a provider's new section; the others' are those that it held before.
pub(super) fn page(before: &str, provider: &str, section: &str) -> String {
    let sections: String = PROVIDERS
        .iter()
        .filter_map(|known| {
            let kept = if known.name == provider { Some(section) } else { held(before, known.name) };
            Some(format!("\n## {0}\n\n{1}{2}{3}", known.name, begin(known.name), kept?, end(known.name)))
        })
        .collect();
    format!("# Chaos\n\n{}{sections}", include_str!("table.md"))
}

/// A provider's section of a page.
fn held<'a>(page: &'a str, provider: &str) -> Option<&'a str> {
    let (_, from) = page.split_once(&begin(provider))?;
    from.split_once(&end(provider)).map(|(section, _)| section)
}

fn begin(provider: &str) -> String {
    format!("<!-- {provider} -->\n")
}

fn end(provider: &str) -> String {
    format!("<!-- end of {provider} -->\n")
}

fn row(verdict: &Verdict) -> String {
    let Verdict { run, accepted, refused, unknown, lost, twice, told, .. } = verdict;
    format!(
        "| {} | {} | {} | {} | {accepted} | {refused} | {unknown} | {} | {lost} | {twice} | {}, {} |\n",
        run.name,
        run.people,
        run.workers,
        run.blows.len(),
        run.unknown_max(),
        told.0,
        told.1
    )
}

fn told(verdict: &Verdict) -> String {
    let blows: Vec<_> = verdict.run.blows.iter().map(|blow| tell(*blow)).collect();
    let mut text = format!("- **{}**: {}", verdict.run.name, blows.join("; "));
    let faults: Vec<_> = verdict.run.all_faults().iter().map(|fault| format!("`{fault}`")).collect();
    text.push_str(&format!(". The provider: {}\n", faults.join(", ")));
    text
}

fn tell(blow: Blow) -> String {
    match blow {
        Blow::Kill { after, worker } => format!("{after} ms, worker {}", worker + 1),
        Blow::Die { place, pass } => format!("dies {place}, pass {pass}"),
        Blow::StopPostgres { after, away } => format!("{after} ms, PostgreSQL stopped for {away} ms"),
        Blow::KillPostgres { after } => format!("{after} ms, PostgreSQL killed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_by_one_provider_replaces_its_own_section_and_no_other() {
        let once = page("", "smtp", "by smtp\n");
        let both = page(&once, "brevo", "by brevo\n");
        assert_eq!((held(&both, "smtp"), held(&both, "brevo")), (Some("by smtp\n"), Some("by brevo\n")));
        assert!(both.find("by brevo") < both.find("by smtp"), "in the order of the providers");
        let again = page(&both, "smtp", "by smtp again\n");
        assert_eq!(
            (held(&again, "smtp"), held(&again, "brevo")),
            (Some("by smtp again\n"), Some("by brevo\n"))
        );
        assert_eq!(again.matches("# Chaos").count(), 1);
    }
}
