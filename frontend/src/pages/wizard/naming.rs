//! What colleagues see: the name, and the labels by which they find it.

use domain::limits::NAME_MAX;
use leptos::prelude::*;

use super::Wizard;
use crate::{
    editor::{Line, Tags},
    i18n::{t_string, use_i18n},
    ui::Dialog,
};

/// The dialog behind the pencil; what is typed in it is saved like everything else.
#[component]
pub(super) fn Naming(
    /// The wizard.
    wizard: Wizard,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let form = editor.form();
    let close = Callback::new(move |()| open.set(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        close.run(());
    };
    let tags = Signal::derive(move || editor.draft.with(|draft| draft.edit.tags.clone()));
    view! {
        <Dialog open=open on_close=close title=move || t_string!(i18n, wizard.rename)>
            <form class="eb-form-block" on:submit=submit novalidate>
                <Line form pointer="/name" label=move || t_string!(i18n, field.name) help=move || t_string!(i18n, campaigns.name_help) max=NAME_MAX required=true
                    value=Signal::derive(move || editor.draft.with(|draft| draft.edit.name.clone()))
                    on_input=Callback::new(move |name| editor.draft.update(|draft| draft.edit.name = name))/>
                <Tags form tags on_change=Callback::new(move |tags| editor.draft.update(|draft| draft.edit.tags = tags))/>
                <div class="eb-dialog-acts"><button type="submit" class="btn btn-primary">{move || t_string!(i18n, wizard.close)}</button></div>
            </form>
        </Dialog>
    }
}
