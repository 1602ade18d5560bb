//! What did not go through: messages of unknown outcome, and those that never left; and what a person decides about them.

mod act;
mod decided;
mod groups;

use domain::{
    Permission,
    campaign::CampaignState,
    delivery::{DeadEnd, EndDecision},
    report::{DeadEndGroup, DeadEnds},
};
use icondata_bs as bs;
use leptos::prelude::*;

use super::{Sheet, recipients::people_at};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Icon, may},
    words,
};
use act::{Asked, Decide};

/// Shown where there are any, or were: who decided what stays readable. Read again when the figures say that there are others.
#[component]
pub(super) fn Ends(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let api = use_api();
    let id = sheet.id;
    let counts = Memo::new(move |_| {
        sheet
            .figures()
            .map(|figures| (figures.unknown, figures.failed, figures.refused, figures.refused_unaccepted))
    });
    let ends = Remote::new(move || {
        counts.track();
        api.dead_ends(id)
    });
    // A list that cannot be had is missed less than the report that it stands in: the figures are there.
    let there = move || {
        ends.with(|ends| {
            ends.as_ref().and_then(|ends| ends.as_ref().ok()).filter(|ends| is_worth_showing(ends)).cloned()
        })
    };
    // What is asked stays while the figures move.
    let asked = RwSignal::new(None::<Asked>);
    view! {
        {move || there().map(|ends| view! { <Filled sheet ends asked/> })}
        <Decide sheet asked/>
    }
}

fn is_worth_showing(ends: &DeadEnds) -> bool {
    !ends.groups.is_empty() || !ends.decisions.is_empty()
}

/// How many of the groups are at one of these ends.
fn count(groups: &[DeadEndGroup], ends: &[DeadEnd]) -> i64 {
    groups.iter().filter(|group| ends.contains(&group.end)).map(|group| group.deliveries).sum()
}

#[component]
fn Filled(sheet: Sheet, ends: DeadEnds, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let i18n = use_i18n();
    let DeadEnds { groups, decisions } = ends;
    let is_over = groups.is_empty();
    let (unknown, letters): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| group.end == DeadEnd::Unknown);
    let doubtful = count(&unknown, EndDecision::Resend.about());
    view! {
        <section class="eb-block eb-ends" aria-labelledby="report-ends">
            <h2 id="report-ends">{move || t_string!(i18n, ends.title)}</h2>
            {if is_over {
                view! { <p class="eb-soft">{move || t_string!(i18n, ends.nothing_left)}</p> }.into_any()
            } else {
                view! { <WhyNot sheet/> }.into_any()
            }}
            {(doubtful > 0).then(|| view! { <Unknown sheet doubtful asked/> })}
            {(!letters.is_empty()).then(|| view! { <groups::Letters sheet letters asked/> })}
            {(!decisions.is_empty()).then(|| view! { <decided::Decisions decisions/> })}
        </section>
    }
}

/// Whether messages of it can leave again.
fn goes_on(sheet: Sheet) -> bool {
    use CampaignState as S;
    matches!(sheet.state(), S::Sending | S::Paused | S::Finished)
        && !sheet.campaign.with(|campaign| campaign.archived)
}

/// Why there are no buttons, where there are none.
#[component]
fn WhyNot(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let right = move || words::permission(i18n.get_locale(), Permission::CampaignsSend);
    let why = move || {
        if !may(Permission::CampaignsSend) {
            Some(t_string!(i18n, ends.no_right, right = right()).to_string())
        } else if !goes_on(sheet) {
            Some(t_string!(i18n, ends.over).to_owned())
        } else {
            None
        }
    };
    move || {
        why().map(
            |why| view! { <p class="eb-notice" role="note"><Icon name=bs::BsLock/><span>{why}</span></p> },
        )
    }
}

/// Nobody knows whether they were taken: both ways out, with what each risks.
#[component]
fn Unknown(sheet: Sheet, doubtful: i64, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let i18n = use_i18n();
    let count = move || intl::count(i18n.get_locale(), doubtful);
    let button = move |decision: EndDecision, icon: icondata_core::Icon| {
        let shown = move || may(Permission::CampaignsSend) && (!decision.sends() || goes_on(sheet));
        view! {
            <Show when=shown>
                <button type="button" class="btn btn-secondary" on:click=move |_| asked.set(Some(Asked { decision, code: None, deliveries: doubtful }))>
                    <Icon name=icon/>{move || words::decision(i18n.get_locale(), decision)}</button>
            </Show>
        }
    };
    view! {
        <div class="eb-end">
            <h3><Icon name=bs::BsQuestionCircle/>{move || t_string!(i18n, ends.unknown, count = count()).to_string()}</h3>
            <p>{move || t_string!(i18n, ends.unknown_text)}</p>
            <div class="eb-end-acts">
                {button(EndDecision::Resend, bs::BsSend)}
                {button(EndDecision::Accept, bs::BsCheck2)}
                <a class="eb-quiet-link" href=people_at(sheet.id, DeadEnd::Unknown, None)>{move || t_string!(i18n, ends.people)}</a>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use domain::report::Decided;

    use super::*;

    #[test]
    fn dead_letters_are_those_that_failed_and_those_that_were_refused() {
        let group = |end, deliveries| DeadEndGroup { end, code: String::new(), deliveries };
        let groups = [group(DeadEnd::Unknown, 7), group(DeadEnd::Failed, 2), group(DeadEnd::Refused, 6)];
        assert_eq!(count(&groups, EndDecision::Replay.about()), 8);
        assert_eq!(count(&groups, EndDecision::Accept.about()), 7);
    }

    #[test]
    fn what_was_decided_stays_readable_when_nothing_is_left_to_decide() {
        let decided = Decided {
            decision: EndDecision::Accept,
            deliveries: 7,
            by: "42".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
        };
        let over = DeadEnds { groups: Vec::new(), decisions: vec![decided] };
        assert!(is_worth_showing(&over));
        assert!(!is_worth_showing(&DeadEnds::default()));
    }
}
