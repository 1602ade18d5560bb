//! Templates of WhatsApp, and the numbers that messages leave from.

mod board;
mod check;
mod copy;
mod create;
mod delete;
mod edit;
mod history;
mod list;
mod read;
mod sender;
mod submit;
mod sync;

use actix_web::HttpResponse;
use domain::{
    ErrandId, ProblemCode,
    errand::{Errand, ErrandTask},
    provider::AccountId,
    whatsapp::WhatsappTemplate,
};
use providers::Whatsapp;
use store::{Change, Tx, signal::channel};

use crate::{Api, caller::Caller, error::Refusal, manners::version, mounting::ServiceConfig};

/// Mounts the routes of WhatsApp.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list::list_whatsapp_templates).service(create::create_whatsapp_template);
    config.service(check::check_whatsapp_template);
    config.service(read::read_whatsapp_template).service(edit::edit_whatsapp_template);
    config.service(delete::delete_whatsapp_template).service(submit::submit_whatsapp_template);
    config.service(copy::copy_whatsapp_template).service(history::read_whatsapp_template_history);
    config.service(history::list_whatsapp_template_uses);
    config.service(board::read_whatsapp_board);
    config.service(sender::read_whatsapp_sender).service(sync::sync_whatsapp_templates);
}

fn changed(change: Change<WhatsappTemplate>) -> Result<HttpResponse, Refusal> {
    version::changed(change, ProblemCode::TemplateNotFound, ProblemCode::TemplateNotEditable)
}

/// The row that was asked for, or why it is not to be had.
fn done(change: Change<WhatsappTemplate>) -> Result<WhatsappTemplate, Refusal> {
    match change {
        Change::Done(template) => Ok(template),
        Change::Stale(_) => Err(ProblemCode::VersionStale.into()),
        Change::NotEditable(_) => Err(ProblemCode::TemplateNotEditable.into()),
        Change::Missing => Err(ProblemCode::TemplateNotFound.into()),
    }
}

/// An account of the settings that speaks WhatsApp.
fn whatsapp<'a>(api: &'a Api, account: &AccountId) -> Result<&'a dyn Whatsapp, Refusal> {
    let connection = api.accounts.get(account).and_then(|connection| connection.whatsapp());
    connection.ok_or_else(|| ProblemCode::AccountNotFound.into())
}

/// Asks for a task, and tells it.
async fn errand<P>(api: &Api, tx: &mut Tx, caller: &Caller<P>, task: ErrandTask) -> Result<Errand, Refusal> {
    let id = ErrandId((api.ids)());
    tx.errands().create(id, &task, caller.id(), (api.clock)()).await?;
    tx.notify(channel::ERRANDS, "").await?;
    tx.errands().find(id).await?.ok_or_else(|| ProblemCode::ErrandNotFound.into())
}
