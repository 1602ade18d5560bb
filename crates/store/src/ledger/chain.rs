//! The chain: each entry's hash covers the entry and the hash before it, so that nothing can be changed, left out or put in
//! between without the rest of the chain telling.

use std::fmt::Write;

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Consent, row::EntryRow};
use crate::{Result, locks};

/// SHA-256.
pub(super) type Hash = [u8; 32];

/// What stands before the first entry.
pub(super) const GENESIS: Hash = [0; 32];

/// The hash of an entry at a place: SHA-256 of the hash before it, followed by the canonical form. That is a JSON array without
/// blanks: place, id, address, channel, purpose, decision, source, actor, both instants (RFC 3339, UTC, microseconds), and
/// the hash of the evidence in lower-case hexadecimal or null.
pub(super) fn entry_hash(previous: &Hash, seq: i64, entry: &EntryRow) -> Hash {
    let instant = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let canonical = json!([
        seq,
        entry.id.to_string(),
        entry.address,
        entry.channel,
        entry.purpose,
        entry.decision,
        entry.source,
        entry.actor,
        instant(entry.occurred_at),
        instant(entry.recorded_at),
        entry.evidence_hash.as_deref().map(hex),
    ]);
    Sha256::new().chain_update(previous).chain_update(canonical.to_string()).finalize().into()
}

/// SHA-256 of the salt, followed by the evidence as JSON with sorted keys and no blanks.
pub(super) fn evidence_hash(salt: &[u8], evidence: &Map<String, Value>) -> Hash {
    let mut text = String::new();
    push_object(&mut text, evidence);
    Sha256::new().chain_update(salt).chain_update(text).finalize().into()
}

/// Sorted here, and not by the map: whether that keeps an order is a feature that any crate may switch on.
fn push_object(text: &mut String, object: &Map<String, Value>) {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_by_key(|(key, _)| key.as_str());
    text.push('{');
    for (place, (key, value)) in members.into_iter().enumerate() {
        text.push_str(if place > 0 { "," } else { "" });
        text.push_str(&Value::from(key.as_str()).to_string());
        text.push(':');
        push_value(text, value);
    }
    text.push('}');
}

fn push_value(text: &mut String, value: &Value) {
    match value {
        Value::Object(object) => push_object(text, object),
        Value::Array(values) => {
            text.push('[');
            for (place, value) in values.iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                push_value(text, value);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The end of the chain.
struct Head {
    seq: i64,
    hash: Hash,
}

impl Consent<'_> {
    /// Chains at most `limit` entries that wait for it, the ones recorded first before the others; tells how many. None are
    /// chained while another process does it. Writers are never held up: only rows that nobody writes again are locked.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn seal(&mut self, limit: i64) -> Result<usize> {
        if !locks::take(self.conn, locks::SEALER).await? {
            return Ok(0);
        }
        let mut head = self.head().await?;
        let entries = self.unsealed(limit).await?;
        let (mut ids, mut places) = (Vec::new(), Vec::new());
        let (mut previous, mut hashes) = (Vec::new(), Vec::new());
        for entry in &entries {
            let hash = entry_hash(&head.hash, head.seq + 1, entry);
            ids.push(entry.id);
            places.push(head.seq + 1);
            previous.push(head.hash.to_vec());
            hashes.push(hash.to_vec());
            head = Head { seq: head.seq + 1, hash };
        }
        sqlx::query!(
            "update marketing_consent_entries e set seq = s.seq, prev_hash = s.prev_hash, hash = s.hash
             from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) as s (id, seq, prev_hash, hash)
             where e.id = s.id",
            &ids,
            &places,
            &previous,
            &hashes
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(entries.len())
    }

    async fn head(&mut self) -> Result<Head> {
        let newest = sqlx::query!(
            r#"select seq as "seq!", hash as "hash!" from marketing_consent_entries
               where seq is not null order by seq desc limit 1"#
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(newest) = newest else { return Ok(Head { seq: 0, hash: GENESIS }) };
        let hash = newest.hash.try_into().map_err(|_| {
            crate::StoreError::Corrupt("the ledger's newest hash does not have 32 bytes".into())
        })?;
        Ok(Head { seq: newest.seq, hash })
    }

    async fn unsealed(&mut self, limit: i64) -> Result<Vec<EntryRow>> {
        let rows = sqlx::query_as!(
            EntryRow,
            "select id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at, evidence_hash, seq
             from marketing_consent_entries where seq is null order by recorded_at, id limit $1",
            limit
        );
        Ok(rows.fetch_all(&mut *self.conn).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_has_one_form_whatever_the_order_of_its_members() {
        let one: Map<String, Value> =
            serde_json::from_str(r#"{"b": [1, {"d": "é\n", "c": null}], "a": true}"#).unwrap();
        let mut text = String::new();
        push_object(&mut text, &one);
        assert_eq!(text, r#"{"a":true,"b":[1,{"c":null,"d":"é\n"}]}"#);
    }
}
