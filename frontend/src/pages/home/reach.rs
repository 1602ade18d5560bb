//! Whom we can reach.

use domain::Permission;
use leptos::prelude::*;

use super::{figures, groups};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    remote::Remote,
    ui::Loaded,
};

/// What the sources hold, and their main distinctions.
#[component]
pub(super) fn Reach() -> impl IntoView {
    let api = use_api();
    let i18n = use_i18n();
    let counts = Remote::new(move || api.sources());
    view! {
        <div class="eb-grid eb-home">
            <section class="eb-block eb-span-12 eb-flush" aria-labelledby="home-reach">
                <h2 class="eb-flush-title" id="home-reach">{move || t_string!(i18n, home.reach)}</h2>
                <Loaded from=counts right=Permission::PeopleRead rows=2 ready=|counts| view! { <figures::Figures counts/> }/>
            </section>
            {move || counts.get().and_then(Result::ok).map(|counts| counts.sources.into_iter()
                .filter(|source| !source.groups.is_empty())
                .map(|source| view! { <groups::Groups source/> }).collect_view())}
        </div>
    }
}
