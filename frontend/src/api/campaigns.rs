//! Campaigns, as the client knows them.

use domain::{
    CampaignId, Channel, FieldError, Permission,
    campaign::{Campaign, CampaignCreate, CampaignEdit, CampaignQuery, CampaignSummary},
};
use serde::{Deserialize, Serialize};

use super::{Facts, Noun, noun::line};

/// Campaigns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Campaigns;

/// What a person types of a campaign: all of it, and the channel that was chosen at its creation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CampaignDraft {
    /// The channel.
    pub(crate) channel: Channel,
    /// The rest.
    pub(crate) edit: CampaignEdit,
}

impl Noun for Campaigns {
    const PATH: &'static str = "campaigns";
    const WRITE: Permission = Permission::CampaignsWrite;
    type Id = CampaignId;
    type View = Campaign;
    type Row = CampaignSummary;
    type Query = CampaignQuery;
    type Draft = CampaignDraft;
    type Create = CampaignCreate;
    type Edit = CampaignEdit;

    fn facts(view: &Campaign) -> Facts<CampaignId> {
        let Campaign { id, version, archived, .. } = *view;
        Facts { id, version, archived, name: view.name.clone(), editable: view.is_editable() }
    }

    fn draft(view: &Campaign) -> CampaignDraft {
        CampaignDraft { channel: view.channel, edit: view.to_edit() }
    }

    fn renamed(mut draft: CampaignDraft, name: String) -> CampaignDraft {
        draft.edit.name = name;
        draft
    }

    fn name(draft: &CampaignDraft) -> &str {
        &draft.edit.name
    }

    fn create(draft: CampaignDraft) -> (CampaignCreate, Option<CampaignEdit>) {
        let CampaignDraft { channel, edit } = draft;
        let CampaignEdit { name, subject, preheader, template_id, tags, .. } = edit.clone();
        let create = CampaignCreate { name, channel, subject, preheader, template_id, tags };
        let (_, said) = create.clone().into_parts();
        (create, (said != edit).then_some(edit))
    }

    fn edit(draft: CampaignDraft) -> CampaignEdit {
        draft.edit
    }

    fn as_saved(mut draft: CampaignDraft) -> CampaignDraft {
        let edit = &mut draft.edit;
        edit.name = edit.name.trim().to_owned();
        for field in [&mut edit.subject, &mut edit.preheader, &mut edit.reply_to] {
            *field = line(field.take());
        }
        for tag in &mut edit.tags {
            *tag = tag.trim().to_owned();
        }
        if let Some(sender) = &mut edit.sender {
            sender.email = sender.email.trim().to_owned();
            sender.name = sender.name.trim().to_owned();
        }
        draft
    }

    fn check(draft: &CampaignDraft) -> Vec<FieldError> {
        draft.edit.check(draft.channel).err().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_that_the_api_takes_away_are_no_difference() {
        let draft = |name: &str, subject: &str, preheader: Option<&str>, tag: &str| {
            let edit = CampaignEdit {
                name: name.into(),
                subject: Some(subject.into()),
                preheader: preheader.map(str::to_owned),
                tags: vec![tag.into()],
                ..CampaignEdit::default()
            };
            CampaignDraft { channel: Channel::Email, edit }
        };
        let typed = draft(" Soldes", "Nos soldes ", Some(" "), "BTP ");
        assert_eq!(Campaigns::as_saved(typed), draft("Soldes", "Nos soldes", None, "BTP"));
    }
}
