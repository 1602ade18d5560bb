//! Who is signed in: the token, where it came from, and what happens when it is refused.

mod claims;
mod config;
mod fragment;
mod page;

pub(crate) use claims::roles;
pub(crate) use page::SignIn;

use leptos::prelude::*;

use crate::browser::TAB;

const TOKEN: &str = "token";
const RETURN: &str = "return";

/// The sign-in of this tab.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    token: RwSignal<Option<String>>,
    ending: RwSignal<Ending>,
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nobody was, yet.
    Fresh,
    /// The API refused the token.
    Refused,
    /// The person signed out.
    Left,
}

impl Session {
    /// Takes the token that the address brings, else the one this tab had.
    pub(crate) fn start() -> Self {
        if let Some(token) = fragment::take() {
            TAB.keep(TOKEN, &token);
            fragment::go_back_to(TAB.read(RETURN));
            TAB.forget(RETURN);
        }
        Self { token: RwSignal::new(TAB.read(TOKEN)), ending: RwSignal::new(Ending::Fresh) }
    }

    /// Whether there is a token; the API decides whether it is good.
    pub(crate) fn is_open(self) -> bool {
        self.token.with(Option::is_some)
    }

    /// The token, for a request or for its claims.
    pub(crate) fn token(self) -> Option<String> {
        self.token.get_untracked()
    }

    /// Signs in with a token.
    pub(crate) fn open(self, token: &str) {
        TAB.keep(TOKEN, token);
        TAB.forget(RETURN);
        self.token.set(Some(token.to_owned()));
    }

    /// Ends the sign-in and remembers where the person was.
    pub(crate) fn end(self, ending: Ending) {
        TAB.forget(TOKEN);
        if ending == Ending::Refused {
            TAB.keep(RETURN, &fragment::current_path());
        }
        self.ending.set(ending);
        self.token.set(None);
    }

    /// Why nobody is signed in.
    pub(crate) fn ending(self) -> Ending {
        self.ending.get()
    }
}

/// The sign-in, from the context.
pub(crate) fn use_session() -> Session {
    expect_context()
}
