//! Reading and writing what the template says.

use domain::whatsapp::TemplateContent;
use leptos::prelude::*;

use crate::{api::WhatsappTemplates, editor::Editor};

/// A template that is being written.
pub(super) type Studio = Editor<WhatsappTemplates>;

/// A text of it.
pub(super) fn read(
    editor: Studio,
    of: impl Fn(&TemplateContent) -> String + Send + Sync + 'static,
) -> Signal<String> {
    Signal::derive(move || editor.draft.with(|draft| of(&draft.content)))
}

/// Takes what is typed into it.
pub(super) fn write(
    editor: Studio,
    into: impl Fn(&mut TemplateContent, String) + Send + Sync + 'static,
) -> Callback<String> {
    Callback::new(move |text: String| change(editor, |content| into(content, text)))
}

/// Changes what it says.
pub(super) fn change(editor: Studio, how: impl FnOnce(&mut TemplateContent)) {
    editor.draft.update(|draft| how(&mut draft.content));
}
