//! Character encodings other than UTF-8 in which services still send text.

/// The text of these bytes in the encoding of this name, in lower case; `None` when it is not known.
///
/// `iso-8859-1` is read as windows-1252, as the WHATWG Encoding standard has it (section 4.2): they differ only where
/// the former has control characters, and those who say it mean the latter.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Option<String> {
    match name {
        "cp1252" | "cp819" | "csisolatin1" | "ibm819" | "iso-8859-1" | "iso-ir-100"
        | "iso8859-1" | "iso88591" | "iso_8859-1" | "iso_8859-1:1987" | "l1" | "latin-1"
        | "latin1" | "windows-1252" | "x-cp1252" => {
            Some(bytes.iter().map(|byte| windows_1252(*byte)).collect())
        }
        _ => None,
    }
}

/// The first 256 characters of Unicode are ISO 8859-1, but for the block from 0x80 to 0x9F, of which windows-1252 has no
/// use for five (WHATWG Encoding, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const BLOCK: [char; 32] = [
        '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}',
        '\u{2021}', '\u{2C6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}',
        '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}',
        '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}',
        '\u{178}',
    ];
    byte.checked_sub(0x80)
        .and_then(|index| BLOCK.get(usize::from(index)))
        .map_or_else(|| char::from(byte), |other| *other)
}
