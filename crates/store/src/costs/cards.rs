//! Rate cards.

use chrono::NaiveDate;
use domain::whatsapp::{Rate, RateCard};
use sqlx::types::Json;

use super::Costs;
use crate::{Result, campaigns::word};

impl Costs<'_> {
    /// Every card, the one that begins last first.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn cards(&mut self) -> Result<Vec<RateCard>> {
        let rows = sqlx::query!(
            r#"select provider, begins_on, currency, fee_micros, rates as "rates: Json<Vec<Rate>>", imported_by, imported_at
               from marketing_rate_cards order by begins_on desc, provider"#
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let cards = rows.into_iter().map(|row| {
            Ok(RateCard {
                provider: word(&row.provider, "provider")?,
                begins_on: row.begins_on,
                currency: row.currency,
                fee_micros: row.fee_micros,
                rates: row.rates.0,
                imported_by: row.imported_by,
                imported_at: row.imported_at,
            })
        });
        cards.collect()
    }

    /// Keeps a card. One that begins on the same day gives way while that day is still to come; false where it has come: what was
    /// priced by a card is not priced anew.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn import(&mut self, card: &RateCard, today: NaiveDate) -> Result<bool> {
        let kept = sqlx::query!(
            "insert into marketing_rate_cards as c
                 (provider, begins_on, currency, fee_micros, rates, imported_by, imported_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (provider, begins_on) do update
             set currency = excluded.currency, fee_micros = excluded.fee_micros, rates = excluded.rates,
                 imported_by = excluded.imported_by, imported_at = excluded.imported_at
             where c.begins_on > $8
                or (c.currency, c.fee_micros, c.rates) is not distinct from (excluded.currency, excluded.fee_micros, excluded.rates)",
            card.provider.as_str(),
            card.begins_on,
            card.currency,
            card.fee_micros,
            Json(&card.rates) as _,
            card.imported_by,
            card.imported_at,
            today
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(kept.rows_affected() == 1)
    }
}
