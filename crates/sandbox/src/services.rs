//! The services that are imitated, and what each hears of a message that it carries.

use url::Url;

use crate::{
    brevo,
    mail::Message,
    meta,
    people::{Deed, Who},
    sandbox::Sandbox,
    sendgrid, smtp, twilio,
};

/// Who took a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Brevo,
    Sendgrid,
    Smtp,
}

/// Something happened that the service sees by itself.
pub(crate) fn heard(sandbox: &Sandbox, message: &Message, deed: &Deed) {
    match message.envelope.carrier {
        Carrier::Brevo => brevo::heard(sandbox, message, deed),
        Carrier::Sendgrid => sendgrid::heard(sandbox, message, deed),
        Carrier::Smtp => smtp::heard(sandbox, message, deed),
    }
}

/// The service's own pixel was loaded; a mail server has none.
pub(crate) fn opened(sandbox: &Sandbox, message: &Message, who: Who, agent: &'static str) {
    match message.envelope.carrier {
        Carrier::Brevo => brevo::opened(sandbox, message, who, agent),
        Carrier::Sendgrid => sendgrid::opened(sandbox, message, who, agent),
        Carrier::Smtp => {}
    }
}

/// A link was followed; a mail server sees nothing of it.
pub(crate) fn clicked(sandbox: &Sandbox, message: &Message, url: &Url, agent: &'static str) {
    match message.envelope.carrier {
        Carrier::Brevo => brevo::clicked(sandbox, message, url, agent),
        Carrier::Sendgrid => sendgrid::clicked(sandbox, message, url, agent),
        Carrier::Smtp => {}
    }
}

/// Events that are on their way to webhooks.
pub(crate) fn pending(sandbox: &Sandbox) -> usize {
    let of_mail =
        sandbox.brevo_outbox.pending() + sandbox.sendgrid_outbox.pending() + sandbox.smtp_outbox.pending();
    of_mail + sandbox.meta_outbox.pending() + sandbox.twilio_outbox.pending()
}

/// Operations by the names that faults and specifications have for them.
pub(crate) fn operations() -> impl Iterator<Item = String> {
    let of_brevo = brevo::routes().iter().map(brevo::Route::name);
    let of_sendgrid = sendgrid::routes().iter().map(sendgrid::Route::name);
    let of_meta = meta::routes().iter().map(meta::Route::name);
    let of_twilio = twilio::routes().iter().map(twilio::Route::name);
    let of_smtp = [smtp::ROUTE, smtp::GREETING].map(str::to_owned);
    of_brevo.chain(of_sendgrid).chain(of_smtp).chain(of_meta).chain(of_twilio)
}
