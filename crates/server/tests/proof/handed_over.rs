//! Accounts of three providers, of which each stands in for the one before.

use sandbox::{Shares, parse_faults};
use sqlx::PgPool;

use crate::{
    figures::launch_when_folded,
    people::{PEOPLE_FEW, invite},
    world::World,
};

/// A few calls go well; then the key is no good any more.
const KEYS: &str = r#"[
    {"kind": "unauthorized", "route": "POST /smtp/email", "every": 3},
    {"kind": "unauthorized", "route": "POST /v3/mail/send", "every": 3}
]"#;

#[sqlx::test(migrations = false)]
async fn a_campaign_goes_on_by_the_next_provider_and_the_next_and_everybody_gets_it_once(pool: PgPool) {
    let order = [("EBVISION_SENDING_FAILOVER", "brevo, sendgrid, smtp")];
    let faults = parse_faults(KEYS).unwrap();
    let world = World::open_with("brevo", pool, 2, Shares::none(), faults, &order).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(PEOPLE_FEW), "nobody lost");
    assert_eq!(
        (figures["accepted"].as_i64(), figures["unknown"].as_i64()),
        (Some(i64::from(PEOPLE_FEW)), Some(0))
    );
    let took = sqlx::query_scalar::<_, String>(
        "select distinct account from marketing_batches where taken > 0 order by account",
    );
    assert_eq!(took.fetch_all(&world.pool).await.unwrap(), ["brevo", "sendgrid", "smtp"], "each took a part");
}
