//! Which characters beyond ASCII an identifier may keep.
//!
//! rustc compares identifiers after NFC (Unicode Standard Annex 15), so only letters that NFC leaves alone, alone and
//! beside each other, are kept: those of the scripts below. All others are spelled as their code point.

use std::ops::RangeInclusive;

/// Blocks whose letters NFC neither replaces nor joins, without the exceptions in [`UNSTABLE`].
const STABLE: &[RangeInclusive<char>] = &[
    '\u{c0}'..='\u{24f}',      // Latin-1 letters, Latin Extended A and B
    '\u{370}'..='\u{52f}',     // Greek, Cyrillic
    '\u{531}'..='\u{556}',     // Armenian capitals
    '\u{561}'..='\u{586}',     // Armenian
    '\u{5d0}'..='\u{5ea}',     // Hebrew
    '\u{620}'..='\u{64a}',     // Arabic
    '\u{671}'..='\u{6d3}',     // Arabic, extended
    '\u{904}'..='\u{939}',     // Devanagari letters
    '\u{93e}'..='\u{94c}',     // Devanagari vowel signs
    '\u{e01}'..='\u{e4e}',     // Thai
    '\u{10d0}'..='\u{10fa}',   // Georgian
    '\u{1e00}'..='\u{1eff}',   // Latin Extended Additional
    '\u{3041}'..='\u{3096}',   // Hiragana
    '\u{30a1}'..='\u{30fa}',   // Katakana
    '\u{30fc}'..='\u{30fe}',   // Katakana length and iteration marks
    '\u{3400}'..='\u{4dbf}',   // CJK Extension A
    '\u{4e00}'..='\u{9fff}',   // CJK
    '\u{ac00}'..='\u{d7a3}',   // Hangul syllables
    '\u{20000}'..='\u{2ebe0}', // CJK Extensions B to F
];

/// Members of [`STABLE`] that NFC maps to something else, or whose compatibility forms rustc's lints call uncommon.
const UNSTABLE: &[RangeInclusive<char>] = &[
    '\u{132}'..='\u{133}',
    '\u{13f}'..='\u{140}',
    '\u{149}'..='\u{149}',
    '\u{17f}'..='\u{17f}',
    '\u{1c4}'..='\u{1cc}',
    '\u{1f1}'..='\u{1f3}',
    '\u{374}'..='\u{37f}',
    '\u{384}'..='\u{385}',
    '\u{387}'..='\u{387}',
    '\u{3d0}'..='\u{3d6}',
    '\u{3f0}'..='\u{3f9}',
    '\u{483}'..='\u{489}',
    '\u{e33}'..='\u{e33}',
    '\u{1e9a}'..='\u{1e9b}',
];

/// Whether an identifier may keep the character.
pub(super) fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && STABLE.iter().any(|block| block.contains(&c))
            && !UNSTABLE.iter().any(|block| block.contains(&c))
            && continues_identifier(c))
}

/// Whether an identifier may start with the character.
pub(super) fn starts_identifier(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    syn::parse_str::<syn::Ident>(c.encode_utf8(&mut [0; 4])).is_ok()
}

/// Whether the character is a mark that goes with the letter before it, such as a combining accent.
pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn continues_identifier(c: char) -> bool {
    // Letters are the usual case; only marks are worth the price of asking syn.
    c.is_alphabetic() || syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{is_kept, starts_identifier};

    #[test]
    fn letters_that_nfc_replaces_are_not_kept() {
        // Angstrom, Ohm and Kelvin signs, a CJK compatibility ideograph, a combining accent, a Hangul jamo.
        for c in ['\u{212b}', '\u{2126}', '\u{212a}', '\u{f900}', '\u{301}', '\u{1100}', '×', '€']
        {
            assert!(!is_kept(c), "{c}");
        }
        for c in ['é', 'ß', 'Ω', 'ж', '日', 'の', '한', 'ا'] {
            assert!(is_kept(c), "{c}");
        }
    }

    #[test]
    fn all_kept_characters_make_identifiers() {
        for c in ('\u{80}'..='\u{2ffff}').filter(|c| is_kept(*c)) {
            assert!(syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok(), "{:x}", u32::from(c));
        }
        assert!(!starts_identifier('\u{e34}') && starts_identifier('ก'));
    }
}
