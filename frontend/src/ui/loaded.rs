//! What comes from the API, in each of its states.

use domain::{Permission, ProblemCode};
use leptos::prelude::*;

use super::{Broken, NoRight, Skeleton};
use crate::remote::Remote;

/// Shows the value when it is there; before that bars, instead of it the missing right or the failure.
#[component]
pub(crate) fn Loaded<T, F, V>(
    /// Where it comes from.
    from: Remote<T>,
    /// The right that reading it takes.
    right: Permission,
    /// Lines of the skeleton.
    #[prop(default = 6)]
    rows: usize,
    /// How it looks.
    ready: F,
) -> impl IntoView
where
    T: Clone + 'static,
    F: Fn(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    move || match from.get() {
        None => view! { <Skeleton rows/> }.into_any(),
        Some(Ok(value)) => ready(value).into_any(),
        Some(Err(failure)) if failure.code() == Some(ProblemCode::PermissionDenied) => {
            view! { <NoRight permission=right/> }.into_any()
        }
        Some(Err(failure)) => {
            view! { <Broken failure retry=Callback::new(move |()| from.refetch())/> }.into_any()
        }
    }
}

/// The same for a page of its own: until the value brings its heading, the page has this one, in a block.
#[component]
pub(crate) fn LoadedPage<T, F, V>(
    /// Where it comes from.
    from: Remote<T>,
    /// The right that reading it takes.
    right: Permission,
    /// The heading meanwhile.
    #[prop(into)]
    title: TextProp,
    /// How it looks.
    ready: F,
) -> impl IntoView
where
    T: Clone + 'static,
    F: Fn(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let is_there = Memo::new(move |_| from.with(|value| matches!(value, Some(Ok(_)))));
    view! {
        {move || (!is_there.get()).then(|| {
            let title = title.clone();
            view! { <h1 class="eb-page-head">{move || title.get()}</h1> }
        })}
        <div class:eb-block=move || !is_there.get()><Loaded from right ready/></div>
    }
}
