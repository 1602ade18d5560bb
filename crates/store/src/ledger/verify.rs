//! Walking the chain.

use domain::consent::LedgerVerdict;
use serde_json::{Map, Value};
use sqlx::types::Json;

use super::{
    Consent,
    chain::{GENESIS, Hash, entry_hash, evidence_hash, hex},
    row::EntryRow,
};
use crate::Result;

/// Entries read at once.
const PIECE: i64 = 5_000;

/// A chained entry, with what proves it where that was not erased.
struct Link {
    entry: EntryRow,
    prev_hash: Option<Vec<u8>>,
    hash: Option<Vec<u8>>,
    proof: Option<(Vec<u8>, Map<String, Value>)>,
}

/// How far the walk has come.
struct Walk {
    entries: i64,
    erased: i64,
    head: Hash,
    broken_at: Option<i64>,
}

impl Consent<'_> {
    /// Walks the chain from its beginning to its end, or to the first place that does not hold.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn verify(&mut self) -> Result<LedgerVerdict> {
        let mut walk = Walk { entries: 0, erased: 0, head: GENESIS, broken_at: None };
        loop {
            let links = self.links(walk.entries).await?;
            let (read, before) = (links.len(), walk.entries);
            for link in links {
                walk.step(&link);
            }
            // A place that is missing ends the walk as surely as the last one does.
            if read == 0 || walk.broken_at.is_some() || walk.entries == before {
                break;
            }
        }
        let unsealed = sqlx::query_scalar!(
            r#"select count(*) as "count!" from marketing_consent_entries where seq is null"#
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let head = (walk.entries > 0).then(|| hex(&walk.head));
        let Walk { entries, erased, broken_at, .. } = walk;
        Ok(LedgerVerdict { entries, unsealed, erased, broken_at, head })
    }

    async fn links(&mut self, after: i64) -> Result<Vec<Link>> {
        let rows = sqlx::query!(
            r#"select e.id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at, evidence_hash,
                      seq, prev_hash, hash, v.salt as "salt?", v.evidence as "evidence?: Json<Map<String, Value>>"
               from marketing_consent_entries e left join marketing_consent_evidence v on v.entry_id = e.id
               where seq > $1 order by seq limit $2"#,
            after,
            PIECE
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let links = rows.into_iter().map(|row| Link {
            entry: EntryRow {
                id: row.id,
                address: row.address,
                channel: row.channel,
                purpose: row.purpose,
                decision: row.decision,
                source: row.source,
                actor: row.actor,
                occurred_at: row.occurred_at,
                recorded_at: row.recorded_at,
                evidence_hash: row.evidence_hash,
                seq: row.seq,
            },
            prev_hash: row.prev_hash,
            hash: row.hash,
            proof: row.salt.zip(row.evidence.map(|evidence| evidence.0)),
        });
        Ok(links.collect())
    }
}

impl Walk {
    fn step(&mut self, link: &Link) {
        if self.broken_at.is_some() {
            return;
        }
        let place = self.entries + 1;
        let hash = entry_hash(&self.head, place, &link.entry);
        let chained = link.entry.seq == Some(place)
            && link.prev_hash.as_deref() == Some(self.head.as_slice())
            && link.hash.as_deref() == Some(hash.as_slice());
        if !chained || !link.is_proved() {
            self.broken_at = Some(place);
            return;
        }
        self.erased += i64::from(link.is_erased());
        self.head = hash;
        self.entries = place;
    }
}

impl Link {
    /// The evidence is gone: its hash stays, and says that there was some.
    fn is_erased(&self) -> bool {
        self.entry.evidence_hash.is_some() && self.proof.is_none()
    }

    /// What evidence there is has the hash that the entry keeps of it.
    fn is_proved(&self) -> bool {
        match (&self.proof, &self.entry.evidence_hash) {
            (None, _) => true,
            (Some((salt, evidence)), Some(kept)) => evidence_hash(salt, evidence).as_slice() == kept,
            (Some(_), None) => false,
        }
    }
}
