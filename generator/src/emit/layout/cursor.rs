//! Reads tokens one after the other, and keeps the plan of what was read.

use super::lex::{Kind, Token, code};
use super::plan::Plan;

/// Brackets inside brackets that are followed; what is deeper is laid out by prettyplease.
const DEPTH: usize = 64;

pub(super) struct Cursor<'t, 'c> {
    text: &'t str,
    tokens: &'c [Token],
    at: usize,
    depth: usize,
    pub(super) plan: Plan<'t>,
}

impl<'t, 'c> Cursor<'t, 'c> {
    /// The last token has to be [`Kind::End`].
    pub(super) fn new(text: &'t str, tokens: &'c [Token]) -> Self {
        Self { text, tokens, at: 0, depth: 0, plan: Plan::default() }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on from another token, with an empty plan.
    pub(super) fn restart(&mut self, at: usize) {
        self.at = at;
        self.depth = 0;
        self.plan.pieces.clear();
    }

    pub(super) fn token(&self) -> Token {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, count: usize) -> Token {
        self.nth(self.at + count)
    }

    pub(super) fn nth(&self, index: usize) -> Token {
        const END: Token = Token { kind: Kind::End, start: 0, end: 0, partner: 0, code: 0 };
        self.tokens.get(index).or(self.tokens.last()).copied().unwrap_or(END)
    }

    /// The token after the bracket that closes the one that comes next.
    pub(super) fn after_group(&self) -> Token {
        self.nth(self.token().partner as usize + 1)
    }

    pub(super) fn text(&self, token: Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    pub(super) fn is(&self, code: u64) -> bool {
        self.token().code == code && self.token().kind != Kind::Text
    }

    pub(super) fn is_kind(&self, kind: Kind) -> bool {
        self.token().kind == kind
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// Whether it comes next; it is read then, and not printed.
    pub(super) fn eat(&mut self, code: u64) -> bool {
        let found = self.is(code);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, code: u64) -> Option<()> {
        self.eat(code).then_some(())
    }

    /// Prints the next token as it is.
    pub(super) fn copy(&mut self) {
        let text = self.text(self.token());
        self.plan.word(text);
        self.at += 1;
    }

    /// The same, when it comes next, with a space.
    pub(super) fn copy_spaced(&mut self, wanted: u64) -> bool {
        let found = self.is(wanted);
        if found {
            self.copy();
            self.plan.word(" ");
        }
        found
    }

    pub(super) fn ident(&mut self) -> Option<()> {
        (self.is_kind(Kind::Word) && !is_reserved(self.token().code)).then(|| self.copy())
    }

    /// Runs `read` a level deeper.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEPTH {
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Elements with commas between them, up to a bracket that is not read. `None` when one cannot be read.
    pub(super) fn list(
        &mut self,
        close: u64,
        mut element: impl FnMut(&mut Self) -> Option<()>,
        mut separate: impl FnMut(&mut Plan<'t>, bool),
    ) -> Option<usize> {
        let mut count = 0;
        while !self.is(close) {
            element(self)?;
            count += 1;
            let comma = self.eat(code(","));
            let last = self.is(close);
            if !comma && !last {
                return None;
            }
            separate(&mut self.plan, last);
        }
        Some(count)
    }

    /// What follows the first element of a tuple, up to the end of the box in which that one stands.
    pub(super) fn rest_of_tuple(
        &mut self,
        element: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.expect(code(","))?;
        if self.is(code(")")) {
            self.plan.word(",");
            self.plan.zero();
        } else {
            self.plan.comma(false);
            self.list(code(")"), element, Plan::comma)?;
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(())
    }
}

/// Keywords that are no name and begin no path.
fn is_reserved(word: u64) -> bool {
    const WORDS: [&str; 35] = [
        "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern",
        "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
        "pub", "ref", "return", "static", "struct", "trait", "true", "type", "unsafe", "use",
        "where", "while", "_",
    ];
    const CODES: [u64; 35] = {
        let mut codes = [0; 35];
        let mut at = 0;
        while at < codes.len() {
            codes[at] = code(WORDS[at]);
            at += 1;
        }
        codes
    };
    word != 0 && CODES.contains(&word)
}
