//! From those who match to those who are planned, step by step (words.md "Waterfall").

use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// Why a contact that matches is left out, in the order in which it is asked.
    ExclusionReason {
        /// The main campaign writes to the person by WhatsApp (e-mail parts).
        ByWhatsapp = "by_whatsapp",
        /// It has no address of the channel.
        NoAddress = "no_address",
        /// Its address cannot be one.
        InvalidAddress = "invalid_address",
        /// Another contact of the same person is written to.
        Duplicate = "duplicate",
        /// The address is suppressed.
        Suppressed = "suppressed",
        /// Neither consent nor another ground.
        NoConsent = "no_consent",
        /// Written to often enough of late.
        FrequencyCap = "frequency_cap",
        /// Meta delivers no marketing to the person for now (WhatsApp).
        Capped = "capped",
        /// The person wrote something that a colleague has to read first (WhatsApp).
        Held = "held",
    }
}

/// How many were left out for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Excluded {
    /// The reason.
    pub reason: ExclusionReason,
    /// How many contacts.
    pub contacts: i64,
}

/// The whole way down. `matched` = the sum of `excluded` + `planned`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waterfall {
    /// Contacts that match the segment.
    pub matched: i64,
    /// One entry per reason, in the order of [`ExclusionReason`], zeros included.
    pub excluded: Vec<Excluded>,
    /// Messages that are, or would be, planned.
    pub planned: i64,
}

/// Who is reached by a campaign with an e-mail part. `targeted` = `by_whatsapp` + `by_email` + `left_out`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reach {
    /// Contacts that match the segment.
    pub targeted: i64,
    /// Messages that are, or would be, planned by WhatsApp.
    pub by_whatsapp: i64,
    /// Messages that are, or would be, planned by e-mail.
    pub by_email: i64,
    /// Contacts that get neither: further contacts of people who are written to, and people whom nothing may be sent to.
    pub left_out: i64,
}

impl Reach {
    /// Of a campaign by WhatsApp and its e-mail part.
    #[must_use]
    pub const fn of(main: &Waterfall, part: &Waterfall) -> Self {
        let (targeted, by_whatsapp, by_email) = (main.matched, main.planned, part.planned);
        Self { targeted, by_whatsapp, by_email, left_out: targeted - by_whatsapp - by_email }
    }
}

impl Waterfall {
    /// Puts the steps together; a reason that is not given counts 0.
    #[must_use]
    pub fn of(counts: &[(ExclusionReason, i64)], planned: i64) -> Self {
        let of =
            |reason| counts.iter().filter(|(given, _)| *given == reason).map(|(_, contacts)| contacts).sum();
        let excluded: Vec<_> = ExclusionReason::ALL
            .iter()
            .map(|reason| Excluded { reason: *reason, contacts: of(*reason) })
            .collect();
        Self { matched: planned + excluded.iter().map(|step| step.contacts).sum::<i64>(), excluded, planned }
    }
}
