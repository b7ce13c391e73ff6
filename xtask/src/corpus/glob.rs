//! Patterns of `--only`: `*` is any text, `?` any character, everything else itself.

/// Whether all of the text is what the pattern says.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.chars().collect::<Vec<_>>();
    let text = text.chars().collect::<Vec<_>>();
    let (mut at, mut from) = (0, 0);
    // The last `*`, and where the text after what it stands for begins: the only place worth going back to.
    let mut star = None;
    while let Some(&character) = text.get(from) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == character => {
                at += 1;
                from += 1;
            }
            _ => match star {
                None => return false,
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    from = taken + 1;
                }
            },
        }
    }
    pattern.iter().skip(at).all(|&left| left == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("git*", "github-rest", true),
            ("git*", "a-git", false),
            ("*rest", "github-rest", true),
            ("*e*t", "github-rest", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*ab", "aab", true),
            ("*?", "", false),
            ("a**", "a", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
