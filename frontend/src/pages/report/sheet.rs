//! What is known of the campaign: as it was read, and as the stream tells it since.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CampaignId, Permission,
    campaign::{Campaign, CampaignState},
    report::{CampaignReport, Figures, Progress},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    intl,
    live::{Heard, Link, Message, follow},
    remote::Remote,
    ui::may,
    watch::{every, watch},
};

/// How often the report is read again while figures move.
const AGAIN: Duration = Duration::from_secs(5);
/// How long after its end opens and clicks still come in.
const SETTLING: TimeDelta = TimeDelta::hours(72);

/// The campaign and everything that moves.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// Which campaign.
    pub(super) id: CampaignId,
    /// As it was read last.
    pub(super) campaign: RwSignal<Campaign>,
    /// As the stream tells it.
    pub(super) progress: RwSignal<Option<Progress>>,
    /// How the stream stands; none where it needs none.
    pub(super) link: Option<Signal<Link>>,
    /// The report.
    pub(super) report: Remote<CampaignReport>,
    /// Where the campaign itself is read.
    from: Remote<Campaign>,
}

impl Sheet {
    /// Reads the report, and follows the campaign while it is under way.
    pub(super) fn open(campaign: Campaign, from: Remote<Campaign>) -> Self {
        let api = use_api();
        let (id, state) = (campaign.id, campaign.state);
        let progress = RwSignal::new(None::<Progress>);
        let hear = Callback::new(move |message: Message| {
            // What a later release may tell is passed over.
            let Ok(told) = serde_json::from_str::<Progress>(&message.data) else { return Heard::More };
            let heard = if told.state.is_under_way() { Heard::More } else { Heard::Last };
            progress.set(Some(told));
            heard
        });
        let link = state.is_under_way().then(|| follow(format!("campaigns/{id}/progress/stream"), hear));
        let report = Remote::new(move || api.report(id));
        let sheet = Self { id, campaign: RwSignal::new(campaign), progress, link, report, from };
        sheet.read_again_while_it_moves();
        sheet.read_again_when_it_turns();
        sheet
    }

    /// Where it stands.
    pub(super) fn state(self) -> CampaignState {
        self.progress
            .with(|progress| progress.as_ref().map(|progress| progress.state))
            .unwrap_or_else(|| self.campaign.with(|campaign| campaign.state))
    }

    /// Why it is paused, overdue or failed.
    pub(super) fn reason(self) -> Option<String> {
        let told =
            self.progress.with(|progress| progress.as_ref().map(|progress| progress.state_reason.clone()));
        told.unwrap_or_else(|| self.campaign.with(|campaign| campaign.state_reason.clone()))
    }

    /// Its totals, the newest that are known.
    pub(super) fn figures(self) -> Option<Figures> {
        // Once it has left, the report alone knows what still comes in.
        let live = |progress: &&Progress| progress.state.is_under_way();
        let told = self
            .progress
            .with(|progress| progress.as_ref().filter(live).map(|progress| progress.figures.clone()));
        told.or_else(|| {
            self.report.with(|report| report.as_ref()?.as_ref().ok().map(|report| report.figures.clone()))
        })
    }

    /// Whether it is an e-mail part, which is ordered about with its main campaign.
    pub(super) fn is_part(self) -> bool {
        self.campaign.with(|campaign| campaign.part_of.is_some())
    }

    /// The campaign that orders are given to.
    pub(super) fn ordered(self) -> CampaignId {
        self.campaign.with_untracked(|campaign| campaign.part_of.unwrap_or(campaign.id))
    }

    /// The campaign after something was done to it.
    pub(super) fn adopt(self, campaign: Campaign) {
        if campaign.id != self.id {
            // The order was its main campaign's.
            return self.from.refetch();
        }
        let unheard = self.link.is_none_or(|link| link.get_untracked() == Link::Over);
        if campaign.state.is_under_way() && unheard {
            // It leaves again after its end: the page begins anew, and follows it.
            return self.from.refetch();
        }
        self.progress.update(|progress| {
            if let Some(progress) = progress {
                progress.state = campaign.state;
                progress.state_reason.clone_from(&campaign.state_reason);
            }
        });
        self.campaign.set(campaign);
        self.report.refetch();
    }

    /// Whether figures still move: while it leaves, and for three days afterwards.
    pub(super) fn moves(self) -> bool {
        let settled = |at: DateTime<Utc>| intl::is_past(at + SETTLING);
        self.state().is_under_way()
            || self
                .campaign
                .with(|campaign| campaign.finished_at.or(campaign.due_at))
                .is_some_and(|at| !settled(at))
    }

    fn read_again_while_it_moves(self) {
        if !may(Permission::ReportsRead) {
            return;
        }
        let tick = move || {
            if untrack(|| self.moves()) {
                self.report.refetch()
            }
        };
        every(AGAIN, tick);
    }

    /// In another state there are other things to tell: its audience, for one, once it is planned.
    fn read_again_when_it_turns(self) {
        let last = StoredValue::new(self.campaign.with_untracked(|campaign| campaign.state));
        watch(move || {
            let state = self.state();
            if last.get_value() != state {
                last.set_value(state);
                self.report.refetch();
            }
        });
    }
}
