//! E-mail addresses.

use std::fmt;

use email_address::{EmailAddress, Error as Grammar, Options};
use unicode_normalization::UnicodeNormalization;

/// Longest address that SMTP can carry in a path (RFC 5321 § 4.5.3.1.3, less the angle brackets).
const MAX_OCTETS: usize = 254;
/// Longest part before the sign (RFC 5321 § 4.5.3.1.1).
const MAX_LOCAL_OCTETS: usize = 64;

/// An e-mail address in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EmailError {
    /// Nothing there.
    #[error("no address")]
    Empty,
    /// No `@`.
    #[error("no @ sign")]
    NoSign,
    /// Longer than SMTP can carry.
    #[error("too long")]
    TooLong,
    /// The part before the sign.
    #[error("the part before the @ sign is not allowed")]
    LocalPart,
    /// The part behind the sign.
    #[error("the domain is not allowed")]
    Domain,
}

impl Email {
    /// Reads an address as people and tables write them.
    ///
    /// # Errors
    /// [`EmailError`]: which part is wrong.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = fold(text.trim_matches(is_blank));
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::NoSign)?;
        let normal = format!("{}@{}", check_local(local)?, ascii_domain(domain)?);
        if normal.len() > MAX_OCTETS {
            return Err(EmailError::TooLong);
        }
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        match EmailAddress::parse_with_options(&normal, options) {
            Ok(_) => Ok(Self(normal)),
            Err(error) => Err(blame(error)),
        }
    }

    /// The normal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain, in ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Blanks, and what copying from a web page or a spreadsheet leaves at the ends without anybody seeing it.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// One spelling: composed, lower case, and composed again where lower case has taken letters apart.
fn fold(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// No quoted local parts: the grammar has them, no provider takes them. Nothing invisible either.
fn check_local(local: &str) -> Result<&str, EmailError> {
    if local.len() > MAX_LOCAL_OCTETS {
        return Err(EmailError::TooLong);
    }
    let unwanted = |c: char| c == '"' || c == '@' || c.is_control() || is_blank(c);
    if local.is_empty() || local.contains(unwanted) { Err(EmailError::LocalPart) } else { Ok(local) }
}

/// The domain as DNS knows it. Its last label has a letter: numbers alone are an IP address without brackets.
fn ascii_domain(domain: &str) -> Result<String, EmailError> {
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| EmailError::Domain)?;
    let is_name =
        ascii.rsplit('.').next().is_some_and(|last| last.contains(|c: char| c.is_ascii_alphabetic()));
    if is_name { Ok(ascii) } else { Err(EmailError::Domain) }
}

fn blame(error: Grammar) -> EmailError {
    match error {
        Grammar::LocalPartTooLong | Grammar::DomainTooLong | Grammar::SubDomainTooLong => EmailError::TooLong,
        Grammar::DomainEmpty
        | Grammar::SubDomainEmpty
        | Grammar::DomainTooFew
        | Grammar::DomainInvalidSeparator
        | Grammar::InvalidIPAddress
        | Grammar::UnsupportedDomainLiteral => EmailError::Domain,
        // The domain has passed IDNA already, so whatever else is wrong stands before the sign.
        _ => EmailError::LocalPart,
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> Result<String, EmailError> {
        Email::parse(text).map(|email| email.to_string())
    }

    #[test]
    fn spellings_of_one_address_have_one_normal_form() {
        for text in
            ["Zoé@Café.Example", "  zoe\u{301}@cafe\u{301}.example\u{a0}", "\u{feff}ZOÉ@xn--caf-dma.example"]
        {
            assert_eq!(normal(text).as_deref(), Ok("zoé@xn--caf-dma.example"), "{text:?}");
        }
    }

    #[test]
    fn dots_and_tags_are_other_addresses() {
        assert_eq!(normal("A.B+C@example.com").as_deref(), Ok("a.b+c@example.com"));
    }

    #[test]
    fn each_mistake_is_told_by_its_part() {
        let cases = [
            ("", EmailError::Empty),
            (" \t", EmailError::Empty),
            ("awa.example.com", EmailError::NoSign),
            ("@example.com", EmailError::LocalPart),
            ("awa diop@example.com", EmailError::LocalPart),
            ("awa..diop@example.com", EmailError::LocalPart),
            ("\"awa\"@example.com", EmailError::LocalPart),
            ("a@b@example.com", EmailError::LocalPart),
            ("awa@", EmailError::Domain),
            ("awa@example", EmailError::Domain),
            ("awa@example..com", EmailError::Domain),
            ("awa@exa mple.com", EmailError::Domain),
            ("awa@192.0.2.1", EmailError::Domain),
            ("awa@[192.0.2.1]", EmailError::Domain),
        ];
        for (text, error) in cases {
            assert_eq!(normal(text), Err(error), "{text:?}");
        }
        assert_eq!(normal(&format!("{}@example.com", "x".repeat(65))), Err(EmailError::TooLong));
    }

    proptest! {
        #[test]
        fn the_normal_form_of_a_normal_form_is_itself(text in "\\PC{1,20}@\\PC{1,20}\\.[a-zé]{2,6}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }

        #[test]
        fn case_and_blanks_never_make_another_address(local in "[a-z0-9.+_-]{1,20}", domain in "[a-z]{1,10}\\.example") {
            let plain = normal(&format!("{local}@{domain}"));
            let loud = normal(&format!("  {}@{} ", local.to_uppercase(), domain.to_uppercase()));
            prop_assert_eq!(plain, loud);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC*") {
            let _ = Email::parse(&text);
        }
    }
}
