//! What Twilio tells: one call for each piece of news.

/// A call.
#[derive(Debug)]
pub(crate) struct Event {
    /// What chance decides by: the person, and what happened.
    pub(super) subject: String,
    pub(super) url: String,
    pub(super) parameters: Vec<(&'static str, String)>,
}
