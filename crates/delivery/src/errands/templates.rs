//! Errands about templates of WhatsApp.

use domain::{
    TemplateId,
    provider::{AccountId, Provider},
    whatsapp::{Cause, Rejection, TemplateStatus, WhatsappTemplate, code_of},
};
use providers::{Connection, Failure, KnownTemplate, Submission, Submitted, Whatsapp};
use serde_json::{Value, json};
use store::{ClaimedErrand, Taken};

use super::{Errands, Stopped, TRIES_MAX};
use crate::{
    carrier::Watch,
    templates::{Unasked, Walked, walk},
};

impl Errands {
    /// Hands a template in. A try that nobody heard the end of may have had its way: then the provider knows it by now.
    pub(super) async fn submit_template(
        &self,
        errand: &ClaimedErrand,
        id: TemplateId,
        watch: Watch,
    ) -> Result<Value, Stopped> {
        let template = self.template(id).await?;
        if template.status != TemplateStatus::Pending {
            return Ok(json!({"status": template.status}));
        }
        let whatsapp = self.whatsapp(&template.account)?;
        if errand.tries > 1
            && template.provider_id.is_none()
            && let Some(known) = look_up(whatsapp, &template).await?
        {
            return self.found(id, &template.account, &known, watch).await;
        }
        let tracked_base = self.carrier.urls.clicks();
        let submission = Submission {
            content: &template.content,
            provider_id: template.provider_id.as_deref(),
            tracked_base: &tracked_base,
        };
        match whatsapp.submit(submission).await {
            Ok(submitted) => self.taken(id, &submitted, watch).await,
            Err(failure) => Err(self.not_taken(errand, id, (whatsapp.provider(), failure), watch).await?),
        }
    }

    /// Takes a template away at its provider; one that is not there any more is away.
    pub(super) async fn delete_template(&self, id: TemplateId, watch: Watch) -> Result<Value, Stopped> {
        let template = self.template(id).await?;
        let provider_id = template.provider_id.as_deref();
        if let Some(provider_id) = provider_id.filter(|_| template.status != TemplateStatus::Deleted) {
            let whatsapp = self.whatsapp(&template.account)?;
            if let Err(failure) = whatsapp.delete(&template.content.name, provider_id).await
                && look_up(whatsapp, &template).await?.is_some()
            {
                return Err(failure.into());
            }
        }
        let mut tx = self.carrier.store.begin().await?;
        tx.whatsapp_templates().deleted(id, watch.now()).await?;
        tx.commit().await?;
        Ok(json!({"status": TemplateStatus::Deleted}))
    }

    /// Asks for all templates of an account, and for its number: whoever asked is told where that one is silent.
    pub(super) async fn sync_templates(&self, account: &AccountId, watch: Watch) -> Result<Value, Stopped> {
        let connection = self.connection(account)?;
        match walk(&self.carrier, connection.as_ref(), watch).await? {
            Walked { silent: Some(failure), .. } => Err(failure.into()),
            Walked { templates, silent: None } => Ok(json!({"templates": templates})),
        }
    }

    async fn template(&self, id: TemplateId) -> Result<WhatsappTemplate, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let found = tx.whatsapp_templates().find(id).await?;
        found.ok_or_else(|| Stopped::for_good("template.missing", id))
    }

    fn whatsapp(&self, account: &AccountId) -> Result<&dyn Whatsapp, Stopped> {
        let connection: &dyn Connection = self.connection(account)?.as_ref();
        connection.whatsapp().ok_or_else(|| Stopped::for_good("account.channel", account))
    }

    async fn taken(&self, id: TemplateId, submitted: &Submitted, watch: Watch) -> Result<Value, Stopped> {
        let Submitted { provider_id, status, told, category } = submitted;
        let taken = Taken { provider_id, status: *status, told, category: *category };
        let mut tx = self.carrier.store.begin().await?;
        tx.whatsapp_templates().taken(id, taken, watch.now()).await?;
        tx.commit().await?;
        Ok(json!({"status": status, "told": told}))
    }

    async fn found(
        &self,
        id: TemplateId,
        account: &AccountId,
        known: &KnownTemplate,
        watch: Watch,
    ) -> Result<Value, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        tx.whatsapp_templates().hear(account, &known.news, watch.now()).await?;
        tx.commit().await?;
        Ok(json!({"status": known.news.status, "template": id}))
    }

    /// A no is the template's, unless it is about the key or the account; where nobody answers, the last try gives the template
    /// back.
    async fn not_taken(
        &self,
        errand: &ClaimedErrand,
        id: TemplateId,
        (provider, failure): (Provider, Failure),
        watch: Watch,
    ) -> Result<Stopped, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        match &failure {
            Failure::Refused { code, .. } if is_of_the_account(provider, code) => {
                tx.whatsapp_templates().take_back(id, watch.now()).await?;
            }
            Failure::Refused { code, detail } => {
                let why =
                    Rejection { reason: code.clone(), detail: Some(detail.clone()), recommendation: None };
                tx.whatsapp_templates().refused(id, &why, watch.now()).await?;
            }
            Failure::Retry { .. } if errand.tries >= TRIES_MAX => {
                tx.whatsapp_templates().take_back(id, watch.now()).await?;
            }
            Failure::Retry { .. } => {}
        }
        tx.commit().await?;
        Ok(failure.into())
    }
}

/// Whether a no would be said to any template.
fn is_of_the_account(provider: Provider, code: &str) -> bool {
    let cause = code_of(code).map(|code| Cause::of(provider, code));
    matches!(cause, Some(Cause::Account | Cause::Sender))
}

/// The template among those of the provider.
async fn look_up(
    whatsapp: &dyn Whatsapp,
    template: &WhatsappTemplate,
) -> Result<Option<KnownTemplate>, Failure> {
    let mut next = None::<String>;
    loop {
        let page = whatsapp.templates(next.as_deref()).await?;
        let is_it = |known: &KnownTemplate| {
            let told = &known.news.template;
            let same_id = template.provider_id.is_some() && told.provider_id == template.provider_id;
            let same_name = told.name.as_deref() == Some(template.content.name.as_str())
                && told.language.as_deref() == Some(template.content.language.as_str());
            same_id || (template.provider_id.is_none() && same_name)
        };
        if let Some(known) = page.templates.into_iter().find(is_it) {
            return Ok(Some(known));
        }
        match page.next {
            Some(page) => next = Some(page),
            None => return Ok(None),
        }
    }
}

impl From<Unasked> for Stopped {
    fn from(unasked: Unasked) -> Self {
        match unasked {
            Unasked::Failure(failure) => failure.into(),
            Unasked::Store(error) => error.into(),
        }
    }
}
