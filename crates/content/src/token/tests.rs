use proptest::prelude::*;

use super::*;

fn key() -> TokenKey {
    TokenKey::new(&[[7; 32]]).unwrap()
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Open),
        any::<u16>().prop_map(Kind::Click),
        Just(Kind::Unsubscribe),
        Just(Kind::Preferences),
        Just(Kind::WebVersion),
    ]
}

prop_compose! {
    fn tokens()(kind in kinds(), campaign in any::<[u8; 16]>(), delivery in any::<Option<u32>>()) -> Token {
        Token { kind, campaign: CampaignId(uuid::Uuid::from_bytes(campaign)), delivery }
    }
}

fn token(kind: Kind, delivery: Option<u32>) -> Token {
    Token { kind, campaign: CampaignId(uuid::Uuid::from_u128(42)), delivery }
}

proptest! {
    #[test]
    fn a_token_says_what_it_was_told(token in tokens()) {
        let text = token.sign(&key());
        prop_assert!((39..=47).contains(&text.len()), "{}", text);
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')));
        prop_assert_eq!(Token::verify(&text, &key()), Some(token));
    }

    #[test]
    fn one_bit_changed_is_refused(token in tokens(), byte in any::<prop::sample::Index>(), bit in 0..7_u8) {
        let mut text = token.sign(&key()).into_bytes();
        let at = byte.index(text.len());
        text[at] ^= 1 << bit;
        prop_assert_eq!(Token::verify(&String::from_utf8(text).unwrap(), &key()), None);
    }

    #[test]
    fn strangers_texts_are_refused_quietly(text in any::<String>(), letters in "[A-Za-z0-9_-]{0,70}") {
        prop_assert_eq!(Token::verify(&text, &key()), None);
        prop_assert_eq!(Token::verify(&letters, &key()), None);
    }

    #[test]
    fn even_signed_nonsense_is_read_without_panic(claim in prop::collection::vec(any::<u8>(), 0..30)) {
        if let Some(token) = code::read(&claim) {
            prop_assert_eq!(code::write(&token), claim);
        }
    }
}

#[test]
fn lengths_are_as_documented() {
    assert_eq!(token(Kind::Unsubscribe, Some(1)).sign(&key()).len(), 44);
    assert_eq!(token(Kind::Click(1), Some(1)).sign(&key()).len(), 47);
    assert_eq!(token(Kind::Open, None).sign(&key()).len(), 39);
}

#[test]
fn a_click_is_no_way_to_unsubscribe_anybody() {
    let open = token(Kind::Open, Some(5)).sign(&key());
    let unsubscribe = token(Kind::Unsubscribe, Some(5)).sign(&key());
    let (head, rest) = unsubscribe.split_at(2);
    assert_eq!(Token::verify(&format!("{head}{}", &open[2..]), &key()), None);
    assert_eq!(Token::verify(&format!("{}{rest}", &open[..2]), &key()), None);
}

#[test]
fn an_old_key_still_verifies_and_a_strangers_never_does() {
    let token = token(Kind::Preferences, Some(5));
    let rotated = TokenKey::new(&[[8; 32], [7; 32]]).unwrap();
    assert_eq!(Token::verify(&token.sign(&key()), &rotated), Some(token));
    assert_eq!(Token::verify(&token.sign(&rotated), &key()), None);
}

#[test]
fn secrets_are_long_and_never_shown() {
    assert_eq!(TokenKey::new::<&str>(&[]).unwrap_err(), TokenKeyError::Missing);
    assert_eq!(TokenKey::new(&[vec![1; 32], vec![2; 31]]).unwrap_err(), TokenKeyError::Short(2));
    assert_eq!(format!("{:?}", key()), "TokenKey(1 secrets)");
}

#[test]
fn each_address_has_a_variable_of_its_own() {
    for kind in [Kind::Open, Kind::Click(7), Kind::Unsubscribe, Kind::Preferences, Kind::WebVersion] {
        assert_eq!(Kind::of_variable(&kind.variable()), Some(kind));
    }
    assert_eq!(Kind::of_variable("contact.nom"), None);
}
