//! Limits are kept in whatever window one looks, and nobody waits while there are places.

use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::pace::{DomainPace, DomainTaken};

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap() + TimeDelta::milliseconds(millis)
}

/// People whom nobody has an open window with.
fn begun<'a>(addresses: &[&'a str]) -> Vec<Addressee<'a>> {
    addresses.iter().map(|address| Addressee { address, begins: true }).collect()
}

/// What a run of claims needs.
#[derive(Debug, Default)]
struct Bench {
    pace: AccountPace,
    number: Limits,
    taken: AccountTaken,
    campaign: Limits,
    campaign_taken: CampaignTaken,
}

impl Bench {
    fn claim(&mut self, addresses: &[&str], now: DateTime<Utc>) -> Allotment {
        self.claim_for(&begun(addresses), now)
    }

    fn claim_for(&mut self, people: &[Addressee<'_>], now: DateTime<Utc>) -> Allotment {
        let mut claimant = Claimant {
            account: &self.pace,
            number: self.number,
            account_taken: &mut self.taken,
            campaign: self.campaign,
            campaign_day: None,
            campaign_taken: &mut self.campaign_taken,
        };
        allot(&mut claimant, people, now)
    }

    /// Through JSON, as the database keeps it.
    fn keep(&mut self) {
        self.taken = serde_json::from_str(&serde_json::to_string(&self.taken).unwrap()).unwrap();
    }
}

fn bench(per_second: Option<u32>, per_minute: Option<u32>, per_day: Option<u32>) -> Bench {
    Bench {
        pace: AccountPace { per_second, per_minute, per_day, ..AccountPace::default() },
        ..Bench::default()
    }
}

/// The most that any window of this length holds.
fn most(taken: &[(i64, usize)], length: i64) -> usize {
    let from = |start: i64| taken.iter().filter(move |(when, _)| (start..start + length).contains(when));
    taken.iter().map(|(start, _)| from(*start).map(|(_, count)| count).sum()).max().unwrap_or(0)
}

proptest! {
    #[test]
    fn no_second_and_no_minute_holds_more_than_its_limit_wherever_it_begins(
        per_second in 1_u32..40, per_minute in 1_u32..200,
        claims in vec((0_i64..3_000, 0_i64..5_000, 1_usize..60), 1..60),
    ) {
        let mut bench = bench(Some(per_second), Some(per_minute), None);
        let (mut now, mut taken) = (0, Vec::new());
        for (pause, behind, size) in claims {
            now += pause;
            // The clocks of processes differ.
            let theirs = now - behind;
            let went = bench.claim(&vec!["a@x.example"; size], at(theirs)).go.len();
            bench.keep();
            taken.push((theirs, went));
        }
        prop_assert!(most(&taken, 1_000) <= per_second as usize);
        prop_assert!(most(&taken, 60_000) <= per_minute as usize);
    }

    #[test]
    fn no_24_hours_hold_more_than_the_number_may_begin_to_write_to_and_free_text_waits_for_nothing_of_that(
        tier in 1_u32..300, claims in vec((0_i64..14_400_000, vec(any::<bool>(), 1..90)), 1..60),
    ) {
        let number = Limits { per_24_hours: Some(tier), ..Limits::NONE };
        let mut bench = Bench { number, ..Bench::default() };
        let (mut now, mut taken) = (0, Vec::new());
        for (pause, people) in claims {
            now += pause;
            let all: Vec<_> =
                people.iter().map(|begins| Addressee { address: "+33612345678", begins: *begins }).collect();
            let allotment = bench.claim_for(&all, at(now));
            bench.keep();
            prop_assert_eq!(allotment.go.len() + allotment.rest.len(), people.len());
            prop_assert!(allotment.rest.iter().all(|index| people[*index]), "free text counts for nothing");
            prop_assert_eq!((allotment.waiting, allotment.begins_at.is_some()), (None, !allotment.rest.is_empty()));
            taken.push((now, allotment.go.iter().filter(|index| people[**index]).count()));
            if let Some(until) = allotment.begins_at {
                prop_assert!(bench.taken.all.free(&number, until).unwrap() > 0);
            }
        }
        prop_assert!(most(&taken, 86_400_000) <= tier as usize);
    }

    #[test]
    fn nobody_waits_while_there_are_places_and_whoever_waits_is_told_when_there_are(
        per_second in 1_u32..40, per_minute in 1_u32..200, per_day in 1_u32..500,
        claims in vec((0_i64..3_000, 1_usize..60), 1..40),
    ) {
        let mut bench = bench(Some(per_second), Some(per_minute), Some(per_day));
        let mut now = 0;
        for (pause, size) in claims {
            now += pause;
            let limits = bench.pace.limits_on(at(now).date_naive());
            let free = bench.taken.all.free(&limits, at(now)).unwrap() as usize;
            let allotment = bench.claim(&vec!["a@x.example"; size], at(now));
            prop_assert_eq!(allotment.go.len(), size.min(free));
            prop_assert_eq!(allotment.go.len() + allotment.rest.len(), size);
            if let Some(waiting) = allotment.waiting {
                let until = waiting.until.unwrap();
                prop_assert!(bench.taken.all.free(&limits, until).unwrap() > 0, "told too soon");
                let before = until - TimeDelta::milliseconds(1);
                prop_assert_eq!(bench.taken.all.free(&limits, before), Some(0), "told too late");
            }
        }
    }

    #[test]
    fn what_is_given_back_is_as_if_it_had_never_been_taken(
        before in 0_usize..20, given in 1_usize..20, pause in 0_i64..900,
    ) {
        let mut bench = bench(Some(40), Some(100), Some(300));
        bench.pace.domains = vec![google(Some(60))];
        bench.claim(&vec!["a@gmail.com"; before], at(0));
        let expected = bench.taken.clone();
        bench.claim(&vec!["a@gmail.com"; given], at(pause));
        bench.taken.give_back(&bench.pace, &begun(&vec!["a@gmail.com"; given]), at(pause));
        let limits = bench.pace.limits_on(at(0).date_naive());
        prop_assert_eq!(bench.taken.all.free(&limits, at(pause)), expected.all.free(&limits, at(pause)));
        let google = |taken: &AccountTaken| taken.domains.get("gmail.com").cloned().unwrap_or_default().taken;
        let limits = Limits::by_minute(60);
        prop_assert_eq!(google(&bench.taken).free(&limits, at(pause)), google(&expected).free(&limits, at(pause)));
    }

    #[test]
    fn a_domain_never_gets_more_than_its_limit_and_others_do_not_wait_for_it(
        claims in vec((0_i64..9_000, vec(any::<bool>(), 1..30)), 1..40),
    ) {
        let mut bench = Bench { pace: AccountPace { domains: vec![google(Some(10))], ..AccountPace::default() }, ..Bench::default() };
        let (mut now, mut taken) = (0, Vec::new());
        for (pause, batch) in claims {
            now += pause;
            let addresses: Vec<_> = batch.iter().map(|google| if *google { "a@gmail.com" } else { "a@x.example" }).collect();
            let allotment = bench.claim(&addresses, at(now));
            prop_assert!(allotment.rest.is_empty());
            prop_assert!(allotment.away.iter().all(|(index, back)| batch[*index] && *back > at(now)));
            taken.push((now, allotment.go.iter().filter(|index| batch[**index]).count()));
        }
        prop_assert!(most(&taken, 60_000) <= 10);
    }
}

fn google(per_minute: Option<u32>) -> DomainPace {
    let domains = ["gmail.com", "googlemail.com"].map(str::to_owned).to_vec();
    DomainPace { domains, per_minute, ..DomainPace::default() }
}

#[test]
fn those_beyond_a_domains_limit_come_back_as_many_together_as_it_allows() {
    let mut bench = Bench {
        pace: AccountPace { domains: vec![google(Some(2))], ..AccountPace::default() },
        ..Bench::default()
    };
    let allotment =
        bench.claim(&["a@gmail.com", "b@x.example", "c@googlemail.com", "d@gmail.com", "e@gmail.com"], at(0));
    assert_eq!(allotment.go, [0, 1, 2]);
    assert_eq!(allotment.away, [(3, at(61_000)), (4, at(61_000))]);
    assert_eq!(allotment.waiting, None);
    let later = bench.claim(&["a@gmail.com"; 3], at(500));
    assert_eq!(later.away, [(0, at(122_000)), (1, at(122_000)), (2, at(183_000))]);
}

#[test]
fn whoever_comes_back_in_their_time_finds_a_place() {
    let per_second = Some(3);
    let mut bench = Bench {
        pace: AccountPace {
            domains: vec![DomainPace { per_second, ..google(Some(10)) }],
            ..AccountPace::default()
        },
        ..Bench::default()
    };
    let mut allotment = bench.claim(&["a@gmail.com"; 40], at(0));
    let mut returns: Vec<_> = allotment.away.iter().map(|(_, back)| *back).collect();
    let mut claims = 1;
    while let Some(back) = returns.first().copied() {
        let together = returns.iter().filter(|place| **place == back).count();
        allotment = bench.claim(&vec!["a@gmail.com"; together], back);
        assert_eq!(allotment.go.len(), together, "at {back}");
        returns.retain(|place| *place != back);
        claims += 1;
    }
    assert_eq!(claims, 16, "four minutes, each in four claims: 3 + 3 + 3 + 1");
}

#[test]
fn nobody_is_sent_away_for_longer_than_the_line_may_be() {
    let mut line = DomainTaken::default();
    let limits = Limits::by_minute(1);
    line.taken.take(&limits, at(0), 1);
    let places: Vec<_> = (0..20).map(|_| line.line_up(&limits, at(0))).collect();
    let last = at(61_000) + DomainTaken::LINE_MAX;
    assert!(places.iter().all(|place| (at(61_000)..last).contains(place)), "{places:?}");
}

#[test]
fn a_day_begins_anew_at_midnight_of_utc() {
    let mut bench = bench(None, None, Some(3));
    let evening = at(86_400_000 - 1_000);
    assert_eq!(bench.claim(&["a@x.example"; 2], evening).go.len(), 2);
    let late = bench.claim(&["a@x.example"; 3], evening + TimeDelta::milliseconds(500));
    assert_eq!((late.go.len(), late.rest.len()), (1, 2));
    assert_eq!(late.waiting, Some(Waiting { reason: WaitReason::AccountPace, until: Some(at(86_400_000)) }));
    assert_eq!(bench.claim(&["a@x.example"; 4], at(86_400_000)).go.len(), 3);
}

#[test]
fn the_longest_wait_is_the_one_that_is_told() {
    let mut bench = bench(Some(5), None, None);
    bench.campaign = Limits::by_minute(5);
    let told = bench.claim(&["a@x.example"; 6], at(0)).waiting.unwrap();
    assert_eq!((told.reason, told.until), (WaitReason::CampaignPace, Some(at(61_000))));
}

#[test]
fn free_text_that_does_not_leave_after_all_gives_no_place_back_to_whoever_begins() {
    let number = Limits { per_second: Some(9), per_24_hours: Some(2), ..Limits::NONE };
    let mut bench = Bench { number, ..Bench::default() };
    let person = |begins| Addressee { address: "+33612345678", begins };
    let people = [person(true), person(false), person(true), person(false), person(true)];
    let first = bench.claim_for(&people, at(0));
    assert_eq!((first.go, first.rest), (vec![0, 1, 2, 3], vec![4]));
    bench.taken.give_back(&bench.pace, &[person(false), person(false)], at(0));
    assert_eq!(bench.claim_for(&people[4..], at(10)).rest, [0]);
    bench.taken.give_back(&bench.pace, &[person(true)], at(0));
    assert_eq!(bench.claim_for(&people[4..], at(20)).go, [0]);
}
