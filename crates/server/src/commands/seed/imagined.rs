//! A provider for invented campaigns: it takes everything and calls nobody.

use anyhow::Context;
use domain::provider::{AccountId, Provider, Sender};
use providers::{
    Accounts, Batch, Capabilities, Connection, Dialect, Failure, Health, Hook, Outcome, Page, Registered,
    Reply, Request, Told, Unreadable, Window,
};
use std::sync::Arc;
use url::Url;

/// An account, by the name that one of the demo's real ones has.
#[derive(Debug)]
struct Imagined {
    id: AccountId,
    provider: Provider,
    senders: Vec<Sender>,
}

/// Accounts that take everything.
pub(super) fn accounts() -> Accounts {
    let account = |provider: Provider, name: &str, email: &str| {
        let senders = vec![Sender { email: email.into(), name: name.into() }];
        let id = AccountId(provider.to_string());
        Arc::new(Imagined { id, provider, senders }) as Arc<dyn Connection>
    };
    let brevo = account(Provider::Brevo, "EB VISION Démo", "bonjour@demo.ebvision.example");
    let sendgrid = account(Provider::Sendgrid, "EB VISION Actualités", "actualites@demo.ebvision.example");
    [brevo, sendgrid].into_iter().collect()
}

fn never<T>() -> Result<T, Failure> {
    Err(Failure::Refused { code: "imagined".into(), detail: "this provider is invented".into() })
}

impl Connection for Imagined {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        self.provider
    }

    fn senders(&self) -> &[Sender] {
        &self.senders
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: 1_000,
            windowed: None,
            idempotent: None,
            dialect: Some(Dialect { tag: |slot| format!("<{slot}>"), delimiters: &[] }),
            tracking_by_recipient: false,
            tells_deliveries: true,
            tells_each: false,
            sweeps: None,
            blocked: None,
            prices_late: false,
            registers_webhook: false,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        vec![Request::of(batch.key(), 0..batch.people())]
    }

    fn send<'a>(&'a self, _: &'a Batch, request: &'a Request) -> Reply<'a, Outcome> {
        let message_ids = vec![None; request.members.len()];
        Box::pin(async move { Outcome::Accepted { message_ids } })
    }

    fn authentic(&self, _: &Hook<'_>) -> bool {
        false
    }

    fn read(&self, _: &Hook<'_>) -> Result<Told, Unreadable> {
        Ok(Told::default())
    }

    fn refusal_status(&self) -> u16 {
        503
    }

    fn sweep<'a>(&'a self, _: &'a Window, _: u32) -> Reply<'a, Result<Page, Failure>> {
        Box::pin(async { never() })
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        Box::pin(async { never() })
    }

    fn ensure_webhook<'a>(&'a self, _: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        Box::pin(async { never() })
    }
}

/// Addresses that nobody will ever visit: invented messages are read by nobody.
pub(super) fn urls() -> anyhow::Result<content::urls::PublicUrls> {
    let key = content::token::TokenKey::new(&["links of messages that never were sent"])?;
    content::urls::PublicUrls::new("https://demo.ebvision.example", key)
        .context("the invented address is none")
}
