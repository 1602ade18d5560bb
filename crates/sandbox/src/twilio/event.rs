//! What Twilio tells: one call for each piece of news.

/// A call.
#[derive(Debug)]
pub(crate) struct Event {
    /// What chance decides by: the person or the template, and what happened.
    pub(super) subject: String,
    pub(super) url: String,
    pub(super) body: Body,
}

/// What a call holds.
#[derive(Debug)]
pub(super) enum Body {
    /// Of a message.
    Form(Vec<(&'static str, String)>),
    /// Of Event Streams.
    Json(String),
}
