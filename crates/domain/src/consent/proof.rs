//! What proves an opt-in by WhatsApp: without it nobody opted in (whatsappbusiness.com/policy: the text that was shown, and in whose
//! name, or the person's own act).

use serde_json::Value;

use super::{ConsentRecord, ConsentSource, Decision, Purpose};
use crate::{
    channel::Channel,
    limits::NAME_MAX,
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Longest text that was shown, in characters.
const TEXT_MAX: usize = 4_000;

impl ConsentRecord {
    /// Checks that a yes to marketing by WhatsApp is proven: by the person's own words, its choice in WhatsApp's own menu or on our
    /// page, and else by the text that was shown (`text`) and the name of the business that it was shown for (`business_name`).
    ///
    /// # Errors
    /// Every member of the evidence that is missing, by its JSON pointer.
    pub fn prove(&self, source: &str) -> Result<(), Vec<FieldError>> {
        let is_opt_in = self.decision == Decision::Granted && self.purpose == Purpose::Marketing;
        let mut findings = Findings::default();
        if is_opt_in && self.channel == Channel::Whatsapp {
            for (member, most) in proof(source.parse().ok()) {
                let pointer = format!("/evidence/{member}");
                match self.evidence.get(*member) {
                    None | Some(Value::Null) => findings.add(pointer, FieldReason::Required, ""),
                    Some(Value::String(told)) if told.trim().is_empty() => {
                        findings.add(pointer, FieldReason::Required, "");
                    }
                    Some(Value::String(told)) => findings.text(&pointer, told, *most),
                    Some(_) => findings.add(pointer, FieldReason::Type, "string"),
                }
            }
        }
        findings.verdict()
    }
}

/// What has to be in the evidence, by where it was expressed.
const fn proof(source: Option<ConsentSource>) -> &'static [(&'static str, usize)] {
    match source {
        Some(ConsentSource::Message) => &[("message", TEXT_MAX), ("message_id", NAME_MAX)],
        Some(ConsentSource::Provider) => &[("preference", TEXT_MAX)],
        Some(ConsentSource::PreferencesPage) => &[("text", TEXT_MAX), ("token", TEXT_MAX)],
        _ => &[("text", TEXT_MAX), ("business_name", NAME_MAX)],
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    fn opt_in(channel: Channel, decision: Decision, evidence: &Value) -> ConsentRecord {
        ConsentRecord {
            address: "+33612345678".into(),
            channel,
            purpose: Purpose::Marketing,
            decision,
            occurred_at: DateTime::UNIX_EPOCH,
            evidence: evidence.as_object().cloned().unwrap_or_default(),
        }
    }

    fn missing(source: &str, evidence: Value) -> Vec<String> {
        let proven = opt_in(Channel::Whatsapp, Decision::Granted, &evidence).prove(source);
        proven.err().unwrap_or_default().into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_box_that_was_ticked_without_text_and_name_is_no_opt_in() {
        for source in ["agent", "form", "import", "one_click", "anything"] {
            assert_eq!(missing(source, json!({})), ["/evidence/text", "/evidence/business_name"], "{source}");
        }
        assert_eq!(
            missing("agent", json!({"text": "Oui", "business_name": "  "})),
            ["/evidence/business_name"]
        );
        assert_eq!(missing("agent", json!({"text": true, "business_name": "EB"})), ["/evidence/text"]);
        assert!(missing("agent", json!({"text": "J’accepte", "business_name": "EB VISION"})).is_empty());
    }

    #[test]
    fn the_persons_own_act_is_proven_by_itself_and_by_nothing_less() {
        assert!(missing("message", json!({"message": "START", "message_id": "wamid.1"})).is_empty());
        assert!(missing("provider", json!({"preference": "resume"})).is_empty());
        assert!(missing("preferences_page", json!({"text": "Oui", "token": "t"})).is_empty());
        for source in ["message", "provider", "preferences_page"] {
            assert!(!missing(source, json!({"business_name": "EB VISION"})).is_empty(), "{source}");
        }
    }

    #[test]
    fn a_no_needs_no_proof_and_neither_does_mail() {
        for decision in [Decision::Refused, Decision::Withdrawn, Decision::Objected] {
            assert_eq!(opt_in(Channel::Whatsapp, decision, &json!({})).prove("agent"), Ok(()));
        }
        assert_eq!(opt_in(Channel::Email, Decision::Granted, &json!({})).prove("agent"), Ok(()));
    }
}
