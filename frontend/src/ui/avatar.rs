//! A person in two letters.

use leptos::prelude::*;

/// The initials on a quiet colour of their own; the name is told beside, or by `title`.
#[component]
pub(crate) fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let tone = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 5;
    view! { <span class=format!("eb-avatar eb-tone-{tone}") aria-hidden="true" title=name.clone()>{initials(&name)}</span> }
}

/// As they are written; the style makes them capitals: the browser knows those of all alphabets.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}
