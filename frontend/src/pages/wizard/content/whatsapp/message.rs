//! Writing into the message of the draft.

use domain::whatsapp::WhatsappMessage;
use leptos::prelude::*;

use crate::{api::Campaigns, editor::Editor};

/// Changes the message; one that says nothing is none.
pub(super) fn change(editor: Editor<Campaigns>, how: impl FnOnce(&mut WhatsappMessage)) {
    editor.draft.update(|draft| {
        let mut message = draft.edit.whatsapp.take().unwrap_or_default();
        how(&mut message);
        draft.edit.whatsapp = Some(message).filter(|message| *message != WhatsappMessage::default());
    });
}

/// Writes one of its texts; an empty one is none.
pub(super) fn write(
    editor: Editor<Campaigns>,
    field: fn(&mut WhatsappMessage) -> &mut Option<String>,
) -> Callback<String> {
    Callback::new(move |text: String| {
        change(editor, |message| *field(message) = Some(text).filter(|text| !text.is_empty()));
    })
}
