//! Phone numbers.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, enums::Region};

/// A valid phone number in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    e164: String,
    region: Option<String>,
    mobile: bool,
}

/// What is wrong with a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneError {
    /// Nothing there.
    #[error("no number")]
    Empty,
    /// Not a phone number at all.
    #[error("not a phone number")]
    NotANumber,
    /// The default region is not one of ISO 3166-1.
    #[error("unknown region")]
    UnknownRegion,
    /// No country code, and no region to take it from.
    #[error("no country code")]
    NoCountry,
    /// Looks like one, but its country gives out no such number.
    #[error("no such number in its country")]
    Invalid,
}

impl Phone {
    /// Reads a number; one without country code belongs to `default_region` (ISO 3166-1 alpha-2; empty for none).
    ///
    /// # Errors
    /// [`PhoneError`].
    pub fn parse(text: &str, default_region: &str) -> Result<Self, PhoneError> {
        if text.trim().is_empty() {
            return Err(PhoneError::Empty);
        }
        let region = region(default_region)?;
        let number = PHONE_NUMBER_UTIL.parse(text.trim(), region).map_err(|error| blame(&error))?;
        if !number.is_valid() {
            return Err(PhoneError::Invalid);
        }
        Ok(Self {
            e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
            region: number.get_region_code().map(|region| region.to_string()),
            mobile: matches!(number.get_type(), PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile),
        })
    }

    /// The normal form: E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.e164
    }

    /// The region that it belongs to (ISO 3166-1 alpha-2); none for international services.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether it can be a mobile phone, and so have WhatsApp.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.mobile
    }
}

fn region(code: &str) -> Result<Option<Region>, PhoneError> {
    match code.trim() {
        "" => Ok(None),
        code => code.to_ascii_uppercase().parse().map(Some).map_err(|_| PhoneError::UnknownRegion),
    }
}

fn blame(error: &rlibphonenumber::ParseError) -> PhoneError {
    match error {
        rlibphonenumber::ParseError::InvalidCountryCode => PhoneError::NoCountry,
        _ => PhoneError::NotANumber,
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.e164)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str, region: &str) -> Result<String, PhoneError> {
        Phone::parse(text, region).map(|phone| phone.to_string())
    }

    #[test]
    fn spellings_of_one_number_have_one_normal_form() {
        for text in
            ["06 12 34 56 78", "0612345678", "+33 (0)6 12 34 56 78", "0033612345678", "06.12.34.56.78"]
        {
            assert_eq!(normal(text, "FR").as_deref(), Ok("+33612345678"), "{text}");
        }
        assert_eq!(normal("77 123 45 67", "sn").as_deref(), Ok("+221771234567"));
        assert_eq!(normal("07 07 12 34 56", "CI").as_deref(), Ok("+2250707123456"));
    }

    #[test]
    fn a_country_code_outweighs_the_region_of_the_row() {
        let phone = Phone::parse("+221 33 821 23 45", "FR").unwrap();
        assert_eq!((phone.as_str(), phone.region(), phone.is_mobile()), ("+221338212345", Some("SN"), false));
        assert!(Phone::parse("+22997123456", "").is_err(), "Benin left eight digits behind in 2024");
    }

    #[test]
    fn only_a_mobile_can_have_whatsapp() {
        assert!(Phone::parse("0612345678", "FR").unwrap().is_mobile());
        assert!(!Phone::parse("0142345678", "FR").unwrap().is_mobile());
    }

    #[test]
    fn each_mistake_is_told() {
        assert_eq!(normal("  ", "FR"), Err(PhoneError::Empty));
        assert_eq!(normal("standard", "FR"), Err(PhoneError::NotANumber));
        assert_eq!(normal("0612345678", "ZZZ"), Err(PhoneError::UnknownRegion));
        assert_eq!(normal("0612345678", ""), Err(PhoneError::NoCountry));
        assert_eq!(normal("0012", "FR"), Err(PhoneError::NotANumber));
        assert_eq!(normal("06123456", "FR"), Err(PhoneError::Invalid));
    }

    proptest! {
        #[test]
        fn the_normal_form_of_a_normal_form_is_itself(digits in "0[67][0-9]{8}") {
            if let Ok(phone) = Phone::parse(&digits, "FR") {
                prop_assert_eq!(Phone::parse(phone.as_str(), ""), Ok(phone));
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC*", region in "[A-Z]{0,3}") {
            let _ = Phone::parse(&text, &region);
        }
    }
}
