//! What came of it.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// The longest wait that is told apart, in microseconds.
const LONGEST: u64 = 60_000_000;

/// Answers so far.
#[derive(Debug)]
pub(crate) struct Outcome {
    waits: Histogram<u64>,
    failed: u64,
    took: Duration,
}

/// The line that is printed. Waits are in milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    answered: u64,
    /// Answers that were neither 2xx nor 3xx.
    failed: u64,
    seconds: f64,
    per_second: f64,
    p50: f64,
    p95: f64,
    p99: f64,
    longest: f64,
}

impl Outcome {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let waits = Histogram::new_with_bounds(1, LONGEST, 3)?;
        Ok(Self { waits, failed: 0, took: Duration::ZERO })
    }

    /// Counts an answer.
    pub(crate) fn add(&mut self, status: u16, waited: Duration) {
        self.failed += u64::from(!(200..400).contains(&status));
        self.waits.saturating_record(u64::try_from(waited.as_micros()).unwrap_or(LONGEST).max(1));
    }

    /// All that was answered, was within this time.
    pub(crate) fn took(self, took: Duration) -> Self {
        Self { took, ..self }
    }

    pub(crate) fn figures(&self) -> Figures {
        let wait = |quantile| self.waits.value_at_quantile(quantile) as f64 / 1_000.0;
        let (answered, seconds) = (self.waits.len(), self.took.as_secs_f64());
        Figures {
            answered,
            failed: self.failed,
            seconds,
            per_second: answered as f64 / seconds.max(f64::EPSILON),
            p50: wait(0.5),
            p95: wait(0.95),
            p99: wait(0.99),
            longest: wait(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_and_failures_are_told_apart() {
        let mut outcome = Outcome::new().unwrap();
        (1..=100)
            .for_each(|wait| outcome.add(if wait == 7 { 503 } else { 200 }, Duration::from_millis(wait)));
        let figures = outcome.took(Duration::from_secs(2)).figures();
        assert_eq!((figures.answered, figures.failed, figures.per_second), (100, 1, 50.0));
        assert!((figures.p50 - 50.0).abs() < 0.1 && (figures.p99 - 99.0).abs() < 0.1, "{figures:?}");
    }
}
