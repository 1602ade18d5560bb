//! How the account is: `GET /scopes`. Every key may ask for its own scopes; the credits (`GET /user/credits`) are shown to few.

use reqwest::Method;
use serde::Deserialize;

use super::{Sendgrid, answer::SENDGRID};
use crate::{Failure, Health, http};

/// The scope that lets a key send.
const SEND: &str = "mail.send";

#[derive(Deserialize)]
struct Granted {
    scopes: Vec<String>,
}

impl Sendgrid {
    pub(super) async fn health(&self) -> Result<Health, Failure> {
        let answer = SENDGRID.success(http::call(self.call(Method::GET, "/scopes")).await)?;
        let granted: Granted = SENDGRID.parsed(&answer)?;
        Ok(Health { enabled: granted.scopes.iter().any(|scope| scope == SEND), credits: None })
    }
}
