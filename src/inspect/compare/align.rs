//! Alignment: which moments of one session stand beside which of another.

/// Two sequences are compared place by place only if this is not too many pairs.
const MAX_PAIRS: usize = 4_000_000;

/// How far ahead a partner is looked for where two sequences are too long for all pairs.
const WINDOW: usize = 256;

/// One step through two sequences.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Pair {
    /// Both go on: these are the same.
    Both(usize, usize),
    /// Only the first goes on.
    First(usize),
    /// Only the second goes on.
    Second(usize),
}

/// Walks through two sequences so that as many places as possible stand side by side. What only one of them
/// has comes in the order: first, second. The same sequences give the same walk.
pub(super) fn align<K: Eq>(first: &[K], second: &[K]) -> Vec<Pair> {
    let before = first.iter().zip(second).take_while(|(one, other)| one == other).count();
    let rest = (&first[before..], &second[before..]);
    let behind = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(one, other)| one == other).count();
    let middle = (&rest.0[..rest.0.len() - behind], &rest.1[..rest.1.len() - behind]);
    let mut walk: Vec<Pair> = (0..before).map(|place| Pair::Both(place, place)).collect();
    let inner = if middle.0.len().saturating_mul(middle.1.len()) <= MAX_PAIRS { common(middle) } else { near(middle) };
    walk.extend(inner.into_iter().map(|pair| pair.moved(before)));
    let (ends_first, ends_second) = (first.len() - behind, second.len() - behind);
    walk.extend((0..behind).map(|place| Pair::Both(ends_first + place, ends_second + place)));
    walk
}

impl Pair {
    fn moved(self, by: usize) -> Self {
        match self {
            Self::Both(first, second) => Self::Both(first + by, second + by),
            Self::First(first) => Self::First(first + by),
            Self::Second(second) => Self::Second(second + by),
        }
    }
}

/// The longest common subsequence, by the table of all pairs.
fn common<K: Eq>((first, second): (&[K], &[K])) -> Vec<Pair> {
    let width = second.len() + 1;
    // `longest[i * width + j]`: how much first[i..] and second[j..] have in common.
    let mut longest = vec![0_u32; (first.len() + 1) * width];
    for i in (0..first.len()).rev() {
        for j in (0..second.len()).rev() {
            longest[i * width + j] = if first[i] == second[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut walk = Vec::with_capacity(first.len() + second.len());
    while i < first.len() || j < second.len() {
        let both = i < first.len() && j < second.len();
        if both && first[i] == second[j] {
            walk.push(Pair::Both(i, j));
            (i, j) = (i + 1, j + 1);
        } else if j == second.len() || (both && longest[i * width + j + 1] <= longest[(i + 1) * width + j]) {
            walk.push(Pair::First(i));
            i += 1;
        } else {
            walk.push(Pair::Second(j));
            j += 1;
        }
    }
    walk
}

/// The nearest partner, one place after the other: for sequences too long for all pairs.
fn near<K: Eq>((first, second): (&[K], &[K])) -> Vec<Pair> {
    let mut walk = Vec::with_capacity(first.len() + second.len());
    let mut j = 0;
    for (i, one) in first.iter().enumerate() {
        let ahead = &second[j..second.len().min(j + WINDOW)];
        match ahead.iter().position(|other| other == one) {
            Some(skipped) => {
                walk.extend((j..j + skipped).map(Pair::Second));
                walk.push(Pair::Both(i, j + skipped));
                j += skipped + 1;
            }
            None => walk.push(Pair::First(i)),
        }
    }
    walk.extend((j..second.len()).map(Pair::Second));
    walk
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(first: &str, second: &str) -> String {
        let (first, second): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
        align(&first, &second)
            .into_iter()
            .map(|pair| match pair {
                Pair::Both(place, _) => format!("={}", first[place]),
                Pair::First(place) => format!("-{}", first[place]),
                Pair::Second(place) => format!("+{}", second[place]),
            })
            .collect()
    }

    #[test]
    fn what_both_have_stands_side_by_side() {
        assert_eq!(shown("", ""), "");
        assert_eq!(shown("abc", "abc"), "=a=b=c");
        assert_eq!(shown("abcd", "abxd"), "=a=b-c+x=d");
        assert_eq!(shown("ab", "ba"), "-a=b+a");
        assert_eq!(shown("greet", "great"), "=g=r=e-e+a=t");
    }

    proptest! {
        #[test]
        fn every_place_of_both_is_walked_over_once_and_in_order(
            first in prop::collection::vec(0..4_u8, 0..40),
            second in prop::collection::vec(0..4_u8, 0..40),
        ) {
            for walk in [align(&first, &second), near((&first, &second))] {
                let places = |wanted: fn(&Pair) -> Option<usize>| walk.iter().filter_map(wanted).collect::<Vec<_>>();
                let of_first = places(|pair| match pair {
                    Pair::Both(first, _) | Pair::First(first) => Some(*first),
                    Pair::Second(_) => None,
                });
                let of_second = places(|pair| match pair {
                    Pair::Both(_, second) | Pair::Second(second) => Some(*second),
                    Pair::First(_) => None,
                });
                prop_assert!(of_first.into_iter().eq(0..first.len()));
                prop_assert!(of_second.into_iter().eq(0..second.len()));
                for pair in &walk {
                    if let Pair::Both(one, other) = pair {
                        prop_assert_eq!(first[*one], second[*other]);
                    }
                }
            }
        }
    }
}
