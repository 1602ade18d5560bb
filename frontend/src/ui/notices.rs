//! What was just done, said once: to the eye, and to screen readers.

use std::time::Duration;

use leptos::prelude::*;

use super::Icon;

/// How long a notice stays to be read.
const STAYS: Duration = Duration::from_secs(7);

/// The notices of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notices {
    text: RwSignal<Option<String>>,
    count: StoredValue<u32>,
}

impl Default for Notices {
    fn default() -> Self {
        Self { text: RwSignal::new(None), count: StoredValue::new(0) }
    }
}

impl Notices {
    /// Says it, in place of what was said before.
    pub(crate) fn say(self, text: impl Into<String>) {
        self.count.update_value(|count| *count += 1);
        let mine = self.count.get_value();
        self.text.set(Some(text.into()));
        set_timeout(
            move || {
                if self.count.get_value() == mine {
                    self.text.set(None);
                }
            },
            STAYS,
        );
    }
}

/// The notices, from the context.
pub(crate) fn use_notices() -> Notices {
    expect_context()
}

/// Where they appear.
#[component]
pub(crate) fn NoticeBoard() -> impl IntoView {
    let notices = use_notices();
    view! {
        <div class="eb-toasts" role="status">
            {move || notices.text.get().map(|text| view! {
                <p class="eb-toast"><Icon name=icondata_bs::BsCheckCircleFill/><span>{text}</span></p>
            })}
        </div>
    }
}
