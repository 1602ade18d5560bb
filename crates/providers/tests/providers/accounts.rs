//! Opening accounts.

use domain::{
    channel::Channel,
    provider::{AccountId, Sender},
};
use providers::{
    AccountSettings, Accounts, BrevoSettings, DkimSettings, OpenError, SendgridSettings, ServiceSettings,
    SmtpSettings, Timeouts,
};

use crate::{
    brevo::{settings, sound},
    sendgrid, smtp,
    world::sender,
};

fn complaint(settings: AccountSettings) -> String {
    match Accounts::open(vec![settings], Timeouts::default()) {
        Err(OpenError::Account { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn accounts_are_found_by_name_and_channel() {
    let named = |name: &str| AccountSettings { id: AccountId(name.into()), ..sound() };
    let accounts = Accounts::open(vec![named("paris"), named("dakar")], Timeouts::default()).unwrap();
    let paris = accounts.get(&AccountId("paris".into())).unwrap();
    assert_eq!(paris.senders(), [sender()]);
    assert!(accounts.get(&AccountId("lyon".into())).is_none());
    let by_email: Vec<_> =
        accounts.for_channel(Channel::Email).map(|account| account.id().0.as_str()).collect();
    assert_eq!(by_email, ["paris", "dakar"]);
    assert_eq!(accounts.for_channel(Channel::Whatsapp).count(), 0);
}

#[test]
fn a_campaign_goes_by_the_account_that_it_names_else_by_the_first_that_may_send_as_its_sender() {
    let other = Sender { email: "dakar@example.org".into(), name: "Dakar".into() };
    let account = |name: &str, sender: &Sender| AccountSettings {
        id: AccountId(name.into()),
        senders: vec![sender.clone()],
        ..sound()
    };
    let settings = vec![account("paris", &sender()), account("dakar", &other)];
    let accounts = Accounts::open(settings, Timeouts::default()).unwrap();
    let stranger = Sender { email: "lyon@example.org".into(), name: "Lyon".into() };
    let shouted = Sender { email: "DAKAR@example.org".into(), ..other.clone() };
    let (paris, lyon) = (AccountId("paris".into()), AccountId("lyon".into()));
    for (named, sender, expected) in [
        (Some(&paris), Some(&other), Some("paris")),
        (Some(&lyon), Some(&other), None),
        (None, Some(&other), Some("dakar")),
        (None, Some(&shouted), Some("dakar")),
        (None, Some(&stranger), Some("paris")),
        (None, None, Some("paris")),
    ] {
        let route = accounts.carrier(Channel::Email, named, sender);
        assert_eq!(route.map(|account| account.id().0.as_str()), expected, "{named:?} {sender:?}");
    }
    assert!(accounts.carrier(Channel::Whatsapp, None, None).is_none());
}

#[test]
fn two_accounts_of_one_name_are_refused() {
    let error = Accounts::open(vec![sound(), sound()], Timeouts::default()).unwrap_err();
    assert_eq!(error.to_string(), "account main: there are two of this name");
}

#[test]
fn a_wrong_setting_is_told_with_what_to_write_instead() {
    let brevo = |change: fn(&mut BrevoSettings)| {
        let mut settings = settings(None);
        change(&mut settings);
        complaint(AccountSettings { service: ServiceSettings::Brevo(settings), ..sound() })
    };
    let from = |email: &str, name: &str| {
        let senders = vec![Sender { email: email.into(), name: name.into() }];
        complaint(AccountSettings { senders, ..sound() })
    };
    let cases = [
        (complaint(AccountSettings { id: AccountId("Paris 1".into()), ..sound() }), "lower-case"),
        (complaint(AccountSettings { senders: Vec::new(), ..sound() }), "at least one sender"),
        (from("news", "x"), "news@example.org"),
        (from("news@example.org", &"x".repeat(71)), "70 characters"),
        (from("news@example.org", "a\r\nBcc: x"), "one line"),
        (brevo(|settings| settings.key = "".into()), "key:"),
        (brevo(|settings| settings.key = "a\nb".into()), "key:"),
        (brevo(|settings| settings.webhook_token = "short".into()), "webhook_token:"),
        (brevo(|settings| settings.base_url = "http://api.brevo.com/v3".parse().ok()), "base_url:"),
        (
            brevo(|settings| settings.base_url = "https://me:secret@api.brevo.com/v3".parse().ok()),
            "base_url:",
        ),
        (brevo(|settings| settings.idempotency_header = Some("a b".into())), "idempotency_header:"),
    ];
    for (why, expected) in cases {
        assert!(why.contains(expected), "{why:?} does not say {expected:?}");
        assert!(!why.contains("secret"), "{why}");
    }
}

#[test]
fn a_wrong_setting_of_sendgrid_is_told_with_what_to_write_instead() {
    let complaint = |change: fn(&mut SendgridSettings)| {
        let mut settings = sendgrid::settings(None);
        change(&mut settings);
        complaint(sendgrid::account(settings))
    };
    let cases = [
        (complaint(|settings| settings.key = " ".into()), "key:"),
        (complaint(|settings| settings.key = "a\nb".into()), "key:"),
        (complaint(|settings| settings.webhook_key = Some("MFkw".into())), "webhook_key:"),
        (complaint(|settings| settings.webhook_key = Some(sendgrid::WEBHOOK_KEY[..120].into())), "MFkw"),
        (complaint(|settings| settings.on_behalf_of = Some("a\nb".into())), "on_behalf_of:"),
        (
            complaint(|settings| settings.base_url = "http://api.sendgrid.com/v3".parse().ok()),
            "https://api.sendgrid.com/v3",
        ),
    ];
    for (why, expected) in cases {
        assert!(why.contains(expected), "{why:?} does not say {expected:?}");
    }
}

#[test]
fn a_wrong_setting_of_smtp_is_told_with_what_to_write_instead() {
    let complaint = |change: fn(&mut SmtpSettings)| {
        let mut settings = smtp::settings("smtp://mail.example.org".parse().unwrap());
        change(&mut settings);
        complaint(smtp::account(settings))
    };
    let urls = [
        "http://mail.example.org",
        "smtp://me:secret@mail.example.org",
        "smtp://mail.example.org/x",
        "smtps:x",
    ];
    for url in urls {
        let mut settings = smtp::settings(url.parse().unwrap());
        settings.connections = 1;
        let why = Accounts::open(vec![smtp::account(settings)], Timeouts::default()).unwrap_err().to_string();
        assert!(why.contains("url:") && !why.contains("secret"), "{url}: {why}");
    }
    let open = |settings: &mut SmtpSettings| {
        settings.url = "smtp://mail.example.org?tls=none".parse().unwrap();
        settings.credentials = Some(("moi".into(), "secret".into()));
    };
    let token = |settings: &mut SmtpSettings| settings.bounces.as_mut().unwrap().token = "short".into();
    let domain = |settings: &mut SmtpSettings| settings.bounces.as_mut().unwrap().domain = "bounce".into();
    let key = |settings: &mut SmtpSettings| {
        let dkim = DkimSettings { domain: "example.org".into(), selector: "s1".into(), key: "no key".into() };
        settings.dkim = Some(dkim);
    };
    let cases = [
        (complaint(open), "never goes over the open"),
        (complaint(|settings| settings.connections = 0), "connections:"),
        (complaint(|settings| settings.certificates = Some("none".into())), "ca_file:"),
        (complaint(token), "hook_token:"),
        (complaint(domain), "bounce_domain:"),
        (complaint(key), "dkim_key_file:"),
    ];
    for (why, expected) in cases {
        assert!(why.contains(expected), "{why:?} does not say {expected:?}");
    }
}
