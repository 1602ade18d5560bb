//! What a cause asks for, whichever provider of WhatsApp gave its code.

use std::time::Duration;

use domain::whatsapp::{Cause, Ruling};

use crate::Outcome;

/// How the send of one message ended by a code of its provider: nothing was sent.
pub(crate) fn outcome(cause: Cause, code: &str, detail: &str, after: Option<Duration>) -> Outcome {
    let (code, detail) = (code.to_owned(), detail.to_owned());
    let Ruling { scope, comes_again } = cause.ruling();
    if comes_again {
        Outcome::Retry { after, code, detail, scope }
    } else {
        Outcome::Refused { code, detail, scope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_tried_again_is_and_nothing_else_is() {
        for cause in Cause::ALL {
            let ended = outcome(*cause, "7", "words", None);
            assert_eq!(matches!(ended, Outcome::Retry { .. }), cause.may_be_tried_again(), "{cause}");
        }
    }
}
