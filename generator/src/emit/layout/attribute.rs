//! Attributes and documentation.

use super::cursor::Cursor;
use super::lex::{Kind, code};
use super::path::Position;
use super::plan::INDENT;

/// What an attribute ended in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Word,
    Punct,
    Comma,
}

impl Cursor<'_, '_> {
    /// Those before an item, a field or a variant.
    pub(super) fn attributes(&mut self) -> Option<()> {
        loop {
            if self.is_kind(Kind::OuterDocs) {
                self.docs();
            } else if self.is(code("#")) {
                self.plan.word("#");
                self.skip();
                self.attribute()?;
            } else {
                return Some(());
            }
        }
    }

    /// The head of a file.
    pub(super) fn inner_attributes(&mut self) -> Option<()> {
        loop {
            if self.is_kind(Kind::InnerDocs) {
                self.docs();
            } else if self.is(code("#")) && self.ahead(1).code == code("!") {
                self.plan.word("#!");
                self.skip();
                self.skip();
                self.attribute()?;
            } else {
                return Some(());
            }
        }
    }

    fn docs(&mut self) {
        let text = self.text(self.token());
        self.plan.pieces.push(super::plan::Piece::Docs(text));
        self.plan.space();
        self.skip();
    }

    /// At the bracket.
    fn attribute(&mut self) -> Option<()> {
        self.is(code("[")).then_some(())?;
        let documents = self.ahead(1).code == code("doc") && self.ahead(2).code == code("=");
        if documents && self.ahead(3).kind == Kind::Text {
            return self.doc_attribute();
        }
        self.copy();
        self.path(Position::Name)?;
        if self.is(code("(")) {
            self.attribute_list()?;
        } else if self.eat(code("=")) {
            self.plan.word(" = ");
            self.expression()?;
        }
        self.is(code("]")).then(|| self.copy())?;
        self.plan.space();
        Some(())
    }

    /// `#[doc = " One line."]`, which becomes a comment. The `#` is printed already.
    fn doc_attribute(&mut self) -> Option<()> {
        let text = self.text(self.ahead(3)).strip_prefix('"')?.strip_suffix('"')?;
        let outer = matches!(self.plan.pieces.pop()?, super::plan::Piece::Word("#"));
        let plain =
            !text.contains('\\') && !text.starts_with('/') && self.ahead(4).code == code("]");
        (outer && plain).then_some(())?;
        self.plan.word("///");
        self.plan.word(text.trim_end_matches(' '));
        self.plan.hard();
        for _ in 0..5 {
            self.skip();
        }
        Some(())
    }

    /// At the bracket. Lists in lists are printed by the same rules.
    fn attribute_list(&mut self) -> Option<()> {
        self.copy();
        self.plan.open(INDENT);
        self.plan.zero();
        let mut last = Last::Punct;
        if self.is(code(")")) {
            return None;
        }
        while !self.is(code(")")) {
            last = match self.token().kind {
                Kind::Word | Kind::Text | Kind::Int => {
                    if last == Last::Word {
                        self.plan.space();
                    }
                    self.copy();
                    Last::Word
                }
                Kind::Open if self.is(code("(")) => {
                    self.deeper(Self::attribute_list)?;
                    Last::Punct
                }
                Kind::Punct if self.is(code(",")) => {
                    self.skip();
                    if self.is(code(")")) {
                        self.plan.comma(true);
                        Last::Comma
                    } else {
                        self.plan.word(",");
                        self.plan.space();
                        Last::Punct
                    }
                }
                Kind::Punct if self.is(code("=")) => {
                    self.skip();
                    self.plan.word(if last == Last::Word { " = " } else { "= " });
                    Last::Punct
                }
                Kind::Punct if self.is(code("::")) => {
                    self.copy();
                    Last::Punct
                }
                _ => return None,
            };
        }
        if last != Last::Comma {
            self.plan.zero();
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(())
    }
}
