//! Why something was refused, in one sentence.

use crate::{
    api::Failure,
    i18n::{Locale, td_string},
};

/// What went wrong, in the API's own words where it answered.
pub(crate) fn told(l: Locale, failure: &Failure) -> String {
    match failure {
        Failure::Problem(problem) => {
            let fields: Vec<_> = problem.errors.iter().map(|error| error.detail.clone()).collect();
            if fields.is_empty() { problem.detail.clone() } else { fields.join(" ") }
        }
        Failure::Network => td_string!(l, broken.network).to_owned(),
        Failure::Unreadable(what) => what.clone(),
    }
}
