//! A firm and its people: what clients and companies have in common, before anything went wrong with the row.

use crate::{
    dice::Dice,
    email,
    geography::{self, Country},
    phone::Number,
};

/// Sector, as the table calls it, and the words that such firms call themselves by.
type Sector = (&'static str, &'static [&'static str]);

const SECTORS: &[(u32, Sector)] = &[
    (14, ("BTP", &["Bâtiment", "Construction", "Travaux", "Génie Civil", "Béton"])),
    (12, ("Commerce de gros", &["Distribution", "Négoce", "Comptoir", "Import-Export"])),
    (10, ("Transport et logistique", &["Transports", "Logistique", "Transit", "Fret"])),
    (10, ("Agroalimentaire", &["Agro", "Moulins", "Conserves", "Cacao", "Céréales"])),
    (9, ("Informatique", &["Informatique", "Numérique", "Systèmes", "Digital"])),
    (8, ("Santé", &["Clinique", "Pharmacie", "Laboratoire", "Santé"])),
    (7, ("Hôtellerie et restauration", &["Hôtel", "Traiteur", "Résidence", "Saveurs"])),
    (7, ("Énergie", &["Énergie", "Solaire", "Électricité"])),
    (6, ("Conseil", &["Conseil", "Audit", "Cabinet"])),
    (6, ("Formation", &["Institut", "École", "Formation"])),
    (5, ("Immobilier", &["Immobilier", "Foncière", "Habitat"])),
    (4, ("Textile", &["Textile", "Mode", "Confection", "Wax"])),
    (2, ("Mines", &["Mines", "Carrières"])),
];

const SIZES: &[(u32, &str)] = &[
    (30, "1-9 salariés"),
    (34, "10-49 salariés"),
    (20, "50-249 salariés"),
    (11, "250-999 salariés"),
    (5, "1000 salariés et plus"),
];

const FANTASY: &[&str] = &[
    "Horizon",
    "Baobab",
    "Atlantique",
    "Sahel",
    "Alizé",
    "Lumière",
    "Teranga",
    "Étoile",
    "Savane",
    "Azur",
    "Lagune",
    "Karité",
    "Kora",
    "Djoliba",
    "Avenir",
    "Méridien",
    "Armor",
    "Garonne",
    "Cévennes",
    "Unité",
];

/// A person at the firm.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) phone: Number,
}

/// A firm.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) country: &'static Country,
    pub(crate) town: &'static str,
    pub(crate) sector: &'static str,
    pub(crate) size: &'static str,
    /// Without its legal form.
    pub(crate) brand: String,
    pub(crate) legal_form: &'static str,
    pub(crate) domain: String,
    pub(crate) email: String,
    pub(crate) phone: Number,
}

impl Firm {
    pub(crate) fn make(dice: &mut Dice) -> Self {
        let country = geography::country(dice);
        let town = dice.pick(country.towns);
        let (sector, words) = dice.weighted(SECTORS);
        let word = dice.pick(words);
        let brand = match dice.below(5) {
            0 | 1 => format!("{word} {}", dice.pick(country.last_names)),
            2 => format!("{} {word}", dice.pick(FANTASY)),
            3 => format!("{word} {town}"),
            _ => format!("{} {} {word}", dice.pick(FANTASY), dice.pick(country.last_names)),
        };
        let domain = email::domain(dice, &brand, country);
        let email = email::of_role(dice, &domain);
        let phone =
            if dice.chance(550) { Number::mobile(dice, country) } else { Number::landline(dice, country) };
        let size = dice.weighted(SIZES);
        let legal_form = dice.pick(country.legal_forms);
        Self { country, town, sector, size, brand, legal_form, domain, email, phone }
    }

    pub(crate) fn name(&self) -> String {
        match self.legal_form {
            "Ets" => format!("Ets {}", self.brand),
            form => format!("{} {form}", self.brand),
        }
    }

    pub(crate) fn person(&self, dice: &mut Dice) -> Contact {
        let first = dice.pick(self.country.first_names);
        let last = dice.pick(self.country.last_names);
        Contact {
            name: format!("{first} {last}"),
            email: email::of_person(dice, first, last, &self.domain),
            phone: Number::mobile(dice, self.country),
        }
    }
}
