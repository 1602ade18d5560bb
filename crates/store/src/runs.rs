//! Numbers as runs: a batch is mostly one, and what is asked of a run walks an index once instead of once for each number.

/// The first and the last number of each run, in ascending order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Runs {
    pub(crate) first: Vec<i32>,
    pub(crate) last: Vec<i32>,
}

impl Runs {
    /// The runs of some numbers, in whatever order they are.
    pub(crate) fn of(numbers: &[i32]) -> Self {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        let mut runs = Self::default();
        for number in numbers {
            match runs.last.last_mut() {
                Some(last) if i64::from(number) - i64::from(*last) <= 1 => *last = number,
                _ => {
                    runs.first.push(number);
                    runs.last.push(number);
                }
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Runs;

    #[test]
    fn neighbours_are_one_run() {
        assert_eq!(Runs::of(&[3, 1, 2, 7, 9, 8]), Runs { first: vec![1, 7], last: vec![3, 9] });
        assert_eq!(Runs::of(&[]), Runs::default());
    }

    proptest! {
        #[test]
        fn runs_hold_the_numbers_and_no_others(numbers in proptest::collection::btree_set(-50..50i32, 0..60)) {
            let given: Vec<_> = numbers.iter().copied().collect();
            let runs = Runs::of(&given);
            let held: Vec<_> = runs.first.iter().zip(&runs.last).flat_map(|(first, last)| *first..=*last).collect();
            prop_assert_eq!(held, given);
        }
    }
}
