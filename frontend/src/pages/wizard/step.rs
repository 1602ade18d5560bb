//! The four steps, and how far each is.

use domain::{CampaignId, Channel};

use crate::api::CampaignDraft;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Who it is for.
    Audience,
    /// What it says.
    Content,
    /// When it leaves.
    Schedule,
    /// A last look.
    Review,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// Nothing yet.
    ToDo,
    /// Begun.
    Begun,
    /// Nothing is missing.
    Ready,
}

impl Step {
    /// In their order.
    pub(crate) const ALL: [Self; 4] = [Self::Audience, Self::Content, Self::Schedule, Self::Review];

    /// The last part of its address.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Content => "content",
            Self::Schedule => "schedule",
            Self::Review => "review",
        }
    }

    /// The step of an address; the first one where it names none.
    pub(crate) fn of(path: &str) -> Self {
        let slug = path.rsplit('/').next().unwrap_or_default();
        Self::ALL.into_iter().find(|step| step.slug() == slug).unwrap_or(Self::Audience)
    }

    /// Its address.
    pub(crate) fn href(self, id: CampaignId) -> String {
        format!("/campaigns/{id}/{}", self.slug())
    }

    /// The step that a finding is about, by its pointer into the campaign.
    pub(crate) fn of_pointer(pointer: &str) -> Self {
        match pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
            "audience" => Self::Audience,
            "schedule" | "due_at" | "pace_per_minute" | "pace_per_day" | "canary" | "quiet_hours"
            | "doubt" => Self::Schedule,
            _ => Self::Content,
        }
    }

    /// How far it is.
    pub(crate) fn readiness(self, draft: &CampaignDraft) -> Readiness {
        let edit = &draft.edit;
        match self {
            Self::Audience if edit.audience.is_some() => Readiness::Ready,
            Self::Audience | Self::Review => Readiness::ToDo,
            Self::Content => among(&needs(draft)),
            Self::Schedule => Readiness::Ready,
        }
    }
}

/// What content needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// A subject line.
    Subject,
    /// HTML or text.
    Message,
    /// Who it comes from.
    Sender,
    /// A WhatsApp template.
    Template,
}

/// What content needs, and whether it is there.
fn needs(draft: &CampaignDraft) -> Vec<(Need, bool)> {
    let edit = &draft.edit;
    let filled = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    match draft.channel {
        Channel::Email => vec![
            (Need::Subject, filled(&edit.subject)),
            (Need::Message, filled(&edit.html) || filled(&edit.text)),
            (Need::Sender, edit.sender.is_some()),
        ],
        Channel::Whatsapp => vec![(Need::Template, edit.template_id.is_some())],
    }
}

/// What content needs and does not have yet.
pub(super) fn missing(draft: &CampaignDraft) -> impl Iterator<Item = Need> {
    needs(draft).into_iter().filter_map(|(need, met)| (!met).then_some(need))
}

fn among(needs: &[(Need, bool)]) -> Readiness {
    match needs.iter().filter(|(_, met)| *met).count() {
        0 => Readiness::ToDo,
        count if count == needs.len() => Readiness::Ready,
        _ => Readiness::Begun,
    }
}

#[cfg(test)]
mod tests {
    use domain::{campaign::CampaignEdit, provider::Sender};

    use super::*;

    fn draft(edit: CampaignEdit) -> CampaignDraft {
        CampaignDraft { channel: Channel::Email, edit }
    }

    #[test]
    fn each_step_has_an_address_that_leads_back_to_it() {
        let id: CampaignId = "0190f2a0-7c1e-7000-8000-5d2b7f3a91c2".parse().unwrap();
        for step in Step::ALL {
            assert_eq!(Step::of(&step.href(id)), step);
        }
    }

    #[test]
    fn content_is_ready_when_subject_message_and_sender_are_there() {
        let mut edit = CampaignEdit::default();
        assert_eq!(Step::Content.readiness(&draft(edit.clone())), Readiness::ToDo);
        edit.subject = Some("Soldes".into());
        edit.html = Some("<p>Bonjour</p>".into());
        assert_eq!(Step::Content.readiness(&draft(edit.clone())), Readiness::Begun);
        edit.sender = Some(Sender { email: "a@example.com".into(), name: "A".into() });
        assert_eq!(Step::Content.readiness(&draft(edit.clone())), Readiness::Ready);
        edit.subject = Some("  ".into());
        assert_eq!(Step::Content.readiness(&draft(edit.clone())), Readiness::Begun);
        assert!(missing(&draft(edit)).eq([Need::Subject]));
    }

    #[test]
    fn a_finding_leads_to_the_step_where_it_is_corrected() {
        let found =
            ["/audience/all/0", "/schedule/zone", "/quiet_hours/windows/0/days", "/sender/email", "/html"];
        let steps = found.map(Step::of_pointer);
        assert_eq!(steps, [Step::Audience, Step::Schedule, Step::Schedule, Step::Content, Step::Content]);
    }
}
