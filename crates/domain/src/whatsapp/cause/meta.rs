//! What Meta's codes mean (developers.facebook.com, support/error-codes; where that page says no more than a name, the rule is ours).

use super::Cause;

/// What a code means, whether it came as an answer or by a webhook.
pub(super) const fn of(code: u32) -> Cause {
    match code {
        // Overloaded or away; a template that Meta still learns of (marketing_messages).
        2 | 131_016 | 133_004 | 134_101 => Cause::Unavailable,
        // Unknown errors, which are often a bad request.
        1 | 131_000 | 135_000 => Cause::Fault,
        // The app's calls, the account's calls (management is counted for itself), the number's maintenance.
        4 | 80_007 | 80_008 | 131_057 => Cause::Metered,
        // The number's messages a second.
        130_429 => Cause::Throttled,
        131_056 => Cause::PairLimited,
        131_049 => Cause::Capped,
        130_472 => Cause::Experiment,
        131_050 => Cause::OptOut,
        131_047 => Cause::WindowClosed,
        131_026 => Cause::Unreachable,
        130_497 => Cause::Country,
        // A parameter missing, wrong or unsupported; media; a text too long once filled.
        100 | 131_008 | 131_009 | 131_051 | 131_052 | 131_053 | 132_005 => Cause::Recipient,
        // Ourselves, nobody on the list of a test number, only a user id, blocked by us, another key than before.
        130_403 | 131_021 | 131_030 | 131_062 | 137_000 => Cause::Recipient,
        // As many parameters as the template has, of its format.
        132_000 | 132_008 | 132_012 | 132_018 => Cause::Campaign,
        // Marketing is taken by another way alone: no template's fault, nor mended by one.
        131_063 => Cause::MarketingApi,
        // Missing in that language or not approved, against the policy, paused, disabled, its flow blocked, none of marketing.
        132_001 | 132_007 | 132_015 | 132_016 | 132_068 | 132_069 | 134_100 | 134_102 => Cause::Template,
        // Blocked or flagged by too many, its limit taken away, the number deleted, its name, certificate or registration.
        33 | 131_037 | 131_045 | 131_048 | 131_064 | 133_000..=133_003 | 133_005..=133_016 => Cause::Sender,
        // Keys and rights, payment, policy.
        0 | 3 | 10 | 190 | 200..=299 | 368 | 131_005 | 131_031 | 131_042 | 131_044 => Cause::Account,
        _ => Cause::Other,
    }
}
