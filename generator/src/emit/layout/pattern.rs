//! Patterns.

use super::cursor::Cursor;
use super::lex::{Kind, code};
use super::path::Position;
use super::plan::{INDENT, Piece, Plan};

impl Cursor<'_, '_> {
    /// With its alternatives.
    pub(super) fn pattern(&mut self) -> Option<()> {
        self.deeper(|at| {
            let start = at.plan.len();
            let mut plain = at.one_pattern()?;
            if !at.is(code("|")) {
                return Some(());
            }
            while at.eat(code("|")) {
                at.plan.space();
                at.plan.word("| ");
                plain &= at.one_pattern()?;
            }
            // Alternatives that are all literals fill the lines.
            at.plan.wrap(start, &[Piece::Open { indent: 0, loose: plain }]);
            at.plan.close();
            Some(())
        })
    }

    /// Without alternatives: `true` for a literal and for `_`.
    pub(super) fn one_pattern(&mut self) -> Option<bool> {
        let token = self.token();
        match token.kind {
            Kind::Text | Kind::Char | Kind::Int | Kind::Float => self.literal_pattern(),
            Kind::Punct if self.is(code("-")) => {
                self.copy();
                matches!(self.token().kind, Kind::Int | Kind::Float).then_some(())?;
                self.literal_pattern()
            }
            Kind::Punct if self.is(code("&")) => {
                self.copy();
                self.copy_spaced(code("mut"));
                self.deeper(Self::one_pattern)?;
                Some(false)
            }
            Kind::Punct if self.is(code("..")) => {
                self.copy();
                matches!(self.token().code, COMMA | CLOSE | CLOSE_SQUARE).then_some(false)
            }
            Kind::Open if self.is(code("(")) => self.tuple_pattern(),
            Kind::Word => self.word_pattern(),
            _ => None,
        }
    }

    fn literal_pattern(&mut self) -> Option<bool> {
        self.copy();
        if self.is(code("..")) || self.is(code("..=")) {
            self.copy();
            if !matches!(self.token().kind, Kind::Char | Kind::Int | Kind::Float) {
                return None;
            }
            self.copy();
            return Some(false);
        }
        Some(true)
    }

    fn word_pattern(&mut self) -> Option<bool> {
        if self.is(code("_")) || self.is(code("true")) || self.is(code("false")) {
            self.copy();
            return Some(true);
        }
        if self.copy_spaced(code("ref")) | self.copy_spaced(code("mut")) {
            self.ident()?;
            return (!self.is(code("@"))).then_some(false);
        }
        let start = self.plan.len();
        self.path(Position::Value)?;
        if self.is(code("(")) {
            self.copy();
            if !self.is(code(")")) {
                self.plan.open(INDENT);
                self.plan.zero();
                self.list(code(")"), Self::pattern, Plan::comma)?;
                self.plan.unindent();
                self.plan.close();
            }
            self.copy();
        } else if self.is(code("{")) {
            self.plan.wrap(start, &[Piece::Open { indent: INDENT, loose: false }]);
            self.struct_pattern()?;
        } else if matches!(self.token().code, AT | NOT | RANGE | RANGE_TO) {
            return None;
        }
        Some(false)
    }

    /// At the brace, in a box.
    fn struct_pattern(&mut self) -> Option<()> {
        self.skip();
        self.plan.word(" {");
        if self.is(code("}")) {
            return None;
        }
        self.plan.space();
        while !self.is(code("}")) {
            if self.is(code("..")) {
                self.copy();
                self.plan.space();
                if !self.is(code("}")) {
                    return None;
                }
                break;
            }
            if self.ahead(1).code == code(":") {
                self.ident()?;
                self.skip();
                self.plan.word(": ");
                self.pattern()?;
            } else {
                let _ = self.copy_spaced(code("ref")) | self.copy_spaced(code("mut"));
                self.ident()?;
            }
            let comma = self.eat(code(","));
            let last = self.is(code("}"));
            if !comma && !last {
                return None;
            }
            self.plan.comma_or_space(last);
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(())
    }

    fn tuple_pattern(&mut self) -> Option<bool> {
        self.copy();
        if self.is(code(")")) {
            self.copy();
            return Some(false);
        }
        self.plan.open(INDENT);
        self.plan.zero();
        self.pattern()?;
        // One in brackets is no tuple.
        self.rest_of_tuple(Self::pattern)?;
        Some(false)
    }
}

const COMMA: u64 = code(",");
const CLOSE: u64 = code(")");
const CLOSE_SQUARE: u64 = code("]");
const AT: u64 = code("@");
const NOT: u64 = code("!");
const RANGE: u64 = code("..");
const RANGE_TO: u64 = code("..=");
