//! Campaigns: the list and the form.

mod filters;
mod form;
mod list;
mod page;
mod rows;
mod tabs;

pub(crate) use list::{CampaignsPage, campaigns_href};
pub(crate) use page::NewCampaignPage;
