//! `GET /account`.

use serde_json::json;

use super::Refusal;
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
};

/// An account that may send without end.
pub(crate) fn account(_: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::new(
        200,
        json!({
            "email": "sandbox@example.org",
            "firstName": "Bac",
            "lastName": "à sable",
            "companyName": "EB VISION Sandbox",
            "address": {"street": "1 rue de la Boucle", "zipCode": "75000", "city": "Paris", "country": "France"},
            "plan": [{"type": "payAsYouGo", "credits": 1_000_000, "creditsType": "sendLimit"}],
            "relay": {"enabled": true, "data": {"userName": "sandbox@example.org", "relay": "localhost", "port": 587}},
        }),
    ))
}
