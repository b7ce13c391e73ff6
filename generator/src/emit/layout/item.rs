//! Items: imports, modules, types, implementations, constants, functions, calls of macros.

use super::cursor::Cursor;
use super::lex::{Kind, code};
use super::path::Position;
use super::plan::{INDENT, Plan};

impl Cursor<'_, '_> {
    /// With its attributes, up to the end of its last line.
    pub(super) fn item(&mut self) -> Option<()> {
        self.attributes()?;
        let mut at = 0;
        if self.is(code("pub")) {
            at = if self.ahead(1).code == code("(") { 4 } else { 1 };
        }
        let keyword = self.ahead(at).code;
        match keyword {
            USE => self.import(),
            MOD => self.module(),
            STRUCT => self.structure(),
            ENUM => self.enumeration(),
            IMPL => self.implementation(),
            TYPE => self.alias(),
            STATIC => self.constant("static "),
            CONST
                if self.ahead(at + 1).kind == Kind::Word
                    && self.ahead(at + 2).code == code(":") =>
            {
                self.constant("const ")
            }
            FN => self.function(),
            _ if at == 0 && self.is_kind(Kind::Word) => self.macro_item(),
            _ => None,
        }
    }

    /// The end of the item that begins here, however it looks inside: the index of the token after it.
    pub(super) fn item_end(&self, mut at: usize) -> Option<usize> {
        let mut to_semicolon = false;
        let mut first = true;
        loop {
            let token = self.nth(at);
            match token.kind {
                Kind::End | Kind::Close | Kind::InnerDocs => return None,
                Kind::Open => {
                    at = token.partner as usize;
                    if token.code == code("{") && !to_semicolon {
                        return Some(at + 1);
                    }
                }
                Kind::Punct if token.code == code(";") => return Some(at + 1),
                Kind::Word if first && !matches!(token.code, PUB) => {
                    let constant = token.code == CONST && self.nth(at + 2).code == code(":");
                    to_semicolon = matches!(token.code, USE | STATIC | TYPE) || constant;
                    first = false;
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn import(&mut self) -> Option<()> {
        self.visibility()?;
        self.skip();
        self.plan.word("use ");
        if self.is(code("::")) {
            self.copy();
        }
        self.import_tree()?;
        self.end_line()
    }

    fn end_line(&mut self) -> Option<()> {
        self.is(code(";")).then(|| self.copy())?;
        self.plan.hard();
        Some(())
    }

    /// `true` when it ends in a list in braces.
    fn import_tree(&mut self) -> Option<bool> {
        loop {
            if self.is(code("*")) {
                self.copy();
                return Some(false);
            }
            if self.is(code("{")) {
                self.deeper(Self::import_list)?;
                return Some(true);
            }
            self.ident()?;
            if self.is(code("::")) {
                self.copy();
                continue;
            }
            if self.eat(code("as")) {
                self.plan.word(" as ");
                if self.is(code("_")) {
                    self.copy();
                } else {
                    self.ident()?;
                }
            }
            return Some(false);
        }
    }

    /// At the brace.
    fn import_list(&mut self) -> Option<()> {
        let end = self.token().partner as usize;
        let inside = self.at() + 1..end;
        if inside.is_empty() {
            return None;
        }
        let one = !inside.clone().any(|at| self.nth(at).code == code(",") && at + 1 != end);
        self.skip();
        if one {
            // The module itself stays in braces.
            (!self.is(code("self"))).then_some(())?;
            self.import_tree()?;
            self.eat(code(","));
            return self.expect(code("}"));
        }
        self.plan.open(INDENT);
        self.plan.word("{");
        self.plan.zero();
        self.plan.open_loose(0);
        loop {
            let nested = self.import_tree()?;
            let comma = self.eat(code(","));
            if self.is(code("}")) {
                break;
            }
            comma.then_some(())?;
            self.plan.word(",");
            if nested {
                self.plan.hard();
            } else {
                self.plan.space();
            }
        }
        self.plan.close();
        self.plan.comma(true);
        self.plan.unindent();
        self.copy();
        self.plan.close();
        Some(())
    }

    /// The words before a name, in a box that the caller ends.
    fn begin(&mut self, indent: i8, keyword: &'static str) -> Option<()> {
        self.plan.open(indent);
        self.visibility()?;
        self.skip();
        self.plan.word(keyword);
        Some(())
    }

    fn module(&mut self) -> Option<()> {
        self.begin(INDENT, "mod ")?;
        self.ident()?;
        if self.is(code(";")) {
            self.copy();
            self.plan.close();
            self.plan.hard();
            return Some(());
        }
        self.plan.word(" ");
        self.items_in_braces()
    }

    /// Items up to the brace that ends them, in a box that ends here too.
    fn items_in_braces(&mut self) -> Option<()> {
        self.is(code("{")).then(|| self.copy())?;
        if self.is(code("}")) {
            self.plan.no_lines();
        } else {
            self.plan.hard();
            while !self.is(code("}")) {
                self.deeper(Self::item)?;
            }
            self.plan.unindent();
        }
        self.plan.close();
        self.copy();
        self.plan.hard();
        Some(())
    }

    fn structure(&mut self) -> Option<()> {
        self.begin(INDENT, "struct ")?;
        self.ident()?;
        self.generics()?;
        if self.is(code("(")) {
            self.unnamed_fields()?;
            self.is(code(";")).then(|| self.copy())?;
            self.plan.close();
            self.plan.hard();
            return Some(());
        }
        if self.is(code(";")) {
            self.copy();
            self.plan.close();
            self.plan.hard();
            return Some(());
        }
        self.plan.word(" ");
        self.lines_in_braces(|at| {
            at.attributes()?;
            at.field()
        })
    }

    fn field(&mut self) -> Option<()> {
        self.visibility()?;
        self.ident()?;
        self.expect(code(":"))?;
        self.plan.word(": ");
        self.ty()
    }

    /// Lines that end in a comma, up to a brace, in a box that ends here too.
    fn lines_in_braces(&mut self, mut line: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.is(code("{")).then(|| self.copy())?;
        if self.is(code("}")) {
            self.plan.no_lines();
        } else {
            self.plan.hard();
            while !self.is(code("}")) {
                line(self)?;
                let comma = self.eat(code(","));
                (comma || self.is(code("}"))).then_some(())?;
                self.plan.word(",");
                self.plan.hard();
            }
            self.plan.unindent();
        }
        self.plan.close();
        self.copy();
        self.plan.hard();
        Some(())
    }

    /// At the bracket.
    fn unnamed_fields(&mut self) -> Option<()> {
        self.copy();
        self.plan.zero();
        let count = self.list(
            code(")"),
            |at| {
                if at.is_kind(Kind::OuterDocs) {
                    return None;
                }
                at.attributes()?;
                at.visibility()?;
                at.ty()
            },
            Plan::comma,
        )?;
        if count == 0 {
            return None;
        }
        self.plan.unindent();
        self.copy();
        Some(())
    }

    fn enumeration(&mut self) -> Option<()> {
        self.begin(INDENT, "enum ")?;
        self.ident()?;
        self.generics()?;
        self.plan.word(" ");
        self.lines_in_braces(|at| {
            at.attributes()?;
            at.ident()?;
            if at.is(code("(")) {
                at.plan.open(INDENT);
                at.unnamed_fields()?;
                at.plan.close();
            }
            Some(())
        })
    }

    fn implementation(&mut self) -> Option<()> {
        self.plan.open(INDENT);
        self.plan.open_loose(-INDENT);
        self.plan.open(INDENT);
        self.is(code("impl")).then(|| self.copy())?;
        self.generics()?;
        self.plan.close();
        self.plan.word(" ");
        self.ty()?;
        if self.eat(code("for")) {
            self.plan.space();
            self.plan.word("for ");
            self.ty()?;
        }
        self.plan.close();
        self.plan.word(" ");
        self.items_in_braces()
    }

    fn alias(&mut self) -> Option<()> {
        self.begin(INDENT, "type ")?;
        self.ident()?;
        self.generics()?;
        self.expect(code("="))?;
        self.plan.word(" = ");
        self.plan.never();
        self.plan.open_loose(-INDENT);
        self.ty()?;
        self.plan.close();
        self.is(code(";")).then(|| self.copy())?;
        self.plan.close();
        self.plan.hard();
        Some(())
    }

    fn constant(&mut self, keyword: &'static str) -> Option<()> {
        self.begin(0, keyword)?;
        self.ident()?;
        self.expect(code(":"))?;
        self.plan.word(": ");
        self.ty()?;
        self.expect(code("="))?;
        self.plan.word(" = ");
        self.plan.never();
        self.expression()?;
        self.is(code(";")).then(|| self.copy())?;
        self.plan.close();
        self.plan.hard();
        Some(())
    }

    fn function(&mut self) -> Option<()> {
        self.begin(INDENT, "fn ")?;
        self.ident()?;
        self.generics()?;
        self.is(code("(")).then(|| self.copy())?;
        self.plan.never();
        if !self.is(code(")")) {
            self.plan.open(0);
            self.plan.zero();
            self.list(code(")"), Self::parameter, Plan::comma)?;
            self.plan.unindent();
            self.plan.close();
        }
        self.copy();
        self.plan.open(-INDENT);
        self.result()?;
        self.plan.close();
        self.plan.word(" ");
        self.function_body()?;
        self.plan.hard();
        Some(())
    }

    fn parameter(&mut self) -> Option<()> {
        let receiver = if self.is(code("&")) {
            self.copy();
            if self.is_kind(Kind::Lifetime) {
                self.copy();
                self.plan.word(" ");
            }
            self.copy_spaced(code("mut"));
            true
        } else {
            self.is(code("mut"))
                && self.ahead(1).code == code("self")
                && self.copy_spaced(code("mut"))
        };
        if receiver || self.is(code("self")) {
            self.is(code("self")).then(|| self.copy())?;
            return (!self.is(code(":"))).then_some(());
        }
        self.one_pattern()?;
        self.expect(code(":"))?;
        self.plan.word(": ");
        self.ty()
    }

    fn macro_item(&mut self) -> Option<()> {
        self.path(Position::Name)?;
        self.is(code("!")).then_some(())?;
        self.invocation()?;
        self.end_line()
    }
}

const PUB: u64 = code("pub");
const USE: u64 = code("use");
const MOD: u64 = code("mod");
const STRUCT: u64 = code("struct");
const ENUM: u64 = code("enum");
const IMPL: u64 = code("impl");
const TYPE: u64 = code("type");
const STATIC: u64 = code("static");
const CONST: u64 = code("const");
const FN: u64 = code("fn");
