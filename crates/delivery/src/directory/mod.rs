//! The directory: folds what changed in the sources into contacts and people.

mod fold;
mod identity;
mod mailbox;

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, Utc};
use domain::{consent::Kind, sources::Source};
use store::{Contact, Directory as Shelf, SourceId, Store, StoreError};

use crate::{Stage, Step};

/// Most changes that one step folds: short transactions, and a stop never waits long.
const PIECE: i64 = 2_000;

/// The stage that knows who is who.
#[derive(Debug, Clone)]
pub struct Directory {
    store: Store,
}

impl Directory {
    /// The directory of a database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Makes everything anew, in one transaction: readers see the old directory until they see the new one. False where another
    /// process is folding; nothing was done then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rebuild(&self) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let mut shelf = tx.directory();
        if !shelf.lock().await? {
            return Ok(false);
        }
        shelf.clear().await?;
        while fold_piece(&mut shelf).await? {}
        tx.commit().await?;
        Ok(true)
    }
}

impl Stage for Directory {
    const NAME: &'static str = "directory";
    // The suite's tables notify nobody (see the migration), so that the log is looked at often; an empty one costs next to nothing.
    const REST: Duration = Duration::from_secs(1);

    async fn step(&self, _: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let mut shelf = tx.directory();
        let worked = shelf.lock().await? && fold_piece(&mut shelf).await?;
        tx.commit().await?;
        Ok(if worked { Step::Worked } else { Step::Idle })
    }
}

/// Folds the oldest changes; false where there were none.
async fn fold_piece(shelf: &mut Shelf<'_>) -> Result<bool, StoreError> {
    let changes = shelf.take_changes(PIECE).await?;
    if changes.is_empty() {
        return Ok(false);
    }
    let mut rows = changes.rows;
    let informed: Vec<_> = changes.informed.iter().map(|email| identity::of_email(email)).collect();
    rows.extend(shelf.companies_of(&informed).await?);
    let mut contacts = Vec::new();
    for source in Source::ALL {
        contacts.extend(read(shelf, *source, &rows).await?);
    }
    mark_informed(shelf, &mut contacts).await?;
    shelf.replace(&rows, &contacts).await?;
    Ok(true)
}

async fn read(
    shelf: &mut Shelf<'_>,
    source: Source,
    rows: &BTreeSet<SourceId>,
) -> Result<Vec<Contact>, StoreError> {
    let of_source = rows.iter().filter(|row| row.source == source);
    let ids: Vec<String> = of_source.map(|row| row.id.clone()).collect();
    let rows = shelf.rows(source, &ids).await?;
    Ok(rows.iter().flat_map(|row| fold::contacts(source, row)).collect())
}

/// A company that was informed at collection is another kind of contact.
async fn mark_informed(shelf: &mut Shelf<'_>, contacts: &mut [Contact]) -> Result<(), StoreError> {
    let companies = contacts.iter_mut().filter(|contact| contact.kind == Kind::Company);
    let companies: Vec<_> = companies.filter(|contact| contact.email.is_some()).collect();
    let emails: Vec<String> = companies.iter().filter_map(|contact| contact.email.clone()).collect();
    let informed = shelf.informed(&emails).await?;
    for contact in companies {
        if contact.email.as_ref().is_some_and(|email| informed.contains(email)) {
            contact.kind = Kind::InformedCompany;
        }
    }
    Ok(())
}
