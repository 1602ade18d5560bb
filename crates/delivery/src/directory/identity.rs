//! A person's id follows from the address, so that a directory that is made anew gives the same one.

use address::{Email, Phone};
use domain::PersonId;
use uuid::Uuid;

/// Under which our names stand (RFC 9562 § 5.5): made once, for good.
const NAMESPACE: Uuid = Uuid::from_u128(0x8b1f_5f0e_6d0c_4f6a_9a61_0f3b_7c2d_91e4);

/// The person of an e-mail, in its normal form.
pub(super) fn of_email(email: &str) -> PersonId {
    PersonId(Uuid::new_v5(&NAMESPACE, format!("mailto:{email}").as_bytes()))
}

/// The person of a contact's own addresses: by the e-mail, else by the mobile phone. A landline is a switchboard: nobody.
pub(super) fn of(email: Option<&Email>, phone: Option<&Phone>) -> Option<PersonId> {
    let mobile = || phone.filter(|phone| phone.is_mobile()).map(of_phone);
    email.map(|email| of_email(email.as_str())).or_else(mobile)
}

fn of_phone(phone: &Phone) -> PersonId {
    PersonId(Uuid::new_v5(&NAMESPACE, format!("tel:{phone}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_the_email_else_by_the_mobile_and_never_by_a_switchboard() {
        let email = Email::parse("awa@example.com").unwrap();
        let (mobile, landline) =
            (Phone::parse("0612345678", "FR").unwrap(), Phone::parse("0142345678", "FR").unwrap());
        assert_eq!(of(Some(&email), Some(&mobile)), Some(of_email("awa@example.com")));
        assert_eq!(of(None, Some(&mobile)), Some(of_phone(&mobile)));
        assert_eq!(of(None, Some(&landline)), None);
    }
}
