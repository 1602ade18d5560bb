//! Small parts that every page is made of.

mod avatar;
mod bubble;
mod channel_filter;
mod confirm;
mod cost;
mod debounced;
mod dialog;
mod icon;
mod kpi;
mod line;
mod loaded;
mod menu;
mod notices;
mod number;
mod pager;
mod pill;
mod right;
mod search;
mod states;
mod title;
mod told;
mod waterfall;
mod whatsapp;

pub(crate) use avatar::Avatar;
pub(crate) use bubble::Bubble;
pub(crate) use channel_filter::ChannelFilter;
pub(crate) use confirm::Confirm;
pub(crate) use cost::{Estimate, place as cost_place};
pub(crate) use debounced::debounced;
pub(crate) use dialog::Dialog;
pub(crate) use icon::{Icon, Mark};
pub(crate) use kpi::{Change, Kpi, KpiRow, Sense};
pub(crate) use line::Line;
pub(crate) use loaded::{Loaded, LoadedPage};
pub(crate) use menu::{Menu, menu_is_open};
pub(crate) use notices::{NoticeBoard, Notices, use_notices};
pub(crate) use number::NumberFacts;
pub(crate) use pager::Pager;
pub(crate) use pill::{ChannelLabel, StatePill};
pub(crate) use right::{NoRight, may, use_me};
pub(crate) use search::SearchBox;
pub(crate) use states::{Broken, Empty, Skeleton};
pub(crate) use title::set_title;
pub(crate) use told::told;
pub(crate) use waterfall::{WaterfallTable, Waterfalls};
pub(crate) use whatsapp::{QualityPill, TemplatePill};

use std::sync::atomic::{AtomicUsize, Ordering};

/// A number that no other element of the page has.
pub(crate) fn fresh_id(prefix: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
