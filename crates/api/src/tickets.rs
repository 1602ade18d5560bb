//! Tickets: what a browser cannot send a token for (a frame, a download) is opened by a path that is good once, for a minute.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::{
    ProblemCode,
    report::{Ticket, TicketKind},
};
use serde::{Serialize, de::DeserializeOwned};
use store::Tx;

use crate::{Api, error::Refusal};

/// How long a ticket is good (words.md "API manners").
const LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// Issues a ticket for what `payload` says.
pub(crate) async fn issue(
    api: &Api,
    tx: &mut Tx,
    kind: TicketKind,
    payload: &impl Serialize,
) -> Result<Ticket, Refusal> {
    let token = URL_SAFE_NO_PAD.encode((api.secrets)());
    let expires_at = (api.clock)() + LIFETIME;
    let payload = serde_json::to_value(payload).map_err(|_| ProblemCode::ServerFailed)?;
    tx.tickets().issue(&token, kind, &payload, expires_at).await?;
    Ok(Ticket { path: format!("{}/{}/{token}", crate::BASE, folder(kind)), expires_at })
}

/// Uses a ticket up.
pub(crate) async fn redeem<T: DeserializeOwned>(
    api: &Api,
    kind: TicketKind,
    token: &str,
) -> Result<T, Refusal> {
    let mut tx = api.store.begin().await?;
    let payload = tx.tickets().redeem(token, kind, (api.clock)()).await?;
    tx.commit().await?;
    let payload = payload.ok_or(ProblemCode::TicketInvalid)?;
    serde_json::from_value(payload).map_err(|_| ProblemCode::TicketInvalid.into())
}

const fn folder(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Preview => "previews",
        TicketKind::Download => "downloads",
    }
}
