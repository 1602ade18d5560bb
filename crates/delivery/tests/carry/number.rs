//! A number of WhatsApp whose provider a test plays.

use std::sync::{Arc, Mutex};

use domain::{
    provider::{AccountId, Provider, Sender},
    whatsapp::{FileFault, HeaderMedia, SenderNews, TemplateQuality},
};
use providers::{
    Answer, Batch, Capabilities, Connection, Failure, Form, Health, Hook, KnownTemplate, MediaFile, Outcome,
    Page, Registered, Reply, Request, Submission, Submitted, TemplatePage, Told, Unreadable, Whatsapp,
    Window,
};
use url::Url;

use crate::world::ACCOUNT;

/// A number that answers what it is told to, and remembers what it was to say.
#[derive(Debug)]
pub(crate) struct Number {
    id: AccountId,
    script: Mutex<Vec<Outcome>>,
    said: Mutex<Vec<(String, Form)>>,
    /// What stood above each of them.
    above: Mutex<Vec<Option<(HeaderMedia, String)>>>,
    /// How templates end that are handed in.
    verdicts: Mutex<Vec<Result<Submitted, Failure>>>,
    known: Mutex<Vec<KnownTemplate>>,
    /// Why it tells nothing of itself.
    silent: Mutex<Option<Failure>>,
    /// What it finds behind the addresses of files.
    fault: Mutex<Option<FileFault>>,
}

impl Number {
    /// One of which messages end so.
    pub(crate) fn new(script: Vec<Outcome>) -> Arc<Self> {
        Self::of(script, Vec::new())
    }

    /// One of which templates end so that are handed in.
    pub(crate) fn judging(verdicts: Vec<Result<Submitted, Failure>>) -> Arc<Self> {
        Self::of(Vec::new(), verdicts)
    }

    fn of(script: Vec<Outcome>, verdicts: Vec<Result<Submitted, Failure>>) -> Arc<Self> {
        let id = AccountId(ACCOUNT.into());
        let (script, verdicts) = (Mutex::new(script), Mutex::new(verdicts));
        Arc::new(Self {
            id,
            script,
            said: Mutex::default(),
            above: Mutex::default(),
            verdicts,
            known: Mutex::default(),
            silent: Mutex::default(),
            fault: Mutex::default(),
        })
    }

    /// It tells nothing of itself from now on.
    pub(crate) fn falls_silent(&self, why: Failure) {
        *self.silent.lock().unwrap() = Some(why);
    }

    /// It finds this behind the address of any file from now on.
    pub(crate) fn finds(&self, fault: FileFault) {
        *self.fault.lock().unwrap() = Some(fault);
    }

    /// It has this template, and no other.
    pub(crate) fn knows(&self, template: KnownTemplate) {
        *self.known.lock().unwrap() = vec![template];
    }

    pub(crate) fn said(&self) -> Vec<Form> {
        self.said.lock().unwrap().iter().map(|(_, form)| form.clone()).collect()
    }

    /// What stood above what was said, each time.
    pub(crate) fn above(&self) -> Vec<Option<(HeaderMedia, String)>> {
        self.above.lock().unwrap().clone()
    }

    /// To whom anything was said, each time.
    pub(crate) fn told(&self) -> Vec<String> {
        self.said.lock().unwrap().iter().map(|(address, _)| address.clone()).collect()
    }
}

fn cannot<T: Send + 'static>() -> Reply<'static, Result<T, Failure>> {
    let refused = Failure::Refused { code: "scripted".into(), detail: "not in the script".into() };
    Box::pin(async { Err(refused) })
}

impl Connection for Number {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Meta
    }

    fn senders(&self) -> &[Sender] {
        &[]
    }

    fn capabilities(&self) -> Capabilities {
        panic!("no campaign leaves here")
    }

    fn plan(&self, _: &Batch) -> Vec<Request> {
        Vec::new()
    }

    fn send<'a>(&'a self, _: &'a Batch, _: &'a Request) -> Reply<'a, Outcome> {
        panic!("no campaign leaves here")
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

    fn whatsapp(&self) -> Option<&dyn Whatsapp> {
        Some(self)
    }
}

impl Whatsapp for Number {
    fn phone(&self) -> &str {
        "+33700000000"
    }

    fn answer<'a>(&'a self, answer: &'a Answer) -> Reply<'a, Outcome> {
        self.said.lock().unwrap().push((answer.address.clone(), answer.form.clone()));
        self.above.lock().unwrap().push(answer.template.as_ref().and_then(|template| template.media.clone()));
        let outcome = self.script.lock().unwrap().remove(0);
        Box::pin(async { outcome })
    }

    fn submit<'a>(&'a self, _: Submission<'a>) -> Reply<'a, Result<Submitted, Failure>> {
        let verdict = self.verdicts.lock().unwrap().remove(0);
        Box::pin(async { verdict })
    }

    fn delete<'a>(&'a self, _: &'a str, _: &'a str) -> Reply<'a, Result<(), Failure>> {
        cannot()
    }

    fn templates<'a>(&'a self, _: Option<&'a str>) -> Reply<'a, Result<TemplatePage, Failure>> {
        let templates = self.known.lock().unwrap().clone();
        Box::pin(async { Ok(TemplatePage { templates, next: None }) })
    }

    fn sender(&self) -> Reply<'_, Result<SenderNews, Failure>> {
        let news = SenderNews {
            quality: Some(TemplateQuality::Green),
            daily_limit: Some(Some(2_000)),
            ..SenderNews::default()
        };
        let told = self.silent.lock().unwrap().clone().map_or(Ok(news), Err);
        Box::pin(async { told })
    }

    fn media<'a>(&'a self, _: &'a str) -> Reply<'a, Result<MediaFile, Failure>> {
        cannot()
    }

    fn file_fault<'a>(&'a self, _: HeaderMedia, _: &'a str) -> Reply<'a, Option<FileFault>> {
        let fault = self.fault.lock().unwrap().clone();
        Box::pin(async { fault })
    }
}
