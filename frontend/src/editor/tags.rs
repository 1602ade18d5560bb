//! Labels are typed with commas between them; the text is kept as typed while it is being typed.

use leptos::prelude::*;

use super::{Form, Line};
use crate::{
    i18n::{t_string, use_i18n},
    watch::watch,
};

/// One line for all labels.
#[component]
pub(crate) fn Tags(
    /// The form it stands in.
    form: Form,
    /// The labels.
    tags: Signal<Vec<String>>,
    /// Takes other labels.
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(tags.with_untracked(|tags| tags.join(", ")));
    watch(move || {
        let tags = tags.get();
        if split(&text.get_untracked()) != tags {
            text.set(tags.join(", "));
        }
    });
    let typed = Callback::new(move |typed: String| {
        let tags = split(&typed);
        text.set(typed);
        on_change.run(tags);
    });
    view! {
        <Line form pointer="/tags" label=move || t_string!(i18n, field.tags) help=move || t_string!(i18n, field.tags_help) value=text on_input=typed/>
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
