//! Pixels and links: alone, and while a campaign leaves.

use std::{fs, path::Path};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        callers::{self, Heard, Manner, get},
        figure::Figure,
        letter,
        parts::Parts,
        runs::sending::{settings, until_taken},
        sink::Sink,
        usage,
    },
    stack::database::ask,
};

/// People whose messages are read for their addresses of ours.
const READERS: u32 = 1_000;
/// Hits offered per second while a campaign leaves.
const OFFERED: u32 = 5_000;
/// Callers at once: what is stored together is answered together, so that few of them are answered no sooner than many, and more
/// than these mostly wait longer.
const CONNECTIONS: u16 = 192;

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let letters = bed.folder.join("letters");
    fs::create_dir_all(&letters).context("cannot make a folder for letters")?;
    let sink = Sink::start(bed, Some((&letters, READERS)))?;
    let stand = bed.stand("hits", scale.lasting, settings(&sink))?;
    let alone = campaign(&stand, &sink, || until_taken(&sink, scale.lasting))?;
    let (pixels, links) = (requests(&letters, "/o/")?, requests(&letters, "/c/")?);
    let eager = Manner::Eager { connections: CONNECTIONS, seconds: scale.seconds };
    let (opened, opening) = heard(bed, &stand, &pixels, eager)?;
    let (clicked, clicking) = heard(bed, &stand, &links, eager)?;
    let (offered, beside) = beside(bed, &stand, &sink, &pixels, scale)?;
    stand.leave()?;
    sink.stop()?;
    let mut figures = vec![
        Figure::new(
            format!("pixel, each stored before its answer, {CONNECTIONS} callers at once"),
            opened.per_second,
            "per second",
        )
        .at_least(25_000.0),
        Figure::new("pixel, p99", opened.p99, "ms").at_most(20.0),
        Figure::new("redirect, the same", clicked.per_second, "per second").at_least(25_000.0),
        Figure::new("redirect, p99", clicked.p99, "ms").at_most(20.0),
        Figure::new(
            format!("{OFFERED} hits per second while a campaign leaves: answered"),
            offered.per_second,
            "per second",
        )
        .at_least(f64::from(OFFERED) * 0.99),
        Figure::new("their p99", offered.p99, "ms").at_most(50.0),
        Figure::new("the campaign's speed meanwhile, of its speed alone", beside / alone.rate() * 100.0, "%")
            .at_least(70.0),
    ];
    figures.extend(opening.figures("pixel", opened.answered as f64, "µs each"));
    figures.extend(clicking.figures("redirect", clicked.answered as f64, "µs each"));
    Ok(figures)
}

/// Sends a campaign to everybody, planned beforehand; what is measured from its first message on.
fn campaign<T>(stand: &Stand, sink: &Sink, measure: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    sink.reset()?;
    let campaign = stand.launch_held("smtp", letter::campaign("Lettre"))?;
    let mut worker = stand.work()?;
    stand.until_campaign(&campaign, "sending")?;
    stand.until_counted()?;
    stand.go("smtp")?;
    let measured = measure()?;
    stand.until_campaign(&campaign, "finished")?;
    worker.stop()?;
    Ok(measured)
}

/// Calls, and holds the number of answers against what is stored; and whose processor time it took.
fn heard(bed: &Bed, stand: &Stand, requests: &[Value], manner: Manner) -> anyhow::Result<(Heard, Parts<2>)> {
    let used = || {
        anyhow::Ok(Parts([
            ("the server", stand.cpu()?),
            ("PostgreSQL", usage::cpu_of_family(bed.postgres.id()?)?),
        ]))
    };
    let (before, idle) = (stored(stand)?, used()?);
    let heard = callers::call(&bed.gauges.load, stand.folder(), stand.address, requests, manner)?;
    let used = used()?.since(&idle);
    let stored = stored(stand)? - before;
    ensure!(stored == heard.answered, "{stored} hits are stored of {} that were answered", heard.answered);
    Ok((heard, used))
}

fn stored(stand: &Stand) -> anyhow::Result<u64> {
    let count = ask(&stand.database, "select count(*)::text from marketing_hits")?;
    Ok(count.unwrap_or_default().parse()?)
}

/// Hits while a campaign leaves; what the callers heard, and the campaign's messages per second until they end.
fn beside(
    bed: &Bed,
    stand: &Stand,
    sink: &Sink,
    requests: &[Value],
    scale: &Scale,
) -> anyhow::Result<(Heard, f64)> {
    let manner = Manner::Steady { connections: CONNECTIONS, rate: OFFERED, seconds: scale.beside };
    campaign(stand, sink, || {
        let heard = callers::call(&bed.gauges.load, stand.folder(), stand.address, requests, manner)?;
        let taken = sink.taken()?;
        ensure!(taken.msgs < u64::from(scale.lasting), "the campaign ended before the callers did");
        Ok((heard, taken.rate()))
    })
}

/// The requests that readers of the kept letters make at addresses that hold this.
fn requests(letters: &Path, holding: &str) -> anyhow::Result<Vec<Value>> {
    let mut requests = Vec::new();
    for entry in fs::read_dir(letters).context("no letters were kept")?.flatten() {
        let letter = fs::read_to_string(entry.path())?;
        if let Some(path) = path(&letter, holding) {
            let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
            requests.push(get(&path, &json!({"User-Agent": agent})));
        }
    }
    ensure!(!requests.is_empty(), "no letter has an address with {holding}");
    Ok(requests)
}

/// The path of the first address of ours that holds this, in a message as it came (quoted-printable).
fn path(letter: &str, holding: &str) -> Option<String> {
    let letter = letter.replace("=\r\n", "").replace("=3D", "=");
    letter.match_indices("http://").find_map(|(start, _)| {
        let address = letter[start..].split(['"', '>', ' ', '\r', '<']).next()?;
        let (_, path) = address.strip_prefix("http://")?.split_once('/')?;
        let path = format!("/{path}");
        path.contains(holding).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn an_address_is_found_though_its_line_was_broken() {
        let letter = "<img src=3D\"http://127.0.0.1:1/o/ab=\r\ncd\">";
        assert_eq!(path(letter, "/o/").as_deref(), Some("/o/abcd"));
        assert_eq!(path(letter, "/c/"), None);
    }
}
