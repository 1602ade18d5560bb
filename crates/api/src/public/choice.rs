//! What a reader decides on a page of ours, with what proves it.

use content::{
    token::Kind,
    urls::{Tracking, Urls},
};
use domain::consent::{ConsentRecord, ConsentSource, Decision, Purpose};
use serde_json::{Map, Value, json};
use store::Tx;

use super::{Letter, Visit};
use crate::{
    Api,
    error::Refusal,
    ledger::{self, Saying},
};

/// Whoever decides for itself is named so in the ledger.
const READER: &str = "reader";

/// A decision.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'a> {
    pub(crate) purpose: Purpose,
    pub(crate) decision: Decision,
    pub(crate) source: ConsentSource,
    /// The text beside the button or switch.
    pub(crate) shown: &'a str,
}

impl Choice<'_> {
    /// Writes it to the ledger. `token` is what the reader came with: only whoever got the message has it.
    pub(crate) async fn record(
        self,
        api: &Api,
        tx: &mut Tx,
        letter: &Letter,
        token: &str,
        visit: &Visit,
    ) -> Result<(), Refusal> {
        let record = ConsentRecord {
            address: letter.reader.address.clone(),
            channel: letter.reader.channel,
            purpose: self.purpose,
            decision: self.decision,
            occurred_at: (api.clock)(),
            evidence: evidence(self.shown, token, visit),
        };
        let saying = Saying { record: &record, source: self.source, actor: READER };
        ledger::write(api, tx, saying).await?;
        Ok(())
    }
}

fn evidence(shown: &str, token: &str, visit: &Visit) -> Map<String, Value> {
    let told = json!({
        "token": token,
        "text": shown,
        "language": visit.language,
        "user_agent": visit.user_agent,
        "network": visit.ip.map(domain::hit::network),
    });
    match told {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The page of preferences of the same message.
pub(crate) fn preferences_url(api: &Api, letter: &Letter) -> String {
    let tracking = Tracking { opens: false, clicks: false };
    api.urls.delivery(letter.token.campaign, letter.number, tracking).url(Kind::Preferences)
}
