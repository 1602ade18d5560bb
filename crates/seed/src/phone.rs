//! Phone numbers that their country gives out, as people write them.

use crate::{dice::Dice, geography::Country};

/// A valid number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    country_code: &'static str,
    trunk: &'static str,
    national: String,
    pub(crate) mobile: bool,
}

impl Number {
    pub(crate) fn mobile(dice: &mut Dice, country: &'static Country) -> Self {
        Self::of(dice, country, country.mobile, true)
    }

    pub(crate) fn landline(dice: &mut Dice, country: &'static Country) -> Self {
        Self::of(dice, country, country.landline, false)
    }

    fn of(dice: &mut Dice, country: &'static Country, range: (&[&str], usize), mobile: bool) -> Self {
        let national = format!("{}{}", dice.pick(range.0), dice.digits(range.1));
        Self { country_code: country.calling_code, trunk: country.trunk, national, mobile }
    }

    /// The normal form.
    pub(crate) fn e164(&self) -> String {
        format!("+{}{}", self.country_code, self.national)
    }

    /// One of the ways in which people write it. Readable with the country of the row.
    pub(crate) fn written(&self, dice: &mut Dice) -> String {
        let spaced = self.grouped(" ");
        match dice.below(5) {
            0 => self.e164(),
            1 => format!("+{} {}", self.country_code, spaced),
            2 => format!("00{}{}", self.country_code, self.national),
            3 => format!("{}{}", self.trunk, self.national),
            _ => format!("{}{}", self.trunk, self.grouped(if self.trunk.is_empty() { " " } else { "." })),
        }
    }

    /// Pairs from the right, as they are read aloud.
    fn grouped(&self, between: &str) -> String {
        let odd = self.national.len() % 2;
        let (head, pairs) = self.national.split_at(odd);
        let mut groups: Vec<&str> = (0..pairs.len() / 2).map(|pair| &pairs[2 * pair..2 * pair + 2]).collect();
        if odd == 1 {
            groups.insert(0, head);
        }
        groups.join(between)
    }
}

/// What tables hold instead of a number.
pub(crate) fn broken(dice: &mut Dice, number: &Number) -> String {
    let national = &number.national;
    match dice.below(4) {
        0 => national[..national.len() - 3].to_owned(),
        1 => "à demander".into(),
        2 => format!("+999 {national}"),
        _ => format!("{national}{national}"),
    }
}
