//! `headers.idempotencyKey`: within 30 minutes a repeat is refused and sends nothing.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Refusal;

/// How long a key is remembered (developers.brevo.com/docs/heterogenous-versions-batch-emails).
const LIFE: TimeDelta = TimeDelta::minutes(30);

/// The keys of accepted requests. A refused request does not use its key up; the real service does not say.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    seen: HashMap<String, DateTime<Utc>>,
}

impl Keys {
    /// Takes a key, once.
    pub(crate) fn claim(&mut self, key: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.seen.retain(|_, at| now - *at < LIFE);
        if self.seen.contains_key(key) {
            return Err(Refusal::duplicate("Duplicate idempotencyKey: this request was accepted before"));
        }
        self.seen.insert(key.to_owned(), now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_once_within_thirty_minutes() {
        let mut keys = Keys::default();
        let start = DateTime::from_timestamp(1_794_000_000, 0).unwrap();
        assert_eq!(keys.claim("a", start), Ok(()));
        assert_eq!(keys.claim("a", start + TimeDelta::minutes(29)).unwrap_err().code, "duplicate_parameter");
        assert_eq!(keys.claim("b", start), Ok(()));
        assert_eq!(keys.claim("a", start + TimeDelta::minutes(30)), Ok(()));
    }
}
