//! What readers of messages see and touch: pages without a script, pixels, links. They bring no token of a person but one of
//! ours, judged by its signature alone, so that a flood of invented ones costs no look-up.
//!
//! Nothing here is limited by address: proxies of mailboxes and providers call for millions from a few, and a limit would lose
//! the clicks of real readers. What is bounded is our own work: the queue of hits, and the size of every body.

mod body;
mod choice;
mod collector;
mod letter;
mod links;
mod page;
mod style;
mod texts;
mod visit;

pub(crate) use body::read;
pub(crate) use choice::{Choice, preferences_url};
pub use collector::{Collecting, Collector};
pub(crate) use letter::{Letter, answer, find as letter, masked};
pub(crate) use links::Links;
pub(crate) use page::{Page, missing, stored_page};
pub(crate) use texts::{Texts, day};
pub(crate) use visit::Visit;
