//! Campaigns, as the client knows them.

use domain::{
    CampaignId, FieldError, Permission,
    campaign::{Campaign, CampaignCreate, CampaignEdit, CampaignQuery, CampaignSummary},
};

use super::{Facts, Noun};

/// Campaigns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Campaigns;

impl Noun for Campaigns {
    const PATH: &'static str = "campaigns";
    const WRITE: Permission = Permission::CampaignsWrite;
    type Id = CampaignId;
    type View = Campaign;
    type Row = CampaignSummary;
    type Query = CampaignQuery;
    type Draft = CampaignCreate;
    type Edit = CampaignEdit;

    fn facts(view: &Campaign) -> Facts<CampaignId> {
        let Campaign { id, version, archived, .. } = *view;
        Facts { id, version, archived, name: view.name.clone(), editable: view.is_editable() }
    }

    fn draft(view: &Campaign) -> CampaignCreate {
        let Campaign { name, channel, subject, preheader, template_id, tags, .. } = view.clone();
        CampaignCreate { name, channel, subject, preheader, template_id, tags }
    }

    fn renamed(draft: CampaignCreate, name: String) -> CampaignCreate {
        CampaignCreate { name, ..draft }
    }

    fn name(draft: &CampaignCreate) -> &str {
        &draft.name
    }

    fn edit(draft: CampaignCreate) -> CampaignEdit {
        draft.into_parts().1
    }

    fn check(draft: &CampaignCreate) -> Vec<FieldError> {
        let (channel, edit) = draft.clone().into_parts();
        edit.check(channel).err().unwrap_or_default()
    }
}
