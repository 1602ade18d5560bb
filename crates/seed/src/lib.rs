#![doc = include_str!("../README.md")]

mod campaign;
mod client;
mod company;
mod consent;
mod content;
mod dice;
mod email;
mod firm;
mod geography;
mod phone;
mod reaction;
mod row;
mod template;
mod words;

use std::ops::Range;

use chrono::{DateTime, Utc};

pub use campaign::Campaign;
pub use client::Client;
pub use company::Company;
pub use consent::Consent;
pub use reaction::{Reaction, Reading};
pub use row::{Fields, Value};
pub use template::Template;

/// Makes the rows of one seed.
#[derive(Debug, Clone, Copy)]
pub struct Generator {
    seed: u64,
    now: DateTime<Utc>,
}

impl Generator {
    /// The rows of `seed`, as they would stand at `now`.
    #[must_use]
    pub fn new(seed: u64, now: DateTime<Utc>) -> Self {
        Self { seed, now }
    }

    /// Rows of `clients`.
    pub fn clients(self, range: Range<u64>) -> impl Iterator<Item = Client> {
        range.map(move |i| client::make(self.seed, i, self.now))
    }

    /// Rows of `companies`.
    pub fn companies(self, range: Range<u64>) -> impl Iterator<Item = Company> {
        range.map(move |i| company::make(self.seed, i, self.now))
    }

    /// What those rows consented to, in the order of the rows.
    pub fn consents(self, clients: Range<u64>, companies: Range<u64>) -> impl Iterator<Item = Consent> {
        let of_clients = clients.flat_map(move |i| consent::of_client(self.seed, i, self.now));
        of_clients.chain(companies.flat_map(move |i| consent::of_company(self.seed, i, self.now)))
    }

    /// The templates.
    #[must_use]
    pub fn templates(self) -> Vec<Template> {
        template::all(self.seed, self.now)
    }

    /// The campaigns; they name templates of [`Generator::templates`].
    #[must_use]
    pub fn campaigns(self) -> Vec<Campaign> {
        campaign::all(self.seed, self.now)
    }

    /// What became of message `number` of the `campaign`th campaign.
    #[must_use]
    pub fn reaction(self, campaign: u64, number: u32) -> Reaction {
        reaction::make(self.seed, campaign, number)
    }
}
