//! Bounces and complaints, as mail servers hand them over.

use chrono::DateTime;
use domain::{
    event::{BounceKind, Event, EventKind, Subject},
    ids::CampaignId,
};

use super::{
    PAPERS, batch_for,
    mx::{Manner, Mx},
    open, send, settings,
};
use crate::world::{CAMPAIGN, Spoken as _};

/// The return path of a message that was sent, and its headers.
async fn message() -> (String, String) {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    send(&*connection, &batch_for(&*connection, 2)).await;
    let mail = mx.mails().remove(1);
    let content = String::from_utf8(mail.content).unwrap();
    (mail.from, content.split("\r\n\r\n").next().unwrap().to_owned())
}

fn read(report: &str) -> (Vec<Event>, Vec<String>) {
    let told = PAPERS.closed.hears(report.as_bytes(), DateTime::UNIX_EPOCH).unwrap();
    (told.tellings.into_iter().map(|telling| telling.event).collect(), told.unknown)
}

/// A delivery status as Postfix writes it.
fn status(to: &str, group: &str, headers: &str) -> String {
    let text = format!(
        "Received: by mx.example (Postfix)\nDate: Fri, 06 Nov 2026 22:00:00 +0000 (UTC)\nFrom: MAILER-DAEMON@mx.example\nTo: {to}\n\
         Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMessage-Id: <20261106.1@mx.example>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"B.1/mx\"\n\n\
         This is a MIME-encapsulated message.\n\n--B.1/mx\nContent-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n\
         I'm sorry to have to inform you.\n\n--B.1/mx\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\nArrival-Date: Fri,  6 Nov 2026 21:59:00 +0000 (UTC)\n\n{group}\n\n--B.1/mx\n\
         Content-Description: Undelivered Message Headers\nContent-Type: text/rfc822-headers\n\n{headers}\n\n--B.1/mx--\n"
    );
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

const FAILED: &str = "Final-Recipient: rfc822; p2@example.com\nOriginal-Recipient: rfc822;p2@example.com\nAction: failed\n\
    Status: 5.1.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.1.1 <p2@example.com>: Recipient address\n    rejected: unknown";

fn ours() -> Subject {
    Subject::Delivery { campaign: CampaignId(CAMPAIGN), number: 2 }
}

#[tokio::test]
async fn a_bounce_leads_back_to_its_message_with_the_words_of_the_other_side() {
    let (path, headers) = message().await;
    let (events, unknown) = read(&status(&format!("<{path}>"), FAILED, &headers));
    assert!(unknown.is_empty(), "{unknown:?}");
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!(
        (event.kind, event.bounce, &event.subject),
        (EventKind::Bounced, Some(BounceKind::Hard), &ours())
    );
    assert_eq!(
        event.reason.as_deref(),
        Some("smtp; 550 5.1.1 <p2@example.com>: Recipient address rejected: unknown")
    );
    assert_eq!(event.occurred_at.to_rfc3339(), "2026-11-06T22:00:00+00:00");
}

#[tokio::test]
async fn each_action_is_an_event() {
    let (path, _) = message().await;
    let cases = [
        ("failed", "5.7.26", EventKind::Bounced, Some(BounceKind::Policy)),
        ("failed", "4.4.7", EventKind::Bounced, Some(BounceKind::Soft)),
        ("Delayed", "4.4.1", EventKind::Deferred, None),
        ("delivered", "2.0.0", EventKind::Delivered, None),
        ("relayed", "2.1.9", EventKind::Delivered, None),
    ];
    for (action, status_code, kind, bounce) in cases {
        let group =
            format!("Final-Recipient: rfc822; p2@example.com\nAction: {action}\nStatus: {status_code}");
        let (events, _) = read(&status(&path, &group, ""));
        assert_eq!((events[0].kind, events[0].bounce), (kind, bounce), "{action} {status_code}");
    }
    let (events, unknown) =
        read(&status(&path, "Final-Recipient: rfc822; p2@example.com\nAction: pondered", ""));
    assert!(events.is_empty() && unknown[0].contains("pondered"), "{unknown:?}");
}

fn complaint(to: &str, kind: &str, headers: &str) -> String {
    let text = format!(
        "From: <fbl@isp.example>\nTo: {to}\nDate: Fri, 06 Nov 2026 22:00:00 +0000\nSubject: FW: spam\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=\"f1\"\n\n--f1\nContent-Type: text/plain\n\nA complaint.\n\n\
         --f1\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: Loop/1.0\nVersion: 1\n\n\
         --f1\nContent-Type: message/rfc822\n\n{headers}\n\nBonjour\n--f1--\n"
    );
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[tokio::test]
async fn a_complaint_is_known_by_the_message_that_it_returns() {
    let (_, headers) = message().await;
    for (kind, expected) in [("abuse", EventKind::Complained), ("opt-out", EventKind::Unsubscribed)] {
        let (events, _) = read(&complaint("fbl@example.org", kind, &headers));
        assert_eq!((events[0].kind, &events[0].subject), (expected, &ours()));
    }
    let (events, unknown) = read(&complaint("fbl@example.org", "not-spam", &headers));
    assert!(events.is_empty() && unknown[0].contains("not-spam"), "{unknown:?}");
}

#[tokio::test]
async fn a_report_that_somebody_made_up_is_about_nobody() {
    let (path, headers) = message().await;
    let forged = path.replacen("b+0199", "b+0198", 1);
    assert_ne!(forged, path);
    let headers = headers.replace(&path, &forged);
    for report in [status(&forged, FAILED, &headers), complaint("fbl@example.org", "abuse", &headers)] {
        let (events, unknown) = read(&report);
        assert_eq!((events.len(), unknown), (0, vec!["a report without a return path of ours".to_owned()]));
    }
}

#[tokio::test]
async fn an_automatic_answer_is_no_bounce() {
    let (path, _) = message().await;
    let answer = format!(
        "From: p2@example.com\r\nTo: {path}\r\nSubject: Out of office: undelivered until Monday\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\n"
    );
    let (events, unknown) = read(&answer);
    assert_eq!((events.len(), unknown), (0, vec!["a message that reports nothing".to_owned()]));
}

#[tokio::test]
async fn the_same_report_twice_is_one_event_and_a_later_one_another() {
    let (path, headers) = message().await;
    let key = |report: &str| read(report).0.remove(0).natural_key;
    let once = status(&path, FAILED, &headers);
    assert_eq!(key(&once), key(&once.replace("Received: by", "Received: again by")));
    assert_ne!(key(&once), key(&once.replace("20261106.1@", "20261107.9@")));
}
