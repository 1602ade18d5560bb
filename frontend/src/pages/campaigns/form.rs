//! A new campaign: a name, a channel, and the template that it begins with. The wizard asks the rest.

use domain::{Channel, campaign::CampaignQuery, limits::NAME_MAX};
use leptos::prelude::*;

use super::campaigns_href;
use crate::{
    api::{CampaignDraft, Campaigns},
    editor::{Choice, Difference, Editor, EditorFrame, Line, Tags},
    i18n::{Locale, t_string, use_i18n},
    pages::wizard::TemplateChoice,
    words,
};

/// The fields in the order in which one thinks of them.
#[component]
pub(crate) fn CampaignForm(
    /// The form's state.
    editor: Editor<Campaigns>,
) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let title = Signal::derive(move || t_string!(i18n, campaigns.new).to_owned());
    let back =
        (campaigns_href(&CampaignQuery::default()), Signal::derive(move || t_string!(i18n, campaigns.title)));
    let tags = Signal::derive(move || editor.draft.with(|draft| draft.edit.tags.clone()));
    view! {
        <EditorFrame editor back title facts=|| () differences>
            <section class="eb-block eb-form-block" aria-labelledby="form-what">
                <h2 id="form-what">{move || t_string!(i18n, campaigns.what)}</h2>
                <Line form pointer="/name" label=move || t_string!(i18n, field.name) help=move || t_string!(i18n, campaigns.name_help)
                    max=NAME_MAX required=true value=Signal::derive(move || editor.draft.with(|draft| draft.edit.name.clone()))
                    on_input=Callback::new(move |name| editor.draft.update(|draft| draft.edit.name = name))/>
                <ChannelChoice editor/>
                <Tags form tags on_change=Callback::new(move |tags| editor.draft.update(|draft| draft.edit.tags = tags))/>
            </section>
            <section class="eb-block eb-form-block" aria-labelledby="form-message">
                <h2 id="form-message">{move || t_string!(i18n, campaigns.begin)}</h2>
                <TemplateChoice form channel=Memo::new(move |_| editor.draft.with(|draft| draft.channel))
                    chosen=Signal::derive(move || editor.draft.with(|draft| draft.edit.template_id))
                    on_choice=Callback::new(move |id| editor.draft.update(|draft| draft.edit.template_id = id))/>
            </section>
        </EditorFrame>
    }
}

#[component]
fn ChannelChoice(editor: Editor<Campaigns>) -> impl IntoView {
    let form = editor.form().for_good();
    let i18n = use_i18n();
    let choose = Callback::new(move |value: String| {
        if let Ok(channel) = value.parse() {
            editor.draft.update(|draft| {
                draft.channel = channel;
                draft.edit.template_id = None;
            });
        }
    });
    view! {
        <Choice form pointer="/channel" label=move || t_string!(i18n, field.channel) help=move || t_string!(i18n, field.channel_help) on_choice=choose>
            {Channel::ALL.iter().map(|channel| view! {
                <option value=channel.as_str() prop:selected=move || editor.draft.with(|draft| draft.channel == *channel)>
                    {move || words::channel(i18n.get_locale(), *channel)}</option>
            }).collect_view()}
        </Choice>
    }
}

/// A new one is nobody else's yet.
fn differences(_: Locale, _: &CampaignDraft, _: &CampaignDraft) -> Vec<Difference> {
    Vec::new()
}
