//! SendGrid's limits, counted anew from what it says of them.

use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*};
use providers::EmailBatch;
use serde_json::{Value, json};

use super::{closed, open, yes};
use crate::{
    server::Server,
    world::{Spoken as _, batch, recipient},
};

fn bytes(values: &[String]) -> usize {
    let substitutions: Value =
        values.iter().enumerate().map(|(slot, value)| (format!("{{ebv{slot}}}"), json!(value))).collect();
    substitutions.to_string().len()
}

fn members(batch: &EmailBatch) -> Vec<usize> {
    closed().cut(batch).iter().map(|request| request.members.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_request_passes_a_limit_nor_holds_an_address_twice(
        kinds in vec((prop_oneof![6 => 1..200_usize, 3 => 3_000..9_000_usize, 1 => 9_960..10_020_usize], "[a\"é]"), 1..60),
        people in 1..2_500_usize,
        twins in 1..3_000_usize,
    ) {
        let mut batch = batch(0, "");
        let values = |n: usize| kinds.get(n).map_or_else(String::new, |(length, letter)| letter.repeat(*length / letter.len()));
        batch.recipients = (0..people).map(|n| recipient(n as u32 + 1, vec![values(n), "x".into()])).collect();
        for (n, recipient) in batch.recipients.iter_mut().enumerate() {
            recipient.address = format!("{}{}@example.com", if n % 2 == 0 { 'p' } else { 'P' }, n % twins);
        }
        for request in closed().cut(&batch) {
            let members = &batch.recipients[request.members.clone()];
            let sizes: Vec<_> = members.iter().map(|one| bytes(&one.values)).collect();
            let addresses: BTreeSet<_> = members.iter().map(|one| one.address.to_lowercase()).collect();
            prop_assert!(sizes.len() <= 1_000);
            prop_assert!(sizes.len() == 1 || sizes.iter().all(|size| *size <= 10_000));
            prop_assert_eq!(addresses.len(), members.len());
        }
    }
}

#[test]
fn requests_are_as_large_as_the_limits_let_them_be() {
    assert_eq!(members(&batch(2_500, "")), [1_000, 1_000, 500]);
    let mut heavy = batch(5, "");
    // `{"{ebv0}":"…"}` takes 13 bytes more than the value.
    heavy.recipients.iter_mut().for_each(|recipient| recipient.values = vec!["x".repeat(9_987)]);
    assert_eq!(members(&heavy), [5]);
    heavy.recipients[3].values = vec!["x".repeat(9_988)];
    assert_eq!(members(&heavy), [3, 1, 1]);
}

#[tokio::test]
async fn a_request_stays_below_thirty_megabytes() {
    let mut heavy = batch(1_000, "");
    heavy.html = "x".repeat(21_000_000);
    heavy.recipients.iter_mut().for_each(|recipient| recipient.values = vec!["x".repeat(9_900)]);
    let mut server = Server::start([yes()]).await;
    let connection = open(server.url.clone());
    let plan = connection.cut(&heavy);
    connection.mail(&heavy, &plan[0]).await;
    let bytes = server.received()[0].body.len();
    assert!((29_800_000..30_000_000).contains(&bytes), "{bytes}");
    assert_eq!((plan.len(), plan[1].members.end), (2, 1_000));
}

#[test]
fn twins_are_parted_in_whatever_case() {
    let mut twins = batch(4, "");
    twins.recipients[2].address = "P1@Example.com".into();
    assert_eq!(members(&twins), [2, 2]);
}
