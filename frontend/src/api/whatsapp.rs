//! WhatsApp, as the client knows it.

use domain::{
    FieldError, Permission, TemplateId,
    errand::Errand,
    list::Page,
    provider::AccountId,
    whatsapp::{
        LintFinding, TemplateContent, TemplateStep, TemplateUse, WhatsappSender, WhatsappTemplate,
        WhatsappTemplateCopy, WhatsappTemplateCreate, WhatsappTemplateQuery, WhatsappTemplateSummary,
    },
};

use super::{Api, Call, Facts, Failure, Noun, noun::search};
use crate::i18n::{Locale, td_string};

const PATH: &str = "whatsapp/templates";

/// Templates that WhatsApp approves.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WhatsappTemplates;

impl Noun for WhatsappTemplates {
    const PATH: &'static str = PATH;
    const WRITE: Permission = Permission::TemplatesWrite;
    // A copy of one says under which name, and in which language: the page asks.
    const COPIES: bool = false;
    type Id = TemplateId;
    type View = WhatsappTemplate;
    type Row = WhatsappTemplateSummary;
    type Query = WhatsappTemplateQuery;
    type Draft = WhatsappTemplateCreate;
    type Create = WhatsappTemplateCreate;
    type Edit = TemplateContent;

    fn facts(view: &WhatsappTemplate) -> Facts<TemplateId> {
        let WhatsappTemplate { id, version, archived, .. } = *view;
        Facts { id, version, archived, name: view.content.name.clone(), editable: view.is_editable() }
    }

    fn draft(view: &WhatsappTemplate) -> WhatsappTemplateCreate {
        WhatsappTemplateCreate { account: view.account.clone(), content: view.content.clone() }
    }

    fn renamed(mut draft: WhatsappTemplateCreate, name: String) -> WhatsappTemplateCreate {
        draft.content.name = name;
        draft
    }

    fn name(draft: &WhatsappTemplateCreate) -> &str {
        &draft.content.name
    }

    fn create(draft: WhatsappTemplateCreate) -> (WhatsappTemplateCreate, Option<TemplateContent>) {
        (Self::as_saved(draft), None)
    }

    fn edit(draft: WhatsappTemplateCreate) -> TemplateContent {
        tidy(draft.content)
    }

    fn as_saved(mut draft: WhatsappTemplateCreate) -> WhatsappTemplateCreate {
        draft.content = tidy(draft.content);
        draft
    }

    fn check(draft: &WhatsappTemplateCreate) -> Vec<FieldError> {
        draft.content.check().err().unwrap_or_default()
    }

    fn locked(l: Locale) -> &'static str {
        td_string!(l, studio.locked)
    }
}

/// Without examples of variables that are gone.
fn tidy(mut content: TemplateContent) -> TemplateContent {
    let names: Vec<String> = content.variables().into_iter().map(str::to_owned).collect();
    content.examples.retain(|name, _| names.contains(name));
    content
}

impl Api {
    /// A page of the templates that WhatsApp approves.
    pub(crate) async fn whatsapp_templates(
        self,
        query: &WhatsappTemplateQuery,
    ) -> Result<Page<WhatsappTemplateSummary>, Failure> {
        self.call(Call::get(format!("{PATH}{}", search(query)?))).await
    }

    /// One of them, whole.
    pub(crate) async fn whatsapp_template(self, id: TemplateId) -> Result<WhatsappTemplate, Failure> {
        self.read::<WhatsappTemplates>(id).await
    }

    /// What speaks against handing it in; nothing is saved.
    pub(crate) async fn check_template(
        self,
        draft: &WhatsappTemplateCreate,
    ) -> Result<Vec<LintFinding>, Failure> {
        self.call(Call::post(format!("{PATH}/check")).body(draft)?).await
    }

    /// Hands it in.
    pub(crate) async fn submit_template(self, id: TemplateId, version: i64) -> Result<Errand, Failure> {
        self.call(Call::post(format!("{PATH}/{id}/submit")).if_version(version)).await
    }

    /// A draft that says the same under another name or in another language.
    pub(crate) async fn copy_template(
        self,
        id: TemplateId,
        copy: &WhatsappTemplateCopy,
        key: String,
    ) -> Result<WhatsappTemplate, Failure> {
        self.call(Call::post(format!("{PATH}/{id}/duplicate")).once(key).body(copy)?).await
    }

    /// Takes it away.
    pub(crate) async fn delete_template(
        self,
        id: TemplateId,
        version: i64,
    ) -> Result<WhatsappTemplate, Failure> {
        self.call(Call::delete(format!("{PATH}/{id}")).if_version(version)).await
    }

    /// What became of it, the oldest first.
    pub(crate) async fn template_history(self, id: TemplateId) -> Result<Vec<TemplateStep>, Failure> {
        self.call(Call::get(format!("{PATH}/{id}/history"))).await
    }

    /// The campaigns that use it.
    pub(crate) async fn template_uses(self, id: TemplateId) -> Result<Vec<TemplateUse>, Failure> {
        self.call(Call::get(format!("{PATH}/{id}/uses"))).await
    }

    /// How an account's number is.
    pub(crate) async fn whatsapp_sender(self, account: &AccountId) -> Result<WhatsappSender, Failure> {
        self.call(Call::get(format!("whatsapp/senders/{account}"))).await
    }

    /// Asks the provider for all templates of an account, now.
    pub(crate) async fn sync_templates(self, account: &AccountId) -> Result<Errand, Failure> {
        self.call(Call::post(format!("whatsapp/senders/{account}/sync"))).await
    }
}
