//! What Twilio's codes mean (twilio.com/docs/api/errors; whatsapp/tutorial/error-codes for what stands behind those of WhatsApp). Twilio
//! warns that these change: a code that nobody knows is never tried again.

use super::Cause;

/// What a code means, whether it came as an answer or by a webhook.
pub(super) const fn of(code: u32) -> Cause {
    match code {
        // Away for a moment.
        20_503 => Cause::Unavailable,
        // Too many calls at once: never processed.
        20_429 => Cause::Metered,
        // A queue that is full or too slow, Meta's rate.
        21_611 | 30_001 | 30_036 | 63_119 => Cause::Throttled,
        // The number's messaging limit (Meta's, of 24 hours; it is Twilio's word for its own rate too), the account's day.
        63_018 | 63_038 => Cause::Exhausted,
        // Meta's 131049.
        63_049 => Cause::Capped,
        // Meta's 472: an experiment or a limitation.
        63_032 => Cause::Experiment,
        // Stopped at Twilio; blocked, or the consent taken back, at WhatsApp.
        21_610 | 63_014 => Cause::OptOut,
        63_016 => Cause::WindowClosed,
        // Meta's 1026 and 1002.
        63_024 => Cause::Unreachable,
        // No number; a text of over 1 024 characters once filled.
        21_211 | 63_021 => Cause::Recipient,
        // Values that are no JSON of texts, or other ones than the template has.
        21_656 | 63_028 => Cause::Campaign,
        // Against the policy, missing in that language, paused, disabled.
        63_013 | 63_027 | 63_041 | 63_042 => Cause::Template,
        // No sender, or one that is not the account's.
        21_603 | 21_606 => Cause::Sender,
        // Key; terms that nobody has accepted.
        20_003 | 63_062 => Cause::Account,
        _ => Cause::Other,
    }
}
