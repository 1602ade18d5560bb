//! What goes wrong with webhooks.

/// The switches that are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WebhookFaults {
    pub(crate) paused: bool,
    pub(crate) duplicated: bool,
    pub(crate) reversed: bool,
}
