//! Whose the names are that somebody writes under: providers spell some numbers in their own way, and some people hide theirs.

use domain::{provider::AccountId, whatsapp::Wish};
use store::{StoreError, Tx};

/// The names that somebody writes under, or chooses under.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    /// The number, as the provider spells it.
    pub(super) phone: Option<&'a str>,
    /// The user id.
    pub(super) user_id: Option<&'a str>,
    /// The address that the answered message went to.
    pub(super) answered: Option<&'a str>,
}

/// The addresses of somebody.
#[derive(Debug)]
pub(super) struct Whose {
    /// The number as we write it, where we know that, for campaigns ask by it who may be written to; else as the provider spells it. The
    /// user id of somebody whose number nobody knows.
    pub(super) address: String,
    /// Those at which whoever writes is reached, as far as the provider tells.
    proven: Vec<String>,
    /// Those that the user id was known by besides, and other spellings of the number: it may be somebody else's by now.
    others: Vec<String>,
}

impl Whose {
    /// Looks up whose names these are; nobody's where there are none.
    pub(super) async fn find(
        tx: &mut Tx,
        account: &AccountId,
        names: Names<'_>,
    ) -> Result<Option<Self>, StoreError> {
        let Names { phone, user_id, answered } = names;
        let (mut written, mut talked) = (None, None);
        if let Some(user) = user_id {
            written = tx.conversations().written_to(account, user).await?;
            talked = tx.conversations().address_of(account, user).await?;
        }
        let number = phone.map(str::to_owned).or_else(|| talked.clone());
        let ours = match &number {
            Some(number) => tx.conversations().written_to(account, number).await?,
            None => None,
        };
        let mut spellings = Vec::new();
        for number in distinct([ours.clone(), number.clone()]) {
            spellings.extend(tx.conversations().spellings(account, &number).await?);
        }
        // What is decided under a user id alone counts for that too: another number may be told of it later.
        let alone = user_id.filter(|_| phone.is_none());
        let proven = distinct([ours, number, answered.map(str::to_owned), alone.map(str::to_owned)]);
        let others = distinct([written, talked].into_iter().chain(spellings.into_iter().map(Some)));
        Ok(proven.first().cloned().map(|address| Self { address, proven, others }))
    }

    /// The addresses that a decision counts for. A no counts for all that are known to be the person's, whatever may have become of them. A
    /// yes counts only where the person who gave it is reached: at the number that they write from, as we write it too, at the one that
    /// the answered message went to, and under the user id of somebody who hides the number.
    pub(super) fn decided(&self, wish: Wish) -> Vec<&str> {
        let besides = |address: &&String| wish != Wish::Resume && !self.proven.contains(address);
        self.proven.iter().chain(self.others.iter().filter(besides)).map(String::as_str).collect()
    }
}

fn distinct(addresses: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let mut distinct = Vec::new();
    for address in addresses.into_iter().flatten() {
        if !distinct.contains(&address) {
            distinct.push(address);
        }
    }
    distinct
}
