//! What follows from an event beyond the delivery that it is about.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    event::{BounceKind, Event, EventKind},
    suppression::SuppressionReason,
    text::words,
    whatsapp::Cause,
};

/// So many deliveries to one address that bounce softly within [`SOFT_WINDOW`] suppress it.
pub const SOFT_BOUNCES_MAX: i64 = 3;

/// See [`SOFT_BOUNCES_MAX`].
pub const SOFT_WINDOW: TimeDelta = TimeDelta::days(30);

/// For so long nobody writes to a person to whom Meta delivers no more marketing (131049, 63049).
pub const CAPPED_FOR: TimeDelta = TimeDelta::hours(24);

words! {
    /// What an event asks for.
    Consequence {
        /// The address does not exist: it is suppressed.
        HardBounce = "hard_bounce",
        /// The reader called it spam: the address is suppressed.
        Complaint = "complaint",
        /// The provider refuses the address: it is suppressed.
        RefusedAddress = "refused_address",
        /// It bounced for a time: the address is suppressed if it does so too often.
        SoftBounce = "soft_bounce",
        /// The reader opted out at the provider: the ledger says so.
        OptOut = "opt_out",
        /// Meta delivers no marketing to the person for now: nobody writes to them for a day.
        Capped = "capped",
        /// The number is not on WhatsApp: it is suppressed if that is said too often.
        Unreachable = "unreachable",
        /// The person's window is closed: only a template may be said.
        WindowClosed = "window_closed",
    }
}

impl Consequence {
    /// What an event asks for; nothing where it is about the message, the sender or the way.
    ///
    /// What readers do at our own addresses is written to the ledger there, with its proof.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        event.account.as_ref()?;
        match event.kind {
            EventKind::Bounced => match event.bounce {
                Some(BounceKind::Hard) => Some(Self::HardBounce),
                Some(BounceKind::Soft) => Some(Self::SoftBounce),
                Some(BounceKind::Block | BounceKind::Policy) | None => None,
            },
            EventKind::Complained => Some(Self::Complaint),
            EventKind::Unsubscribed | EventKind::OptedOut => Some(Self::OptOut),
            EventKind::DroppedByProvider => {
                let reason = event.reason.as_deref().unwrap_or_default();
                if Cause::told(reason).is_some() { by_cause(reason) } else { blocked(reason) }
            }
            EventKind::Refused => by_cause(event.reason.as_deref().unwrap_or_default()),
            _ => None,
        }
    }

    /// Why the address is suppressed; none where the ledger is asked instead.
    #[must_use]
    pub const fn suppression(self) -> Option<SuppressionReason> {
        match self {
            Self::HardBounce => Some(SuppressionReason::HardBounce),
            Self::Complaint => Some(SuppressionReason::Complaint),
            Self::RefusedAddress => Some(SuppressionReason::Provider),
            Self::SoftBounce => Some(SuppressionReason::SoftBounces),
            Self::Unreachable => Some(SuppressionReason::Unreachable),
            Self::OptOut | Self::Capped | Self::WindowClosed => None,
        }
    }
}

/// What the code of a provider of WhatsApp asks for somebody. A technical error is about nobody: what it asks for all else is its
/// [`Cause::ruling`].
fn by_cause(reason: &str) -> Option<Consequence> {
    match Cause::told(reason)? {
        Cause::OptOut => Some(Consequence::OptOut),
        Cause::Capped => Some(Consequence::Capped),
        Cause::Unreachable => Some(Consequence::Unreachable),
        Cause::WindowClosed => Some(Consequence::WindowClosed),
        _ => None,
    }
}

/// Whether a number was not reached too often, by what was told of each delivery to it, the oldest first: [`SOFT_BOUNCES_MAX`] of them
/// within [`SOFT_WINDOW`].
#[must_use]
pub fn is_unreachable(refusals: &[(DateTime<Utc>, String)]) -> bool {
    let of_number = |reason: &str| Cause::told(reason) == Some(Cause::Unreachable);
    let times: Vec<_> = refusals.iter().filter(|(_, reason)| of_number(reason)).map(|(at, _)| *at).collect();
    let most = usize::try_from(SOFT_BOUNCES_MAX).unwrap_or(usize::MAX);
    times
        .windows(most)
        .any(|run| run.first().zip(run.last()).is_some_and(|(first, last)| *last - *first <= SOFT_WINDOW))
}

/// What a provider calls an address that it refuses, in lower case: Brevo `due to blacklist user`, SendGrid `Bounced Address` and
/// `Spam Reporting Address`.
const REFUSED_ADDRESSES: [&str; 4] = ["blacklist", "blocklist", "bounced address", "spam reporting address"];

/// A provider that throws away a message says why in words (Brevo: `blocked : due to unsubscribed user`; SendGrid:
/// `Unsubscribed Address`, `Invalid`). Words that do not speak of the reader ask for nothing.
fn blocked(reason: &str) -> Option<Consequence> {
    let reason = reason.trim().to_lowercase();
    if reason.contains("unsubscribe") {
        Some(Consequence::OptOut)
    } else if reason == "invalid" || REFUSED_ADDRESSES.iter().any(|words| reason.contains(words)) {
        Some(Consequence::RefusedAddress)
    } else {
        None
    }
}

/// By what Meta takes an account away, or its right to write first (webhooks/reference/account_update). That it is about to is no such word.
const META_STOPS: [&str; 3] = ["DISABLE", "ACCOUNT_DELETED", "RESTRICTED_BIZ_INITIATED_MESSAGING"];

/// By what Meta gives it back.
const META_REINSTATES: &str = "REINSTATE";

/// By what Meta warns before it takes an account away.
const META_WARNS: [&str; 3] = ["SCHEDULE_FOR_DISABLE", "ACCOUNT_VIOLATION", "ACCOUNT_RESTRICTION"];

/// How the status of an account begins that only warns of it: Meta's `account_alerts`, whose words nothing else follows from.
pub const ALERT: &str = "alert ";

fn says(status: &str, words: &[&str]) -> bool {
    !status.starts_with(ALERT) && status.split_whitespace().any(|said| words.contains(&said))
}

/// Whether a provider warns of an account, and leaves it as it is.
#[must_use]
pub fn warns(status: &str) -> bool {
    status.starts_with(ALERT) || (!takes_away(status) && says(status, &META_WARNS))
}

/// Whether a provider says that all is well with an account again.
#[must_use]
pub fn clears(status: &str) -> bool {
    says(status, &[META_REINSTATES])
}

/// Whether an account was stopped by its provider's own word, which alone can give it back: not by a wrong key, or a person.
#[must_use]
pub fn takes_away(status: &str) -> bool {
    status.starts_with("compliance_") || says(status, &META_STOPS)
}

/// SendGrid drops what an account has no credits for, and names it so (Event Webhook, `dropped`).
fn is_over_quota(reason: &str) -> bool {
    reason.to_lowercase().contains("over package quota")
}

/// The code of an account that has no credits left, whatever told so.
pub const NO_CREDITS: &str = "not_enough_credits";

/// What an event of an account asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountConsequence {
    /// Nothing leaves by it until a person acts, or the provider lets it go on.
    Stop,
    /// It goes on.
    GoOn,
}

impl AccountConsequence {
    /// What an event of an account asks for; nothing where it only informs. SendGrid's `compliance_suspend`, `compliance_deactivate` and
    /// `compliance_ban` take an account away, `reactivate` gives it back; a message that it drops because the account's credits are
    /// used up speaks of every other one as well. Meta tells what happened and what of, in words.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        match (event.kind, event.reason.as_deref()?) {
            (EventKind::AccountStatus, "reactivate") => Some(Self::GoOn),
            (EventKind::AccountStatus, status) if takes_away(status) => Some(Self::Stop),
            (EventKind::DroppedByProvider, reason) if is_over_quota(reason) => Some(Self::Stop),
            (EventKind::AccountStatus, status) if clears(status) => Some(Self::GoOn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        event::{Subject, Verdict},
        provider::{AccountId, Provider},
    };

    fn told(kind: EventKind, bounce: Option<BounceKind>, reason: &str) -> Event {
        Event {
            kind,
            bounce,
            provider: Some(Provider::Brevo),
            account: Some(AccountId("main".into())),
            natural_key: String::new(),
            subject: Subject::Account,
            message_id: None,
            occurred_at: DateTime::UNIX_EPOCH,
            verdict: Verdict::Unknown,
            sign: None,
            reason: Some(reason.to_owned()),
            link: None,
            foreign: false,
        }
    }

    #[test]
    fn a_warning_asks_for_a_person_and_for_nothing_else() {
        let warned = "alert CRITICAL SOME_TYPE: DISABLE comes soon";
        assert!(warns(warned) && !takes_away(warned) && !clears("alert WARNING X: REINSTATE"));
        assert_eq!(AccountConsequence::of(&told(EventKind::AccountStatus, None, warned)), None);
        assert!(warns("DISABLED_UPDATE SCHEDULE_FOR_DISABLE") && warns("ACCOUNT_VIOLATION SPAM"));
        assert!(!warns("DISABLED_UPDATE DISABLE") && !warns("MM_LITE_TERMS_SIGNED"));
        assert!(clears("DISABLED_UPDATE REINSTATE"));
    }

    #[test]
    fn a_fault_of_the_sender_is_no_fault_of_the_address() {
        for bounce in [BounceKind::Policy, BounceKind::Block] {
            assert_eq!(Consequence::of(&told(EventKind::Bounced, Some(bounce), "550 5.7.26")), None);
        }
        assert_eq!(Consequence::of(&told(EventKind::DroppedByProvider, None, "blocked : content")), None);
    }

    #[test]
    fn a_provider_that_blocks_tells_whether_the_reader_left() {
        let of = |reason| Consequence::of(&told(EventKind::DroppedByProvider, None, reason));
        assert_eq!(of("blocked : due to unsubscribed user"), Some(Consequence::OptOut));
        assert_eq!(of("blocked : due to blacklist user"), Some(Consequence::RefusedAddress));
        assert_eq!(of("Unsubscribed Address"), Some(Consequence::OptOut));
        for reason in ["Bounced Address", "Spam Reporting Address", "Invalid"] {
            assert_eq!(of(reason), Some(Consequence::RefusedAddress), "{reason}");
        }
        for reason in ["Spam Content", "Recipient List over Package Quota", "Invalid SMTPAPI header", ""] {
            assert_eq!(of(reason), None, "{reason}");
        }
    }

    #[test]
    fn a_code_of_whatsapp_asks_for_what_it_says_and_a_technical_error_for_nothing() {
        let of = |kind, reason: &str| Consequence::of(&told(kind, None, reason));
        for kind in [EventKind::DroppedByProvider, EventKind::Refused] {
            for (codes, consequence) in [
                (["131050", "63014", "21610"].as_slice(), Consequence::OptOut),
                (&["131049", "63049"], Consequence::Capped),
                (&["131047", "63016"], Consequence::WindowClosed),
                (&["131026", "63024"], Consequence::Unreachable),
            ] {
                for code in codes {
                    assert_eq!(
                        of(kind, &format!("{code} unsubscribe, invalid")),
                        Some(consequence),
                        "{code}"
                    );
                }
            }
            for code in ["131000", "130429", "131056", "132015", "131048", "190", "63018", "20429", "20503"] {
                assert_eq!(of(kind, &format!("{code} unsubscribe")), None, "{code}");
            }
        }
        assert_eq!(of(EventKind::Refused, "blocked : due to unsubscribed user"), None);
    }

    #[test]
    fn a_number_is_unreachable_once_three_deliveries_within_thirty_days_say_so() {
        let said = |days: &[i64], reason: &str| -> Vec<_> {
            days.iter()
                .map(|days| (DateTime::UNIX_EPOCH + TimeDelta::days(*days), reason.to_owned()))
                .collect()
        };
        assert!(!is_unreachable(&said(&[0, 1], "131026 Undeliverable")));
        assert!(is_unreachable(&said(&[0, 1, 30], "131026 Undeliverable")));
        assert!(!is_unreachable(&said(&[0, 1, 31], "131026 Undeliverable")));
        assert!(is_unreachable(&said(&[0, 20, 40, 50], "63024 Invalid recipient")));
        assert!(!is_unreachable(&said(&[0, 1, 2], "131049 Healthy ecosystem")));
    }

    #[test]
    fn a_message_that_is_dropped_for_want_of_credits_stops_the_account_and_no_other_drop_does() {
        let of = |kind, reason: &str| AccountConsequence::of(&told(kind, None, reason));
        let quota = "Recipient List over Package Quota";
        assert_eq!(of(EventKind::DroppedByProvider, quota), Some(AccountConsequence::Stop));
        assert_eq!(of(EventKind::Bounced, quota), None);
        for reason in ["Bounced Address", "Spam Content", "Invalid", "compliance_suspend"] {
            assert_eq!(of(EventKind::DroppedByProvider, reason), None, "{reason}");
        }
    }

    #[test]
    fn only_the_providers_own_word_takes_an_account_away() {
        for status in ["compliance_suspend", "compliance_ban", "DISABLED_UPDATE DISABLE"] {
            assert!(takes_away(status), "{status}");
        }
        for code in ["unauthorized", "manual", NO_CREDITS, "slow", "smtp_5.7.8"] {
            assert!(!takes_away(code), "{code}");
        }
    }

    #[test]
    fn an_account_that_the_provider_takes_away_stops_until_it_is_given_back() {
        let of = |kind, status| AccountConsequence::of(&told(kind, None, status));
        for status in ["compliance_suspend", "compliance_deactivate", "compliance_ban"] {
            assert_eq!(of(EventKind::AccountStatus, status), Some(AccountConsequence::Stop), "{status}");
        }
        for status in [
            "DISABLED_UPDATE DISABLE",
            "ACCOUNT_DELETED",
            "ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING",
        ] {
            assert_eq!(of(EventKind::AccountStatus, status), Some(AccountConsequence::Stop), "{status}");
        }
        for status in ["DISABLED_UPDATE SCHEDULE_FOR_DISABLE", "ACCOUNT_VIOLATION SPAM", "PARTNER_ADDED"] {
            assert_eq!(of(EventKind::AccountStatus, status), None, "{status}");
        }
        let reinstated = of(EventKind::AccountStatus, "DISABLED_UPDATE REINSTATE");
        assert_eq!(reinstated, Some(AccountConsequence::GoOn));
        assert_eq!(of(EventKind::AccountStatus, "reactivate"), Some(AccountConsequence::GoOn));
        assert_eq!(of(EventKind::AccountStatus, "renamed"), None);
        assert_eq!(of(EventKind::Bounced, "reactivate"), None);
    }

    #[test]
    fn what_readers_do_at_our_own_addresses_has_no_second_consequence() {
        let ours = Event { account: None, ..told(EventKind::Unsubscribed, None, "") };
        assert_eq!(Consequence::of(&ours), None);
    }
}
