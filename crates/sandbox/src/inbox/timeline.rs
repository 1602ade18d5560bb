//! What happened to a message, in order.

use maud::{Markup, html};

use super::texts::Texts;
use crate::people::Deed;

pub(crate) fn timeline(texts: &Texts, deeds: &[Deed]) -> Markup {
    html! {
        section.card {
            h2 { (texts.story) }
            table { tbody { @for deed in deeds { (row(texts, deed)) } } }
        }
    }
}

fn row(texts: &Texts, deed: &Deed) -> Markup {
    html! {
        tr {
            td.time { time datetime=(deed.at.to_rfc3339()) { (deed.at.format("%H:%M:%S%.3f")) } }
            td {
                (texts.what(deed.what))
                @if let Some(who) = deed.by { " · " (texts.who(who)) }
                @if let Some(answer) = deed.answer { span.quiet { " · HTTP " (answer) } }
                @if let Some(reason) = deed.reason { div.quiet { (reason) } }
                @if let Some(url) = &deed.url { div.quiet { (url) } }
            }
        }
    }
}
