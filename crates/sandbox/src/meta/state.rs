//! What Meta remembers of the account beside its templates.

use serde_json::{Value, json};

use super::{facts, limits::Bucket, standing::Bar};
use crate::{limits::Limits, sandbox::Sandbox, whatsapp::Line};

/// Where webhooks go.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(super) url: String,
}

/// The account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(super) limits: Limits<Bucket>,
    pub(super) hook: Option<Hook>,
    /// What keeps it from sending.
    pub(super) bar: Option<Bar>,
}

/// The account's facts, and how it stands: `GET /_sandbox/meta`.
pub(crate) fn show(sandbox: &Sandbox) -> Value {
    let hook = sandbox.meta.with(|account| account.hook.clone());
    let seed = sandbox.settings.seed;
    sandbox.whatsapp.with(|world| {
        let templates = world.templates(Line::Meta).map(|template| {
            json!({
                "id": template.id,
                "name": template.words.name,
                "language": template.words.language,
                "status": template.status,
                "quality": template.quality,
                "held": template.held,
            })
        });
        json!({
            "phoneNumberId": facts::PHONE_NUMBER_ID,
            "wabaId": facts::WABA_ID,
            "appId": facts::APP_ID,
            "phone": format!("+{}", facts::PHONE),
            "appSecret": facts::app_secret(seed),
            "verifyToken": facts::verify_token(seed),
            "webhook": hook.as_ref().map(|hook| &hook.url),
            "quality": world.meta.quality,
            "tier": world.meta.tier_word(),
            "templates": templates.collect::<Vec<_>>(),
        })
    })
}
