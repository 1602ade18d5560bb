//! The closed list of problem codes: `noun.reason`.

use crate::text::words;

words! {
    /// What went wrong. The list is closed: a client may match on it exhaustively.
    ProblemCode {
        /// The body or query cannot be read at all.
        RequestMalformed = "request.malformed",
        /// The body was read; some of its fields are wrong.
        RequestInvalid = "request.invalid",
        /// The body is larger than the route takes.
        RequestTooLarge = "request.too_large",
        /// The body is not JSON.
        RequestMediaType = "request.media_type",
        /// The caller sends more requests than its share.
        RequestRateLimited = "request.rate_limited",
        /// The request took longer than it may.
        RequestTimeout = "request.timeout",
        /// No such path.
        RouteNotFound = "route.not_found",
        /// The path exists, not with this method.
        RouteMethod = "route.method",
        /// No token, or one that is not good. Which part failed is never said.
        TokenInvalid = "token.invalid",
        /// A good token that lacks the right.
        PermissionDenied = "permission.denied",
        /// No campaign has this id.
        CampaignNotFound = "campaign.not_found",
        /// The campaign's state allows no edit.
        CampaignNotEditable = "campaign.not_editable",
        /// The campaign's state does not allow this act.
        CampaignWrongState = "campaign.wrong_state",
        /// Something blocks the launch; the review names it.
        CampaignNotReady = "campaign.not_ready",
        /// The audience is no longer the one that was reviewed.
        CampaignAudienceChanged = "campaign.audience_changed",
        /// It is the e-mail part of another campaign, which it follows.
        CampaignIsPart = "campaign.is_part",
        /// Only a campaign by WhatsApp has an e-mail part.
        CampaignTakesNoPart = "campaign.takes_no_part",
        /// No person has this id.
        PersonNotFound = "person.not_found",
        /// No conversation has this id.
        ConversationNotFound = "conversation.not_found",
        /// The person last wrote more than 24 hours ago: only an approved template may be said.
        ConversationWindowClosed = "conversation.window_closed",
        /// A template takes a recorded yes to marketing by WhatsApp, and an address that is not suppressed.
        ConversationNoConsent = "conversation.no_consent",
        /// Meta delivers no marketing to the person for now: nothing of it within 24 hours.
        ConversationCapped = "conversation.capped",
        /// A colleague has to read what the person wrote: no marketing meanwhile.
        ConversationHeld = "conversation.held",
        /// Nothing is to be decided about it.
        ConversationResolved = "conversation.resolved",
        /// There is no file in the message.
        MediaNotFound = "media.not_found",
        /// The file is still with the provider: it has to be fetched first.
        MediaNotFetched = "media.not_fetched",
        /// The address is not suppressed.
        SuppressionNotFound = "suppression.not_found",
        /// The suppression is the reader's own word: only the reader can take it back.
        SuppressionComplaint = "suppression.complaint",
        /// No errand has this id.
        ErrandNotFound = "errand.not_found",
        /// The ticket is unknown, used or older than 60 s.
        TicketInvalid = "ticket.invalid",
        /// No account of the settings has this name, or it is another provider's.
        AccountNotFound = "account.not_found",
        /// The account has stopped: the campaign cannot go on before a person has put it back into service.
        AccountStopped = "account.stopped",
        /// The webhook does not carry the account's own token.
        HookRefused = "hook.refused",
        /// No template has this id.
        TemplateNotFound = "template.not_found",
        /// The template is archived, or a provider holds it.
        TemplateNotEditable = "template.not_editable",
        /// A template of the account has this name and language.
        TemplateNameTaken = "template.name_taken",
        /// The lint blocks handing the template in.
        TemplateNotReady = "template.not_ready",
        /// The campaign cannot go on while its template is not approved.
        TemplateNotApproved = "template.not_approved",
        /// A campaign that is on its way uses the template.
        TemplateInUse = "template.in_use",
        /// `If-Match` is missing.
        VersionRequired = "version.required",
        /// Somebody saved in between.
        VersionStale = "version.stale",
        /// The cursor was not made by this list.
        CursorInvalid = "cursor.invalid",
        /// The same Idempotency-Key came with another request.
        IdempotencyReused = "idempotency.reused",
        /// The Idempotency-Key is empty, too long or not plain text.
        IdempotencyInvalid = "idempotency.invalid",
        /// The suite's own table refused the row.
        SuiteRefused = "suite.refused",
        /// The database cannot be reached.
        DatabaseUnavailable = "database.unavailable",
        /// Our own fault.
        ServerFailed = "server.failed",
    }
}

impl ProblemCode {
    /// The HTTP status of problems of this kind.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::RequestMalformed | Self::CursorInvalid | Self::IdempotencyInvalid => 400,
            Self::TokenInvalid | Self::HookRefused => 401,
            Self::PermissionDenied => 403,
            Self::RouteNotFound
            | Self::CampaignNotFound
            | Self::TemplateNotFound
            | Self::PersonNotFound
            | Self::ConversationNotFound
            | Self::MediaNotFound
            | Self::SuppressionNotFound
            | Self::ErrandNotFound
            | Self::TicketInvalid
            | Self::AccountNotFound => 404,
            Self::RouteMethod => 405,
            Self::CampaignNotEditable
            | Self::CampaignWrongState
            | Self::CampaignNotReady
            | Self::CampaignAudienceChanged
            | Self::CampaignIsPart
            | Self::CampaignTakesNoPart
            | Self::ConversationWindowClosed
            | Self::ConversationNoConsent
            | Self::ConversationCapped
            | Self::ConversationHeld
            | Self::ConversationResolved
            | Self::MediaNotFetched
            | Self::SuppressionComplaint
            | Self::TemplateNotEditable
            | Self::TemplateNameTaken
            | Self::TemplateNotReady
            | Self::TemplateNotApproved
            | Self::TemplateInUse
            | Self::AccountStopped
            | Self::SuiteRefused => 409,
            Self::VersionStale => 412,
            Self::RequestTooLarge => 413,
            Self::RequestMediaType => 415,
            Self::RequestInvalid | Self::IdempotencyReused => 422,
            Self::VersionRequired => 428,
            Self::RequestRateLimited => 429,
            Self::ServerFailed => 500,
            Self::RequestTimeout | Self::DatabaseUnavailable => 503,
        }
    }

    /// The `type` member: a reference into the catalogue, relative to the API's origin.
    #[must_use]
    pub fn reference(self) -> String {
        format!("/api/marketing/v1/problems#{self}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ProblemCode;
    use crate::language::Language;

    #[test]
    fn each_code_is_noun_dot_reason_and_stands_once() {
        let codes: BTreeSet<_> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), ProblemCode::ALL.len());
        for code in codes {
            assert_eq!(code.split('.').filter(|part| !part.is_empty()).count(), 2, "{code}");
        }
    }

    #[test]
    fn each_code_tells_what_is_wrong_and_what_to_do_in_both_languages() {
        for code in ProblemCode::ALL {
            for language in Language::ALL {
                assert!(!code.title(*language).is_empty() && code.advice(*language).ends_with('.'), "{code}");
            }
            assert_ne!(code.title(Language::Fr), code.title(Language::En), "{code}");
            assert_ne!(code.advice(Language::Fr), code.advice(Language::En), "{code}");
        }
    }
}
