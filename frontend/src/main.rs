#![doc = include_str!("../README.md")]
// `#[component]` writes its function anew, and always as `pub`.
#![allow(unreachable_pub)]

mod api;
mod app;
mod browser;
mod chart;
mod editor;
mod i18n;
mod intl;
mod live;
mod money;
mod pages;
mod remote;
mod session;
mod shell;
mod ui;
mod watch;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    browser::remove_boot_screen();
    leptos::mount::mount_to_body(app::App);
}
