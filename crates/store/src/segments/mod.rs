//! Segments as SQL: the one place where a tree of conditions becomes a condition on `marketing_contacts c`. Values are always
//! bound, never written into the text.
//!
//! Around it stands what is built on it: the query that classifies each contact that matches, and the two that ask it, counting
//! and planning.

mod answers;
mod classify;
mod count;
mod countries;
mod each;
mod freeze;
mod missed;
mod reach;
mod values;

use domain::audience::{Condition, Field, Segment};
use sqlx::{PgConnection, Postgres, QueryBuilder};

use crate::Result;

pub(crate) use count::count;
pub use countries::CountryCount;
pub(crate) use countries::countries;
pub use each::Addressee;
pub(crate) use each::each;
pub(crate) use freeze::insert_deliveries;
pub(crate) use reach::reach;
pub(crate) use values::values;

/// Adds the condition, in brackets of its own. It is true or false and never null, so that `not` means what it says.
fn push(sql: &mut QueryBuilder<Postgres>, segment: &Segment) {
    match segment {
        Segment::All(parts) => push_parts(sql, parts, " and ", "true"),
        Segment::Any(parts) => push_parts(sql, parts, " or ", "false"),
        Segment::Not(part) => {
            sql.push("(not ");
            push(sql, part);
            sql.push(")");
        }
        Segment::Is(condition) => push_condition(sql, condition),
    }
}

fn push_parts(sql: &mut QueryBuilder<Postgres>, parts: &[Segment], between: &str, of_none: &str) {
    sql.push("(");
    for (place, part) in parts.iter().enumerate() {
        sql.push(if place > 0 { between } else { "" });
        push(sql, part);
    }
    sql.push(if parts.is_empty() { of_none } else { "" }).push(")");
}

fn push_condition(sql: &mut QueryBuilder<Postgres>, condition: &Condition) {
    let Some(folded) = folded(condition.field) else { return missed::push(sql, condition) };
    sql.push("coalesce(")
        .push(folded)
        // Folded once, not for every row.
        .push(" = any (array(select marketing_fold(btrim(v)) from unnest(")
        .push_bind(condition.any_of.clone())
        .push("::text[]) v)), false)");
}

/// The column that holds a field, folded; none for what is no column.
fn folded(field: Field) -> Option<&'static str> {
    match field {
        Field::Source => Some("c.source"),
        Field::Role => Some("c.role"),
        Field::Statut => Some("c.statut_folded"),
        Field::Type => Some("c.type_folded"),
        Field::Industry => Some("c.industry_folded"),
        Field::SizeLabel => Some("c.size_label_folded"),
        Field::Missed => None,
    }
}

/// The column that holds a field as the source spells it; none for what is no column.
fn spelt(field: Field) -> Option<&'static str> {
    match field {
        Field::Source => Some("c.source"),
        Field::Role => Some("c.role"),
        Field::Statut => Some("c.statut"),
        Field::Type => Some("c.type"),
        Field::Industry => Some("c.industry"),
        Field::SizeLabel => Some("c.size_label"),
        Field::Missed => None,
    }
}

/// Room for sorting a million contacts in memory, until the transaction ends: they are asked for while somebody watches.
async fn make_room(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("select set_config('work_mem', '128MB', true)").fetch_one(conn).await?;
    Ok(())
}
