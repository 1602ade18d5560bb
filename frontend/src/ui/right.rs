//! What the person may do, and what is shown where they may not.

use domain::{Permission, permission::Me};
use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::{t, t_string, use_i18n},
    words,
};

/// Who is signed in, from the context.
pub(crate) fn use_me() -> Me {
    expect_context()
}

/// Whether the person holds the right. It only decides what is offered: the API decides what is done.
pub(crate) fn may(permission: Permission) -> bool {
    use_me().permissions.allow(permission)
}

/// The missing right, by name, and who can grant it.
#[component]
pub(crate) fn NoRight(
    /// The right that is missing.
    permission: Permission,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="eb-state">
            <span class="eb-state-icon"><Icon name=icondata_bs::BsLock/></span>
            <h2>{move || t_string!(i18n, no_right.title)}</h2>
            <p>{t!(i18n, no_right.text, right = move || words::permission(i18n.get_locale(), permission))}</p>
            <p class="eb-mono eb-small">{permission.as_str()}</p>
        </div>
    }
}
