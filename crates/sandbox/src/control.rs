//! `/_sandbox`: what tests and the demo ask of the sandbox itself.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Bytes, Data, Path, Query, ServiceConfig},
};
use serde::Deserialize;
use serde_json::json;

use crate::{faults, ledger, meta, people::Behaviour, sandbox::Sandbox, sendgrid, services, smtp, twilio};

/// Mounts the routes.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config
        .service(read_ledger)
        .service(reset_ledger)
        .service(quiet)
        .service(read_faults)
        .service(set_faults)
        .service(clear_faults)
        .service(override_recipient)
        .service(show_sendgrid)
        .service(change_sendgrid)
        .service(show_smtp)
        .service(change_smtp)
        .service(show_meta)
        .service(update_meta)
        .service(show_twilio)
        .service(change_twilio)
        .service(specs);
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tag {
    tag: Option<String>,
}

#[get("/_sandbox/ledger")]
async fn read_ledger(sandbox: Data<Sandbox>, query: Query<Tag>) -> HttpResponse {
    HttpResponse::Ok().json(ledger::view(&sandbox, query.tag.as_deref()))
}

/// Forgets messages, deeds, figures and what recipients were going to do; what the services know of their accounts stays.
#[delete("/_sandbox/ledger")]
async fn reset_ledger(sandbox: Data<Sandbox>) -> HttpResponse {
    sandbox.agenda.clear();
    sandbox.whatsapp_agenda.clear();
    sandbox.whatsapp.with(crate::whatsapp::World::clear);
    sandbox.mail.with(crate::mail::Mailroom::clear);
    sandbox.figures.with(|figures| *figures = ledger::Figures::default());
    HttpResponse::NoContent().finish()
}

/// Whether everybody has done what they will do and every webhook has arrived or was given up.
#[get("/_sandbox/quiet")]
async fn quiet(sandbox: Data<Sandbox>) -> HttpResponse {
    // Recipients first: what they do makes webhooks, never the other way round.
    let recipients = sandbox.agenda.pending() + sandbox.whatsapp_agenda.pending();
    let webhooks = services::pending(&sandbox);
    let quiet = recipients == 0 && webhooks == 0;
    HttpResponse::Ok().json(json!({"quiet": quiet, "recipients": recipients, "webhooks": webhooks}))
}

#[get("/_sandbox/faults")]
async fn read_faults(sandbox: Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(sandbox.faults.with(|faults| json!(faults.all())))
}

/// Adds one fault or a list of them.
#[post("/_sandbox/faults")]
async fn set_faults(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    match faults::parse(&String::from_utf8_lossy(&body)) {
        Ok(new) => {
            let hooks = sandbox.faults.with(|faults| {
                faults.add(new);
                faults.of_webhooks()
            });
            sandbox.set_webhook_faults(hooks);
            HttpResponse::NoContent().finish()
        }
        Err(message) => complaint(&message),
    }
}

#[delete("/_sandbox/faults")]
async fn clear_faults(sandbox: Data<Sandbox>) -> HttpResponse {
    sandbox.faults.with(faults::Faults::clear);
    sandbox.set_webhook_faults(faults::WebhookFaults::default());
    HttpResponse::NoContent().finish()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    behaviour: Behaviour,
}

/// Makes a recipient behave in one way from now on.
#[post("/_sandbox/recipients/{email}")]
async fn override_recipient(sandbox: Data<Sandbox>, email: Path<String>, body: Bytes) -> HttpResponse {
    match serde_json::from_slice::<Override>(&body) {
        Ok(told) => {
            sandbox.overrides.with(|overrides| overrides.insert(email.to_lowercase(), told.behaviour));
            HttpResponse::NoContent().finish()
        }
        Err(error) => complaint(&format!("write {{\"behaviour\": …}}: {error}")),
    }
}

/// SendGrid's account: its credits, whether it was taken away, and the key that its webhooks are signed with.
#[get("/_sandbox/sendgrid")]
async fn show_sendgrid(sandbox: Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(sendgrid::show(&sandbox))
}

/// Takes SendGrid's account away or gives it back, or says how many messages are left.
#[post("/_sandbox/sendgrid")]
async fn change_sendgrid(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    match serde_json::from_slice(&body) {
        Ok(change) => {
            sendgrid::change(&sandbox, &change);
            HttpResponse::NoContent().finish()
        }
        Err(error) => complaint(&format!(
            "write {{\"status\"?: \"compliance_suspend\" or \"reactivate\", \"credits\"?: n, \"suppress\"?: {{\"list\": \"bounces\", \"emails\": […]}}, \"resubscribe\"?: \"p1@…\"}}: {error}"
        )),
    }
}

/// The mail server: its address, and what happened at its door.
#[get("/_sandbox/smtp")]
async fn show_smtp(sandbox: Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(smtp::show(&sandbox))
}

/// Says where the mail server's reports go.
#[post("/_sandbox/smtp")]
async fn change_smtp(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    match smtp::hook(&sandbox, &body) {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(why) => complaint(&why),
    }
}

/// Meta's account: its ids, its secrets, its templates, and where its webhooks go.
#[get("/_sandbox/meta")]
async fn show_meta(sandbox: Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(meta::show(&sandbox))
}

/// Does something to Meta's account, which its webhooks tell of.
#[post("/_sandbox/meta")]
async fn update_meta(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    match meta::update(&sandbox, &body) {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(why) => complaint(&why),
    }
}

/// Twilio's account: its ids, its token, its contents, and where what people write is handed over.
#[get("/_sandbox/twilio")]
async fn show_twilio(sandbox: Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(twilio::show(&sandbox))
}

/// Says where what people write to Twilio's number is handed over.
#[post("/_sandbox/twilio")]
async fn change_twilio(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    match twilio::change(&sandbox, &body) {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(why) => complaint(&why),
    }
}

#[get("/_sandbox/specs")]
async fn specs(sandbox: Data<Sandbox>) -> HttpResponse {
    match &sandbox.specs {
        Some(specs) => HttpResponse::Ok().json(specs.figures()),
        None => complaint("nothing is judged: start with --specs DIR"),
    }
}

pub(crate) fn complaint(message: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({"message": message}))
}
