//! The fields of the draft, for those who read and write one of them, and for the comparison of two versions.

use domain::campaign::CampaignEdit;
use leptos::prelude::*;

use crate::{
    api::{CampaignDraft, Campaigns},
    editor::{Difference, Editor},
    i18n::{Locale, td_string},
};

use super::{
    audience::sentence,
    schedule::{settings, slices},
};

/// A text of the draft, empty where there is none.
pub(super) fn text(editor: Editor<Campaigns>, field: fn(&CampaignEdit) -> &Option<String>) -> Signal<String> {
    Signal::derive(move || editor.draft.with(|draft| field(&draft.edit).clone().unwrap_or_default()))
}

/// Writes a text of the draft; an empty one is none.
pub(super) fn write(
    editor: Editor<Campaigns>,
    field: fn(&mut CampaignEdit) -> &mut Option<String>,
) -> Callback<String> {
    Callback::new(move |text: String| {
        editor.draft.update(|draft| *field(&mut draft.edit) = Some(text).filter(|text| !text.is_empty()));
    })
}

/// What two versions disagree about.
pub(super) fn differences(l: Locale, theirs: &CampaignDraft, mine: &CampaignDraft) -> Vec<Difference> {
    let rows = fields(l, &theirs.edit).into_iter().zip(fields(l, &mine.edit));
    rows.filter_map(|((name, theirs), (_, mine))| Difference::between(name, &theirs, &mine)).collect()
}

/// Every field with its name, as a person reads it.
fn fields(l: Locale, edit: &CampaignEdit) -> [(&'static str, String); 17] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let sender = edit.sender.as_ref().map(|sender| format!("{} <{}>", sender.name, sender.email));
    let schedule = edit.schedule.as_ref().map(|schedule| format!("{} ({})", schedule.wall, schedule.zone));
    [
        (td_string!(l, field.name), edit.name.clone()),
        (td_string!(l, field.tags), edit.tags.join(", ")),
        (
            td_string!(l, wizard.audience),
            edit.audience.as_ref().map(|segment| sentence::of(l, segment)).unwrap_or_default(),
        ),
        (td_string!(l, field.sender), sender.unwrap_or_default()),
        (td_string!(l, field.reply_to), text(&edit.reply_to)),
        (td_string!(l, field.subject), text(&edit.subject)),
        (td_string!(l, field.preheader), text(&edit.preheader)),
        (td_string!(l, field.template), edit.template_id.map(|id| id.to_string()).unwrap_or_default()),
        (td_string!(l, field.html), text(&edit.html)),
        (td_string!(l, field.text), text(&edit.text)),
        (td_string!(l, wizard.schedule), schedule.unwrap_or_default()),
        (td_string!(l, settings.account), edit.account.as_ref().map(ToString::to_string).unwrap_or_default()),
        (
            td_string!(l, settings.pace),
            edit.pace_per_minute.map(|limit| limit.to_string()).unwrap_or_default(),
        ),
        (td_string!(l, slices.per_day), edit.pace_per_day.map(|limit| limit.to_string()).unwrap_or_default()),
        (td_string!(l, slices.first), slices::told(l, edit.canary.as_ref()).unwrap_or_default()),
        (td_string!(l, settings.quiet), settings::quiet(l, edit.quiet_hours.as_ref()).to_owned()),
        (td_string!(l, settings.doubt), settings::doubt(l, edit.doubt).to_owned()),
    ]
}
