//! The noun consent: the ledger of who agreed to what, and its current standing.
//!
//! Entries commit unchained, so that nothing ever delays an unsubscription; the sealer chains them in order afterwards, and
//! [`Consent::verify`] walks the chain. What proves an entry stands apart, with its salt, so that it can be erased.

mod chain;
mod history;
mod row;
mod verify;

use chrono::{DateTime, Utc};
use domain::{
    FieldError,
    consent::{ConsentEntry, ConsentRecord, Decision, Purpose},
};
use sqlx::{
    PgConnection,
    types::{Json, Uuid},
};

pub(crate) use row::EntryRow;

use crate::Result;

/// The ledger, within a transaction.
#[derive(Debug)]
pub struct Consent<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct NewConsent<'a> {
    /// Its id (version 7).
    pub id: Uuid,
    /// What was decided; the address in its normal form.
    pub record: &'a ConsentRecord,
    /// Where: a [`domain::consent::ConsentSource`].
    pub source: &'a str,
    /// Who records it.
    pub actor: &'a str,
    /// Random bytes that make the hash of the evidence unguessable.
    pub salt: [u8; 16],
    /// The instant of recording.
    pub now: DateTime<Utc>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// Written; it counts from the moment the transaction is committed.
    Done(ConsentEntry),
    /// It says that it was expressed after it was recorded: nothing was written.
    InTheFuture,
    /// A yes to marketing by WhatsApp that nothing proves, by what is missing: nothing was written.
    Unproven(Vec<FieldError>),
    /// `informed` and `information` belong together, and to nothing else: nothing was written.
    Contradiction,
}

impl Consent<'_> {
    /// Writes an entry and what proves it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn record(&mut self, new: NewConsent<'_>) -> Result<Recorded> {
        let NewConsent { id, record, source, actor, salt, now } = new;
        if record.occurred_at > now {
            return Ok(Recorded::InTheFuture);
        }
        if (record.purpose == Purpose::Information) != (record.decision == Decision::Informed) {
            return Ok(Recorded::Contradiction);
        }
        if let Err(missing) = record.prove(source) {
            return Ok(Recorded::Unproven(missing));
        }
        let hash = chain::evidence_hash(&salt, &record.evidence);
        sqlx::query!(
            "insert into marketing_consent_entries
                 (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at, evidence_hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            id,
            record.address,
            record.channel.as_str(),
            record.purpose.as_str(),
            record.decision.as_str(),
            source,
            actor,
            record.occurred_at,
            now,
            hash.as_slice()
        )
        .execute(&mut *self.conn)
        .await?;
        self.keep_evidence(&new).await?;
        Ok(Recorded::Done(row::entry(&new)))
    }

    /// Whether a decision of exactly that instant is written already: what a provider tells twice is one decision.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn knows(&mut self, record: &ConsentRecord) -> Result<bool> {
        let knows = sqlx::query_scalar!(
            r#"select exists (select from marketing_consent_entries
                              where address = $1 and channel = $2 and purpose = $3 and decision = $4 and occurred_at = $5) as "knows!""#,
            record.address,
            record.channel.as_str(),
            record.purpose.as_str(),
            record.decision.as_str(),
            record.occurred_at
        );
        Ok(knows.fetch_one(&mut *self.conn).await?)
    }

    async fn keep_evidence(&mut self, new: &NewConsent<'_>) -> Result<()> {
        sqlx::query!(
            "insert into marketing_consent_evidence (entry_id, salt, evidence) values ($1, $2, $3)",
            new.id,
            &new.salt,
            Json(&new.record.evidence) as _
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
