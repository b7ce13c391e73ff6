//! The singular of an English plural, where that is certain enough for a name.

/// Plurals that no rule below gets right, and words that only look like plurals (`None`).
const IRREGULAR: &[(&str, Option<&str>)] = &[
    ("children", Some("child")),
    ("people", Some("person")),
    ("men", Some("man")),
    ("women", Some("woman")),
    ("mice", Some("mouse")),
    ("feet", Some("foot")),
    ("indices", Some("index")),
    ("indexes", Some("index")),
    ("vertices", Some("vertex")),
    ("matrices", Some("matrix")),
    ("criteria", Some("criterion")),
    ("analyses", Some("analysis")),
    ("hypotheses", Some("hypothesis")),
    ("axes", Some("axis")),
    ("cookies", Some("cookie")),
    ("movies", Some("movie")),
    ("heroes", Some("hero")),
    ("ties", Some("tie")),
    ("aliases", Some("alias")),
    ("biases", Some("bias")),
    ("canvases", Some("canvas")),
    ("gases", Some("gas")),
    ("buses", Some("bus")),
    ("lenses", Some("lens")),
    ("wives", Some("wife")),
    ("lives", Some("life")),
    ("knives", Some("knife")),
    ("leaves", Some("leaf")),
    ("shelves", Some("shelf")),
    ("halves", Some("half")),
    ("quizzes", Some("quiz")),
    ("ids", Some("id")),
    ("alias", None),
    ("bias", None),
    ("canvas", None),
    ("gas", None),
    ("atlas", None),
    ("lens", None),
    ("news", None),
    ("series", None),
    ("species", None),
    ("always", None),
    ("sales", None),
    ("sms", None),
    ("gps", None),
    ("dns", None),
    ("aws", None),
    ("tls", None),
    ("css", None),
    ("ios", None),
    ("https", None),
    ("kubernetes", None),
    ("analytics", None),
    ("physics", None),
    ("whereabouts", None),
    ("credentials", None),
    ("radius", None),
];

/// The singular of a lower case word; `None` when it is no plural for certain.
pub(super) fn singular(word: &str) -> Option<String> {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return singular.map(str::to_owned);
    }
    if word.chars().count() < 4 || !word.is_ascii() {
        return None;
    }
    let without = |count: usize| word.get(..word.len() - count).map(str::to_owned);
    if word.ends_with("ies") {
        return without(3).map(|stem| stem + "y");
    }
    if ["sses", "shes", "ches", "xes", "zzes", "tuses", "nuses", "puses", "ruses"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        return without(2);
    }
    if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) || !word.ends_with('s') {
        return None;
    }
    without(1)
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_and_what_only_looks_like_one() {
        let table = [
            ("lines", "line"),
            ("companies", "company"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("statuses", "status"),
            ("responses", "response"),
            ("houses", "house"),
            ("schemas", "schema"),
            ("people", "person"),
            ("ids", "id"),
        ];
        for (plural, expected) in table {
            assert_eq!(singular(plural).as_deref(), Some(expected));
        }
        for word in ["status", "address", "analysis", "series", "data", "dns", "os", "news"] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
