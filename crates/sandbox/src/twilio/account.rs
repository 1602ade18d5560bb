//! The account itself.

use serde_json::json;

use super::{Refusal, facts, resource::date};
use crate::{
    call::{Answer, Call},
    clock,
    sandbox::Sandbox,
};

/// `GET /Accounts/{Sid}.json`. Its token is not told.
pub(super) fn get(_: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    let body = json!({
        "sid": facts::ACCOUNT_SID,
        "owner_account_sid": facts::ACCOUNT_SID,
        "friendly_name": "EB VISION Sandbox",
        "status": "active",
        "type": "Full",
        "date_created": date(clock::now()),
        "date_updated": date(clock::now()),
        "uri": format!("/2010-04-01/Accounts/{}.json", facts::ACCOUNT_SID),
    });
    Ok(Answer::new(200, body))
}
