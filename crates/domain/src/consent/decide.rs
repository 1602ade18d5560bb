//! May this person be written to? (words.md). Asked at planning, and again at sending.

use super::{ConsentPolicy, Kind, Kinds, LedgerState};
use crate::{channel::Channel, text::words};

words! {
    /// Why a person may be written to.
    Ground {
        /// The person said yes.
        Consent = "consent",
        /// A customer, about similar products, with an opt-out in each message.
        ExistingCustomer = "existing_customer",
        /// A professional, informed at collection, about the profession.
        LegitimateInterest = "legitimate_interest",
    }
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes, for this reason.
    Yes(Ground),
    /// No: no consent and no other ground.
    No,
}

/// Whether a person who is all of `kinds` may be written to by `channel`, where the ledger says `ledger` for marketing.
///
/// The strictest of the person's contacts wins; a person without any contact left may not be written to.
#[must_use]
pub fn decide(policy: &ConsentPolicy, channel: Channel, ledger: LedgerState, kinds: Kinds) -> Answer {
    match (ledger, channel) {
        (LedgerState::Refused | LedgerState::Withdrawn | LedgerState::Objected, _) => Answer::No,
        (LedgerState::Granted, _) => Answer::Yes(Ground::Consent),
        (LedgerState::Unknown, Channel::Whatsapp) => Answer::No,
        (LedgerState::Unknown, Channel::Email) => {
            strictest(kinds.iter().map(|kind| policy.ground(kind))).map_or(Answer::No, Answer::Yes)
        }
    }
}

/// None wherever one has none; else the last ground in the order of definition, which asks the most of us.
fn strictest(grounds: impl Iterator<Item = Option<Ground>>) -> Option<Ground> {
    grounds.collect::<Option<Vec<_>>>()?.into_iter().max()
}

impl Kind {
    /// The kind of a client, by the suite's `type` and `statut`.
    #[must_use]
    pub fn of_client(kind: Option<&str>, statut: Option<&str>) -> Self {
        let customer = matches!(kind, Some("CLIENT" | "CLIENT_FIDELE"));
        let standing = matches!(statut, Some("ACTIF" | "INACTIF"));
        if customer && standing { Self::Customer } else { Self::Lapsed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    fn email(ledger: LedgerState, kinds: &[Kind]) -> Answer {
        decide(&ConsentPolicy::default(), Channel::Email, ledger, kinds.iter().copied().collect())
    }

    #[test]
    fn refused_withdrawn_and_objected_are_no_whatever_the_source() {
        for ledger in [LedgerState::Refused, LedgerState::Withdrawn, LedgerState::Objected] {
            for kind in Kind::ALL {
                assert_eq!(email(ledger, &[*kind]), Answer::No, "{ledger} {kind}");
            }
        }
    }

    #[test]
    fn granted_is_yes_whatever_the_source_and_channel() {
        for kind in Kind::ALL {
            for channel in Channel::ALL {
                let kinds = [*kind].into_iter().collect();
                let answer = decide(&ConsentPolicy::default(), *channel, LedgerState::Granted, kinds);
                assert_eq!(answer, Answer::Yes(Ground::Consent), "{kind} {channel}");
            }
        }
    }

    #[test]
    fn customers_active_or_inactive_are_written_to_without_having_been_asked() {
        for kind in ["CLIENT", "CLIENT_FIDELE"] {
            for statut in ["ACTIF", "INACTIF"] {
                let kind = Kind::of_client(Some(kind), Some(statut));
                assert_eq!(email(LedgerState::Unknown, &[kind]), Answer::Yes(Ground::ExistingCustomer));
            }
        }
    }

    #[test]
    fn prospects_and_abandoned_clients_are_not() {
        for (kind, statut) in
            [("PROSPECT", "ACTIF"), ("CLIENT", "ABANDONNE"), ("CLIENT_FIDELE", "ABANDONNE"), ("", "")]
        {
            let kind = Kind::of_client(Some(kind), Some(statut));
            assert_eq!(email(LedgerState::Unknown, &[kind]), Answer::No);
        }
    }

    #[test]
    fn a_company_is_written_to_only_if_it_was_informed_at_collection() {
        assert_eq!(
            email(LedgerState::Unknown, &[Kind::InformedCompany]),
            Answer::Yes(Ground::LegitimateInterest)
        );
        assert_eq!(email(LedgerState::Unknown, &[Kind::Company]), Answer::No);
    }

    #[test]
    fn an_imported_person_is_not_written_to_without_consent() {
        assert_eq!(email(LedgerState::Unknown, &[Kind::Imported]), Answer::No);
    }

    #[test]
    fn nobody_is_written_to_by_whatsapp_without_consent() {
        for kinds in Kinds::all() {
            let answer = decide(&ConsentPolicy::default(), Channel::Whatsapp, LedgerState::Unknown, kinds);
            assert_eq!(answer, Answer::No);
        }
    }

    proptest! {
        #[test]
        fn the_strictest_of_a_persons_contacts_wins(
            ledger in select(LedgerState::ALL), bits in 1i16..32, more in select(Kind::ALL)
        ) {
            let kinds = Kinds(bits);
            let wider: Kinds = kinds.iter().chain([more]).collect();
            let policy = ConsentPolicy::default();
            if decide(&policy, Channel::Email, ledger, kinds) == Answer::No {
                prop_assert_eq!(decide(&policy, Channel::Email, ledger, wider), Answer::No);
            }
        }
    }

    #[test]
    fn a_person_without_contacts_is_not_written_to() {
        assert_eq!(email(LedgerState::Unknown, &[]), Answer::No);
    }
}
