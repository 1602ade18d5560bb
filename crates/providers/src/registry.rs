//! The one list of providers, and the accounts that are open.

use std::{collections::BTreeSet, sync::Arc};

use domain::{channel::Channel, provider::AccountId};
use reqwest::Client;

use crate::{
    AccountSettings, Connection, OpenError, ServiceSettings, Timeouts, brevo::Brevo, http, meta::Meta,
    sendgrid::Sendgrid, smtp::Smtp, twilio::Twilio,
};

/// The accounts that are open, in the order of the settings. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    open: Vec<Arc<dyn Connection>>,
}

impl Accounts {
    /// Opens accounts; nothing is called yet.
    ///
    /// # Errors
    /// The first setting that needs a correction.
    pub fn open(settings: Vec<AccountSettings>, timeouts: Timeouts) -> Result<Self, OpenError> {
        let client = http::client(timeouts).map_err(OpenError::Client)?;
        let mut names = BTreeSet::new();
        let open = settings.into_iter().map(|settings| {
            let account = settings.id.clone();
            let fresh = names.insert(account.clone());
            let opened = if fresh {
                connect(settings, &client, timeouts)
            } else {
                Err("there are two of this name".into())
            };
            opened.map_err(|why| OpenError::Account { account, why })
        });
        open.collect()
    }

    /// The account of a name.
    #[must_use]
    pub fn get(&self, id: &AccountId) -> Option<&Arc<dyn Connection>> {
        self.open.iter().find(|connection| connection.id() == id)
    }

    /// The accounts that serve a channel.
    pub fn for_channel(&self, channel: Channel) -> impl Iterator<Item = &Arc<dyn Connection>> {
        self.iter().filter(move |connection| connection.provider().channel() == channel)
    }

    /// All accounts.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Connection>> {
        self.open.iter()
    }
}

impl FromIterator<Arc<dyn Connection>> for Accounts {
    fn from_iter<T: IntoIterator<Item = Arc<dyn Connection>>>(connections: T) -> Self {
        Self { open: connections.into_iter().collect() }
    }
}

/// Every provider that there is, a line each.
fn connect(
    settings: AccountSettings,
    client: &Client,
    timeouts: Timeouts,
) -> Result<Arc<dyn Connection>, String> {
    settings.check()?;
    let AccountSettings { id, senders, service } = settings;
    Ok(match service {
        ServiceSettings::Brevo(settings) => Arc::new(Brevo::open(id, senders, &settings, client)?),
        ServiceSettings::Sendgrid(settings) => Arc::new(Sendgrid::open(id, senders, &settings, client)?),
        ServiceSettings::Smtp(settings) => Arc::new(Smtp::open(id, senders, &settings, timeouts)?),
        ServiceSettings::Meta(settings) => Arc::new(Meta::open(id, *settings, client, timeouts)?),
        ServiceSettings::Twilio(settings) => Arc::new(Twilio::open(id, &settings, client, timeouts)?),
    })
}
