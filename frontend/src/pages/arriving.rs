//! A page whose program is still on its way.

use std::{future::Future, rc::Rc};

use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::{api::Failure, remote::Remote, ui::Broken};

/// A page that has arrived and can be made.
type Made = Rc<dyn Fn() -> AnyView>;

/// Shows the page as soon as its part is there; where it cannot be had, says so and tries again.
pub(super) fn arriving<T, F>(part: impl Fn() -> F + 'static, make: impl Fn(T) -> AnyView + 'static) -> AnyView
where
    T: Copy + 'static,
    F: Future<Output = Result<T, SplitLoaderError>> + 'static,
{
    let make = Rc::new(make);
    shown(Remote::new(move || {
        let (part, make) = (part(), Rc::clone(&make));
        async move {
            let page = part.await.map_err(|_| Failure::Network)?;
            Ok(Rc::new(move || make(page)) as Made)
        }
    }))
}

/// The same for all pages: only how a part is made differs from one to the next.
fn shown(part: Remote<Made>) -> AnyView {
    (move || match part.get() {
        None => ().into_any(),
        Some(Ok(page)) => page(),
        Some(Err(failure)) => {
            view! { <Broken failure retry=Callback::new(move |()| part.refetch())/> }.into_any()
        }
    })
    .into_any()
}
