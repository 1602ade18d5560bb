//! The list of conversations, and the messages of one.

use domain::{
    ConversationId,
    list::{Cursor, Page},
    whatsapp::{Conversation, ConversationMessage, ConversationQuery},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    keyset::{Key, Keyset, Order, Place, instant},
    push_words,
};
use crate::{
    Result,
    conversations::{ConversationRow, MessageRow},
};

const SELECT: &str = "select id, account, address, person_id, coalesce(nullif(name, ''), profile_name) as name, state, unread, \
    excerpt, last_direction, last_at, window_until from marketing_conversations c \
    left join lateral (select k.person_id, k.name from marketing_contacts k \
                       where k.phone = c.address and k.is_mobile order by k.place limit 1) k on true where true";

const MESSAGES: &str = "select id, direction, content, campaign_id, author, state, reason, at \
    from marketing_messages where conversation_id = ";

impl Place for ConversationRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: Key) -> String {
        instant(self.last_at)
    }
}

impl Place for MessageRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: Key) -> String {
        instant(self.at)
    }
}

pub(crate) async fn page(conn: &mut PgConnection, query: &ConversationQuery) -> Result<Page<Conversation>> {
    let order = Order { name: "conversations", key: Key::Heard, descending: true };
    let keyset = Keyset::new(order, query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    if let Some(state) = query.state {
        sql.push(" and state = ").push_bind(state.as_str());
    }
    push_words(
        &mut sql,
        r"marketing_fold(concat_ws(E'\n', name, profile_name, address))",
        &looked_for(&query.q),
    );
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<ConversationRow>().fetch_all(conn).await?)
}

pub(crate) async fn find(conn: &mut PgConnection, id: Uuid) -> Result<Option<Conversation>> {
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    sql.push(" and id = ").push_bind(id);
    let row = sql.build_query_as::<ConversationRow>().fetch_optional(conn).await?;
    row.map(Conversation::try_from).transpose()
}

pub(crate) async fn messages(
    conn: &mut PgConnection,
    id: ConversationId,
    cursor: Option<&Cursor>,
    limit: u32,
) -> Result<Page<ConversationMessage>> {
    let order = Order { name: "messages", key: Key::Said, descending: true };
    let keyset = Keyset::new(order, cursor, limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(MESSAGES);
    sql.push_bind(id.0);
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<MessageRow>().fetch_all(conn).await?)
}

/// A number is found however it is grouped, and with the 0 that stands for the country.
fn looked_for(words: &str) -> String {
    let is_number =
        words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '.' | '-'));
    if !is_number {
        return words.to_owned();
    }
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_is_looked_for_however_it_is_written() {
        for written in ["06 12 34", "+33 6 12.34", "0033612-34"] {
            assert!("+33612340000".contains(&super::looked_for(written)), "{written}");
        }
        assert_eq!(super::looked_for("Awa 06"), "Awa 06");
    }
}
