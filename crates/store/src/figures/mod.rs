//! The noun figure: what is counted of campaigns. Whoever changes deliveries writes what that adds; [`Figures::fold`] folds it into
//! totals, and everything else only reads those.

mod alarms;
mod attention;
mod dashboard;
mod fold;
mod hours;
mod links;
mod progress;
mod reasons;
mod totals;
mod waiting;
mod warnings;

use sqlx::PgConnection;

/// The figures, within a transaction.
#[derive(Debug)]
pub struct Figures<'t> {
    pub(crate) conn: &'t mut PgConnection,
}
