//! Doing it: recipients really fetch what is in the message they got.

use reqwest::{Method, header};
use url::Url;

use super::{
    Deed, What, Who,
    links::{Links, unsubscribe_address},
    plan::Step,
    temper::Leaving,
};
use crate::{clock, loopback, mail::Message, sandbox::Sandbox, services};

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";
const MULTIPART_TYPE: &str = "multipart/form-data; boundary=one-click";
const MULTIPART: &str = "--one-click\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--one-click--\r\n";

/// Programs that people read with.
const BROWSERS: [&str; 3] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Thunderbird/128.3",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36",
];

/// Does one step of a message's plan.
pub(crate) async fn perform(sandbox: &Sandbox, message: &Message, step: Step) {
    let plain = |what, reason| sandbox.happened(message, &Deed::plain(clock::now(), what, reason));
    match step {
        Step::Accepted => plain(What::Accepted, Some("sent")),
        Step::Deferred => plain(What::Deferred, Some("421 try later")),
        Step::Delivered => plain(What::Delivered, Some("sent")),
        Step::SoftBounced => plain(What::SoftBounced, Some("452 4.2.2 mailbox full")),
        Step::HardBounced => plain(What::HardBounced, Some("550-5.1.1 no such user")),
        Step::Invalid => plain(What::Invalid, Some("invalid email address")),
        Step::Blocked(reason) => plain(What::Blocked, Some(reason)),
        Step::Complain => plain(What::Complained, None),
        Step::Leave(Leaving::AtProvider) => plain(What::UnsubscribedAtProvider, None),
        Step::Leave(how) => unsubscribe(sandbox, message, Who::Person, how).await,
        Step::Open(who) => open(sandbox, message, who).await,
        Step::Click => click(sandbox, message).await,
        Step::Scan(who) => scan(sandbox, message, who).await,
    }
}

/// Loads every image, as mail programs and proxies do; the provider's own pixel among them.
async fn open(sandbox: &Sandbox, message: &Message, who: Who) {
    let agent = agent(sandbox, message, who);
    for url in links(message).loaded {
        let (answer, what) = fetch(sandbox, Method::GET, &url, agent, Purpose::Image).await;
        sandbox.noted(message, fetched(what, who, &url, answer, agent));
    }
    services::opened(sandbox, message, who, agent);
}

/// Follows one link, the same one each time.
async fn click(sandbox: &Sandbox, message: &Message) {
    let unsubscribe = message.header("List-Unsubscribe").and_then(|value| unsubscribe_address(&value));
    let mut links = links(message).followed;
    links.retain(|link| Some(link) != unsubscribe.as_ref());
    // Somebody who may be watched prefers what can be followed here.
    if links.iter().any(loopback::is_loopback) {
        links.retain(loopback::is_loopback);
    }
    if links.is_empty() {
        return;
    }
    let choice = sandbox.chance.number(&message.envelope.to.email, "which link") % links.len() as u64;
    let url = &links[usize::try_from(choice).unwrap_or_default()];
    let agent = agent(sandbox, message, Who::Person);
    let (answer, what) = fetch(sandbox, Method::GET, url, agent, Purpose::Link).await;
    sandbox.noted(message, fetched(what, Who::Person, url, answer, agent));
    services::clicked(sandbox, message, url, agent);
}

/// Follows every link, the unsubscribe page among them, and never posts.
async fn scan(sandbox: &Sandbox, message: &Message, who: Who) {
    let agent = agent(sandbox, message, who);
    let method = if who == Who::HeadScanner { Method::HEAD } else { Method::GET };
    let mut links = links(message).followed;
    let unsubscribe = message.header("List-Unsubscribe").and_then(|value| unsubscribe_address(&value));
    links.extend(unsubscribe.filter(|url| !links.contains(url)));
    for url in links {
        let (answer, what) = fetch(sandbox, method.clone(), &url, agent, Purpose::Link).await;
        sandbox.noted(message, fetched(what, who, &url, answer, agent));
        services::clicked(sandbox, message, &url, agent);
    }
}

/// One-click unsubscription by a visitor of the inbox.
pub(crate) async fn unsubscribe_as_visitor(sandbox: &Sandbox, message: &Message) {
    unsubscribe(sandbox, message, Who::Visitor, Leaving::Form).await;
}

/// RFC 8058: a POST without cookies to the https address of the header, only where the message offers it.
async fn unsubscribe(sandbox: &Sandbox, message: &Message, who: Who, how: Leaving) {
    let offered = message.header("List-Unsubscribe-Post").is_some_and(|value| value.trim() == ONE_CLICK);
    let address = message.header("List-Unsubscribe").and_then(|value| unsubscribe_address(&value));
    let Some(url) = address.filter(|_| offered) else {
        let reason = "no List-Unsubscribe with a web address, or no List-Unsubscribe-Post";
        let deed = Deed { by: Some(who), ..Deed::plain(clock::now(), What::Failed, Some(reason)) };
        return sandbox.noted(message, deed);
    };
    let agent = agent(sandbox, message, who);
    let purpose = if how == Leaving::Multipart { Purpose::Multipart } else { Purpose::Form };
    let (answer, what) = fetch(sandbox, Method::POST, &url, agent, purpose).await;
    sandbox.noted(message, fetched(what, who, &url, answer, agent));
}

/// Why something is fetched, which decides what its answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Image,
    Link,
    Form,
    Multipart,
}

/// What an answer means.
fn meaning(purpose: Purpose, status: u16) -> What {
    match (purpose, status) {
        (Purpose::Link, 300..=399) => What::Clicked,
        (Purpose::Link, 200..=299) => What::Visited,
        (Purpose::Image, 200..=299) => What::Opened,
        (Purpose::Form | Purpose::Multipart, 200..=299) => What::Unsubscribed,
        _ => What::Failed,
    }
}

/// Fetches an address of this machine; any other one is left alone.
async fn fetch(
    sandbox: &Sandbox,
    method: Method,
    url: &Url,
    agent: &'static str,
    purpose: Purpose,
) -> (Option<u16>, What) {
    if !loopback::is_loopback(url) {
        return (None, What::LeftAlone);
    }
    let request = sandbox.web.request(method, url.clone()).header(header::USER_AGENT, agent);
    let request = match purpose {
        Purpose::Form => {
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(ONE_CLICK)
        }
        Purpose::Multipart => request.header(header::CONTENT_TYPE, MULTIPART_TYPE).body(MULTIPART),
        Purpose::Image | Purpose::Link => request,
    };
    match request.send().await {
        Ok(response) => {
            let status = response.status().as_u16();
            (Some(status), meaning(purpose, status))
        }
        Err(error) => {
            tracing::debug!(%url, %error, "a recipient could not fetch");
            (None, What::Failed)
        }
    }
}

fn fetched(what: What, who: Who, url: &Url, answer: Option<u16>, agent: &'static str) -> Deed {
    let url = Some(url.as_str().into());
    Deed { at: clock::now(), what, by: Some(who), url, answer, reason: None, agent: Some(agent) }
}

fn links(message: &Message) -> Links {
    message.render().map(|rendered| Links::of(&rendered.html)).unwrap_or_default()
}

fn agent(sandbox: &Sandbox, message: &Message, who: Who) -> &'static str {
    match who {
        Who::AppleProxy => "Mozilla/5.0",
        Who::GoogleProxy => {
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
        }
        Who::Scanner => "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Microsoft SafeLinks",
        Who::HeadScanner => "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
        Who::Person | Who::Visitor => {
            let choice = sandbox.chance.number(&message.envelope.to.email, "program") % BROWSERS.len() as u64;
            BROWSERS[usize::try_from(choice).unwrap_or_default()]
        }
    }
}
