//! Pages by key: the rows after (or before) a place, in the order of the list, with ties broken by id.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::list::{Cursor, Direction, MAX_LIMIT, Page};
use sqlx::{Postgres, QueryBuilder, types::Uuid};

use crate::{Result, StoreError};

/// An order of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Its name, which its cursors carry.
    pub(crate) name: &'static str,
    pub(crate) key: Key,
    pub(crate) descending: bool,
}

/// What an order sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Updated,
    Created,
    Name,
    /// Since when an address is suppressed.
    Suppressed,
    /// When a decision was recorded.
    Recorded,
    /// The place of a contact among those left out.
    LeftOut,
    /// The number of a delivery in its campaign.
    Number,
    /// When somebody last wrote in a conversation.
    Heard,
    /// When a message was written.
    Said,
}

impl Key {
    fn column(self) -> &'static str {
        match self {
            Self::Updated => "marketing_updated_at",
            Self::Created => "marketing_created_at",
            Self::Name => "marketing_sort_name",
            Self::Suppressed => "created_at",
            Self::Recorded => "recorded_at",
            Self::LeftOut => "place",
            Self::Number => "number",
            Self::Heard => "last_at",
            Self::Said => "at",
        }
    }

    /// The column that breaks ties; none where there are no ties.
    fn tie(self) -> Option<&'static str> {
        match self {
            Self::Updated | Self::Created | Self::Name => Some("marketing_id"),
            Self::Suppressed | Self::Recorded | Self::Heard | Self::Said => Some("id"),
            // A campaign and its e-mail part are one list.
            Self::LeftOut | Self::Number => Some("campaign_id"),
        }
    }
}

/// Where a row stands in the orders.
pub(crate) trait Place {
    fn id(&self) -> Uuid;
    fn key(&self, key: Key) -> String;
}

/// An instant as a cursor carries it: PostgreSQL counts microseconds.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// One page to be read.
pub(crate) struct Keyset<'q> {
    order: Order,
    cursor: Option<&'q Cursor>,
    limit: u32,
}

impl<'q> Keyset<'q> {
    pub(crate) fn new(order: Order, cursor: Option<&'q Cursor>, limit: u32) -> Result<Self> {
        if cursor.is_some_and(|cursor| cursor.sort != order.name) {
            return Err(StoreError::Cursor);
        }
        Ok(Self { order, cursor, limit: limit.clamp(1, MAX_LIMIT) })
    }

    fn is_backwards(&self) -> bool {
        self.cursor.is_some_and(|cursor| cursor.direction == Direction::Previous)
    }

    /// Adds the place, the order and the limit (one more, to know whether there are more) to a statement that has
    /// its filters already.
    pub(crate) fn push(&self, sql: &mut QueryBuilder<Postgres>) -> Result<()> {
        let descending = self.order.descending != self.is_backwards();
        let (column, tie) = (self.order.key.column(), self.order.key.tie());
        if let Some(cursor) = self.cursor {
            let beyond = if descending { "<" } else { ">" };
            let tie = tie.map(|tie| format!(", {tie}")).unwrap_or_default();
            sql.push(format!(" and ({column}{tie}) {beyond} ("));
            match self.order.key {
                Key::Name | Key::LeftOut => sql.push_bind(cursor.key.clone()),
                Key::Updated | Key::Created | Key::Suppressed | Key::Recorded | Key::Heard | Key::Said => {
                    sql.push_bind(parse_instant(&cursor.key)?)
                }
                Key::Number => sql.push_bind(parse_number(&cursor.key)?),
            };
            if !tie.is_empty() {
                sql.push(", ").push_bind(cursor.id);
            }
            sql.push(")");
        }
        let way = if descending { "desc" } else { "asc" };
        let tie = tie.map(|tie| format!(", {tie} {way}")).unwrap_or_default();
        sql.push(format!(" order by {column} {way}{tie} limit ")).push_bind(i64::from(self.limit) + 1);
        Ok(())
    }

    /// Makes a page of the rows that were read, in the order of the list.
    pub(crate) fn page<R, T>(&self, mut rows: Vec<R>) -> Result<Page<T>>
    where
        R: Place,
        T: TryFrom<R, Error = StoreError>,
    {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        if self.is_backwards() {
            rows.reverse();
        }
        // Where we came from there is at least the row that the cursor was cut at.
        let (before, after) = match self.cursor.map(|cursor| cursor.direction) {
            None => (false, has_more),
            Some(Direction::Next) => (true, has_more),
            Some(Direction::Previous) => (has_more, true),
        };
        let previous = rows.first().filter(|_| before).map(|row| self.cut(row, Direction::Previous));
        let next = rows.last().filter(|_| after).map(|row| self.cut(row, Direction::Next));
        let items = rows.into_iter().map(T::try_from).collect::<Result<_>>()?;
        Ok(Page { items, next, previous })
    }

    fn cut(&self, row: &impl Place, direction: Direction) -> Cursor {
        Cursor { sort: self.order.name.to_owned(), key: row.key(self.order.key), id: row.id(), direction }
    }
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| StoreError::Cursor)
}

fn parse_number(text: &str) -> Result<i32> {
    text.parse().map_err(|_| StoreError::Cursor)
}
