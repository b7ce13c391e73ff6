//! Texts that match a `pattern`, and whether a text does.
//!
//! Patterns are those of ECMA-262; what both it and `regex-syntax` know is most of what descriptions use. A pattern
//! beyond that (a look-around, a back reference) is not understood, and nothing is claimed of it.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The most steps of a match; a pattern that needs more is taken for one that fails.
const STEPS: usize = 20_000;

/// A pattern that is understood.
pub(super) struct Pattern {
    hir: Hir,
}

impl Pattern {
    /// `None` when it is not understood.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let hir = regex_syntax::ParserBuilder::new().nest_limit(100).build().parse(text).ok()?;
        Some(Self { hir })
    }

    /// Whether a part of the text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let mut steps = 0;
        (0..=chars.len()).any(|start| {
            let mut matcher = Matcher { chars: &chars, steps: &mut steps };
            matcher.run(&self.hir, start, &mut |_, _| true)
        })
    }

    /// A text that matches and whose length in characters is within these bounds; `salt` chooses among the many.
    pub(super) fn text(&self, least: usize, most: usize, salt: usize) -> Option<String> {
        [1, 0, 2, 4, 8, 16, 32, 64, 128, 256].into_iter().find_map(|more| {
            let mut text = String::new();
            write(&self.hir, more, salt, &mut text)?;
            let length = text.chars().count();
            ((least..=most).contains(&length) && self.matches(&text)).then_some(text)
        })
    }
}

/// Writes a text: each repetition `more` times more than it has to be. `None` when it grows too long.
fn write(hir: &Hir, more: usize, salt: usize, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => out.push(member(class, salt.wrapping_add(out.len()))?),
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).ok()?;
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            for _ in 0..least.saturating_add(more).min(most) {
                write(&repetition.sub, more, salt, out)?;
                if out.len() > 4096 {
                    return None;
                }
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, salt, out)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, salt, out)?;
            }
        }
        HirKind::Alternation(branches) => {
            write(branches.get(salt % branches.len().max(1))?, more, salt, out)?;
        }
    }
    Some(())
}

/// A character of a class: a letter or digit where it has one.
fn member(class: &Class, salt: usize) -> Option<char> {
    let preferred =
        ('a'..='z').chain('0'..='9').chain('A'..='Z').chain("-_. ".chars()).chain('!'..='~');
    let within: Vec<char> = preferred.filter(|c| has(class, *c)).take(6).collect();
    if let Some(c) = within.get(salt % within.len().max(1)) {
        return Some(*c);
    }
    match class {
        Class::Unicode(class) => {
            class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start)
        }
        Class::Bytes(class) => class.ranges().first().map(|range| char::from(range.start())),
    }
}

fn has(class: &Class, c: char) -> bool {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&c))
        }
        Class::Bytes(class) => u8::try_from(c).is_ok_and(|c| {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&c))
        }),
    }
}

/// A backtracking matcher: texts of descriptions are short.
struct Matcher<'t> {
    chars: &'t [char],
    steps: &'t mut usize,
}

type Next<'n> = &'n mut dyn FnMut(&mut Matcher<'_>, usize) -> bool;

impl Matcher<'_> {
    fn run(&mut self, hir: &Hir, at: usize, next: Next<'_>) -> bool {
        *self.steps += 1;
        if *self.steps > STEPS {
            return false;
        }
        match hir.kind() {
            HirKind::Empty => next(self, at),
            HirKind::Look(look) => self.looks(*look, at) && next(self, at),
            HirKind::Literal(literal) => {
                let Ok(text) = std::str::from_utf8(&literal.0) else { return false };
                let mut end = at;
                for c in text.chars() {
                    if self.chars.get(end) != Some(&c) {
                        return false;
                    }
                    end += 1;
                }
                next(self, end)
            }
            HirKind::Class(class) => {
                self.chars.get(at).is_some_and(|c| has(class, *c)) && next(self, at + 1)
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.map_or(usize::MAX, |most| most as usize);
                self.repeat(&repetition.sub, repetition.min as usize, most, at, next)
            }
            HirKind::Capture(capture) => self.run(&capture.sub, at, next),
            HirKind::Concat(parts) => self.sequence(parts, at, next),
            HirKind::Alternation(branches) => {
                branches.iter().any(|branch| self.run(branch, at, next))
            }
        }
    }

    fn sequence(&mut self, parts: &[Hir], at: usize, next: Next<'_>) -> bool {
        match parts.split_first() {
            None => next(self, at),
            Some((first, rest)) => {
                self.run(first, at, &mut |matcher, at| matcher.sequence(rest, at, next))
            }
        }
    }

    fn repeat(&mut self, hir: &Hir, least: usize, most: usize, at: usize, next: Next<'_>) -> bool {
        if most > 0 {
            let further = self.run(hir, at, &mut |matcher, end| {
                // A repetition that takes nothing would never end.
                (end > at || least > 0)
                    && matcher.repeat(hir, least.saturating_sub(1), most - 1, end, next)
            });
            if further {
                return true;
            }
        }
        least == 0 && next(self, at)
    }

    fn looks(&self, look: Look, at: usize) -> bool {
        let is_word = |index: Option<usize>| {
            index
                .and_then(|index| self.chars.get(index))
                .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_')
        };
        match look {
            Look::Start | Look::StartLF | Look::StartCRLF => at == 0,
            Look::End | Look::EndLF | Look::EndCRLF => at == self.chars.len(),
            Look::WordAscii | Look::WordUnicode => is_word(at.checked_sub(1)) != is_word(Some(at)),
            Look::WordAsciiNegate | Look::WordUnicodeNegate => {
                is_word(at.checked_sub(1)) == is_word(Some(at))
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_their_pattern() {
        for pattern in [
            "^[a-z]{3,5}$",
            r"^\d{4}-\d{2}$",
            "^(a|bc)+x?$",
            r"^[^@\s]+@[^@\s]+\.[a-z]+$",
            "abc",
            "^$",
            r"^\w+(\.\w+)*$",
            "^#?([a-f0-9]{6}|[a-f0-9]{3})$",
            r"\bword\b",
            "^.{2,}$",
        ] {
            let parsed = Pattern::parse(pattern).expect(pattern);
            for salt in 0..4 {
                let text = parsed.text(0, 200, salt).expect(pattern);
                assert!(parsed.matches(&text), "{pattern}: {text}");
            }
        }
    }

    #[test]
    fn texts_that_do_not_match_are_told() {
        for (pattern, text) in [
            ("^[a-z]+$", "A"),
            ("^a{2}$", "aaa"),
            (r"^\d+$", ""),
            ("^(a|b)$", "ab"),
            (r"\bb", "ab"),
            ("^(a*)*$", "b"),
        ] {
            assert!(!Pattern::parse(pattern).expect(pattern).matches(text), "{pattern}: {text}");
        }
        assert!(Pattern::parse("b").expect("a letter").matches("abc"));
    }

    #[test]
    fn length_counts() {
        let pattern = Pattern::parse("^[0-9]+$").expect("digits");
        assert_eq!(pattern.text(12, 20, 0).map(|text| (12..=20).contains(&text.len())), Some(true));
        assert_eq!(Pattern::parse("^a{9}$").expect("nine").text(0, 8, 0), None);
    }

    #[test]
    fn what_is_not_understood_is_nothing() {
        assert!(Pattern::parse("^(?!a)b$").is_none());
        assert!(Pattern::parse(r"(a)\1").is_none());
    }
}
