//! The states of a delivery, and the order in which knowledge of it grows.

use crate::{event::BounceKind, text::words};

words! {
    /// Where a delivery stands.
    DeliveryState {
        /// Waits for its turn.
        Planned = "planned",
        /// In a batch.
        Batched = "batched",
        /// On its way to the provider.
        Submitting = "submitting",
        /// The outcome is in doubt.
        Unknown = "unknown",
        /// Retries are used up.
        Failed = "failed",
        /// Called off before it left.
        Cancelled = "cancelled",
        /// Our own rules refused it at sending.
        Dropped = "dropped",
        /// The provider took it. That is not yet delivered.
        Accepted = "accepted",
        /// The provider holds it back (WhatsApp).
        Held = "held",
        /// It left the provider (WhatsApp).
        Sent = "sent",
        /// The provider refused it for good.
        Refused = "refused",
        /// The recipient's side took it.
        Delivered = "delivered",
        /// The recipient read it (WhatsApp).
        Read = "read",
        /// It came back for a time: mailbox full, server away.
        BouncedSoft = "bounced_soft",
        /// It came back: the recipient's side blocks us or the message.
        BouncedBlock = "bounced_block",
        /// It came back: a rule about the sender.
        BouncedPolicy = "bounced_policy",
        /// It came back: the address does not exist.
        BouncedHard = "bounced_hard",
    }
}

impl DeliveryState {
    /// The number that the database keeps; a larger one is later knowledge and wins. Never renumber: rows hold it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Planned => 0,
            Self::Batched => 10,
            Self::Submitting => 20,
            Self::Unknown => 30,
            Self::Failed => 40,
            Self::Cancelled => 45,
            Self::Dropped => 50,
            Self::Accepted => 60,
            Self::Held => 70,
            Self::Sent => 80,
            Self::Refused => 90,
            Self::Delivered => 100,
            Self::Read => 110,
            Self::BouncedSoft => 120,
            Self::BouncedBlock => 121,
            Self::BouncedPolicy => 122,
            Self::BouncedHard => 123,
        }
    }

    /// The state of a rank; none for a number that no state has.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.rank() == rank)
    }

    /// The state of a delivery that bounced this way.
    #[must_use]
    pub const fn bounced(kind: BounceKind) -> Self {
        match kind {
            BounceKind::Soft => Self::BouncedSoft,
            BounceKind::Block => Self::BouncedBlock,
            BounceKind::Policy => Self::BouncedPolicy,
            BounceKind::Hard => Self::BouncedHard,
        }
    }

    /// Whether it has not left yet: such rows wait, can be called off, and keep a campaign from finishing.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        self.rank() <= Self::Submitting.rank()
    }

    /// Whether its way ended before it arrived, or it came back.
    #[must_use]
    pub const fn is_lost(self) -> bool {
        let never_taken = matches!(self, Self::Unknown | Self::Failed | Self::Cancelled | Self::Dropped);
        never_taken || matches!(self, Self::Refused) || self.rank() >= Self::BouncedSoft.rank()
    }
}

#[cfg(test)]
mod tests {
    use super::DeliveryState;

    #[test]
    fn ranks_rise_in_the_order_of_definition_and_come_back_as_states() {
        assert!(DeliveryState::ALL.is_sorted_by(|a, b| a.rank() < b.rank()));
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::of_rank(state.rank()), Some(*state));
        }
        assert_eq!(DeliveryState::of_rank(11), None);
    }
}
