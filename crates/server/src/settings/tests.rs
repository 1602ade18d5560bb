use secrecy::ExposeSecret;

use super::{
    Settings,
    reader::Reader,
    spec::{SETTINGS, Spec},
};

fn problems(variables: &[(&str, &str)], file: &str) -> String {
    Settings::from_reader(Reader::of(variables, file)).unwrap_err().to_string()
}

#[test]
fn production_is_what_counts_when_nothing_is_said() {
    let settings = Settings::from_reader(Reader::of(&[], "")).unwrap();
    assert_eq!(settings.environment, api::Environment::Production);
    assert!(settings.http.bind.ip().is_loopback());
    assert_eq!(settings.http.origins, Vec::<String>::new());
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = "[http]\nbind = \"127.0.0.1:9000\"\nrate_burst = 7";
    let settings =
        Settings::from_reader(Reader::of(&[("EBVISION_HTTP_BIND", "127.0.0.1:9001")], file)).unwrap();
    assert_eq!(settings.http.bind.port(), 9001);
    assert_eq!(settings.http.rate_burst.get(), 7);
    assert_eq!(settings.http.rate_per_second.get(), 50);
}

#[test]
fn a_wrong_start_lists_everything_that_is_wrong() {
    let wrong = [
        ("EBVISION_HTTP_BIND", "everywhere"),
        ("EBVISION_HTTP_TIMEOUT", "soon"),
        ("EBVISION_HTTP_ORIGINS", "*"),
        ("EBVISION_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,nginx"),
        ("EBVISION_JWT_SECRET", "short"),
        ("EBVISION_JWT_JWKS_URL", "http://suite.example/jwks.json"),
        ("EBVISION_JWT_ROLES", "CHEF=cook"),
        ("EBVISION_HTPP_BIND", "a typing error"),
    ];
    let told = problems(&wrong, "[log]\nformat = \"xml\"\nlevel = 3");
    for (name, _) in wrong {
        assert!(told.contains(name), "{name} is missing in {told}");
    }
    assert!(told.contains("log.format") && told.contains("log.level"), "{told}");
}

#[test]
fn secrets_show_neither_in_debug_nor_in_complaints() {
    let secret = "correct horse battery staple, twice";
    let variables = [
        ("EBVISION_JWT_SECRET", secret),
        ("DATABASE_URL", "postgres://me:sesame@db/suite"),
        ("EBVISION_METRICS_TOKEN", "scrape-me"),
    ];
    let settings = Settings::from_reader(Reader::of(&variables, "")).unwrap();
    assert_eq!(settings.jwt.secret.as_ref().map(ExposeSecret::expose_secret), Some(secret));
    let shown = format!("{settings:?}");
    let told = problems(&[("EBVISION_JWT_SECRET", "hunter2"), ("DATABASE_URL", "mysql://me:sesame@db")], "");
    for hidden in [secret, "sesame", "scrape-me", "hunter2"] {
        assert!(!shown.contains(hidden) && !told.contains(hidden), "{hidden}");
    }
}

#[test]
fn the_readme_lists_every_setting_as_it_is() {
    let row = |spec: &Spec| {
        let default = if spec.default.is_empty() { "–".to_owned() } else { format!("`{}`", spec.default) };
        format!("| `{}` | `{}` | {default} | {} |\n", spec.variable(), spec.key, spec.about)
    };
    let table: String = SETTINGS.iter().map(row).collect();
    let readme = include_str!("../../../../README.md");
    assert!(readme.contains(&table), "put this table into README.md:\n\n{table}");
}

#[test]
fn a_file_that_does_not_parse_is_told_by_its_line_and_never_quoted() {
    let told = problems(&[], "[http]\nrate_burst = 7\n[jwt]\nsecret = \"sesame, open yourself");
    assert!(told.contains("line 4") && !told.contains("sesame"), "{told}");
}

#[test]
fn a_list_of_the_file_is_a_list_and_limits_cannot_be_switched_off() {
    let settings =
        Settings::from_reader(Reader::of(&[], "[jwt]\nclaim_roles = [\"role\", \"fonctions\"]")).unwrap();
    assert_eq!(settings.jwt.policy.claims.roles, ["role", "fonctions"]);
    let told = problems(
        &[],
        "[http]\ntimeout = \"0s\"\ndrain = \"900ms\"\n[jwt]\nclaim_id = []\n[log]\nfilter = \"=,=\"",
    );
    for wrong in ["http.timeout", "http.drain", "jwt.claim_id", "log.filter"] {
        assert!(told.contains(wrong), "{wrong} is missing in {told}");
    }
}

#[test]
fn proxies_are_networks_or_addresses_and_none_is_trusted_unasked() {
    let proxies = |variables: &[_]| {
        let settings = Settings::from_reader(Reader::of(variables, "")).unwrap();
        settings.http.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(proxies(&[]).is_empty());
    let told = [("EBVISION_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, ::1")];
    assert_eq!(proxies(&told), ["10.0.0.0/8", "::1/128"]);
}

const ACCOUNT: [(&str, &str); 3] = [
    ("EBVISION_BREVO_KEY", "xkeysib-1"),
    ("EBVISION_BREVO_SENDERS", "Exemple SAS <news@exemple.fr>, <contact@exemple.fr>"),
    ("EBVISION_BREVO_WEBHOOK_TOKEN", "a token of our own"),
];

#[test]
fn an_account_is_read_with_its_senders() {
    let token = ("EBVISION_BREVO_WEBHOOK_TOKEN", "a-token-of-our-own");
    let settings = Settings::from_reader(Reader::of(&[ACCOUNT[0], ACCOUNT[1], token], "")).unwrap();
    let [account] = &settings.sending.accounts[..] else { panic!("one account") };
    assert_eq!(account.senders[0].name, "Exemple SAS");
    assert_eq!(account.senders[1].email, "contact@exemple.fr");
}

#[test]
fn accounts_of_two_providers_may_be_open_at_once() {
    let token = ("EBVISION_BREVO_WEBHOOK_TOKEN", "a-token-of-our-own");
    let sendgrid = [
        ("EBVISION_SENDGRID_KEY", "SG.invented"),
        ("EBVISION_SENDGRID_SENDERS", "Exemple SAS <news@exemple.fr>"),
        ("EBVISION_SENDGRID_REGION", "eu"),
    ];
    let both = [&[ACCOUNT[0], ACCOUNT[1], token][..], &sendgrid].concat();
    let settings = Settings::from_reader(Reader::of(&both, "")).unwrap();
    let names: Vec<_> = settings.sending.accounts.iter().map(|account| account.id.0.as_str()).collect();
    assert_eq!(names, ["brevo", "sendgrid"]);
    settings.open_accounts().unwrap();
}

#[test]
fn accounts_stand_in_for_each_other_only_where_they_are_named_and_configured() {
    let token = ("EBVISION_BREVO_WEBHOOK_TOKEN", "a-token-of-our-own");
    let brevo = [ACCOUNT[0], ACCOUNT[1], token];
    let settings = Settings::from_reader(Reader::of(&brevo, "")).unwrap();
    assert!(settings.sending.failover.is_empty(), "off unless configured");
    let order = [&brevo[..], &[("EBVISION_SENDING_FAILOVER", "brevo")]].concat();
    assert_eq!(Settings::from_reader(Reader::of(&order, "")).unwrap().sending.failover[0].0, "brevo");
    let order = [&brevo[..], &[("EBVISION_SENDING_FAILOVER", "brevo, sendgird")]].concat();
    assert!(problems(&order, "").contains("there is no account sendgird"));
}

#[test]
fn a_wrong_setting_of_sendgrid_is_told_with_what_to_write_instead() {
    let key = ("EBVISION_SENDGRID_KEY", "SG.invented");
    let senders = ("EBVISION_SENDGRID_SENDERS", "Exemple SAS <news@exemple.fr>");
    let with = |wrong| problems(&[key, senders, wrong], "");
    assert!(problems(&[key], "").contains("sendgrid.senders"));
    assert!(with(("EBVISION_SENDGRID_REGION", "asia")).contains("EBVISION_SENDGRID_REGION"));
    assert!(with(("EBVISION_SENDGRID_WEBHOOK_KEY", "MFkw")).contains("124 characters"));
    assert!(
        with(("EBVISION_SENDGRID_BASE_URL", "http://example.org/v3")).contains("https://api.sendgrid.com/v3")
    );
}

/// A number at Meta, of nobody.
const NUMBER: [(&str, &str); 6] = [
    ("EBVISION_META_TOKEN", "EAAinvented"),
    ("EBVISION_META_PHONE_NUMBER_ID", "106540000000001"),
    ("EBVISION_META_PHONE", "+33700000000"),
    ("EBVISION_META_WABA_ID", "102290000000001"),
    ("EBVISION_META_APP_SECRET", "a-secret-of-the-app"),
    ("EBVISION_META_VERIFY_TOKEN", "a-token-of-our-own"),
];

#[test]
fn a_number_at_meta_needs_no_senders_and_all_that_it_cannot_be_without_is_asked_for_at_once() {
    let settings = Settings::from_reader(Reader::of(&NUMBER, "")).unwrap();
    let [account] = &settings.sending.accounts[..] else { panic!("one account") };
    assert_eq!((account.id.0.as_str(), account.senders.len()), ("meta", 0));
    settings.open_accounts().unwrap();
    let told = problems(&NUMBER[..1], "");
    for wanted in ["phone_number_id", "phone", "waba_id", "app_secret", "verify_token"] {
        assert!(told.contains(&format!("meta.{wanted}:")), "{wanted} is missing in {told}");
    }
    let with = |wrong| problems(&[&NUMBER[..], &[wrong]].concat(), "");
    assert!(with(("EBVISION_META_GRAPH_VERSION", "25")).contains("v25.0"));
    assert!(with(("EBVISION_META_CALLS", "101")).contains("1 to 100"));
    assert!(with(("EBVISION_META_BASE_URL", "http://example.org")).contains("https://graph.facebook.com"));
}

/// A number at Twilio, of nobody.
const NUMBER_AT_TWILIO: [(&str, &str); 3] = [
    ("EBVISION_TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
    ("EBVISION_TWILIO_AUTH_TOKEN", "an-invented-auth-token"),
    ("EBVISION_TWILIO_PHONE", "+33700000000"),
];

#[test]
fn a_number_at_twilio_is_reached_by_our_public_address_or_where_we_listen() {
    for more in [&[][..], &[("EBVISION_PUBLIC_URL", "https://mail.example.org")]] {
        let settings = Settings::from_reader(Reader::of(&[&NUMBER_AT_TWILIO, more].concat(), "")).unwrap();
        let [account] = &settings.sending.accounts[..] else { panic!("one account") };
        assert_eq!((account.id.0.as_str(), account.senders.len()), ("twilio", 0));
        settings.open_accounts().unwrap();
    }
    let with = |wrong| problems(&[&NUMBER_AT_TWILIO[..], &[wrong]].concat(), "");
    assert!(with(("EBVISION_PUBLIC_URL", "mail.example.org")).contains("https://mail.example.org"));
    assert!(with(("EBVISION_TWILIO_WEBHOOK_KEYS", "sesame")).contains("name=secret"));
    assert!(with(("EBVISION_TWILIO_API_KEY", "SK1")).contains("twilio.api_secret"));
    assert!(with(("EBVISION_TWILIO_CALLS", "101")).contains("1 to 100"));
    assert!(with(("EBVISION_TWILIO_PER_SECOND", "401")).contains("1 to 400"));
    let told = problems(&NUMBER_AT_TWILIO[..1], "");
    assert!(told.contains("twilio.auth_token:") && told.contains("twilio.phone:"), "{told}");
}

#[test]
fn settings_of_smtp_that_go_together_are_asked_for_together() {
    let url = ("EBVISION_SMTP_URL", "smtp://mail.example.org:2525");
    let senders = ("EBVISION_SMTP_SENDERS", "Exemple SAS <news@exemple.fr>");
    let settings = Settings::from_reader(Reader::of(&[url, senders], "")).unwrap();
    let names: Vec<_> = settings.sending.accounts.iter().map(|account| account.id.0.as_str()).collect();
    assert_eq!(names, ["smtp"]);
    let with = |lonely| problems(&[url, senders, lonely], "");
    assert!(with(("EBVISION_SMTP_USER", "moi")).contains("smtp.password"));
    assert!(with(("EBVISION_SMTP_HOOK_TOKEN", "a-token-of-the-tests")).contains("smtp.bounce_domain"));
    assert!(with(("EBVISION_SMTP_DKIM_KEY_FILE", "/nowhere/key.pem")).contains("/nowhere/key.pem"));
    assert!(with(("EBVISION_SMTP_CONNECTIONS", "1000")).contains("1 to 100"));
    assert!(problems(&[url], "").contains("smtp.senders"));
}

#[test]
fn an_account_without_senders_or_webhook_token_is_refused_and_a_weak_token_too() {
    let told = problems(&ACCOUNT[..1], "");
    assert!(told.contains("EBVISION_BREVO_SENDERS") || told.contains("brevo.senders"), "{told}");
    assert!(told.contains("brevo.webhook_token"), "{told}");
    assert!(problems(&ACCOUNT, "").contains("webhook_token"), "blanks are no part of a token");
}

#[test]
fn links_need_an_address_and_a_secret_of_their_own_in_production() {
    let settings = Settings::from_reader(Reader::of(&[], "")).unwrap();
    assert!(settings.public_urls().unwrap_err().to_string().contains("EBVISION_LINK_SECRET"));
    let secret = ("EBVISION_LINK_SECRET", "a secret of the links of thirty-two bytes and more");
    let settings = Settings::from_reader(Reader::of(&[secret], "")).unwrap();
    assert!(settings.public_urls().unwrap_err().to_string().contains("EBVISION_PUBLIC_URL"));
    let url = ("EBVISION_PUBLIC_URL", "https://mail.example.org/");
    let settings = Settings::from_reader(Reader::of(&[secret, url], "")).unwrap();
    assert_eq!(settings.public_url().unwrap(), "https://mail.example.org");
    assert!(settings.public_urls().is_ok());
}
