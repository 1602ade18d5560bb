//! How fast messages may leave by an account, as the client knows it.

use std::fmt;

use domain::{FieldError, Permission, pace::AccountPace, provider::AccountId, setting::Setting};
use serde::Deserialize;

use super::{Facts, Noun};

/// The paces of accounts: one each, which is there from the beginning.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Paces;

/// The pace of an account, by its place in paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PaceId(pub(crate) AccountId);

impl fmt::Display for PaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/pace", self.0)
    }
}

/// A pace as it stands, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Setting<AccountPace>")]
pub(crate) struct Pace {
    /// Whose; the answer does not tell, and whoever asked knows.
    pub(crate) account: Option<AccountId>,
    /// What holds, and who decided it.
    pub(crate) setting: Setting<AccountPace>,
}

impl From<Setting<AccountPace>> for Pace {
    fn from(setting: Setting<AccountPace>) -> Self {
        Self { account: None, setting }
    }
}

impl Noun for Paces {
    const PATH: &'static str = "accounts";
    const WRITE: Permission = Permission::SettingsWrite;
    const COPIES: bool = false;
    type Id = PaceId;
    type View = Pace;
    type Row = ();
    type Query = ();
    type Draft = AccountPace;
    type Create = AccountPace;
    type Edit = AccountPace;

    fn facts(view: &Pace) -> Facts<PaceId> {
        let account = view.account.clone().unwrap_or_else(|| AccountId(String::new()));
        let name = account.0.clone();
        Facts { id: PaceId(account), version: view.setting.version, name, archived: false, editable: true }
    }

    fn placed(view: Pace, id: &PaceId) -> Pace {
        Pace { account: Some(id.0.clone()), ..view }
    }

    fn draft(view: &Pace) -> AccountPace {
        view.setting.value.clone()
    }

    fn renamed(draft: AccountPace, _: String) -> AccountPace {
        draft
    }

    fn name(_: &AccountPace) -> &str {
        ""
    }

    fn create(draft: AccountPace) -> (AccountPace, Option<AccountPace>) {
        (draft, None)
    }

    fn edit(draft: AccountPace) -> AccountPace {
        draft
    }

    fn check(draft: &AccountPace) -> Vec<FieldError> {
        draft.check().err().unwrap_or_default()
    }
}
