//! The countries, and what is at home there: towns, names, legal forms, phone numbers.

mod first;
mod neighbours;

use crate::dice::Dice;
use first::{COTE_D_IVOIRE, FRANCE, SENEGAL};
use neighbours::{BENIN, BURKINA_FASO, GUINEE, MALI, TOGO};

/// A country.
#[derive(Debug)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-2.
    pub(crate) iso: &'static str,
    pub(crate) name: &'static str,
    pub(crate) calling_code: &'static str,
    pub(crate) towns: &'static [&'static str],
    pub(crate) first_names: &'static [&'static str],
    pub(crate) last_names: &'static [&'static str],
    pub(crate) legal_forms: &'static [&'static str],
    /// Beginnings of mobile numbers, without country code, and the digits that follow.
    pub(crate) mobile: (&'static [&'static str], usize),
    /// The same for landlines.
    pub(crate) landline: (&'static [&'static str], usize),
    /// Written before a national number, and the size of its groups.
    pub(crate) trunk: &'static str,
}

/// One of the countries, by its weight.
pub(crate) fn country(dice: &mut Dice) -> &'static Country {
    dice.weighted(&[
        (38, &FRANCE),
        (20, &SENEGAL),
        (16, &COTE_D_IVOIRE),
        (7, &BENIN),
        (5, &TOGO),
        (5, &BURKINA_FASO),
        (5, &MALI),
        (4, &GUINEE),
    ])
}
