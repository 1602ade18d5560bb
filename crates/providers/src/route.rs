//! Which account carries a campaign.

use std::sync::Arc;

use domain::{
    channel::Channel,
    provider::{AccountId, Sender},
};

use crate::{Accounts, Connection};

impl Accounts {
    /// The account that carries a campaign: the one that it names, else the first of its channel that may send as its sender, else
    /// the channel's first, so that a review can say what is wrong. None where there is no such account.
    #[must_use]
    pub fn carrier(
        &self,
        channel: Channel,
        named: Option<&AccountId>,
        sender: Option<&Sender>,
    ) -> Option<&Arc<dyn Connection>> {
        let mut of_channel = self.for_channel(channel);
        match (named, sender) {
            (Some(named), _) => of_channel.find(|account| account.id() == named),
            (None, Some(sender)) => of_channel
                .find(|account| account.may_send_as(&sender.email))
                .or_else(|| self.for_channel(channel).next()),
            (None, None) => of_channel.next(),
        }
    }
}

impl dyn Connection {
    /// Whether an address is one of the account's senders.
    #[must_use]
    pub fn may_send_as(&self, email: &str) -> bool {
        self.senders().iter().any(|sender| sender.email.eq_ignore_ascii_case(email))
    }
}
