//! Cutting a batch by Brevo's limits (reference of `POST /smtp/email`, member `messageVersions`).

use super::values::Params;
use crate::{
    EmailBatch, Request,
    plan::{Limits, Load, cut},
};

/// The most versions of a message in a request. Each has one recipient, so that the limit of 2,000 recipients is kept too.
pub(super) const VERSIONS_MAX: usize = 1_000;

/// The most bytes of one version's values: 100 KB.
const PARAMS_MAX: usize = 100_000;

/// The most bytes of all values of a request: 1,000 KB.
const ALL_PARAMS_MAX: usize = 1_000_000;

/// The requests of a batch. One whose values pass the limit goes alone: then they are written into the message.
pub(super) fn plan(batch: &EmailBatch) -> Vec<Request> {
    let limits = Limits { members: VERSIONS_MAX, size: ALL_PARAMS_MAX };
    cut(batch, limits, |recipient| {
        let size = size(&recipient.values);
        Load { size, alone: size > PARAMS_MAX }
    })
}

/// Whether the values are written into the message, because Brevo would not take them as values.
pub(super) fn is_too_large(values: &[String]) -> bool {
    size(values) > PARAMS_MAX
}

/// With the brace, whether it will be wanted or not.
fn size(values: &[String]) -> usize {
    Params { values, brace: true }.size()
}
