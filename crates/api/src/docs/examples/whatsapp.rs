//! Templates of WhatsApp, and the numbers that messages leave from.

use std::collections::BTreeMap;

use domain::{
    ErrandId,
    campaign::CampaignState,
    check::Severity,
    errand::{Errand, ErrandState, ErrandTask},
    list::Page,
    provider::AccountId,
    whatsapp::{
        LintCode, LintFinding, Span, TemplateButton, TemplateCategory, TemplateContent, TemplateCount,
        TemplateQuality, TemplateStatus, TemplateStep, TemplateUse, Tier, WhatsappSender, WhatsappTemplate,
        WhatsappTemplateCopy, WhatsappTemplateCreate, WhatsappTemplateSummary,
    },
};
use uuid::Uuid;

use super::{Example, answer, at, campaign, exchange, template_id};

pub(super) fn all() -> Vec<(&'static str, Example)> {
    let create = || WhatsappTemplateCreate { account: account(), content: content() };
    let copy =
        WhatsappTemplateCopy { name: "promo_btp_2026_03_v2".into(), language: "fr".into(), account: None };
    let gone = WhatsappTemplate { status: TemplateStatus::PendingDeletion, ..template() };
    let used = TemplateUse { campaign: campaign().id, name: campaign().name, state: CampaignState::Sending };
    let submit = ErrandTask::SubmitTemplate { template: template_id() };
    let sync = ErrandTask::SyncTemplates { account: account() };
    vec![
        ("list_whatsapp_templates", answer(Page { items: vec![summary()], next: None, previous: None })),
        ("create_whatsapp_template", exchange(create(), template())),
        ("check_whatsapp_template", exchange(create(), [finding()])),
        ("read_whatsapp_template", answer(template())),
        ("edit_whatsapp_template", exchange(content(), template())),
        ("delete_whatsapp_template", answer(gone)),
        ("submit_whatsapp_template", answer(errand(submit))),
        ("copy_whatsapp_template", exchange(copy, template())),
        ("read_whatsapp_template_history", answer([step()])),
        ("list_whatsapp_template_uses", answer([used])),
        ("read_whatsapp_sender", answer(sender())),
        ("sync_whatsapp_templates", answer(errand(sync))),
    ]
}

fn account() -> AccountId {
    AccountId("meta".into())
}

fn content() -> TemplateContent {
    let examples = [("prenom", "Camille"), ("remise", "20 %")];
    TemplateContent {
        name: "promo_btp_2026_03".into(),
        language: "fr".into(),
        category: TemplateCategory::Marketing,
        header: None,
        body: "Bonjour {{prenom}}, profitez de {{remise}} sur l’outillage jusqu’à dimanche.".into(),
        footer: Some("Répondez STOP pour ne plus recevoir nos offres".into()),
        buttons: vec![TemplateButton::Tracked { text: "Voir les offres".into() }],
        examples: examples
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect::<BTreeMap<_, _>>(),
    }
}

fn template() -> WhatsappTemplate {
    WhatsappTemplate {
        id: template_id(),
        account: account(),
        content: content(),
        status: TemplateStatus::Approved,
        told: Some("APPROVED".into()),
        quality: TemplateQuality::Green,
        next_category: None,
        next_category_at: None,
        rejection: None,
        provider_id: Some("1002003004005006".into()),
        used: 1,
        archived: false,
        version: 4,
        submitted_at: Some(at(9)),
        synced_at: Some(at(10)),
        created_at: at(9),
        updated_at: at(10),
    }
}

fn summary() -> WhatsappTemplateSummary {
    let WhatsappTemplate { id, account, content, status, quality, used, archived, updated_at, .. } =
        template();
    WhatsappTemplateSummary {
        id,
        account,
        name: content.name,
        language: content.language,
        category: content.category,
        excerpt: content.body,
        status,
        quality,
        rejection: None,
        next_category: None,
        used,
        archived,
        updated_at,
    }
}

fn finding() -> LintFinding {
    LintFinding {
        code: LintCode::VariableFirst,
        severity: Severity::Blocking,
        pointer: "/body".into(),
        span: Some(Span { from: 0, to: 10 }),
        about: "prenom".into(),
    }
}

fn step() -> TemplateStep {
    TemplateStep {
        status: TemplateStatus::Approved,
        quality: TemplateQuality::Green,
        category: TemplateCategory::Marketing,
        reason: None,
        at: at(10),
    }
}

pub(super) fn sender() -> WhatsappSender {
    WhatsappSender {
        phone: "+33700000000".into(),
        quality: TemplateQuality::Green,
        tier: Some(Tier(Some(2_000))),
        used: 412,
        templates: vec![TemplateCount { status: TemplateStatus::Approved, templates: 7 }],
        synced_at: Some(at(10)),
    }
}

pub(super) fn errand(task: ErrandTask) -> Errand {
    Errand {
        id: ErrandId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f71)),
        task,
        state: ErrandState::Waiting,
        result: None,
        created_by: "42".into(),
        created_at: at(10),
        finished_at: None,
    }
}
