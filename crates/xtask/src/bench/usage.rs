//! What processes have used, as Linux tells it.

use std::{fs, time::Duration};

use anyhow::{Context as _, ensure};
use rustix::param::clock_ticks_per_second;

/// Megabytes, of 2^20 bytes.
pub(super) type Mebibytes = f64;

/// A line of `/proc/<pid>/stat`, from the state on.
struct Stat(Vec<String>);

impl Stat {
    fn read(pid: u32) -> anyhow::Result<Self> {
        let path = format!("/proc/{pid}/stat");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        // The name may hold anything, and stands in brackets.
        let (_, rest) = text.rsplit_once(')').with_context(|| format!("{path} is not as expected"))?;
        Ok(Self(rest.split_whitespace().map(str::to_owned).collect()))
    }

    /// A field by its number in proc(5).
    fn number(&self, field: usize) -> u64 {
        self.0.get(field - 3).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    fn parent(&self) -> u64 {
        self.number(4)
    }

    fn ticks(&self) -> u64 {
        self.number(14) + self.number(15)
    }

    fn ticks_of_the_dead(&self) -> u64 {
        self.number(16) + self.number(17)
    }
}

/// The time on a processor that a process took so far, user's and system's.
pub(super) fn cpu(pid: u32) -> anyhow::Result<Duration> {
    Ok(time(Stat::read(pid)?.ticks()))
}

/// The same of a process and of all that it started, also those that are gone.
pub(super) fn cpu_of_family(pid: u32) -> anyhow::Result<Duration> {
    let parent = Stat::read(pid)?;
    let mut ticks = parent.ticks() + parent.ticks_of_the_dead();
    for entry in fs::read_dir("/proc").context("cannot read /proc")?.flatten() {
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // Whoever ended meanwhile counts among the dead next time.
        if let Ok(stat) = Stat::read(child)
            && stat.parent() == u64::from(pid)
        {
            ticks += stat.ticks() + stat.ticks_of_the_dead();
        }
    }
    Ok(time(ticks))
}

fn time(ticks: u64) -> Duration {
    Duration::from_secs(1).mul_f64(ticks as f64 / clock_ticks_per_second() as f64)
}

/// The most memory that a process has held at once (resident), since it began.
pub(super) fn peak(pid: u32) -> anyhow::Result<Mebibytes> {
    memory(pid, "VmHWM:")
}

/// The memory that it holds now (resident).
pub(super) fn resident(pid: u32) -> anyhow::Result<Mebibytes> {
    memory(pid, "VmRSS:")
}

fn memory(pid: u32, line: &str) -> anyhow::Result<Mebibytes> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let found =
        text.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    let kibibytes: f64 = found.with_context(|| format!("{path} has no {line}"))?;
    Ok(kibibytes / 1_024.0)
}

/// # Errors
/// On machines that do not tell what processes use.
pub(super) fn check() -> anyhow::Result<()> {
    ensure!(cfg!(target_os = "linux"), "processor time and memory are read from /proc: run it on Linux");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_time_and_memory() {
        let myself = std::process::id();
        let before = cpu(myself).unwrap();
        let mut sum = 0_u64;
        while cpu(myself).unwrap() <= before {
            sum = (0..1_000_000).fold(sum, |sum: u64, number| sum.wrapping_mul(31).wrapping_add(number));
        }
        assert!(cpu_of_family(myself).unwrap() >= cpu(myself).unwrap(), "{sum}");
        assert!(peak(myself).unwrap() >= resident(myself).unwrap() * 0.5);
    }
}
