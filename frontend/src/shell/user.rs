//! Who is signed in, with which roles, and the way out.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    session::{Ending, roles, use_session},
    ui::{Avatar, Icon, Menu, use_me},
};

/// The person's menu.
#[component]
pub(crate) fn UserMenu() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let me = use_me();
    let roles = session.token().map(|token| roles(&token).join(", ")).filter(|roles| !roles.is_empty());
    let (name, face) = (me.name.clone(), me.name.clone());
    view! {
        <Menu label=move || t_string!(i18n, user.label, name = name.clone()).to_string() class="eb-avatar-button"
            face=move || view! { <Avatar name=face.clone()/> }>
            <div class="eb-menu-head"><b>{me.name}</b>
                {roles.map(|roles| view! { <span>{move || t_string!(i18n, user.roles)} " " {roles}</span> })}
            </div>
            <button type="button" on:click=move |_| session.end(Ending::Left)>
                <Icon name=icondata_bs::BsBoxArrowRight/>{move || t_string!(i18n, user.sign_out)}
            </button>
        </Menu>
    }
}
