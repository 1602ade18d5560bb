//! An account that takes every message, and remembers whom each went to, and what was said freely.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use domain::provider::{AccountId, Provider, Sender};
use providers::{
    Batch, Capabilities, Connection, Dialect, Failure, Form, Health, Hook, Outcome, Page, Registered, Reply,
    Request, Told, Unreadable, Window,
};
use url::Url;

/// The account, named as its provider.
#[derive(Debug)]
pub(crate) struct Taker {
    id: AccountId,
    provider: Provider,
    senders: Vec<Sender>,
    taken: Mutex<Vec<Message>>,
}

/// A message: to whom, and its free text where it is one.
type Message = (String, Option<String>);

impl Taker {
    pub(crate) fn new(provider: Provider) -> Arc<Self> {
        let sender = Sender { email: "news@example.org".into(), name: "EB VISION".into() };
        let id = AccountId(provider.to_string());
        Arc::new(Self { id, provider, senders: vec![sender], taken: Mutex::default() })
    }

    /// To whom messages went, in order; whoever got two stands there twice.
    pub(crate) fn taken(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let mut taken: Vec<_> = taken.iter().map(|(address, _)| address.clone()).collect();
        taken.sort();
        taken
    }

    /// What was said freely, by whom it went to.
    pub(crate) fn said(&self) -> BTreeMap<String, String> {
        let taken = self.taken.lock().unwrap().clone();
        taken.into_iter().filter_map(|(address, text)| Some((address, text?))).collect()
    }
}

fn cannot<T: Send + 'static>() -> Reply<'static, Result<T, Failure>> {
    let refused = Failure::Refused { code: "taker".into(), detail: "it only takes messages".into() };
    Box::pin(async { Err(refused) })
}

impl Connection for Taker {
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
            batch_max: 1,
            windowed: None,
            idempotent: None,
            dialect: Some(Dialect { tag: |slot| format!("<{slot}>"), delimiters: &[] }),
            tracking_by_recipient: false,
            tells_deliveries: true,
            tells_each: false,
            blocked: None,
            prices_late: false,
            sweeps: None,
            registers_webhook: false,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        Request::runs(batch.key(), batch.people(), 1)
    }

    fn send<'a>(&'a self, batch: &'a Batch, request: &'a Request) -> Reply<'a, Outcome> {
        let members = request.members.clone();
        let to: Vec<_> = match batch {
            Batch::Email(batch) => {
                batch.recipients[members].iter().map(|to| (to.address.clone(), None)).collect()
            }
            Batch::Whatsapp(batch) => {
                let text = |form: &Form| match form {
                    Form::Text(text) => Some(text.clone()),
                    Form::Template(_) => None,
                };
                batch.recipients[members].iter().map(|to| (to.address.clone(), text(&to.form))).collect()
            }
        };
        self.taken.lock().unwrap().extend(to);
        Box::pin(async { Outcome::Accepted { message_ids: Vec::new() } })
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
        cannot()
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        cannot()
    }

    fn ensure_webhook<'a>(&'a self, _: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        cannot()
    }
}
