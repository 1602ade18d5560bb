//! WhatsApp on the dashboard.

use actix_web::{
    get,
    web::{Data, Json},
};
use chrono::{Datelike, Months, NaiveDate};
use domain::whatsapp::{ActualCost, BoardMonth, BoardSender, ChargeGroup, RateCard, WhatsappBoard};
use store::Tx;

use crate::{
    Api,
    caller::{Caller, permit::ReportsRead},
    error::Refusal,
    numbers,
};

/// Months that are shown, this one among them.
const MONTHS: u32 = 6;

/// Read WhatsApp on one page
///
/// Each number with its quality, how many people it may begin to write to in any 24 hours and to how many it has, and its templates by
/// where they stand; and what the last six months were billed for, by category and country. Meta tells of each message as what, and the
/// card of the day on which it was delivered prices it; Twilio tells the amount of each message itself, of no category, up to a day later,
/// and whether Meta's fee is part of it is not documented.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["reports:read"])),
    responses((status = 200, body = WhatsappBoard, description = "The numbers and the months")))]
#[get("/whatsapp/board")]
pub(super) async fn read_whatsapp_board(
    _: Caller<ReportsRead>,
    api: Data<Api>,
) -> Result<Json<WhatsappBoard>, Refusal> {
    let mut tx = api.store.begin().await?;
    let senders = senders(&api, &mut tx).await?;
    let months = months((api.clock)().date_naive());
    let groups = match months.first() {
        Some(first) => tx.costs().charges_since(*first).await?,
        None => Vec::new(),
    };
    let cards = tx.costs().cards().await?;
    let months = months.into_iter().map(|month| spent(month, &groups, &cards)).collect();
    Ok(Json(WhatsappBoard { senders, months }))
}

async fn senders(api: &Api, tx: &mut Tx) -> Result<Vec<BoardSender>, Refusal> {
    let mut senders = Vec::new();
    for connection in api.accounts.iter() {
        let account = connection.id().clone();
        if let Some(sender) = numbers::found(api, tx, &account).await? {
            senders.push(BoardSender { account, sender });
        }
    }
    Ok(senders)
}

/// The first days of the months, the oldest first.
fn months(today: NaiveDate) -> Vec<NaiveDate> {
    let this = today.with_day(1).unwrap_or(today);
    (0..MONTHS).rev().filter_map(|back| this.checked_sub_months(Months::new(back))).collect()
}

fn spent(month: NaiveDate, groups: &[ChargeGroup], cards: &[RateCard]) -> BoardMonth {
    let is_in = |day: NaiveDate| day.with_day(1) == Some(month);
    let of_month: Vec<_> = groups.iter().filter(|group| is_in(group.day)).cloned().collect();
    BoardMonth { month, cost: ActualCost::of(&of_month, cards) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_six_months_begin_on_their_first_day() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let months = months(day(2026, 3, 31));
        assert_eq!((months.len(), months[0], months[5]), (6, day(2025, 10, 1), day(2026, 3, 1)));
    }
}
