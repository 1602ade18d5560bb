//! The question before a decision, with what it risks, and the decision.

use domain::{delivery::EndDecision, report::EndChoice};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Failure, use_api},
    i18n::use_i18n,
    pages::report::Sheet,
    ui::{Confirm, use_notices},
    watch::watch,
    words,
};

/// What is asked: a decision about how many, for one reason or for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// What.
    pub(super) decision: EndDecision,
    /// Only those that ended for this reason.
    pub(super) code: Option<String>,
    /// About how many.
    pub(super) deliveries: i64,
}

/// Asks, and does it.
#[component]
pub(super) fn Decide(
    /// The campaign.
    sheet: Sheet,
    /// What is asked.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (open, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    watch(move || {
        if asked.with(Option::is_some) {
            open.set(true);
        }
    });
    watch(move || {
        if !open.get() {
            asked.set(None);
        }
    });
    // While the dialog closes there is nothing to say any more.
    let said = move |say: fn(crate::i18n::Locale, EndDecision, i64) -> String| {
        asked
            .with(|asked| {
                asked.as_ref().map(|asked| say(i18n.get_locale(), asked.decision, asked.deliveries))
            })
            .unwrap_or_default()
    };
    let act = move || {
        asked
            .with(|asked| asked.as_ref().map(|asked| words::decision(i18n.get_locale(), asked.decision)))
            .unwrap_or_default()
    };
    view! {
        <Confirm open failure title=move || said(words::decision_question) text=move || said(words::decision_risk) act
            on_yes=deciding(sheet, asked, open, failure)/>
    }
}

fn deciding(
    sheet: Sheet,
    asked: RwSignal<Option<Asked>>,
    open: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
) -> Callback<()> {
    let (api, notices, i18n) = (use_api(), use_notices(), use_i18n());
    Callback::new(move |()| {
        let Some(Asked { decision, code, .. }) = asked.get_untracked() else { return };
        spawn_local(async move {
            let choice = EndChoice { code, numbers: None };
            match api.decide(sheet.id, decision, &choice).await {
                _ if open.is_disposed() => {}
                Ok(decided) => {
                    open.set(false);
                    notices.say(words::decision_done(
                        i18n.get_locale_untracked(),
                        decision,
                        decided.deliveries,
                    ));
                    sheet.adopt(decided.campaign);
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    })
}
