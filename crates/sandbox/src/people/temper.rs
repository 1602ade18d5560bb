//! What a recipient is like: a pure function of seed, shares and address.

use super::{Behaviour, Share, Shares, Who};
use crate::chance::Chance;

/// Whether a message arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Landing {
    Delivered,
    Deferred,
    SoftBounce,
    HardBounce,
    LateBounce,
    Invalid,
    /// Refused by the provider itself, with its reason.
    Blocked(&'static str),
}

/// How somebody leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    Form,
    Multipart,
    AtProvider,
}

/// Everything that a recipient will do with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Temper {
    pub(crate) landing: Landing,
    pub(crate) scanner: Option<Who>,
    pub(crate) opener: Option<Who>,
    pub(crate) clicks: bool,
    pub(crate) complains: bool,
    pub(crate) leaving: Option<Leaving>,
}

/// Why the provider refuses somebody it blocked for bounces or complaints (email-providers §2.7).
pub(crate) const BLACKLISTED: &str = "blocked : due to blacklist user";

impl Temper {
    const CALM: Self = Self {
        landing: Landing::Delivered,
        scanner: None,
        opener: None,
        clicks: false,
        complains: false,
        leaving: None,
    };

    /// The temper that an override or a special address asks for; else the one that chance gives.
    pub(crate) fn of(email: &str, asked: Option<Behaviour>, shares: &Shares, chance: Chance) -> Self {
        let email = email.to_lowercase();
        match asked.or_else(|| Behaviour::of_address(&email)) {
            Some(behaviour) => Self::asked(behaviour),
            None => Self::drawn(&email, shares, chance),
        }
    }

    fn asked(behaviour: Behaviour) -> Self {
        let calm = Self::CALM;
        let landing = |landing| Self { landing, ..calm };
        let opener = |who| Self { opener: Some(who), ..calm };
        let scanner = |who| Self { scanner: Some(who), ..calm };
        let leaving = |how| Self { leaving: Some(how), ..calm };
        match behaviour {
            Behaviour::Deliver => calm,
            Behaviour::Defer => landing(Landing::Deferred),
            Behaviour::Soft => landing(Landing::SoftBounce),
            Behaviour::Bounce => landing(Landing::HardBounce),
            Behaviour::LateBounce => landing(Landing::LateBounce),
            Behaviour::Invalid => landing(Landing::Invalid),
            Behaviour::Blocked => landing(Landing::Blocked(BLACKLISTED)),
            Behaviour::Open => opener(Who::Person),
            Behaviour::Apple => opener(Who::AppleProxy),
            Behaviour::Google => opener(Who::GoogleProxy),
            Behaviour::Click => Self { clicks: true, ..opener(Who::Person) },
            Behaviour::Scanner => scanner(Who::Scanner),
            Behaviour::HeadScanner => scanner(Who::HeadScanner),
            Behaviour::Complain => Self { complains: true, ..calm },
            Behaviour::Unsubscribe => leaving(Leaving::Form),
            Behaviour::UnsubscribeMultipart => leaving(Leaving::Multipart),
            Behaviour::ProviderUnsubscribe => leaving(Leaving::AtProvider),
        }
    }

    fn drawn(email: &str, shares: &Shares, chance: Chance) -> Self {
        let landing = draw_landing(email, shares, chance);
        let lot = |question, share| chance.happens(email, question, shares.of(share));
        let opener = draw_opener(email, shares, chance);
        let click_share = match opener {
            Some(Who::Person) => Share::Click,
            _ => Share::ProxyClick,
        };
        let scanners = [Who::Scanner, Who::HeadScanner];
        let scanner = scanners[usize::from(chance.happens(email, "scanner kind", 50.0))];
        Self {
            landing,
            scanner: lot("scanner", Share::Scanner).then_some(scanner),
            opener,
            clicks: opener.is_some() && lot("click", click_share),
            complains: lot("complain", Share::Complain),
            leaving: draw_leaving(email, shares, chance),
        }
    }

    /// The same recipient, whom the provider blocks.
    pub(crate) fn blocked(self, reason: &'static str) -> Self {
        Self { landing: Landing::Blocked(reason), ..self }
    }
}

fn draw_landing(email: &str, shares: &Shares, chance: Chance) -> Landing {
    let lots = [
        (Share::SoftBounce, Landing::SoftBounce),
        (Share::HardBounce, Landing::HardBounce),
        (Share::Invalid, Landing::Invalid),
        (Share::Blocked, Landing::Blocked(BLACKLISTED)),
        (Share::Deferred, Landing::Deferred),
    ];
    pick(chance.point(email, "landing"), &lots, shares).unwrap_or(Landing::Delivered)
}

fn draw_opener(email: &str, shares: &Shares, chance: Chance) -> Option<Who> {
    let lots =
        [(Share::Apple, Who::AppleProxy), (Share::Google, Who::GoogleProxy), (Share::Open, Who::Person)];
    pick(chance.point(email, "opener"), &lots, shares)
}

fn draw_leaving(email: &str, shares: &Shares, chance: Chance) -> Option<Leaving> {
    let encoding = if chance.happens(email, "encoding", 30.0) { Leaving::Multipart } else { Leaving::Form };
    let lots = [(Share::Unsubscribe, encoding), (Share::ProviderUnsubscribe, Leaving::AtProvider)];
    pick(chance.point(email, "leaving"), &lots, shares)
}

/// The lot in whose share a point in [0, 1) falls.
fn pick<T: Copy>(point: f64, lots: &[(Share, T)], shares: &Shares) -> Option<T> {
    let mut rest = point * 100.0;
    for (share, lot) in lots {
        rest -= shares.of(*share);
        if rest < 0.0 {
            return Some(*lot);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many() -> Vec<Temper> {
        let shares = Shares::default();
        (0..20_000).map(|i| Temper::of(&format!("p{i}@example.org"), None, &shares, Chance::new(3))).collect()
    }

    #[test]
    fn the_same_address_behaves_the_same_whatever_its_case() {
        let shares = Shares::default();
        for i in 0..500 {
            let of = |email: String| Temper::of(&email, None, &shares, Chance::new(3));
            assert_eq!(of(format!("Person{i}@Example.org")), of(format!("person{i}@example.org")));
        }
    }

    #[test]
    fn ninety_six_of_a_hundred_messages_arrive() {
        let arrived = |temper: &&Temper| matches!(temper.landing, Landing::Delivered | Landing::Deferred);
        let share = many().iter().filter(arrived).count() * 1000 / 20_000;
        assert!((955..966).contains(&share), "{share} per thousand");
    }

    #[test]
    fn nobody_does_anything_when_all_shares_are_none() {
        let none = Shares::none();
        for i in 0..200 {
            let temper = Temper::of(&format!("p{i}@example.org"), None, &none, Chance::new(i));
            assert_eq!(temper, Temper::CALM);
        }
    }

    #[test]
    fn an_override_is_stronger_than_the_address() {
        let of = |asked| Temper::of("bounce+1@example.org", asked, &Shares::default(), Chance::new(1));
        assert_eq!(of(None).landing, Landing::HardBounce);
        assert_eq!(of(Some(Behaviour::Deliver)).landing, Landing::Delivered);
    }
}
