//! A page whose program is still on its way.

use std::future::Future;

use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::{api::Failure, remote::Remote, ui::Broken};

/// Shows the page as soon as its part is there; where it cannot be had, says so and tries again.
pub(super) fn arriving<T, F>(
    part: impl Fn() -> F + 'static,
    make: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Copy + 'static,
    F: Future<Output = Result<T, SplitLoaderError>> + 'static,
{
    let part = Remote::new(move || {
        let part = part();
        async move { part.await.map_err(|_| Failure::Network) }
    });
    (move || match part.get() {
        None => ().into_any(),
        Some(Ok(page)) => make(page),
        Some(Err(failure)) => {
            view! { <Broken failure retry=Callback::new(move |()| part.refetch())/> }.into_any()
        }
    })
    .into_any()
}
