//! What WhatsApp costs. The prices are examples, and nobody's.

use chrono::NaiveDate;
use domain::{
    provider::{AccountId, Provider},
    whatsapp::{
        ActualCost, BoardMonth, BoardSender, CampaignCost, ChargeGroup, CostEstimate, CostTerms, Rate,
        RateCard, RateCardImport, RateCategory, ReachGroup, TemplateCategory, WhatsappBoard,
    },
};

use super::{Example, answer, at, exchange, whatsapp};

pub(super) fn all() -> Vec<(&'static str, Example)> {
    vec![
        ("list_rate_cards", answer([card()])),
        ("import_rate_card", exchange(import(), card())),
        (
            "read_campaign_cost",
            answer(CampaignCost { estimate: Some(estimate()), actual: Some(actual()), awaited: 0 }),
        ),
        ("read_whatsapp_board", answer(board())),
    ]
}

fn day() -> NaiveDate {
    at(9).date_naive()
}

fn card() -> RateCard {
    let rate =
        |market: &str, micros| Rate { market: market.into(), category: RateCategory::Marketing, micros };
    RateCard {
        provider: Provider::Meta,
        begins_on: day(),
        currency: "EUR".into(),
        fee_micros: None,
        rates: vec![rate("FR", 100_000), rate("Rest of Africa", 20_000)],
        imported_by: "42".into(),
        imported_at: at(9),
    }
}

fn import() -> RateCardImport {
    RateCardImport {
        provider: Provider::Meta,
        begins_on: day(),
        currency: "EUR".into(),
        fee: None,
        csv: "Market,Currency,Marketing\nFrance,EUR,0.10\nRest of Africa,EUR,0.02\n".into(),
    }
}

fn estimate() -> CostEstimate {
    let group = |prefix: &str, window, people| ReachGroup { prefix: prefix.into(), window, people };
    let (groups, card) =
        ([group("+3361", false, 4_688), group("+3361", true, 312), group("+2246", false, 9)], card());
    let category = TemplateCategory::Marketing;
    CostEstimate::of(
        &groups,
        CostTerms { provider: Provider::Meta, category, free_text: true, card: Some(&card) },
    )
}

fn actual() -> ActualCost {
    let group = |category: &str, kind: &str, messages| ChargeGroup {
        provider: Provider::Meta,
        day: day(),
        prefix: "+3361".into(),
        category: category.into(),
        kind: kind.into(),
        messages,
        money: None,
    };
    let groups = [group("marketing", "regular", 4_511), group("service", "free_customer_service", 309)];
    ActualCost::of(&groups, &[card()])
}

fn board() -> WhatsappBoard {
    let sender = BoardSender { account: AccountId("meta".into()), sender: whatsapp::sender() };
    WhatsappBoard { senders: vec![sender], months: vec![BoardMonth { month: day(), cost: actual() }] }
}
