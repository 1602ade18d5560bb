//! How calls end.

use std::time::Duration;

pub use domain::provider::Scope;

/// How a send ended. Only [`Outcome::InDoubt`] leaves open whether anything was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Yes: the provider took every member. That is not yet delivered.
    Accepted {
        /// The provider's ids (without angle brackets), one per member in their order; none where it told none.
        message_ids: Vec<Option<String>>,
    },
    /// Yes, but the provider holds every member back (WhatsApp): it lets them go later, or throws them away.
    Held {
        /// As in [`Outcome::Accepted`].
        message_ids: Vec<Option<String>>,
    },
    /// No, but it may be tried again, under a new key: nothing was sent.
    Retry {
        /// How long the provider asks to wait, at most an hour; none where it does not say.
        after: Option<Duration>,
        /// The provider's code, or ours: `rate_limited`, `unreachable`, `unavailable`.
        code: String,
        /// What is known beyond the code.
        detail: String,
        /// Who has to wait.
        scope: Scope,
    },
    /// No, for as long as nobody changes something: nothing was sent.
    Refused {
        /// The provider's code, or `http_` and the status.
        code: String,
        /// The provider's words, at most 500 characters.
        detail: String,
        /// What has to change.
        scope: Scope,
    },
    /// Not begun, because there was no time left: nothing was sent, and nothing speaks against anybody.
    Unbegun,
    /// Nobody can tell. Never to be sent again under another key.
    InDoubt {
        /// What happened.
        why: String,
    },
    /// Not alike for all: one for each member of the request, in their order; none of them is itself `Each`.
    Each(Vec<Outcome>),
}

impl Outcome {
    /// Whether the provider took at least one of them.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Accepted { .. } | Self::Held { .. } => true,
            Self::Each(outcomes) => outcomes.iter().any(Self::is_taken),
            Self::Retry { .. } | Self::Refused { .. } | Self::Unbegun | Self::InDoubt { .. } => false,
        }
    }

    /// How many of so many members come before those at the end of which none was begun.
    #[must_use]
    pub fn begun(&self, members: usize) -> usize {
        match self {
            Self::Unbegun => 0,
            Self::Each(outcomes) => {
                let tail = outcomes.iter().rev().take_while(|outcome| **outcome == Self::Unbegun).count();
                members.saturating_sub(tail)
            }
            _ => members,
        }
    }

    /// How it ended for each of so many members, in their order; an acceptance holds the one id of its member. A member of which
    /// the provider's side said nothing is in doubt.
    #[must_use]
    pub fn each(self, members: usize) -> Vec<Self> {
        match self {
            Self::Each(mut outcomes) => {
                let silence =
                    || Self::InDoubt { why: "the answer names fewer messages than the request".into() };
                outcomes.resize_with(members, silence);
                outcomes
            }
            Self::Accepted { message_ids } => {
                one_by_one(message_ids, members).map(|message_ids| Self::Accepted { message_ids }).collect()
            }
            Self::Held { message_ids } => {
                one_by_one(message_ids, members).map(|message_ids| Self::Held { message_ids }).collect()
            }
            alike => vec![alike; members],
        }
    }
}

fn one_by_one(ids: Vec<Option<String>>, members: usize) -> impl Iterator<Item = Vec<Option<String>>> {
    ids.into_iter().chain(std::iter::repeat(None)).take(members).map(|id| vec![id])
}

/// Why a call that sends nothing did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may be tried again.
    #[error("{code}: {detail}")]
    Retry {
        /// How long the provider asks to wait, at most an hour; none where it does not say.
        after: Option<Duration>,
        /// As in [`Outcome::Retry`].
        code: String,
        /// What is known beyond the code.
        detail: String,
    },
    /// It would be refused again.
    #[error("{code}: {detail}")]
    Refused {
        /// As in [`Outcome::Refused`].
        code: String,
        /// The provider's words, at most 500 characters.
        detail: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_begun_is_counted_from_the_end() {
        let doubt = Outcome::InDoubt { why: "lost".into() };
        let mixed = Outcome::Each(vec![Outcome::Unbegun, doubt.clone(), Outcome::Unbegun, Outcome::Unbegun]);
        assert_eq!(mixed.begun(4), 2);
        assert_eq!((doubt.begun(4), Outcome::Unbegun.begun(4)), (4, 0));
    }

    #[test]
    fn every_member_has_an_outcome_whatever_the_answer_says_of_how_many() {
        let doubt = || Outcome::InDoubt { why: "lost".into() };
        let taken = |id: Option<&str>| Outcome::Accepted { message_ids: vec![id.map(str::to_owned)] };
        assert_eq!(doubt().each(2), [doubt(), doubt()]);
        let told = Outcome::Accepted { message_ids: vec![Some("a".into())] };
        assert_eq!(told.each(2), [taken(Some("a")), taken(None)]);
        let short = Outcome::Each(vec![taken(Some("a"))]).each(2);
        assert!(matches!(&short[..], [Outcome::Accepted { .. }, Outcome::InDoubt { .. }]));
        assert_eq!(Outcome::Each(vec![taken(None), doubt()]).each(1), [taken(None)]);
    }
}
