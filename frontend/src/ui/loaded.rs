//! What comes from the API, in each of its states.

use domain::{Permission, ProblemCode};
use leptos::prelude::*;

use super::{Broken, NoRight, Skeleton};
use crate::api::Failure;

/// Shows the value when it is there; before that bars, instead of it the missing right or the failure.
#[component]
pub(crate) fn Loaded<T, F, V>(
    /// Where it comes from.
    from: LocalResource<Result<T, Failure>>,
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
