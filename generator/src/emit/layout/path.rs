//! Paths, types, generics and visibility.

use super::cursor::Cursor;
use super::lex::{Kind, code};
use super::plan::{INDENT, Piece, Plan};

/// Where a path stands: what its generic arguments look like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// `a::b`
    Name,
    /// `A<T>`
    Type,
    /// `A::<T>`
    Value,
}

impl Cursor<'_, '_> {
    /// `true` when it is one name and no more.
    pub(super) fn path(&mut self, position: Position) -> Option<bool> {
        let mut simple = true;
        if self.is(code("<")) {
            if position == Position::Name {
                return None;
            }
            self.copy();
            self.ty()?;
            if self.eat(code("as")) {
                self.plan.word(" as ");
                self.path(Position::Type)?;
            }
            self.is(code(">")).then(|| self.copy())?;
            self.is(code("::")).then(|| self.copy())?;
            simple = false;
        } else if self.is(code("::")) {
            self.copy();
            simple = false;
        }
        loop {
            self.ident()?;
            if position == Position::Type && self.is(code("<")) {
                simple = false;
                self.arguments()?;
            } else if position == Position::Type && self.is(code("(")) {
                simple = false;
                self.signature()?;
            }
            if !self.is(code("::")) {
                return Some(simple);
            }
            simple = false;
            self.copy();
            if self.is(code("<")) {
                if position != Position::Value {
                    return None;
                }
                self.arguments()?;
                if !self.is(code("::")) {
                    return Some(simple);
                }
                self.copy();
            }
        }
    }

    /// Generic arguments, at `<`.
    pub(super) fn arguments(&mut self) -> Option<()> {
        self.copy();
        self.plan.open(INDENT);
        self.plan.zero();
        let mut types = false;
        let count = self.deeper(|at| {
            at.list(
                code(">"),
                |at| {
                    let lifetime = at.is_kind(Kind::Lifetime);
                    // Lifetimes are printed first.
                    if lifetime && types {
                        return None;
                    }
                    types |= !lifetime;
                    at.argument()
                },
                Plan::comma,
            )
        })?;
        if count == 0 {
            return None;
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(())
    }

    fn argument(&mut self) -> Option<()> {
        if self.is_kind(Kind::Lifetime) || self.is_kind(Kind::Int) {
            self.copy();
            return Some(());
        }
        if self.is_kind(Kind::Word) && self.ahead(1).code == code("=") {
            self.ident()?;
            self.skip();
            self.plan.word(" = ");
        }
        self.ty()
    }

    /// The arguments and the result of `Fn(A) -> B`, at the bracket.
    fn signature(&mut self) -> Option<()> {
        self.plan.open(INDENT);
        self.copy();
        self.plan.zero();
        self.deeper(|at| at.list(code(")"), Self::ty, Plan::comma))?;
        self.plan.unindent();
        self.copy();
        self.result()?;
        self.plan.close();
        Some(())
    }

    /// `-> T`, if it is there.
    pub(super) fn result(&mut self) -> Option<()> {
        if self.eat(code("->")) {
            self.plan.word(" -> ");
            self.ty()?;
        }
        Some(())
    }

    pub(super) fn ty(&mut self) -> Option<()> {
        self.deeper(Self::any_ty)
    }

    fn any_ty(&mut self) -> Option<()> {
        let token = self.token();
        if token.kind == Kind::Punct {
            if self.is(code("&")) {
                self.copy();
                if self.is_kind(Kind::Lifetime) {
                    self.copy();
                    self.plan.word(" ");
                }
                self.copy_spaced(code("mut"));
                return self.ty();
            }
            if self.is(code("!")) {
                self.copy();
                return Some(());
            }
        }
        if self.is(code("[")) {
            self.copy();
            self.ty()?;
            if self.eat(code(";")) {
                self.plan.word("; ");
                self.is_kind(Kind::Int).then(|| self.copy())?;
            }
            return self.is(code("]")).then(|| self.copy());
        }
        if self.is(code("(")) {
            return self.tuple_type();
        }
        if self.is(code("fn")) {
            return self.function_type();
        }
        if self.is(code("dyn")) || self.is(code("impl")) {
            self.copy_spaced(token.code);
            self.bound()?;
            while self.eat(code("+")) {
                self.plan.word(" + ");
                self.bound()?;
            }
            return Some(());
        }
        if self.is(code("_")) {
            self.copy();
            return Some(());
        }
        self.path(Position::Type)?;
        // A macro.
        (!self.is(code("!"))).then_some(())
    }

    fn tuple_type(&mut self) -> Option<()> {
        self.copy();
        if self.is(code(")")) {
            self.copy();
            return Some(());
        }
        let start = self.plan.len();
        self.plan.open(INDENT);
        self.plan.zero();
        self.ty()?;
        if self.is(code(")")) {
            // In brackets, and no tuple.
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.pieces[start + 1] = Piece::Nothing;
            self.copy();
            return Some(());
        }
        self.rest_of_tuple(Self::ty)
    }

    fn function_type(&mut self) -> Option<()> {
        self.copy();
        self.is(code("(")).then(|| self.copy())?;
        self.plan.open(INDENT);
        self.plan.zero();
        if self.list(code(")"), Self::ty, Plan::comma)? == 0 {
            return None;
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        if self.eat(code("->")) {
            self.plan.word(" -> ");
            self.ty()?;
        }
        Some(())
    }

    fn bound(&mut self) -> Option<()> {
        if self.is_kind(Kind::Lifetime) {
            self.copy();
            return Some(());
        }
        if self.is(code("?")) {
            self.copy();
        }
        self.path(Position::Type)?;
        Some(())
    }

    /// The parameters of an item, if there are any.
    pub(super) fn generics(&mut self) -> Option<()> {
        if !self.is(code("<")) {
            return Some(());
        }
        self.copy();
        self.plan.open(0);
        self.plan.zero();
        let mut types = false;
        let count = self.list(
            code(">"),
            |at| {
                let lifetime = at.is_kind(Kind::Lifetime);
                if lifetime && types {
                    return None;
                }
                types |= !lifetime;
                at.generic(lifetime)
            },
            Plan::comma,
        )?;
        if count == 0 {
            return None;
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(())
    }

    fn generic(&mut self, lifetime: bool) -> Option<()> {
        if lifetime {
            self.copy();
            // Lifetimes that outlive others.
            return (!self.is(code(":"))).then_some(());
        }
        self.ident()?;
        self.plan.open_loose(INDENT);
        if self.eat(code(":")) {
            self.plan.word(": ");
            self.bound()?;
            while self.eat(code("+")) {
                self.plan.space();
                self.plan.word("+ ");
                self.bound()?;
            }
        }
        self.plan.close();
        Some(())
    }

    pub(super) fn visibility(&mut self) -> Option<()> {
        if !self.is(code("pub")) {
            return Some(());
        }
        self.copy();
        if self.is(code("(")) {
            let scope = self.ahead(1).code;
            if scope == code("in") {
                return None;
            }
            // Else it is a tuple.
            let known = [code("crate"), code("super"), code("self")].contains(&scope);
            if known && self.ahead(2).code == code(")") {
                self.copy();
                self.copy();
                self.copy();
            }
        }
        self.plan.word(" ");
        Some(())
    }
}
