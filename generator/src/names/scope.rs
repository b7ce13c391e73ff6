//! A namespace in which claims compete for names.
//!
//! In each round all that have no name yet ask for their next candidate, the strongest first. So the stronger claim
//! keeps its name and the loser moves on. A number is the last resort, and the caller says so in a warning.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// One entity's wish.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// Strength: smaller goes first; equal ones by order.
    pub(super) strength: u8,
    /// Candidates, best first; at least one.
    pub(super) candidates: Vec<String>,
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The name.
    pub(super) text: String,
    /// Which candidate it is.
    pub(super) candidate: usize,
    /// Whether it took a number.
    pub(super) numbered: bool,
}

/// Names taken in a namespace.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
    /// Whether letter case alone tells no two names apart: they become files.
    any_case: bool,
    reserved: Vec<&'static [&'static str]>,
}

impl Scope {
    /// A scope in which these are not to be had.
    pub(super) fn new(reserved: &[&'static [&'static str]]) -> Self {
        Self { taken: BTreeSet::new(), any_case: false, reserved: reserved.to_vec() }
    }

    /// A scope whose names become files as well, which many file systems do not tell apart by letter case.
    pub(super) fn of_files(reserved: &[&'static [&'static str]]) -> Self {
        Self { any_case: true, ..Self::new(reserved) }
    }

    /// Whether the name can still be had.
    pub(super) fn is_free(&self, text: &str) -> bool {
        !self.taken.contains(&*self.key(text))
            && !self.reserved.iter().any(|names| names.contains(&text))
    }

    /// Takes a name; whether it was free.
    pub(super) fn take(&mut self, text: &str) -> bool {
        self.is_free(text) && self.taken.insert(self.key(text).into_owned())
    }

    fn key<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.any_case { text.to_lowercase().into() } else { text.into() }
    }

    /// Gives one entity a name.
    pub(super) fn claim(&mut self, candidates: &[String]) -> Given {
        for (candidate, text) in candidates.iter().enumerate() {
            if self.take(text) {
                return Given { text: text.clone(), candidate, numbered: false };
            }
        }
        self.number(candidates.first().map_or("unnamed", String::as_str), candidates.len())
    }

    /// Gives every entity a name, in rounds.
    pub(super) fn assign(&mut self, claims: &[Claim]) -> Vec<Given> {
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_key(|index| claims[*index].strength);
        let mut given: Vec<Option<Given>> = vec![None; claims.len()];
        let rounds = claims.iter().map(|claim| claim.candidates.len()).max().unwrap_or(0);
        for round in 0..rounds {
            for &index in &order {
                if given[index].is_some() {
                    continue;
                }
                if let Some(text) = claims[index].candidates.get(round)
                    && self.take(text)
                {
                    given[index] =
                        Some(Given { text: text.clone(), candidate: round, numbered: false });
                }
            }
        }
        for index in order {
            if given[index].is_none() {
                given[index] = Some(self.claim(&claims[index].candidates));
            }
        }
        given.into_iter().flatten().collect()
    }

    fn number(&mut self, base: &str, candidate: usize) -> Given {
        let base = base.trim_end_matches('_');
        let snake = !base.contains(char::is_uppercase);
        let border = if snake || base.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        let mut number = 2_u64;
        loop {
            let text = format!("{base}{border}{number}");
            if self.take(&text) {
                return Given { text, candidate, numbered: true };
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Scope};

    fn claim(strength: u8, candidates: &[&str]) -> Claim {
        Claim { strength, candidates: candidates.iter().map(|text| (*text).to_owned()).collect() }
    }

    fn texts(scope: &mut Scope, claims: &[Claim]) -> Vec<String> {
        scope.assign(claims).into_iter().map(|given| given.text).collect()
    }

    #[test]
    fn the_stronger_claim_keeps_its_name() {
        let claims = [claim(3, &["id", "id_query"]), claim(1, &["id", "id_path"])];
        assert_eq!(texts(&mut Scope::default(), &claims), ["id_query", "id"]);
    }

    #[test]
    fn a_second_choice_never_takes_a_first_one() {
        let claims = [claim(1, &["a"]), claim(1, &["a", "b"]), claim(9, &["b"])];
        assert_eq!(texts(&mut Scope::default(), &claims), ["a", "a_2", "b"]);
    }

    #[test]
    fn numbers_are_the_last_resort_and_skip_what_is_taken() {
        let mut scope = Scope::new(&[&["Option"]]);
        let claims = [claim(0, &["A2"]), claim(0, &["A"]), claim(0, &["A"]), claim(0, &["Option"])];
        let given = scope.assign(&claims);
        assert_eq!(given[2].text, "A3");
        assert!(given[2].numbered && !given[1].numbered);
        assert_eq!(given[3].text, "Option2");
    }
}
