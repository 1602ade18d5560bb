//! Lists with filters and orders: the only statements of the product, beside `load` and `segments`, that are put together at
//! run time. Values are always bound, never written into the text.

pub(crate) mod campaigns;
pub(crate) mod consent;
pub(crate) mod conversations;
pub(crate) mod exclusions;
mod keyset;
pub(crate) mod recipients;
pub(crate) mod suppressions;
pub(crate) mod templates;
pub(crate) mod whatsapp_templates;

use domain::{CampaignId, Channel};
use sqlx::{Postgres, QueryBuilder};

/// What both lists filter by: rows that this product serves, put away or not, by channel, by words.
pub(crate) struct Filter<'q> {
    pub(crate) q: &'q str,
    pub(crate) channel: Option<Channel>,
    /// Only the archived, only the others, or both.
    pub(crate) archived: Option<bool>,
}

impl Filter<'_> {
    fn push(&self, sql: &mut QueryBuilder<Postgres>) {
        match self.channel {
            Some(channel) => sql.push(" where marketing_channel = ").push_bind(channel.as_str()),
            None => sql.push(" where marketing_channel is not null"),
        };
        match self.archived {
            Some(true) => _ = sql.push(" and marketing_archived_at is not null"),
            Some(false) => _ = sql.push(" and marketing_archived_at is null"),
            None => {}
        }
        push_words(sql, "marketing_search", self.q);
    }
}

/// Asks for the rows of some campaigns: of one alone by equality, so that an index gives them in order.
fn push_of(sql: &mut QueryBuilder<Postgres>, campaigns: &[CampaignId]) {
    match campaigns {
        [campaign] => sql.push(" where campaign_id = ").push_bind(campaign.0),
        several => {
            let ids: Vec<_> = several.iter().map(|campaign| campaign.0).collect();
            sql.push(" where campaign_id = any(").push_bind(ids).push(")")
        }
    };
}

/// Asks for each word of a search in a folded text.
fn push_words(sql: &mut QueryBuilder<Postgres>, folded: &str, words: &str) {
    for word in words.split_whitespace() {
        sql.push(format!(" and {folded} like '%' || marketing_fold("))
            .push_bind(escape_like(word))
            .push(") || '%'");
    }
}

/// A word as LIKE finds it letter by letter.
fn escape_like(word: &str) -> String {
    word.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_signs_of_like_are_looked_for_and_not_obeyed() {
        assert_eq!(super::escape_like(r"20%_\x"), r"20\%\_\\x");
    }
}
