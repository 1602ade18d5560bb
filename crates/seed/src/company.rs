//! Rows of `companies`.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    client::{self, Flaw},
    dice::{Dice, Stream},
    email,
    firm::Firm,
    phone,
    row::{Fields, Value, instant, maybe, shown, text},
    words::plain,
};

/// Companies that are a client too, in a thousand.
const ALSO_CLIENT: u32 = 50;

/// A prospect, by the dossier's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id, where the table's ids are UUIDs.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Sector.
    pub industry: Option<&'static str>,
    /// Size.
    pub size_label: Option<&'static str>,
    /// Town.
    pub ville: &'static str,
    /// Country.
    pub pays: &'static str,
    /// The country as phone numbers know it (ISO 3166-1 alpha-2); no field of the table.
    pub region: &'static str,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What went wrong with a row.
pub(crate) struct Flaws {
    also_client: bool,
    pub(crate) email: Flaw,
    phone: Flaw,
}

pub(crate) fn flaws(seed: u64, i: u64) -> (Flaws, Dice) {
    let mut dice = Dice::new(seed, Stream::CompanyFlaws, i);
    let also_client = dice.chance(ALSO_CLIENT);
    let flaws = Flaws { also_client, email: Flaw::of_email(&mut dice), phone: Flaw::of_phone(&mut dice) };
    (flaws, dice)
}

/// The firm of row `i`: its own, or a client's. A quarter of the row's number, so that small tables meet too.
pub(crate) fn firm(seed: u64, i: u64, flaws: &Flaws) -> Firm {
    if flaws.also_client {
        client::base(seed, i / 4).firm
    } else {
        Firm::make(&mut Dice::new(seed, Stream::Company, i))
    }
}

pub(crate) fn make(seed: u64, i: u64, now: DateTime<Utc>) -> Company {
    let (flaws, mut dice) = flaws(seed, i);
    let firm = firm(seed, i, &flaws);
    let created_at = dice.past(now, 700);
    Company {
        id: dice.id(),
        name: if flaws.also_client { plain(&firm.brand) } else { firm.name() },
        email: match flaws.email {
            Flaw::None if flaws.also_client => Some(email::other_spelling(&mut dice, &firm.email)),
            Flaw::None => Some(firm.email.clone()),
            Flaw::Missing => None,
            Flaw::Broken => Some(email::broken(&mut dice, &firm.email)),
        },
        phone: match flaws.phone {
            Flaw::None => Some(firm.phone.written(&mut dice)),
            Flaw::Missing => None,
            Flaw::Broken => Some(phone::broken(&mut dice, &firm.phone)),
        },
        industry: dice.chance(960).then_some(firm.sector),
        size_label: dice.chance(880).then_some(firm.size),
        ville: firm.town,
        pays: firm.country.name,
        region: firm.country.iso,
        created_at,
        updated_at: created_at,
    }
}

impl Fields for Company {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "name",
        "email",
        "phone",
        "industry",
        "size_label",
        "ville",
        "pays",
        "created_at",
        "updated_at",
    ];

    fn fields(&self) -> Vec<Value<'_>> {
        vec![
            shown(self.id),
            text(&self.name),
            maybe(self.email.as_ref()),
            maybe(self.phone.as_ref()),
            self.industry.and_then(text),
            self.size_label.and_then(text),
            text(self.ville),
            text(self.pays),
            instant(self.created_at),
            instant(self.updated_at),
        ]
    }
}
