//! The whole of it: language, theme and sign-in around, the pages inside.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::{
    api::Api,
    session::{Session, SignIn},
    shell::{Entered, Theme, speech},
    ui::Notices,
};

/// Provides what everything reads from the context, then shows the sign-in page or the product.
#[component]
pub(crate) fn App() -> impl IntoView {
    let texts = speech::start();
    let session = Session::start();
    provide_context(texts);
    provide_context(session);
    provide_context(Api::new(session, texts));
    provide_context(Theme::start());
    provide_context(Notices::default());
    view! {
        <Show when=move || session.is_open() fallback=SignIn>
            <Router><Entered/></Router>
        </Show>
    }
}
