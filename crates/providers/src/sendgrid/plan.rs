//! Cutting a batch by SendGrid's limits (reference "Mail Send", limitations and errors).

use serde::Serialize;

use super::{body::Personalization, values::substitutions};
use crate::{
    EmailBatch, Request,
    plan::{Limits, Load, cut},
};

/// The most personalizations of a request. Each has one recipient, so that the limit of 1,000 recipients is kept too.
pub(super) const PERSONALIZATIONS_MAX: usize = 1_000;

/// The most bytes of one person's substitutions.
const SUBSTITUTIONS_MAX: usize = 10_000;

/// The most bytes of a request: "less than 30 MB", some of which are kept free for what all share beside the texts.
const REQUEST_MAX: usize = 29_900_000;

/// The requests of a batch. One whose values pass the limit goes alone: then they are written into the message.
pub(super) fn plan(batch: &EmailBatch) -> Vec<Request> {
    let shared = [&batch.subject, &batch.html, &batch.text].into_iter().map(size).sum();
    let limits = Limits { members: PERSONALIZATIONS_MAX, size: REQUEST_MAX.saturating_sub(shared) };
    cut(batch, limits, |recipient| Load {
        // And the comma.
        size: size(&Personalization::of(batch, recipient)) + 1,
        alone: is_too_large(&recipient.values),
    })
}

/// Whether the values are written into the message, because SendGrid would not take them as substitutions.
pub(super) fn is_too_large(values: &[String]) -> bool {
    size(&substitutions(values)) > SUBSTITUTIONS_MAX
}

/// How many bytes something takes in a request.
fn size(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX / 8, |json| json.len())
}
