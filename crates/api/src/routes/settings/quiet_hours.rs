//! When nobody is written to.

use actix_web::{HttpResponse, get, put, web::Data};
use domain::{ProblemCode, quiet::QuietHours, setting::Setting};

use crate::{
    Api,
    caller::{
        Caller,
        permit::{SettingsRead, SettingsWrite},
    },
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader, shown},
    },
    zones,
};

/// Read the quiet hours
///
/// When nothing of any campaign leaves that has no quiet hours of its own: by the clock of the recipient where the country of the
/// contact tells one, else by the zone named here, else by the organisation's.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:read"])),
    responses((status = 200, body = Setting<QuietHours>, description = "The quiet hours")))]
#[get("/settings/quiet-hours")]
pub(super) async fn read_quiet_hours(
    _: Caller<SettingsRead>,
    api: Data<Api>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(shown(&tx.settings().quiet_hours().await?))
}

/// Set the quiet hours
///
/// Holds from the next batch on, also for campaigns that are being sent or that wait. Every change is logged with its author, before
/// and after; the log cannot be changed.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:write"])), params(VersionHeader), request_body = QuietHours,
    responses((status = 200, body = Setting<QuietHours>, description = "The quiet hours as they are now")))]
#[put("/settings/quiet-hours")]
pub(super) async fn set_quiet_hours(
    caller: Caller<SettingsWrite>,
    api: Data<Api>,
    Expected(version): Expected,
    body: Body<QuietHours>,
) -> Result<HttpResponse, Refusal> {
    body.command.check("")?;
    zones::check("/zone", body.command.zone.as_deref())?;
    let mut tx = api.store.begin().await?;
    let set = tx.settings().set_quiet_hours(version, &body.command, caller.id(), (api.clock)()).await?;
    tx.commit().await?;
    Ok(shown(&set.ok_or(ProblemCode::VersionStale)?))
}
