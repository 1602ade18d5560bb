//! The addresses of the pages. A router with a type for each of its routes would weigh more than the pages it leads to.

use domain::{CampaignId, ConversationId, TemplateId, provider::AccountId};

/// A page, as its address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/`
    Home,
    /// `/campaigns`
    Campaigns,
    /// `/campaigns/new`
    NewCampaign,
    /// `/campaigns/{id}`, `…/recipients`, `…/exclusions`
    Report(CampaignId),
    /// `/campaigns/{id}/audience`, `…/content`, `…/schedule`, `…/review`
    Wizard(CampaignId),
    /// `/templates`
    Templates,
    /// `/templates/new`
    NewTemplate,
    /// `/templates/{id}`
    Template(TemplateId),
    /// `/conversations`, `/conversations/{id}`
    Conversations(Option<ConversationId>),
    /// `/conversations/opt-in`
    OptIn,
    /// `/whatsapp/templates`
    Studio,
    /// `/whatsapp/templates/new`
    NewStudioTemplate,
    /// `/whatsapp/templates/{id}`
    StudioTemplate(TemplateId),
    /// `/accounts`
    Accounts,
    /// `/accounts/{id}`
    Account(AccountId),
    /// `/rate-cards`
    RateCards,
    /// `/help`
    Help,
    /// Any other.
    Unknown,
}

impl Route {
    /// The page of a path.
    pub(crate) fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["campaigns"] => Self::Campaigns,
            ["campaigns", "new"] => Self::NewCampaign,
            ["campaigns", id] | ["campaigns", id, "recipients" | "exclusions"] => {
                id.parse().map_or(Self::Unknown, Self::Report)
            }
            ["campaigns", id, "audience" | "content" | "schedule" | "review"] => {
                id.parse().map_or(Self::Unknown, Self::Wizard)
            }
            ["templates"] => Self::Templates,
            ["templates", "new"] => Self::NewTemplate,
            ["templates", id] => id.parse().map_or(Self::Unknown, Self::Template),
            ["conversations"] => Self::Conversations(None),
            ["conversations", "opt-in"] => Self::OptIn,
            ["conversations", id] => id.parse().map_or(Self::Unknown, |id| Self::Conversations(Some(id))),
            ["whatsapp", "templates"] => Self::Studio,
            ["whatsapp", "templates", "new"] => Self::NewStudioTemplate,
            ["whatsapp", "templates", id] => id.parse().map_or(Self::Unknown, Self::StudioTemplate),
            ["accounts"] => Self::Accounts,
            ["accounts", id] => Self::Account(AccountId((*id).to_owned())),
            ["rate-cards"] => Self::RateCards,
            ["help"] => Self::Help,
            _ => Self::Unknown,
        }
    }
}
