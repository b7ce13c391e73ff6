//! The tokens of a Rust file, as far as templates print them.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or a keyword.
    Word,
    Lifetime,
    /// Of characters or bytes, with its quotes.
    Text,
    /// A character or a byte.
    Char,
    Int,
    Float,
    /// An operator, as long as it goes.
    Punct,
    Open,
    Close,
    /// Lines that begin with `///`, the blank ones between them too.
    OuterDocs,
    /// Lines that begin with `//!`.
    InnerDocs,
    /// After the last one.
    End,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Of an opening bracket, the index of the one that closes it.
    pub(super) partner: u32,
    /// The text as a number: see [`code`].
    pub(super) code: u64,
}

/// A word or operator of up to eight bytes as a number, zero for longer ones: what a token is compared with.
pub(super) const fn code(text: &str) -> u64 {
    let bytes = text.as_bytes();
    if bytes.len() > 8 {
        return 0;
    }
    let mut code = 0;
    let mut at = 0;
    while at < bytes.len() {
        code = code << 8 | bytes[at] as u64;
        at += 1;
    }
    code
}

/// Cuts a file, and ends with [`Kind::End`]. `None` where there is anything that templates do not print, such as a
/// comment between brackets of its own or a literal of several lines.
pub(super) fn tokens(text: &str, tokens: &mut Vec<Token>) -> Option<()> {
    let end = u32::try_from(text.len()).ok()?;
    tokens.clear();
    let mut lexer = Lexer { bytes: text.as_bytes(), at: 0, tokens, open: Vec::new() };
    while lexer.next()? {}
    lexer.open.is_empty().then_some(())?;
    tokens.push(Token { kind: Kind::End, start: end, end, partner: 0, code: 0 });
    Some(())
}

struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
    tokens: &'t mut Vec<Token>,
    /// Indexes of brackets that wait for their partner.
    open: Vec<usize>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    /// `Some(false)` at the end.
    fn next(&mut self) -> Option<bool> {
        while matches!(self.peek(0), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        let start = self.at;
        if start >= self.bytes.len() {
            return Some(false);
        }
        match self.peek(0) {
            b'/' if self.peek(1) == b'/' => self.comment()?,
            b'/' if self.peek(1) == b'*' => return None,
            b'"' => self.text(start)?,
            b'r' if self.peek(1) == b'"'
                || (self.peek(1) == b'#' && matches!(self.peek(2), b'"' | b'#')) =>
            {
                self.at += 1;
                self.raw(start)?;
            }
            b'b' | b'c' if self.peek(1) == b'"' => {
                self.at += 1;
                self.text(start)?;
            }
            b'b' if self.peek(1) == b'\'' => {
                self.at += 1;
                self.char(start)?;
            }
            b'b' | b'c' if self.peek(1) == b'r' && matches!(self.peek(2), b'"' | b'#') => {
                return None;
            }
            b'\'' => self.quote(start)?,
            b'0'..=b'9' => self.number(start)?,
            b'(' | b'[' | b'{' => {
                self.at += 1;
                self.open.push(self.tokens.len());
                self.push(Kind::Open, start);
            }
            b')' | b']' | b'}' => self.close(start)?,
            byte if is_word(byte) => {
                if byte == b'r' && self.peek(1) == b'#' {
                    self.at += 2;
                }
                self.word();
                self.push(Kind::Word, start);
            }
            _ => self.punct(start)?,
        }
        Some(true)
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let text = &self.bytes[start..self.at];
        let code = if text.len() > 8 {
            0
        } else {
            text.iter().fold(0, |code, byte| code << 8 | u64::from(*byte))
        };
        // Both fit: `tokens` looks at the length of the whole.
        let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tokens.push(Token { kind, start: at(start), end: at(self.at), partner: 0, code });
    }

    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let ends = |byte: &u8| !GOES_ON[usize::from(*byte)];
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
    }

    fn close(&mut self, start: usize) -> Option<()> {
        let partner = self.open.pop()?;
        let closing = u32::try_from(self.tokens.len()).ok()?;
        let open = &mut self.tokens[partner];
        open.partner = closing;
        let pair = (open.code, self.bytes[start]);
        let pairs = [(code("("), b')'), (code("["), b']'), (code("{"), b'}')];
        pairs.contains(&pair).then_some(())?;
        self.at += 1;
        self.push(Kind::Close, start);
        Some(())
    }

    /// After `//`. Comments that are no documentation are left out, as syn does.
    fn comment(&mut self) -> Option<()> {
        let start = self.at;
        let kind = match self.peek(2) {
            b'/' => Kind::OuterDocs,
            b'!' => Kind::InnerDocs,
            _ => {
                self.line();
                return Some(());
            }
        };
        let before = self.bytes[..start].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(before, None | Some(b'\n')).then_some(())?;
        let marker = [b'/', b'/', self.peek(2)];
        let mut end;
        loop {
            self.line();
            end = self.at;
            while self.peek(0).is_ascii_whitespace() {
                self.at += 1;
            }
            if !self.bytes[self.at..].starts_with(&marker) {
                break;
            }
        }
        self.at = end;
        self.push(kind, start);
        Some(())
    }

    fn line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// At the opening quote.
    fn text(&mut self, start: usize) -> Option<()> {
        self.at += 1;
        loop {
            match *self.bytes.get(self.at)? {
                b'"' => break,
                b'\n' => return None,
                b'\\' => {
                    // An escaped line break goes on in the next line.
                    (self.peek(1) != b'\n' && self.peek(1) != b'\r').then_some(())?;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.literal(Kind::Text, start)
    }

    /// At the hashes or the quote of a raw text.
    fn raw(&mut self, start: usize) -> Option<()> {
        let hashes = self.bytes[self.at..].iter().take_while(|byte| **byte == b'#').count();
        self.at += hashes;
        (self.peek(0) == b'"').then_some(())?;
        self.at += 1;
        loop {
            match *self.bytes.get(self.at)? {
                b'\n' => return None,
                b'"' if self.bytes[self.at + 1..]
                    .iter()
                    .take(hashes)
                    .filter(|byte| **byte == b'#')
                    .count()
                    == hashes =>
                {
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1 + hashes;
        self.literal(Kind::Text, start)
    }

    /// At the quote of a character.
    fn char(&mut self, start: usize) -> Option<()> {
        self.at += 1;
        loop {
            match *self.bytes.get(self.at)? {
                b'\'' => break,
                b'\n' => return None,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.literal(Kind::Char, start)
    }

    /// A character or a lifetime.
    fn quote(&mut self, start: usize) -> Option<()> {
        let mut after = 1;
        while is_word(self.peek(after)) || self.peek(after).is_ascii_digit() {
            after += 1;
        }
        if after == 1 || self.peek(after) == b'\'' {
            return self.char(start);
        }
        self.at += after;
        self.push(Kind::Lifetime, start);
        Some(())
    }

    fn number(&mut self, start: usize) -> Option<()> {
        let mut kind = Kind::Int;
        self.word();
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            kind = Kind::Float;
            self.at += 1;
            self.word();
        } else if self.peek(0) == b'.' && self.peek(1) != b'.' && !is_word(self.peek(1)) {
            // `1.` is a float of its own kind.
            return None;
        }
        let text = &self.bytes[start..self.at];
        let decimal =
            !text.starts_with(b"0x") && !text.starts_with(b"0b") && !text.starts_with(b"0o");
        if decimal && text.iter().any(|byte| matches!(byte, b'e' | b'E' | b'f')) {
            kind = Kind::Float;
            if matches!(text.last(), Some(b'e' | b'E')) && matches!(self.peek(0), b'-' | b'+') {
                self.at += 1;
                self.word();
            }
        }
        self.push(kind, start);
        Some(())
    }

    /// No suffix follows a literal that has its end.
    fn literal(&mut self, kind: Kind, start: usize) -> Option<()> {
        (!is_word(self.peek(0))).then_some(())?;
        self.push(kind, start);
        Some(())
    }

    fn punct(&mut self, start: usize) -> Option<()> {
        self.at += match (self.peek(0), self.peek(1), self.peek(2)) {
            (b'.', b'.', b'=' | b'.') | (b'<', b'<', b'=') | (b'>', b'>', b'=') => 3,
            (first @ (b'.' | b':' | b'<' | b'&' | b'|'), second, _) if first == second => 2,
            (b'-' | b'=', b'>', _)
            | (
                b'=' | b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|',
                b'=',
                _,
            ) => 2,
            (byte, ..) if b"!#$%&*+,-./:;<=>?@^|~".contains(&byte) => 1,
            _ => return None,
        };
        self.push(Kind::Punct, start);
        Some(())
    }
}

/// Whether a byte goes on a word: half of a file's bytes are asked this.
const GOES_ON: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = is_word(byte) || byte.is_ascii_digit();
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}
