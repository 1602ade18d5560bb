//! Cutting a batch into requests.

use std::collections::HashSet;

use crate::{EmailBatch, EmailRecipient, Request};

/// What a provider takes in one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The most recipients.
    pub(crate) members: usize,
    /// The most bytes that recipients take together.
    pub(crate) size: usize,
}

/// What a recipient brings along.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// How many bytes it takes.
    pub(crate) size: usize,
    /// Whether it goes alone.
    pub(crate) alone: bool,
}

/// The requests of a batch, in its order: as few as the limits let there be. No address stands in one twice, in whatever case:
/// providers refuse the whole request for it.
pub(crate) fn cut(
    batch: &EmailBatch,
    limits: Limits,
    load: impl Fn(&EmailRecipient) -> Load,
) -> Vec<Request> {
    let mut groups: Vec<Group> = Vec::new();
    for recipient in &batch.recipients {
        let (load, address) = (load(recipient), recipient.address.to_lowercase());
        match groups.last_mut() {
            Some(group) if group.fits(limits, load, &address) => group.take(load, address),
            _ => groups.push(Group { load, addresses: HashSet::from([address]) }),
        }
    }
    let mut start = 0;
    let requests = groups.iter().map(|group| {
        let members = start..start + group.addresses.len();
        start = members.end;
        Request::of(batch.key, members)
    });
    requests.collect()
}

struct Group {
    load: Load,
    addresses: HashSet<String>,
}

impl Group {
    fn fits(&self, limits: Limits, load: Load, address: &str) -> bool {
        !self.load.alone
            && !load.alone
            && self.addresses.len() < limits.members
            && self.load.size + load.size <= limits.size
            && !self.addresses.contains(address)
    }

    fn take(&mut self, load: Load, address: String) {
        self.load.size += load.size;
        self.addresses.insert(address);
    }
}
