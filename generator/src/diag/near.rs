//! "Did you mean": of the names there are, the one that was most likely meant.

/// The name most like a wrong one: other capitals, or at most one letter in five, and one more, dropped, added, swapped
/// or taken for another. The first of several that are equally near.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wrong.chars().count();
    let limit = (1 + length / 5).min(MOST);
    let distance = |name: &str| {
        if name.eq_ignore_ascii_case(wrong) {
            return Some(0);
        }
        // Each letter more or less costs at least one.
        let difference = name.chars().count().abs_diff(length);
        let distance = (difference <= limit).then(|| strsim::damerau_levenshtein(name, wrong))?;
        // A name of two letters is near to every other one.
        (distance <= limit && distance < length).then_some(distance)
    };
    let near = names.into_iter().filter_map(|name| distance(name).map(|distance| (distance, name)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// So many letters at most, however long the name is.
const MOST: usize = 4;

/// A name without what people spell as they like: capitals, and all that is no letter or digit.
pub fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near() {
        for (wrong, names, expected) in [
            ("api_ky", &["api_key", "bearer"][..], Some("api_key")),
            ("APIKEY", &["bearer", "apiKey"], Some("apiKey")),
            ("requried", &["require", "required"], Some("required")),
            ("pets", &["pet", "pest"], Some("pet")),
            ("pets", &["orders"], None),
            ("a", &["b"], None),
            ("x", &[], None),
        ] {
            assert_eq!(nearest(wrong, names.iter().copied()), expected, "{wrong}");
        }
    }
}
