//! Opening accounts, and how they are.

use domain::{channel::Channel, provider::Sender};
use providers::{AccountSettings, Accounts, Batch, Health, OpenError, Outcome, Timeouts, TwilioSettings};
use serde_json::json;
use url::Url;

use super::{ACCOUNT, account, closed, open, open_with, settings};
use crate::{
    server::{Act, PATIENT, Server},
    world::batch as mail,
};

fn complaint(settings: AccountSettings) -> String {
    match Accounts::open(vec![settings], Timeouts::default()) {
        Err(OpenError::Account { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_setting_is_told_with_what_to_write_instead() {
    let with = |change: fn(&mut TwilioSettings)| {
        let mut settings = settings(None);
        change(&mut settings);
        complaint(account(settings))
    };
    let cases = [
        (with(|settings| settings.account_sid = "AC1".into()), "account_sid: give the SID"),
        (with(|settings| settings.account_sid = ACCOUNT.replace("AC", "SK")), "account_sid: give the SID"),
        (with(|settings| settings.auth_token = "".into()), "auth_token: give the token"),
        (with(|settings| settings.api_key = Some(("SK1".into(), "".into()))), "auth_token: give the token"),
        (with(|settings| settings.phone = "0700000000".into()), "phone: write the number as +33700000000"),
        (with(|settings| settings.messaging_service_sid = Some("MG1".into())), "messaging_service_sid:"),
        (with(|settings| settings.public_url = Url::parse("ftp://mkt.example.test").unwrap()), "public_url:"),
        (with(|settings| settings.calls = 0), "calls: 1 to 100"),
        (with(|settings| settings.calls = 101), "calls: 1 to 100"),
        (with(|settings| settings.per_second = 0), "per_second: 1 to 400"),
        (with(|settings| settings.per_second = 401), "per_second: 1 to 400"),
        (
            with(|settings| settings.base_url = Some(Url::parse("http://example.test").unwrap())),
            TwilioSettings::BASE_URL,
        ),
    ];
    for (told, wanted) in cases {
        assert!(told.contains(wanted), "{told} instead of {wanted}");
    }
    let sender = Sender { email: "news@example.org".into(), name: "Exemple".into() };
    let told = complaint(AccountSettings { senders: vec![sender], ..account(settings(None)) });
    assert!(told.contains("no senders"), "{told}");
}

#[test]
fn an_account_is_a_number_of_whatsapp() {
    let connection = closed();
    assert_eq!(connection.provider().channel(), Channel::Whatsapp);
    assert_eq!(connection.whatsapp().unwrap().phone(), "+33700000000");
    assert!(connection.senders().is_empty());
}

#[tokio::test]
async fn an_email_is_refused_to_its_campaign_without_a_call() {
    let mut server = Server::start([]).await;
    let (connection, batch) = (open(server.url.clone()), Batch::Email(mail(2, "")));
    let outcome = connection.send(&batch, &connection.plan(&batch)[0]).await;
    assert!(matches!(outcome, Outcome::Refused { ref code, .. } if code == "channel"), "{outcome:?}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_account_that_is_active_may_send() {
    for (status, enabled) in [("active", true), ("suspended", false), ("closed", false)] {
        let mut server = Server::start([Act::answer(200, json!({"status": status, "sid": ACCOUNT}))]).await;
        let health = open(server.url.clone()).probe().await;
        assert_eq!(health, Ok(Health { enabled, credits: None }));
        assert_eq!(server.received()[0].line, format!("GET /v3/2010-04-01/Accounts/{ACCOUNT}.json HTTP/1.1"));
    }
}

#[tokio::test]
async fn an_api_key_proves_itself_by_what_it_may_ask_for() {
    let mut server = Server::start([Act::answer(200, json!({"messages": []}))]).await;
    let api_key = Some(("SK1".into(), "sesame".into()));
    let connection = open_with(TwilioSettings { api_key, ..settings(Some(server.url.clone())) }, PATIENT);
    assert_eq!(connection.probe().await, Ok(Health { enabled: true, credits: None }));
    assert!(server.received()[0].line.contains("/Messages.json?PageSize=1 "));
}

#[tokio::test]
async fn templates_and_numbers_have_addresses_of_their_own() {
    let mut servers = [Server::start([]).await, Server::start([]).await];
    let connection = open_with(
        TwilioSettings {
            content_base_url: Some(servers[0].url.clone()),
            messaging_base_url: Some(servers[1].url.clone()),
            ..settings(None)
        },
        PATIENT,
    );
    let whatsapp = connection.whatsapp().unwrap();
    assert!(whatsapp.templates(None).await.is_err() && whatsapp.sender().await.is_err());
    assert_eq!(servers.each_mut().map(|server| server.received().len()), [1, 1]);
}
