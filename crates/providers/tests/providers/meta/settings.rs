//! Settings that cannot be.

use domain::provider::AccountId;
use providers::{AccountSettings, Accounts, MetaSettings, OpenError, Timeouts};

use super::{account, settings};
use crate::world::sender;

fn complaint(settings: AccountSettings) -> String {
    match Accounts::open(vec![settings], Timeouts::default()) {
        Err(OpenError::Account { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_wrong_setting_of_meta_is_told_with_what_to_write_instead() {
    let with = |change: fn(&mut MetaSettings)| {
        let mut settings = settings(None);
        change(&mut settings);
        complaint(account(settings))
    };
    let cases = [
        (with(|settings| settings.token = " ".into()), "token:"),
        (with(|settings| settings.token = "a\nb".into()), "token:"),
        (with(|settings| settings.phone_number_id = "12a".into()), "phone_number_id:"),
        (with(|settings| settings.waba_id = String::new()), "waba_id:"),
        (with(|settings| settings.app_id = Some("an app".into())), "app_id:"),
        (with(|settings| settings.phone = "0612345678".into()), "+33612345678"),
        (with(|settings| settings.phone = "+0612345678".into()), "+33612345678"),
        (with(|settings| settings.app_secret = "short".into()), "app_secret:"),
        (with(|settings| settings.verify_token = "short".into()), "verify_token:"),
        (with(|settings| settings.graph_version = "25".into()), "v25.0"),
        (with(|settings| settings.graph_version = "v25/../x".into()), "v25.0"),
        (
            with(|settings| settings.base_url = "http://graph.facebook.com".parse().ok()),
            "https://graph.facebook.com",
        ),
        (with(|settings| settings.calls = 0), "1 to 100"),
        (with(|settings| settings.calls = 101), "1 to 100"),
    ];
    for (why, expected) in cases {
        assert!(why.contains(expected), "{why:?} does not say {expected:?}");
    }
}

#[test]
fn messages_leave_from_the_number_and_from_no_address() {
    let senders = vec![sender()];
    let why = complaint(AccountSettings { senders, id: AccountId("meta".into()), ..account(settings(None)) });
    assert!(why.contains("no senders"), "{why}");
}
