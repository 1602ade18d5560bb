//! A provider that answers what a test wrote down for it, with an answer for each message where it likes.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use domain::provider::{AccountId, Provider, Sender};
use providers::{
    Batch, BlockedPage, Capabilities, Connection, Dialect, Failure, Form, Gate, Health, Hook, Outcome, Page,
    Registered, Reply, Request, Told, Unreadable, Window, Windowed,
};
use tokio::sync::Semaphore;
use url::Url;

use crate::world::ACCOUNT;

#[derive(Debug, Default)]
struct Book {
    script: VecDeque<Outcome>,
    taken: BTreeMap<u32, u32>,
    calls: Vec<Vec<u32>>,
    slow: VecDeque<(usize, Arc<Semaphore>)>,
    left: Vec<Instant>,
    forms: Vec<Form>,
    lists: VecDeque<Result<BlockedPage, Failure>>,
    asked: Vec<(Window, Option<String>)>,
}

/// The provider. It carries so many messages with each call, and knows no keys unless it is told to.
#[derive(Debug)]
pub(crate) struct Scripted {
    id: AccountId,
    senders: Vec<Sender>,
    call: usize,
    windowed: Option<Windowed>,
    one_by_one: bool,
    idempotent: Option<Duration>,
    tells_each: bool,
    provider: Provider,
    book: Mutex<Book>,
}

/// A yes to all.
pub(crate) fn yes() -> Outcome {
    Outcome::Accepted { message_ids: Vec::new() }
}

/// No word at all.
pub(crate) fn silence() -> Outcome {
    Outcome::InDoubt { why: "the connection broke".into() }
}

impl Scripted {
    pub(crate) fn new(call: usize, windowed: Option<usize>) -> Self {
        let senders = vec![Sender { email: "news@example.org".into(), name: "EB VISION".into() }];
        Self {
            id: AccountId(ACCOUNT.into()),
            senders,
            call,
            windowed: windowed.map(Windowed::untold),
            one_by_one: false,
            idempotent: None,
            tells_each: false,
            provider: Provider::Brevo,
            book: Mutex::default(),
        }
    }

    /// The same, as the account of another name.
    pub(crate) fn named(self, id: &str) -> Self {
        Self { id: AccountId(id.into()), ..self }
    }

    /// The same, which knows the key of a call for so long.
    pub(crate) fn knowing_keys(self, idempotent: Duration) -> Self {
        Self { idempotent: Some(idempotent), ..self }
    }

    /// The same, whose webhooks tell of each message that it takes.
    pub(crate) fn telling_each(self) -> Self {
        Self { tells_each: true, ..self }
    }

    /// The same, which has its messages leave one by one, each in its turn.
    pub(crate) fn one_by_one(self) -> Self {
        Self { one_by_one: true, ..self }
    }

    /// When messages left one by one.
    pub(crate) fn left(&self) -> Vec<Instant> {
        self.book.lock().unwrap().left.clone()
    }

    /// The same, which carries WhatsApp messages.
    pub(crate) fn by_whatsapp(self) -> Self {
        Self { provider: Provider::Meta, ..self }
    }

    /// What was to be said by WhatsApp, one after the other.
    pub(crate) fn forms(&self) -> Vec<Form> {
        self.book.lock().unwrap().forms.clone()
    }

    /// How the next calls end; those after them with a yes.
    pub(crate) fn answers(&self, outcomes: impl IntoIterator<Item = Outcome>) {
        self.book.lock().unwrap().script.extend(outcomes);
    }

    /// The next call, of those that are not slow already, begins so many messages and answers to none of them before it is given a permit.
    pub(crate) fn is_slow(&self, begins: usize) -> Arc<Semaphore> {
        let permits = Arc::new(Semaphore::new(0));
        self.book.lock().unwrap().slow.push_back((begins, Arc::clone(&permits)));
        permits
    }

    /// The next pages of addresses that nothing more is sent to; those after them are empty.
    pub(crate) fn lists(&self, pages: impl IntoIterator<Item = Result<BlockedPage, Failure>>) {
        self.book.lock().unwrap().lists.extend(pages);
    }

    /// Which pages it was asked for.
    pub(crate) fn asked(&self) -> Vec<(Window, Option<String>)> {
        self.book.lock().unwrap().asked.clone()
    }

    /// How often each message was taken, or may have been.
    pub(crate) fn taken(&self) -> BTreeMap<u32, u32> {
        self.book.lock().unwrap().taken.clone()
    }

    /// Which messages each call carried.
    pub(crate) fn calls(&self) -> Vec<Vec<u32>> {
        self.book.lock().unwrap().calls.clone()
    }
}

impl Book {
    fn answer(&mut self, numbers: Vec<u32>) -> Outcome {
        let outcome = self.script.pop_front().unwrap_or_else(yes);
        for (number, outcome) in numbers.iter().zip(outcome.clone().each(numbers.len())) {
            let may_be_taken = matches!(outcome, Outcome::Accepted { .. } | Outcome::InDoubt { .. });
            *self.taken.entry(*number).or_default() += u32::from(may_be_taken);
        }
        self.calls.push(numbers);
        outcome
    }
}

fn cannot<T: Send + 'static>() -> Reply<'static, Result<T, Failure>> {
    let refused = Failure::Refused { code: "scripted".into(), detail: "not in the script".into() };
    Box::pin(async { Err(refused) })
}

impl Scripted {
    /// Takes the first of a request, the others of which are not begun.
    async fn send_begun(&self, batch: &Batch, request: &Request, begins: usize) -> Outcome {
        let begun = Request::of(batch.key(), request.members.start..request.members.start + begins);
        let mut outcomes = self.send(batch, &begun).await.each(begins);
        outcomes.resize(request.members.len(), Outcome::Unbegun);
        Outcome::Each(outcomes)
    }
}

impl Connection for Scripted {
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
            batch_max: if self.windowed.is_some() { 1_000 } else { self.call },
            windowed: self.windowed,
            idempotent: self.idempotent,
            dialect: Some(Dialect { tag: |slot| format!("<{slot}>"), delimiters: &[] }),
            tracking_by_recipient: false,
            tells_deliveries: true,
            tells_each: self.tells_each,
            sweeps: None,
            blocked: Some(Duration::from_secs(1)),
            prices_late: false,
            registers_webhook: false,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        Request::runs(batch.key(), batch.people(), self.call)
    }

    fn send<'a>(&'a self, batch: &'a Batch, request: &'a Request) -> Reply<'a, Outcome> {
        let mut book = self.book.lock().unwrap();
        let carried = match batch {
            Batch::Email(batch) => {
                batch.recipients[request.members.clone()].iter().map(|recipient| recipient.number).collect()
            }
            Batch::Whatsapp(batch) => {
                let carried = &batch.recipients[request.members.clone()];
                book.forms.extend(carried.iter().map(|recipient| recipient.form.clone()));
                carried.iter().map(|recipient| recipient.number).collect()
            }
        };
        let outcome = book.answer(carried);
        Box::pin(async { outcome })
    }

    fn send_within<'a>(
        &'a self,
        batch: &'a Batch,
        request: &'a Request,
        gate: &'a Gate,
    ) -> Reply<'a, Outcome> {
        let slow = self.book.lock().unwrap().slow.pop_front();
        match slow {
            Some((begins, permits)) => Box::pin(async move {
                assert!((0..begins).all(|member| gate.lets_in(member)));
                let _permit = permits.acquire().await.unwrap();
                self.send_begun(batch, request, begins).await
            }),
            None if self.one_by_one => Box::pin(async move {
                let mut begins = 0;
                while begins < request.members.len() && gate.lets_in_by_turns(begins).await {
                    begins += 1;
                    self.book.lock().unwrap().left.push(Instant::now());
                }
                self.send_begun(batch, request, begins).await
            }),
            None => self.send(batch, request),
        }
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

    fn blocked<'a>(
        &'a self,
        window: &'a Window,
        place: Option<&'a str>,
    ) -> Reply<'a, Result<BlockedPage, Failure>> {
        let mut book = self.book.lock().unwrap();
        book.asked.push((window.clone(), place.map(str::to_owned)));
        let empty = BlockedPage { blocked: Vec::new(), unread: 0, next: None };
        let page = book.lists.pop_front().unwrap_or(Ok(empty));
        Box::pin(async { page })
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        cannot()
    }

    fn ensure_webhook<'a>(&'a self, _: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        cannot()
    }
}
