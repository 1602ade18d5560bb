//! Rows of `clients`.

use chrono::{DateTime, Utc};
use domain::suite::{ClientType, Statut};
use uuid::Uuid;

use crate::{
    dice::{Dice, Stream},
    email,
    firm::{Contact, Firm},
    phone,
    row::{Fields, Value, instant, maybe, shown, text},
};

/// Clients that are the row before them once more, in a thousand.
const TWICE: u32 = 20;

/// A client, by the dossier's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id, where the table's ids are UUIDs.
    pub id: Uuid,
    /// Company name.
    pub nom: String,
    /// Main e-mail.
    pub email: Option<String>,
    /// Main phone.
    pub telephone: Option<String>,
    /// Standing.
    pub statut: Statut,
    /// Kind.
    pub kind: ClientType,
    /// Key contact: administrateur (name, e-mail, phone).
    pub administrateur: Option<[Option<String>; 3]>,
    /// Key contact: contact interne (name, e-mail, phone).
    pub contact_interne: Option<[Option<String>; 3]>,
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

/// What a client is before anything went wrong with its row.
pub(crate) struct Base {
    pub(crate) firm: Firm,
    pub(crate) kind: ClientType,
    pub(crate) statut: Statut,
    pub(crate) administrateur: Contact,
    pub(crate) contact_interne: Contact,
}

/// What went wrong with a row.
pub(crate) struct Flaws {
    pub(crate) twice: bool,
    pub(crate) email: Flaw,
    pub(crate) phone: Flaw,
}

/// What went wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    Missing,
    Broken,
}

impl Flaw {
    pub(crate) fn of_email(dice: &mut Dice) -> Self {
        dice.weighted(&[(910, Self::None), (60, Self::Missing), (30, Self::Broken)])
    }

    pub(crate) fn of_phone(dice: &mut Dice) -> Self {
        dice.weighted(&[(890, Self::None), (80, Self::Missing), (30, Self::Broken)])
    }
}

pub(crate) fn base(seed: u64, i: u64) -> Base {
    let mut dice = Dice::new(seed, Stream::Client, i);
    let firm = Firm::make(&mut dice);
    let kind = dice.weighted(&[
        (30, ClientType::Prospect),
        (50, ClientType::Client),
        (20, ClientType::ClientFidele),
    ]);
    let statut = match kind {
        ClientType::ClientFidele => dice.weighted(&[(95, Statut::Actif), (5, Statut::Inactif)]),
        _ => dice.weighted(&[(70, Statut::Actif), (20, Statut::Inactif), (10, Statut::Abandonne)]),
    };
    let administrateur = firm.person(&mut dice);
    let contact_interne = firm.person(&mut dice);
    Base { firm, kind, statut, administrateur, contact_interne }
}

pub(crate) fn flaws(seed: u64, i: u64) -> (Flaws, Dice) {
    let mut dice = Dice::new(seed, Stream::ClientFlaws, i);
    let twice = i > 0 && dice.chance(TWICE);
    let flaws = Flaws { twice, email: Flaw::of_email(&mut dice), phone: Flaw::of_phone(&mut dice) };
    (flaws, dice)
}

/// The base that row `i` shows: its own, or its neighbour's.
pub(crate) fn shown_base(seed: u64, i: u64, flaws: &Flaws) -> Base {
    base(seed, if flaws.twice { i - 1 } else { i })
}

pub(crate) fn make(seed: u64, i: u64, now: DateTime<Utc>) -> Client {
    let (flaws, mut dice) = flaws(seed, i);
    let Base { firm, kind, statut, administrateur, contact_interne } = shown_base(seed, i, &flaws);
    let created_at = dice.past(now, 1200);
    Client {
        id: dice.id(),
        nom: if flaws.twice { firm.brand.to_uppercase() } else { firm.name() },
        email: match flaws.email {
            Flaw::None if flaws.twice => Some(email::other_spelling(&mut dice, &firm.email)),
            Flaw::None => Some(firm.email.clone()),
            Flaw::Missing => None,
            Flaw::Broken => Some(email::broken(&mut dice, &firm.email)),
        },
        telephone: match flaws.phone {
            Flaw::None => Some(firm.phone.written(&mut dice)),
            Flaw::Missing => None,
            Flaw::Broken => Some(phone::broken(&mut dice, &firm.phone)),
        },
        statut,
        kind,
        administrateur: dice.chance(850).then(|| key_contact(&mut dice, &administrateur)),
        contact_interne: dice.chance(450).then(|| key_contact(&mut dice, &contact_interne)),
        ville: firm.town,
        pays: firm.country.name,
        region: firm.country.iso,
        created_at,
        updated_at: created_at + (now - created_at) / 2,
    }
}

fn key_contact(dice: &mut Dice, contact: &Contact) -> [Option<String>; 3] {
    [
        Some(contact.name.clone()),
        dice.chance(900).then(|| contact.email.clone()),
        dice.chance(700).then(|| contact.phone.written(dice)),
    ]
}

impl Fields for Client {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "nom",
        "email",
        "telephone",
        "statut",
        "type",
        "administrateur_nom",
        "administrateur_email",
        "administrateur_tel",
        "contact_interne_nom",
        "contact_interne_email",
        "contact_interne_tel",
        "ville",
        "pays",
        "created_at",
        "updated_at",
    ];

    fn fields(&self) -> Vec<Value<'_>> {
        let mut fields =
            vec![shown(self.id), text(&self.nom), maybe(self.email.as_ref()), maybe(self.telephone.as_ref())];
        fields.extend([text(self.statut.as_str()), text(self.kind.as_str())]);
        for contact in [&self.administrateur, &self.contact_interne] {
            fields.extend(
                (0..3).map(|place| maybe(contact.as_ref().and_then(|contact| contact[place].as_ref()))),
            );
        }
        fields.extend([
            text(self.ville),
            text(self.pays),
            instant(self.created_at),
            instant(self.updated_at),
        ]);
        fields
    }
}
