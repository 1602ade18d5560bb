//! What readers call, over real HTTP.

mod clicks;
mod pages;
mod preferences;
mod unsubscribe;
