//! Bytes as base64 (RFC 4648 section 4): for basic authentication and for files in JSON.

/// With padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [first, second, third] =
            [0, 1, 2].map(|index| u32::from(chunk.get(index).copied().unwrap_or(0)));
        let group = (first << 16) | (second << 8) | third;
        for index in 0..4 {
            let six_bits = (group >> (18 - 6 * index)) & 0x3F;
            let is_padding = index > chunk.len();
            text.push(if is_padding { '=' } else { char::from(ALPHABET[six_bits as usize]) });
        }
    }
    text
}
