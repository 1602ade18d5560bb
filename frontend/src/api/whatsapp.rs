//! WhatsApp, as the client knows it.

use domain::{
    TemplateId,
    list::Page,
    provider::AccountId,
    whatsapp::{WhatsappSender, WhatsappTemplate, WhatsappTemplateQuery, WhatsappTemplateSummary},
};

use super::{Api, Call, Failure, noun::search};

impl Api {
    /// A page of the templates that WhatsApp approves.
    pub(crate) async fn whatsapp_templates(
        self,
        query: &WhatsappTemplateQuery,
    ) -> Result<Page<WhatsappTemplateSummary>, Failure> {
        self.call(Call::get(format!("whatsapp/templates{}", search(query)?))).await
    }

    /// One of them, whole.
    pub(crate) async fn whatsapp_template(self, id: TemplateId) -> Result<WhatsappTemplate, Failure> {
        self.call(Call::get(format!("whatsapp/templates/{id}"))).await
    }

    /// How an account's number is.
    pub(crate) async fn whatsapp_sender(self, account: &AccountId) -> Result<WhatsappSender, Failure> {
        self.call(Call::get(format!("whatsapp/senders/{account}"))).await
    }
}
