//! The choice of a template.

use domain::{
    Channel, Permission, TemplateId,
    list::MAX_LIMIT,
    template::{TemplateQuery, TemplateSort},
};
use leptos::prelude::*;

use crate::{
    api::{Api, Failure, Templates, use_api},
    editor::{Choice, Form},
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::may,
};

/// What can be chosen: the templates of the channel, and the present one wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    templates: Vec<(TemplateId, String)>,
    /// The present one, where it is not among them: archived, or beyond the first page.
    other: Option<(TemplateId, String)>,
    more: bool,
}

async fn offer(api: Api, channel: Channel, present: Option<TemplateId>) -> Result<Offer, Failure> {
    let query = TemplateQuery {
        channel: Some(channel),
        sort: TemplateSort::Name,
        limit: MAX_LIMIT,
        ..TemplateQuery::default()
    };
    let page = api.list::<Templates>(&query).await?;
    let templates: Vec<_> = page.items.into_iter().map(|row| (row.id, row.name)).collect();
    let missing = present.filter(|id| templates.iter().all(|(known, _)| known != id));
    let other = match missing {
        // A template that cannot be read still shows by its number: the choice must not look empty.
        Some(id) => Some((
            id,
            api.read::<Templates>(id).await.map_or_else(|_| id.to_string(), |template| template.name),
        )),
        None => None,
    };
    Ok(Offer { templates, other, more: page.next.is_some() })
}

/// A list of names; it says when there are more than it shows, and when it could not be had.
#[component]
pub(crate) fn TemplateChoice(
    /// The form it stands in.
    form: Form,
    /// The channel.
    channel: Memo<Channel>,
    /// The present one.
    chosen: Signal<Option<TemplateId>>,
    /// Another one, or none.
    on_choice: Callback<Option<TemplateId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let offer = Remote::new(move || {
        let channel = channel.get();
        let present = chosen.get_untracked();
        async move { offer(api, channel, present).await }
    });
    let help = move || match offer.get() {
        _ if !may(Permission::TemplatesRead) => t_string!(i18n, field.template_no_right).to_owned(),
        Some(Err(_)) => t_string!(i18n, field.template_failed).to_owned(),
        Some(Ok(offer)) if offer.more => t_string!(
            i18n,
            field.template_more,
            number = intl::number(i18n.get_locale(), u64::from(MAX_LIMIT))
        )
        .to_string(),
        _ => t_string!(i18n, field.template_help).to_owned(),
    };
    view! {
        <Choice form pointer="/template_id" label=move || t_string!(i18n, field.template) help on_choice=Callback::new(move |value: String| on_choice.run(value.parse().ok()))>
            <option value="" prop:selected=move || chosen.get().is_none()>{move || t_string!(i18n, field.template_none)}</option>
            {move || offer.get().map(|offer| options(offer, chosen.get_untracked()).into_iter()
                .map(|(id, name)| view! { <option value=id.to_string() prop:selected=move || chosen.get() == Some(id)>{name}</option> }).collect_view())}
        </Choice>
    }
}

fn options(offer: Result<Offer, Failure>, present: Option<TemplateId>) -> Vec<(TemplateId, String)> {
    match offer {
        Ok(offer) => offer.other.into_iter().chain(offer.templates).collect(),
        Err(_) => present.map(|id| (id, id.to_string())).into_iter().collect(),
    }
}
