//! The form of a campaign.

use domain::{
    Channel,
    campaign::{CampaignCreate, CampaignQuery},
    limits::{NAME_MAX, SUBJECT_MAX},
};
use leptos::prelude::*;

use super::{campaigns_href, template::TemplateChoice};
use crate::{
    api::Campaigns,
    editor::{Choice, Difference, Editor, EditorFrame, Line},
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::{Avatar, ChannelLabel, StatePill},
    watch::watch,
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
    let title = Signal::derive(move || {
        editor
            .saved
            .with(|campaign| {
                campaign.as_ref().map(|campaign| words::named(i18n.get_locale(), &campaign.name))
            })
            .unwrap_or_else(|| t_string!(i18n, campaigns.new).to_owned())
    });
    let back =
        (campaigns_href(&CampaignQuery::default()), Signal::derive(move || t_string!(i18n, campaigns.title)));
    let email = Memo::new(move |_| editor.draft.with(|draft| draft.channel == Channel::Email));
    view! {
        <EditorFrame editor back title facts=move || view! { <Facts editor/> } differences>
            <section class="eb-block eb-form-block" aria-labelledby="form-what">
                <h2 id="form-what">{move || t_string!(i18n, campaigns.what)}</h2>
                <Line form pointer="/name" label=move || t_string!(i18n, field.name) help=move || t_string!(i18n, campaigns.name_help)
                    max=NAME_MAX required=true value=Signal::derive(move || editor.draft.with(|draft| draft.name.clone()))
                    on_input=Callback::new(move |name| editor.draft.update(|draft| draft.name = name))/>
                <Show when=move || editor.saved.with(Option::is_none)><ChannelChoice editor/></Show>
                <Tags editor/>
            </section>
            <section class="eb-block eb-form-block" aria-labelledby="form-message">
                <h2 id="form-message">{move || t_string!(i18n, campaigns.message)}</h2>
                <Show when=move || email.get()><Lines editor/></Show>
                <TemplateChoice editor/>
            </section>
        </EditorFrame>
    }
}

#[component]
fn Facts(editor: Editor<Campaigns>) -> impl IntoView {
    move || {
        editor.saved.get().map(|campaign| view! {
        <StatePill state=campaign.state/><ChannelLabel channel=campaign.channel/>
        {campaign.owner.map(|owner| view! { <span class="eb-owner"><Avatar name=owner.name.clone()/>{owner.name}</span> })}
    })
    }
}

#[component]
fn ChannelChoice(editor: Editor<Campaigns>) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let choose = Callback::new(move |value: String| {
        if let Ok(channel) = value.parse() {
            editor.draft.update(|draft| {
                draft.channel = channel;
                draft.template_id = None;
                if channel == Channel::Whatsapp {
                    (draft.subject, draft.preheader) = (None, None);
                }
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

#[component]
fn Lines(editor: Editor<Campaigns>) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let filled = |text: String| (!text.is_empty()).then_some(text);
    view! {
        <Line form pointer="/subject" label=move || t_string!(i18n, field.subject) help=move || t_string!(i18n, field.subject_help) max=SUBJECT_MAX
            value=Signal::derive(move || editor.draft.with(|draft| draft.subject.clone().unwrap_or_default()))
            on_input=Callback::new(move |text| editor.draft.update(|draft| draft.subject = filled(text)))/>
        <Line form pointer="/preheader" label=move || t_string!(i18n, field.preheader) help=move || t_string!(i18n, field.preheader_help) max=SUBJECT_MAX
            value=Signal::derive(move || editor.draft.with(|draft| draft.preheader.clone().unwrap_or_default()))
            on_input=Callback::new(move |text| editor.draft.update(|draft| draft.preheader = filled(text)))/>
    }
}

/// Tags are typed with commas between them; the text is kept as typed while it is being typed.
#[component]
fn Tags(editor: Editor<Campaigns>) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let text = RwSignal::new(editor.draft.with_untracked(|draft| draft.tags.join(", ")));
    watch(move || {
        let tags = editor.draft.with(|draft| draft.tags.clone());
        if split(&text.get_untracked()) != tags {
            text.set(tags.join(", "));
        }
    });
    let typed = Callback::new(move |typed: String| {
        let tags = split(&typed);
        text.set(typed);
        editor.draft.update(|draft| draft.tags = tags);
    });
    view! {
        <Line form pointer="/tags" label=move || t_string!(i18n, field.tags) help=move || t_string!(i18n, field.tags_help) value=text on_input=typed/>
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

fn differences(l: Locale, theirs: &CampaignCreate, mine: &CampaignCreate) -> Vec<Difference> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let template = |draft: &CampaignCreate| draft.template_id.map(|id| id.to_string()).unwrap_or_default();
    let fields = [
        Difference::between(td_string!(l, field.name), &theirs.name, &mine.name),
        Difference::between(td_string!(l, field.subject), &text(&theirs.subject), &text(&mine.subject)),
        Difference::between(td_string!(l, field.preheader), &text(&theirs.preheader), &text(&mine.preheader)),
        Difference::between(td_string!(l, field.template), &template(theirs), &template(mine)),
        Difference::between(td_string!(l, field.tags), &theirs.tags.join(", "), &mine.tags.join(", ")),
    ];
    fields.into_iter().flatten().collect()
}
