//! What every part of the program shares.

use std::collections::HashMap;

use tokio::sync::watch;

use crate::{
    agenda::Agenda,
    brevo,
    chance::Chance,
    faults::{Faults, WebhookFaults},
    ledger::{Figures, Journal},
    locked::Locked,
    mail::{Mailroom, Message},
    meta,
    people::{Behaviour, Deed, Duty, Temper},
    post::Outbox,
    sendgrid, services,
    settings::Settings,
    smtp,
    specs::Specs,
    twilio, whatsapp,
};

/// The state of one run.
#[derive(Debug)]
pub(crate) struct Sandbox {
    pub(crate) settings: Settings,
    /// `http://127.0.0.1:port`: its own address.
    pub(crate) url: String,
    pub(crate) chance: Chance,
    pub(crate) mail: Locked<Mailroom>,
    pub(crate) agenda: Agenda<Duty>,
    pub(crate) brevo: Locked<brevo::Account>,
    pub(crate) brevo_outbox: Outbox<brevo::Event>,
    pub(crate) sendgrid: Locked<sendgrid::Account>,
    pub(crate) sendgrid_outbox: Outbox<sendgrid::Event>,
    /// Who signs SendGrid's webhooks.
    pub(crate) signer: sendgrid::Signer,
    pub(crate) smtp: Locked<smtp::Account>,
    pub(crate) smtp_outbox: Outbox<smtp::Event>,
    pub(crate) whatsapp: Locked<whatsapp::World>,
    pub(crate) whatsapp_agenda: Agenda<whatsapp::Task>,
    pub(crate) meta: Locked<meta::Account>,
    pub(crate) meta_outbox: Outbox<meta::Event>,
    pub(crate) twilio: Locked<twilio::Account>,
    pub(crate) twilio_outbox: Outbox<twilio::Event>,
    pub(crate) faults: Locked<Faults>,
    pub(crate) overrides: Locked<HashMap<String, Behaviour>>,
    pub(crate) figures: Locked<Figures>,
    pub(crate) journal: Journal,
    pub(crate) specs: Option<Specs>,
    pub(crate) web: reqwest::Client,
    /// Turns true when the program is told to stop: answers that hang give up then.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Sandbox {
    /// How a recipient will behave.
    pub(crate) fn temper(&self, email: &str) -> Temper {
        let asked = self.overrides.with(|overrides| overrides.get(&email.to_lowercase()).copied());
        Temper::of(email, asked, &self.settings.shares, self.chance)
    }

    /// Something happened to a message: the ledger notes it and the provider hears of it.
    pub(crate) fn happened(&self, message: &Message, deed: &Deed) {
        self.noted(message, deed.clone());
        services::heard(self, message, deed);
    }

    /// Sets what goes wrong with webhooks from now on.
    pub(crate) fn set_webhook_faults(&self, faults: WebhookFaults) {
        self.brevo_outbox.set_faults(faults);
        self.sendgrid_outbox.set_faults(faults);
        self.smtp_outbox.set_faults(faults);
        self.meta_outbox.set_faults(faults);
        self.twilio_outbox.set_faults(faults);
    }

    /// Somebody did something that the ledger notes and the provider does not see.
    pub(crate) fn noted(&self, message: &Message, deed: Deed) {
        self.journal.deed(message, &deed);
        self.mail.with(|room| room.note(message.number, deed));
    }
}
