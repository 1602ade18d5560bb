//! While it leaves: how far, how fast, until when; and the ways to hold it.

use domain::{Permission, campaign::CampaignState, pace::WaitReason, report::Figures};
use leptos::{prelude::*, task::spawn_local};

use super::{Sheet, canary, pace::Pace};
use crate::{
    api::{Failure, Stop, use_api},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    live::Link,
    pages::Step,
    shell::use_go,
    ui::{Confirm, Icon, may, use_notices},
    words,
};

/// Shown from the launch to the end.
#[component]
pub(super) fn Leaving(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    // No number is better than a wrong one: while messages leave, the first figures are waited for.
    let leaves = move || matches!(sheet.state(), CampaignState::Sending | CampaignState::Paused);
    let shown = Memo::new(move |_| sheet.state().is_under_way() && (!leaves() || sheet.figures().is_some()));
    view! {
        <Show when=move || shown.get()>
            <section class="eb-block eb-live" aria-label=move || t_string!(i18n, live.label)>
                <Count sheet/>
                <Line sheet/>
                {may(Permission::CampaignsSend).then(|| view! { <Stops sheet/><Pace sheet/> })}
            </section>
        </Show>
    }
}

/// The figures that matter now, told politely.
#[component]
fn Count(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let figures = move || sheet.figures().unwrap_or_default();
    let left = move || figures().planned - figures().waiting;
    let told = move || told(i18n.get_locale(), sheet);
    let account_rests = Memo::new(move |_| {
        let waiting = sheet.progress.with(|progress| progress.as_ref().and_then(|progress| progress.waiting));
        let is_paused_for_it = sheet.state() == CampaignState::Paused
            && sheet.reason().is_some_and(|reason| words::is_of_account(&reason));
        is_paused_for_it || waiting.is_some_and(|waiting| waiting.reason == WaitReason::AccountPaused)
    });
    view! {
        <div class="eb-live-count">
            <p class="eb-hero num">{move || intl::count(i18n.get_locale(), left())} <small>" / " {move || intl::count(i18n.get_locale(), figures().planned)}</small></p>
            <div class="eb-track eb-track-thick" role="progressbar" aria-label=move || t_string!(i18n, live.progress) aria-valuemin="0"
                aria-valuemax=move || figures().planned.to_string() aria-valuenow=move || left().to_string()
                class:eb-held=move || sheet.state() == CampaignState::Paused><span style:width=move || intl::part(left(), figures().planned)></span></div>
            <p class="eb-live-told num" role="status">{told}</p>
            <Show when=move || account_rests.get()><p><a class="eb-quiet-link" href="/accounts">{move || t_string!(i18n, live.to_accounts)}</a></p></Show>
        </div>
    }
}

/// How it stands: how fast, or why nothing leaves, and what to do about it.
fn told(l: Locale, sheet: Sheet) -> String {
    match sheet.state() {
        CampaignState::Scheduled => {
            sheet.campaign.with(|campaign| campaign.due_at).map_or_else(String::new, |at| {
                td_string!(l, live.scheduled, when = intl::long(l, at)).to_string()
            })
        }
        CampaignState::Overdue => td_string!(l, live.overdue).to_owned(),
        CampaignState::Planning => td_string!(l, live.planning).to_owned(),
        CampaignState::Paused => {
            let what = words::pause_advice(l, &sheet.reason().unwrap_or_default());
            td_string!(l, live.paused, what = what).to_string()
        }
        _ => waits(l, sheet).unwrap_or_else(|| rate_and_end(l, sheet)),
    }
}

/// Why nothing leaves at the moment, and until when.
fn waits(l: Locale, sheet: Sheet) -> Option<String> {
    sheet.progress.with(|progress| {
        let progress = progress.as_ref()?;
        Some(words::wait(l, progress.waiting?, progress.at))
    })
}

/// « 42 par seconde, fin vers 14 h 52 ».
fn rate_and_end(l: Locale, sheet: Sheet) -> String {
    let (rate, end) = sheet.progress.with(|progress| {
        let Some(progress) = progress else { return (None, None) };
        (progress.per_second, progress.ends_at.map(|end| words::end(l, end, progress.at)))
    });
    [rate.map(|rate| td_string!(l, live.rate, rate = intl::rate(l, rate)).to_string()), end]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(td_string!(l, live.and))
}

/// Whether what is shown is what is.
#[component]
fn Line(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let at = move || {
        sheet
            .progress
            .with(|progress| progress.as_ref().map(|progress| intl::hour(i18n.get_locale(), progress.at)))
    };
    let told = move |link: Link| match (link, at()) {
        (Link::Live | Link::Over, _) => {
            ("eb-line eb-line-live", icondata_bs::BsBroadcast, t_string!(i18n, live.line_live).to_owned())
        }
        (Link::Opening, _) => {
            ("eb-line", icondata_bs::BsHourglassSplit, t_string!(i18n, live.line_opening).to_owned())
        }
        (Link::Lost | Link::Refused, Some(time)) => (
            "eb-line eb-line-lost",
            icondata_bs::BsWifiOff,
            t_string!(i18n, live.line_lost_since, time).to_string(),
        ),
        (Link::Lost | Link::Refused, None) => {
            ("eb-line eb-line-lost", icondata_bs::BsWifiOff, t_string!(i18n, live.line_lost).to_owned())
        }
    };
    sheet.link.map(|link| {
        view! {
            <div role="status">{move || {
                let (class, icon, text) = told(link.get());
                view! { <p class=class><Icon name=icon/>{text}</p> }
            }}</div>
        }
    })
}

fn possible(state: CampaignState, canary: bool) -> &'static [Stop] {
    match state {
        CampaignState::Sending if canary => &[Stop::SendRest, Stop::Pause, Stop::Cancel],
        CampaignState::Scheduled | CampaignState::Overdue => &[Stop::Withdraw, Stop::Cancel],
        CampaignState::Sending => &[Stop::Pause, Stop::Cancel],
        CampaignState::Paused => &[Stop::Resume, Stop::Cancel],
        CampaignState::Planning => &[Stop::Cancel],
        _ => &[],
    }
}

/// The buttons, each with its question.
#[component]
fn Stops(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let asked = RwSignal::new(Stop::Pause);
    let (open, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let state = Memo::new(move |_| sheet.state());
    let waits = Memo::new(move |_| canary::is_waited_for(sheet));
    let ask = move |stop: Stop| {
        asked.set(stop);
        open.set(true);
    };
    let button = move |stop: Stop| {
        let (icon, class) = match stop {
            Stop::Pause => (icondata_bs::BsPauseFill, "btn btn-secondary"),
            Stop::Resume => (icondata_bs::BsPlayFill, "btn btn-primary"),
            Stop::SendRest => (icondata_bs::BsSend, "btn btn-secondary"),
            Stop::Withdraw => (icondata_bs::BsArrowCounterclockwise, "btn btn-secondary"),
            Stop::Cancel => (icondata_bs::BsXLg, "btn btn-danger-quiet"),
        };
        view! { <button type="button" class=class on:click=move |_| ask(stop)><Icon name=icon/>{move || act(i18n.get_locale(), stop)}</button> }
    };
    let figures = move || sheet.figures().unwrap_or_default();
    view! {
        <div class="eb-live-acts">{move || possible(state.get(), waits.get()).iter().map(|stop| button(*stop)).collect_view()}</div>
        <Confirm open failure title=move || question(i18n.get_locale(), asked.get()) text=move || consequence(i18n.get_locale(), asked.get(), &figures())
            act=move || act(i18n.get_locale(), asked.get()) on_yes=stopping(sheet, asked, open, failure)/>
    }
}

fn stopping(
    sheet: Sheet,
    asked: RwSignal<Stop>,
    open: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
) -> Callback<()> {
    let (api, go, notices, i18n) = (use_api(), use_go(), use_notices(), use_i18n());
    Callback::new(move |()| {
        let stop = asked.get_untracked();
        // A canary is each message's own; all else is ordered of both together.
        let ordered = if stop == Stop::SendRest { sheet.id } else { sheet.ordered() };
        spawn_local(async move {
            let result = api.stop(ordered, stop).await;
            if open.is_disposed() {
                return;
            }
            match result {
                Ok(campaign) => {
                    open.set(false);
                    notices.say(done(i18n.get_locale_untracked(), stop));
                    match stop {
                        Stop::Withdraw => go.now(&Step::Review.href(sheet.ordered())),
                        Stop::Pause | Stop::Resume | Stop::SendRest | Stop::Cancel => sheet.adopt(campaign),
                    }
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    })
}

fn act(l: Locale, stop: Stop) -> &'static str {
    match stop {
        Stop::Withdraw => td_string!(l, live.withdraw),
        Stop::Pause => td_string!(l, live.pause),
        Stop::Resume => td_string!(l, live.resume),
        Stop::SendRest => td_string!(l, live.send_rest),
        Stop::Cancel => td_string!(l, live.cancel),
    }
}

fn question(l: Locale, stop: Stop) -> &'static str {
    match stop {
        Stop::Withdraw => td_string!(l, live.withdraw_title),
        Stop::Pause => td_string!(l, live.pause_title),
        Stop::Resume => td_string!(l, live.resume_title),
        Stop::SendRest => td_string!(l, live.send_rest_title),
        Stop::Cancel => td_string!(l, live.cancel_title),
    }
}

/// What will happen, in real numbers.
fn consequence(l: Locale, stop: Stop, figures: &Figures) -> String {
    let waiting = intl::count(l, figures.waiting);
    let one = intl::is_single(l, figures.waiting.unsigned_abs());
    let left = || gone(l, figures.planned - figures.waiting);
    match stop {
        Stop::Withdraw => td_string!(l, live.withdraw_text).to_owned(),
        Stop::Pause if one => format!("{} {}", td_string!(l, live.pause_text.single, waiting), left()),
        Stop::Pause => format!("{} {}", td_string!(l, live.pause_text.several, waiting), left()),
        Stop::Resume if one => td_string!(l, live.resume_text.single, waiting).to_string(),
        Stop::Resume => td_string!(l, live.resume_text.several, waiting).to_string(),
        Stop::SendRest if one => td_string!(l, live.send_rest_text.single, waiting).to_string(),
        Stop::SendRest => td_string!(l, live.send_rest_text.several, waiting).to_string(),
        Stop::Cancel if one => format!("{} {}", td_string!(l, live.cancel_text.single, waiting), left()),
        Stop::Cancel => format!("{} {}", td_string!(l, live.cancel_text.several, waiting), left()),
    }
}

/// What nobody calls back any more.
fn gone(l: Locale, messages: i64) -> String {
    let gone = intl::count(l, messages);
    match intl::is_single(l, messages.unsigned_abs()) {
        true => td_string!(l, live.gone.single, gone).to_string(),
        false => td_string!(l, live.gone.several, gone).to_string(),
    }
}

fn done(l: Locale, stop: Stop) -> &'static str {
    match stop {
        Stop::Withdraw => td_string!(l, live.withdrawn),
        Stop::Pause => td_string!(l, live.is_paused),
        Stop::Resume => td_string!(l, live.resumed),
        Stop::SendRest => td_string!(l, live.rest_sent),
        Stop::Cancel => td_string!(l, live.cancelled),
    }
}
