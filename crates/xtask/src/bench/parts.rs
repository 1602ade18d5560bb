//! Whose processor time a message or a hit takes: the profile of whatever shares its cores with those who call and receive.

use std::time::Duration;

use super::figure::Figure;

/// Processor time of several, each under its name.
pub(super) struct Parts<const N: usize>(pub(super) [(&'static str, Duration); N]);

impl<const N: usize> Parts<N> {
    /// What was taken since.
    pub(super) fn since(self, before: &Self) -> Self {
        let mut taken = self.0;
        for (now, then) in taken.iter_mut().zip(&before.0) {
            now.1 = now.1.saturating_sub(then.1);
        }
        Self(taken)
    }

    /// Microseconds for each of so many, whatever they are: messages, hits.
    pub(super) fn figures(&self, of: &str, count: f64, unit: &'static str) -> Vec<Figure> {
        let each = |time: Duration| time.as_secs_f64() * 1_000_000.0 / count;
        self.0
            .iter()
            .map(|(whose, time)| Figure::new(format!("{of}: CPU of {whose}"), each(*time), unit))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_was_taken_since_for_each() {
        let at = |sender, database| {
            Parts([("us", Duration::from_millis(sender)), ("PostgreSQL", Duration::from_millis(database))])
        };
        let figures = at(30, 50).since(&at(10, 50)).figures("Envoi", 1_000.0, "µs");
        assert_eq!(figures.iter().map(|figure| figure.value).collect::<Vec<_>>(), [20.0, 0.0]);
        assert_eq!(figures[0].what, "Envoi: CPU of us");
    }
}
