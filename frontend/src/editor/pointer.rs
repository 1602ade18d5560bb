//! Pointers of fields that come and go: a variable's value, a button's text.

use std::{cell::RefCell, collections::BTreeSet};

thread_local! {
    static POINTERS: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The same pointer for good. Fields know their pointers as long as the program runs, and such fields are few: each is made once.
pub(crate) fn pointer(text: String) -> &'static str {
    POINTERS.with_borrow_mut(|known| match known.get(text.as_str()) {
        Some(known) => known,
        None => {
            let new: &'static str = Box::leak(text.into_boxed_str());
            known.insert(new);
            new
        }
    })
}
