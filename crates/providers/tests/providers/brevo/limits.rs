//! Brevo's limits, counted anew from what it says of them.

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use super::closed;
use crate::world::{Spoken as _, batch, recipient};

fn bytes(values: &[String]) -> usize {
    let params: Value =
        values.iter().enumerate().map(|(slot, value)| (format!("s{slot}"), json!(value))).collect();
    params.to_string().len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_request_passes_a_limit_but_of_one_person_alone(
        kinds in vec((prop_oneof![6 => 1..200_usize, 3 => 5_000..60_000_usize, 1 => 99_960..100_020_usize], "[a\"é]"), 1..60),
        people in 1..2_500_usize,
    ) {
        let mut batch = batch(0, "");
        // Few large ones: a batch of a thousand large ones only takes long.
        let values = |n: usize| kinds.get(n).map_or_else(String::new, |(length, letter)| letter.repeat(*length / letter.len()));
        batch.recipients = (0..people).map(|n| recipient(n as u32 + 1, vec![values(n), "x".into()])).collect();
        for request in closed().cut(&batch) {
            let sizes: Vec<_> = batch.recipients[request.members.clone()].iter().map(|one| bytes(&one.values)).collect();
            prop_assert!(sizes.len() <= 1_000);
            prop_assert!(sizes.len() == 1 || sizes.iter().all(|size| *size <= 100_000));
            prop_assert!(sizes.len() == 1 || sizes.iter().sum::<usize>() <= 1_000_000);
        }
    }
}

#[test]
fn requests_are_as_large_as_the_limits_let_them_be() {
    let members =
        |batch| closed().cut(&batch).iter().map(|request| request.members.len()).collect::<Vec<_>>();
    assert_eq!(members(batch(2_500, "")), [1_000, 1_000, 500]);
    let mut heavy = batch(25, "");
    // `{"s0":"…","b":"{"}` takes 17 bytes more than the value.
    heavy.recipients.iter_mut().for_each(|recipient| recipient.values = vec!["x".repeat(99_983)]);
    assert_eq!(members(heavy.clone()), [10, 10, 5]);
    heavy.recipients[3].values = vec!["x".repeat(99_984)];
    assert_eq!(members(heavy), [3, 1, 10, 10, 1]);
}
