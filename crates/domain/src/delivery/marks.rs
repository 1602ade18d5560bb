//! Marks: what has ever been true of a delivery. Figures count marks.

use crate::text::words;

words! {
    /// One thing that is or is not true of a delivery, and once true stays so.
    Mark {
        /// A row was planned.
        Planned = "planned",
        /// A provider took it.
        Accepted = "accepted",
        /// Delivered, read, or clicked by a person.
        Delivered = "delivered",
        /// Read (WhatsApp).
        Read = "read",
        /// Bounced in any way.
        Bounced = "bounced",
        /// Bounced because the address does not exist.
        BouncedHard = "bounced_hard",
        /// The provider refused it.
        Refused = "refused",
        /// The reader's opens may be counted by person.
        OpensTracked = "opens_tracked",
        /// The reader's clicks may be counted by person.
        ClicksTracked = "clicks_tracked",
        /// Delivered to a reader whose opens may be counted.
        DeliveredOpensTracked = "delivered_opens_tracked",
        /// Delivered to a reader whose clicks may be counted.
        DeliveredClicksTracked = "delivered_clicks_tracked",
        /// Opened by a person.
        OpenedHuman = "opened_human",
        /// Fetched by a machine.
        OpenedMachine = "opened_machine",
        /// Opened by somebody or something.
        OpenedUnknown = "opened_unknown",
        /// Clicked by a person.
        ClickedHuman = "clicked_human",
        /// Followed by a machine.
        ClickedMachine = "clicked_machine",
        /// Clicked by somebody or something.
        ClickedUnknown = "clicked_unknown",
        /// The reader unsubscribed.
        Unsubscribed = "unsubscribed",
        /// The reader called it spam.
        Complained = "complained",
        /// The reader answered within 7 days.
        Replied = "replied",
        /// It counts as taken on a person's word alone.
        AcceptedOnWord = "accepted_on_word",
        /// It left the provider (WhatsApp).
        Sent = "sent",
        /// It was sent again though nobody could tell what became of an earlier try: that one may have arrived.
        Doubted = "doubted",
    }
}

impl Mark {
    /// Its bit. Never reorder [`Mark`]: rows hold these bits.
    #[must_use]
    pub const fn bit(self) -> i32 {
        1 << (self as u8)
    }
}

/// A set of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Marks(pub i32);

impl Marks {
    /// Whether the mark is set.
    #[must_use]
    pub const fn has(self, mark: Mark) -> bool {
        self.0 & mark.bit() != 0
    }

    /// With the mark set.
    #[must_use]
    pub const fn with(self, mark: Mark) -> Self {
        Self(self.0 | mark.bit())
    }

    /// Everything that either holds.
    #[must_use]
    pub const fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is here and not there, in the order of definition.
    pub fn beyond(self, other: Self) -> impl Iterator<Item = Mark> {
        Mark::ALL.iter().copied().filter(move |mark| self.has(*mark) && !other.has(*mark))
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<T: IntoIterator<Item = Mark>>(marks: T) -> Self {
        marks.into_iter().fold(Self::default(), Self::with)
    }
}
