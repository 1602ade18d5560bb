//! A value that has come to rest.

use std::time::Duration;

use leptos::prelude::*;

use crate::watch::watch;

/// The signal's value, once it has not changed for this long.
pub(crate) fn debounced<T: Clone + PartialEq + Send + Sync + 'static>(
    from: Memo<T>,
    rest: Duration,
) -> Signal<T> {
    let settled = RwSignal::new(from.get_untracked());
    let turn = StoredValue::new(0_u32);
    watch(move || {
        let value = from.get();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    settled.maybe_update(|settled| {
                        let changed = *settled != value;
                        settled.clone_from(&value);
                        changed
                    });
                }
            },
            rest,
        );
    });
    settled.into()
}
