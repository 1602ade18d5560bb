//! The mail server, seen with a bare connection.

use std::{
    io::{BufRead, BufReader, ErrorKind, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::json;

use crate::{
    harness::{Sandbox, start},
    receiver::{Receiver, receive},
};

/// A connection that has said hello.
struct Caller(BufReader<TcpStream>);

impl Caller {
    fn call(url: &str) -> Self {
        let stream = TcpStream::connect(url.trim_start_matches("smtp://")).unwrap();
        let mut caller = Self(BufReader::new(stream));
        assert_eq!(caller.answer().unwrap(), 220);
        caller.say("EHLO tests\r\n");
        assert_eq!(caller.answer().unwrap(), 250);
        caller
    }

    fn say(&mut self, words: &str) {
        self.0.get_mut().write_all(words.as_bytes()).unwrap();
    }

    /// The code of the next answer, or how the connection broke; one that is closed is broken too.
    fn answer(&mut self) -> Result<u16, ErrorKind> {
        loop {
            let mut line = String::new();
            match self.0.read_line(&mut line) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof),
                Ok(_) if line.as_bytes()[3] == b' ' => return Ok(line[..3].parse().unwrap()),
                Ok(_) => {}
                Err(error) => return Err(error.kind()),
            }
        }
    }

    /// All of a message at once, as far as a server lets it: the answers to each command and to the content.
    fn send(&mut self, to: &str, message: &str) -> Vec<Result<u16, ErrorKind>> {
        self.say(&format!("MAIL FROM:<b+1@bounce.example.org>\r\nRCPT TO:<{to}>\r\nDATA\r\n"));
        let mut answers: Vec<_> = (0..3).map(|_| self.answer()).take_while(Result::is_ok).collect();
        if answers.last() == Some(&Ok(354)) {
            self.say(&format!("{message}\r\n.\r\n"));
            answers.push(self.answer());
        }
        answers
    }
}

const ID: &str = "0199a0b1-7c00-7000-8000-00000000002a.7@example.org";

fn message(url: &str) -> String {
    format!(
        "From: Exemple SAS <news@example.org>\r\nTo: Awa <awa@example.org>\r\nSubject: =?utf-8?B?RMOpasOg?=\r\nMessage-ID: <{ID}>\r\n\
         List-Unsubscribe: <{url}/u/9>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <a href=3D\"{url}/c1\">d=C3=A9j=C3=A0</a><img src=3D\"{url}/o.gif\">\r\n..hidden"
    )
}

/// Sends, waits for everybody, and tells the answers.
async fn send(sandbox: &Sandbox, to: &str, message: String) -> Vec<Result<u16, ErrorKind>> {
    let (url, to) = (sandbox.running.smtp_url().to_owned(), to.to_owned());
    let answers = tokio::task::spawn_blocking(move || Caller::call(&url).send(&to, &message)).await.unwrap();
    sandbox.quiet().await;
    answers
}

async fn report_to(sandbox: &Sandbox, receiver: &Receiver) {
    let hook = json!({"hook": format!("{}/hook", receiver.url), "token": "a-token-of-the-tests"});
    assert_eq!(sandbox.call("POST", "/_sandbox/smtp", Some(hook)).await.status, 204);
}

const TAKEN: [Result<u16, ErrorKind>; 4] = [Ok(250), Ok(250), Ok(354), Ok(250)];

#[tokio::test]
async fn a_message_is_filed_under_its_campaign_and_read_by_its_recipient() {
    let (sandbox, receiver) = (start().await, receive());
    assert_eq!(send(&sandbox, "click+1@example.org", message(&receiver.url)).await, TAKEN);
    assert_eq!(receiver.lines(), ["GET /o.gif", "GET /c1"]);
    let tag = "0199a0b1-7c00-7000-8000-00000000002a";
    let ledger = sandbox.call("GET", &format!("/_sandbox/ledger?tag={tag}"), None).await.body;
    let line = &ledger["recipients"][0];
    assert_eq!((&line["accepted"], &line["email"]), (&json!(1), &json!("click+1@example.org")));
    assert_eq!(line["messages"][0]["messageId"], ID);
    let page = sandbox.call("GET", "/", None).await.body;
    assert!(page.as_str().unwrap().contains("Déjà"), "{page}");
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn one_click_is_posted_to_the_address_of_the_header() {
    let (sandbox, receiver) = (start().await, receive());
    send(&sandbox, "unsubscribe+1@example.org", message(&receiver.url)).await;
    assert_eq!(receiver.lines(), ["POST /u/9"]);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn nobody_and_the_full_are_refused_at_the_door() {
    let sandbox = start().await;
    for (to, code) in [("invalid+1@example.org", 550), ("blocked+1@example.org", 552)] {
        let answers = send(&sandbox, to, message("http://127.0.0.1:9")).await;
        assert_eq!(answers, [Ok(250), Ok(code), Ok(554)], "{to}");
    }
    let told = sandbox.call("GET", "/_sandbox/smtp", None).await.body;
    assert_eq!(told["refused"], json!({"5.1.1": 1, "5.2.2": 1}));
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn bounces_and_complaints_come_back_by_mail_to_the_return_path() {
    let cases = [
        ("bounce+1@example.org", "Action: failed\r\nStatus: 5.1.1\r\n"),
        ("soft+1@example.org", "Action: failed\r\nStatus: 5.2.2\r\n"),
        ("defer+1@example.org", "Action: delayed\r\nStatus: 4.4.1\r\n"),
        ("complain+1@example.org", "Feedback-Type: abuse\r\n"),
    ];
    for (to, says) in cases {
        let (sandbox, receiver) = (start().await, receive());
        report_to(&sandbox, &receiver).await;
        send(&sandbox, to, message(&receiver.url)).await;
        let hit = receiver.hits().remove(0);
        assert_eq!(
            (hit.header("authorization"), hit.header("content-type")),
            ("Bearer a-token-of-the-tests", "message/rfc822")
        );
        for part in [says, "To: b+1@bounce.example.org\r\n", ID] {
            assert!(hit.body.contains(part), "{to}: {part}: {}", hit.body);
        }
        sandbox.stop().await;
        receiver.stop().await;
    }
}

#[tokio::test]
async fn a_fault_strikes_a_message_and_the_ledger_knows_whether_it_was_taken() {
    let cases = [
        (json!({"kind": "server_error"}), Some(451), 0),
        (json!({"kind": "reset_after_body", "processed": false}), None, 0),
        (json!({"kind": "reset_after_body"}), None, 1),
        (json!({"kind": "slow", "ms": 1}), Some(250), 1),
        (json!({"kind": "rate_limit"}), Some(421), 0),
    ];
    for (fault, code, accepted) in cases {
        let sandbox = start().await;
        let mut set = fault.clone();
        set["route"] = "SMTP".into();
        sandbox.set_fault(set).await;
        let answers = send(&sandbox, "deliver+1@example.org", message("http://127.0.0.1:9")).await;
        assert_eq!(answers.last().unwrap().ok(), code, "{fault}: {answers:?}");
        assert_eq!(sandbox.ledger().await["totals"]["accepted"], accepted, "{fault}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_message_is_refused_on_demand_at_any_moment_and_taken_afterwards() {
    let no = |code| vec![Ok(code)];
    let cases = [
        ("sender", [no(550), vec![Ok(503), Ok(554)]].concat()),
        ("recipient", [vec![Ok(250)], no(550), vec![Ok(554)]].concat()),
        ("data", [vec![Ok(250), Ok(250)], no(550)].concat()),
        ("dot", [vec![Ok(250), Ok(250), Ok(354)], no(550)].concat()),
    ];
    for (at, said) in cases {
        let sandbox = start().await;
        let fault = json!({"kind": "reply", "route": "SMTP", "at": at, "reply": "550 5.7.26", "times": 1});
        sandbox.set_fault(fault).await;
        let text = || message("http://127.0.0.1:9");
        assert_eq!(send(&sandbox, "deliver+1@example.org", text()).await, said, "{at}");
        assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0, "{at}");
        assert_eq!(send(&sandbox, "deliver+1@example.org", text()).await, TAKEN, "{at}");
        let told = sandbox.call("GET", "/_sandbox/smtp", None).await.body;
        assert_eq!(told["refused"], json!({"5.7.26": 1}), "{at}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn after_a_421_the_connection_is_closed() {
    for at in ["sender", "recipient", "data", "dot"] {
        let sandbox = start().await;
        sandbox.set_fault(json!({"kind": "reply", "route": "SMTP", "at": at, "reply": "421 4.3.2"})).await;
        let url = sandbox.running.smtp_url().to_owned();
        let heard = tokio::task::spawn_blocking(move || {
            let mut caller = Caller::call(&url);
            let mut heard = caller.send("deliver+1@example.org", "Subject: x\r\n\r\ny");
            heard.push(caller.answer());
            heard
        });
        let heard = heard.await.unwrap();
        let last = heard.iter().rposition(|answer| answer.is_ok()).unwrap();
        assert!(heard[last] == Ok(421) && last + 1 < heard.len(), "{at}: {heard:?}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn an_address_is_greylisted_once() {
    let sandbox = start().await;
    sandbox.set_fault(json!({"kind": "greylist", "route": "SMTP"})).await;
    for (to, said) in [
        ("deliver+1@example.org", vec![Ok(250), Ok(450), Ok(554)]),
        ("deliver+2@example.org", vec![Ok(250), Ok(450), Ok(554)]),
        ("Deliver+1@example.org", TAKEN.to_vec()),
    ] {
        assert_eq!(send(&sandbox, to, message("http://127.0.0.1:9")).await, said, "{to}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn whoever_connects_is_turned_away_on_demand() {
    let sandbox = start().await;
    sandbox.set_fault(json!({"kind": "rate_limit", "route": "SMTP greeting", "times": 1})).await;
    let url = sandbox.running.smtp_url().to_owned();
    let greetings = tokio::task::spawn_blocking(move || {
        [(); 2].map(|()| {
            let stream = TcpStream::connect(url.trim_start_matches("smtp://")).unwrap();
            Caller(BufReader::new(stream)).answer()
        })
    });
    assert_eq!(greetings.await.unwrap(), [Ok(421), Ok(220)]);
    sandbox.stop().await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_to_a_message_that_was_taken() {
    let sandbox = start().await;
    sandbox.set_fault(json!({"kind": "hang_after_accept", "route": "SMTP"})).await;
    let url = sandbox.running.smtp_url().to_owned();
    let heard = tokio::task::spawn_blocking(move || {
        let mut caller = Caller::call(&url);
        caller.0.get_ref().set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        caller.send("deliver+1@example.org", &message("http://127.0.0.1:9"))
    });
    let heard = heard.await.unwrap();
    assert!(matches!(heard.last(), Some(Err(ErrorKind::WouldBlock | ErrorKind::TimedOut))), "{heard:?}");
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_hook_elsewhere_is_refused() {
    let sandbox = start().await;
    let hook = json!({"hook": "https://example.org/hook", "token": "x"});
    let answer = sandbox.call("POST", "/_sandbox/smtp", Some(hook)).await;
    assert_eq!(answer.status, 400);
    sandbox.stop().await;
}
