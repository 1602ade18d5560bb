//! Where the links of campaigns lead: fixed once a campaign is planned, so that a table that was read stays true.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use domain::CampaignId;
use store::{Store, StoreError};

/// Most campaigns whose tables a worker keeps.
const CAMPAIGNS: usize = 500;

type Table = Rc<HashMap<u16, String>>;

/// The tables that a worker has read.
#[derive(Debug, Default)]
pub(crate) struct Links(RefCell<HashMap<CampaignId, Table>>);

impl Links {
    /// Where a link leads; none where the campaign has no such link.
    pub(crate) async fn find(
        &self,
        store: &Store,
        campaign: CampaignId,
        number: u16,
    ) -> Result<Option<String>, StoreError> {
        let known = self.0.borrow().get(&campaign).cloned();
        let table = match known {
            Some(table) => table,
            None => self.read(store, campaign).await?,
        };
        Ok(table.get(&number).cloned())
    }

    async fn read(&self, store: &Store, campaign: CampaignId) -> Result<Table, StoreError> {
        let mut tx = store.begin().await?;
        let table: Table = Rc::new(tx.readers().links(campaign).await?.into_iter().collect());
        // A campaign without links may still get some: only what is fixed is kept.
        if !table.is_empty() {
            self.keep(campaign, &table);
        }
        Ok(table)
    }

    fn keep(&self, campaign: CampaignId, table: &Table) {
        let mut tables = self.0.borrow_mut();
        if tables.len() >= CAMPAIGNS
            && let Some(any) = tables.keys().next().copied()
        {
            tables.remove(&any);
        }
        tables.insert(campaign, Rc::clone(table));
    }
}
