//! The domain's closed lists of words, in the reader's language. A new word does not compile until it has its text.

mod advice;
mod attention;
mod conversations;
mod ends;
mod filling;
mod lint;
mod reports;
mod sending;
mod whatsapp;

pub(crate) use advice::{account_advice, end, pause_advice, wait};
pub(crate) use attention::{attention, attention_why};
pub(crate) use conversations::{conversation_state, file_failure, file_lost, message_state};
pub(crate) use ends::{
    dead_end, decision, decision_done, decision_past, decision_question, decision_risk, end_reason,
};
pub(crate) use lint::lint;
pub(crate) use reports::{
    delivery, is_of_account, is_shut_out, is_taken_away, period, reason, recipient_group, report_tab,
};
pub(crate) use sending::{check, exclusion, field, readiness, severity, step, value};
pub(crate) use whatsapp::{category, quality, rate_category, rejection, template_label, template_status};

use domain::{
    Channel, Permission,
    campaign::{CampaignSort, CampaignState, CampaignTab},
    provider::Provider,
    sources::Source,
    template::TemplateSort,
};

use crate::i18n::{Locale, td_string};

type Word = &'static str;

/// « E-mail », « WhatsApp ».
pub(crate) fn channel(l: Locale, channel: Channel) -> Word {
    match channel {
        Channel::Email => td_string!(l, channel.email),
        Channel::Whatsapp => td_string!(l, channel.whatsapp),
    }
}

/// « Brevo », « SendGrid »: names of their own, in every language.
pub(crate) fn provider(provider: Provider) -> Word {
    match provider {
        Provider::Brevo => "Brevo",
        Provider::Sendgrid => "SendGrid",
        Provider::Smtp => "SMTP",
        Provider::Meta => "Meta",
        Provider::Twilio => "Twilio",
    }
}

/// « Brouillon », « En cours »…
pub(crate) fn state(l: Locale, state: CampaignState) -> Word {
    use CampaignState as S;
    match state {
        S::Draft => td_string!(l, state.draft),
        S::AwaitingApproval => td_string!(l, state.approval),
        S::Scheduled => td_string!(l, state.scheduled),
        S::Overdue => td_string!(l, state.overdue),
        S::Planning => td_string!(l, state.planning),
        S::Sending => td_string!(l, state.sending),
        S::Paused => td_string!(l, state.paused),
        S::Finished => td_string!(l, state.finished),
        S::Cancelled => td_string!(l, state.cancelled),
        S::Failed => td_string!(l, state.failed),
    }
}

/// « Toutes », « Brouillons »…
pub(crate) fn tab(l: Locale, tab: CampaignTab) -> Word {
    use CampaignTab as T;
    match tab {
        T::All => td_string!(l, tab.all),
        T::Drafts => td_string!(l, tab.drafts),
        T::Approval => td_string!(l, tab.approval),
        T::Scheduled => td_string!(l, tab.scheduled),
        T::Running => td_string!(l, tab.running),
        T::Paused => td_string!(l, tab.paused),
        T::Finished => td_string!(l, tab.finished),
        T::Stopped => td_string!(l, tab.stopped),
        T::Archived => td_string!(l, tab.archived),
    }
}

/// The order of the campaigns.
pub(crate) fn campaign_sort(l: Locale, sort: CampaignSort) -> Word {
    use CampaignSort as S;
    match sort {
        S::UpdatedDesc => td_string!(l, sort.updated_desc),
        S::Updated => td_string!(l, sort.updated),
        S::CreatedDesc => td_string!(l, sort.created_desc),
        S::Created => td_string!(l, sort.created),
        S::Name => td_string!(l, sort.name),
        S::NameDesc => td_string!(l, sort.name_desc),
    }
}

/// The order of the templates.
pub(crate) fn template_sort(l: Locale, sort: TemplateSort) -> Word {
    use TemplateSort as S;
    match sort {
        S::UpdatedDesc => td_string!(l, sort.updated_desc),
        S::Updated => td_string!(l, sort.updated),
        S::Name => td_string!(l, sort.name),
        S::NameDesc => td_string!(l, sort.name_desc),
    }
}

/// « Clients », « Entreprises ».
pub(crate) fn source(l: Locale, source: Source) -> Word {
    match source {
        Source::Clients => td_string!(l, source.clients),
        Source::Companies => td_string!(l, source.companies),
        Source::Import => td_string!(l, source.import),
    }
}

/// A right by its name, as a person would ask for it.
pub(crate) fn permission(l: Locale, permission: Permission) -> Word {
    use Permission as P;
    match permission {
        P::CampaignsRead => td_string!(l, right.campaigns_read),
        P::CampaignsWrite => td_string!(l, right.campaigns_write),
        P::CampaignsSend => td_string!(l, right.campaigns_send),
        P::CampaignsApprove => td_string!(l, right.campaigns_approve),
        P::TemplatesRead => td_string!(l, right.templates_read),
        P::TemplatesWrite => td_string!(l, right.templates_write),
        P::PeopleRead => td_string!(l, right.people_read),
        P::PeopleWrite => td_string!(l, right.people_write),
        P::PeopleErase => td_string!(l, right.people_erase),
        P::ConsentRead => td_string!(l, right.consent_read),
        P::ConsentWrite => td_string!(l, right.consent_write),
        P::SuppressionRead => td_string!(l, right.suppression_read),
        P::SuppressionWrite => td_string!(l, right.suppression_write),
        P::ReportsRead => td_string!(l, right.reports_read),
        P::ReportsExport => td_string!(l, right.reports_export),
        P::ConversationsRead => td_string!(l, right.conversations_read),
        P::ConversationsReply => td_string!(l, right.conversations_reply),
        P::SettingsRead => td_string!(l, right.settings_read),
        P::SettingsWrite => td_string!(l, right.settings_write),
    }
}

/// A name; rows of the suite may have none.
pub(crate) fn named(l: Locale, name: &str) -> String {
    if name.trim().is_empty() { td_string!(l, list.unnamed).to_owned() } else { name.to_owned() }
}

/// A value of the suite's own columns, where it has a name in the reader's language.
pub(crate) fn group(l: Locale, value: &str) -> String {
    match value {
        "PROSPECT" => td_string!(l, group.prospect).to_owned(),
        "CLIENT" => td_string!(l, group.client).to_owned(),
        "CLIENT_FIDELE" => td_string!(l, group.loyal).to_owned(),
        "ACTIF" => td_string!(l, group.active).to_owned(),
        "INACTIF" => td_string!(l, group.inactive).to_owned(),
        "ABANDONNE" => td_string!(l, group.lost).to_owned(),
        "" => td_string!(l, group.empty).to_owned(),
        other => other.to_owned(),
    }
}
