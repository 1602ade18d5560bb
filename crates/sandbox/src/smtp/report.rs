//! Reports, as mail servers write them.

use serde_json::{Map, Value};

use super::hear::{Event, Said};

const BOUNDARY: &str = "report.of.the.sandbox";

/// The whole message.
pub(super) fn report(event: &Event) -> String {
    let to = event.envelope.custom.as_deref().unwrap_or_default();
    let text = match event.said {
        Said::Failed(status, words) => bounce(event, "failed", status, words),
        Said::Delayed(status, words) => bounce(event, "delayed", status, words),
        Said::Feedback(kind) => feedback(event, kind),
    };
    let head = format!(
        "Date: {}\nFrom: Mail Delivery System <MAILER-DAEMON@sandbox.localhost>\nTo: {to}\nAuto-Submitted: auto-replied\n\
         Message-ID: <{}.{}@sandbox.localhost>\nMIME-Version: 1.0\n",
        event.at.to_rfc2822(),
        event.number,
        event.word(),
    );
    format!("{head}{text}").replace('\n', "\r\n")
}

impl Event {
    /// What tells the reports about one message apart.
    pub(super) const fn word(&self) -> &'static str {
        match self.said {
            Said::Failed(..) => "failed",
            Said::Delayed(..) => "delayed",
            Said::Feedback(kind) => kind,
        }
    }
}

/// RFC 3464.
fn bounce(event: &Event, action: &str, status: &str, words: &str) -> String {
    let to = &event.envelope.to.email;
    let machine = format!(
        "Reporting-MTA: dns; sandbox.localhost\n\nFinal-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\n\
         Status: {status}\nDiagnostic-Code: smtp; {words}\n"
    );
    parts(
        "delivery-status",
        "This is the mail system of the sandbox. Your message could not be delivered.",
        ("message/delivery-status", &machine),
        ("text/rfc822-headers", &headers(event)),
    )
}

/// RFC 5965.
fn feedback(event: &Event, kind: &str) -> String {
    let machine = format!(
        "Feedback-Type: {kind}\nUser-Agent: Sandbox/1.0\nVersion: 1\nOriginal-Rcpt-To: <{}>\n",
        event.envelope.to.email
    );
    parts(
        "feedback-report",
        "This is an e-mail abuse report of the sandbox.",
        ("message/feedback-report", &machine),
        ("message/rfc822", &format!("{}\nThe message itself was left out.\n", headers(event))),
    )
}

fn parts(kind: &str, words: &str, machine: (&str, &str), original: (&str, &str)) -> String {
    let part = |(kind, text): (&str, &str)| format!("--{BOUNDARY}\nContent-Type: {kind}\n\n{text}\n");
    format!(
        "Content-Type: multipart/report; report-type={kind}; boundary=\"{BOUNDARY}\"\n\n{}{}{}--{BOUNDARY}--\n",
        part(("text/plain", words)),
        part(machine),
        part(original),
    )
}

fn headers(event: &Event) -> String {
    let headers: Map<String, Value> = serde_json::from_str(&event.headers).unwrap_or_default();
    let line = |(name, value): (&String, &Value)| format!("{name}: {}\n", value.as_str().unwrap_or_default());
    headers.iter().map(line).collect()
}
