//! Expressions: operators, chains, literals of arrays, tuples and structs, closures.

use super::cursor::Cursor;
use super::lex::{Kind, code};
use super::path::Position;
use super::plan::{Break, INDENT, Piece, Plan};

/// What an expression is at its outermost, as far as layout depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Literals, brackets, and all that is nothing of what follows.
    Plain,
    Path,
    Macro,
    Call,
    Chain,
    /// `?`, an index: what they stand behind does not matter.
    Postfix,
    Array,
    Tuple,
    Unit,
    Struct,
    Closure,
    /// In braces, and a statement as it is.
    Block,
    /// `if` with an `else`, `match`, `loop`.
    Branch,
    /// `if` without one, `for`, `while`.
    Repeat,
    Prefix,
    Binary,
    Range,
    /// What has a semicolon as a statement: assignments, jumps.
    Act,
    Let,
}

impl Form {
    /// Whether the layout keeps it on the line of what it is the only argument or the body of.
    fn is_blocklike(self) -> bool {
        matches!(
            self,
            Self::Array | Self::Tuple | Self::Unit | Self::Struct | Self::Closure | Self::Block
        )
    }

    /// Ends a statement, and an arm, without a sign.
    pub(super) fn ends_with_brace(self) -> bool {
        matches!(self, Self::Block | Self::Branch | Self::Repeat)
    }
}

/// An expression that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) form: Form,
    /// Whether the brace after it, when it is a condition, goes on a line of its own where it did not fit.
    pub(super) wraps: bool,
}

impl Read {
    const fn of(form: Form) -> Self {
        Self { form, wraps: false }
    }
}

/// What stands behind a dot.
#[derive(Clone, Copy)]
enum Member {
    Field,
    /// With the place of the box of its arguments.
    Method {
        arguments: usize,
    },
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// At the beginning of a statement or an arm.
    pub(super) begins: bool,
    /// In a condition, where a brace is not that of a struct.
    pub(super) condition: bool,
}

impl Place {
    fn inside(self) -> Self {
        Self { begins: false, ..self }
    }
}

/// How tight operators bind; the grammar's order.
mod binding {
    pub(super) const NONE: u8 = 0;
    pub(super) const ASSIGN: u8 = 1;
    pub(super) const RANGE: u8 = 2;
    pub(super) const OR: u8 = 3;
    pub(super) const AND: u8 = 4;
    pub(super) const COMPARE: u8 = 5;
    pub(super) const BIT_OR: u8 = 6;
    pub(super) const BIT_XOR: u8 = 7;
    pub(super) const BIT_AND: u8 = 8;
    pub(super) const SUM: u8 = 9;
    pub(super) const PRODUCT: u8 = 10;
    pub(super) const CAST: u8 = 11;
}

/// Of an operator between two operands.
fn binding_of(operator: u64) -> u8 {
    const TABLE: [(&[&str], u8); 9] = [
        (&["=", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|="], binding::ASSIGN),
        (&["||"], binding::OR),
        (&["&&"], binding::AND),
        (&["==", "!=", "<", ">", "<=", ">="], binding::COMPARE),
        (&["|"], binding::BIT_OR),
        (&["^"], binding::BIT_XOR),
        (&["&"], binding::BIT_AND),
        (&["+", "-"], binding::SUM),
        (&["*", "/", "%"], binding::PRODUCT),
    ];
    TABLE
        .iter()
        .find(|(operators, _)| operators.iter().any(|known| code(known) == operator))
        .map_or(binding::NONE, |(_, binding)| *binding)
}

const LOOSE: [Piece<'static>; 2] =
    [Piece::Open { indent: INDENT, loose: true }, Piece::Open { indent: -INDENT, loose: true }];

impl Cursor<'_, '_> {
    /// One that ends where it ends.
    pub(super) fn expression(&mut self) -> Option<()> {
        self.operand(binding::NONE, Place::default()).map(drop)
    }

    pub(super) fn placed(&mut self, place: Place) -> Option<Read> {
        self.operand(binding::NONE, place)
    }

    /// Operators that bind tighter than `than`, and what is between them.
    fn operand(&mut self, than: u8, place: Place) -> Option<Read> {
        self.deeper(|at| at.operators(than, place))
    }

    fn operators(&mut self, than: u8, place: Place) -> Option<Read> {
        let start = self.plan.len();
        let mut read = self.prefix(than, place)?;
        loop {
            let token = self.token();
            let operator = token.code;
            let range = token.kind == Kind::Punct && (self.is(code("..")) || self.is(code("..=")));
            let cast = token.kind == Kind::Word && self.is(code("as"));
            let bound = match token.kind {
                _ if range => binding::RANGE,
                _ if cast => binding::CAST,
                Kind::Punct if self.is(code("<<")) || self.is(code(">>=")) => return None,
                Kind::Punct => binding_of(operator),
                _ => binding::NONE,
            };
            if bound == binding::NONE || bound <= than {
                return Some(read);
            }
            // `match x {} - 1` as a statement is two of them.
            if read.form.ends_with_brace() {
                return if place.begins { Some(read) } else { None };
            }
            let joins = read.form == Form::Let && bound == binding::AND;
            if matches!(read.form, Form::Closure | Form::Act | Form::Range | Form::Let) && !joins {
                return None;
            }
            read = self.operator(start, bound, cast, place)?;
        }
    }

    /// At the operator; the left side is in the plan from `start` on.
    fn operator(&mut self, start: usize, bound: u8, cast: bool, place: Place) -> Option<Read> {
        if bound == binding::RANGE {
            self.copy();
            return self.range_end(place);
        }
        if self.is(code("=")) {
            self.skip();
            self.plan.wrap(start, &[Piece::Open { indent: 0, loose: true }]);
            self.plan.word(" = ");
            self.plan.never();
            // To the right of an assignment may be another one.
            self.operand(binding::NONE, place.inside())?;
            self.plan.close();
            return Some(Read { form: Form::Act, wraps: true });
        }
        self.plan.wrap(start, &LOOSE);
        self.plan.close();
        self.plan.space();
        if cast {
            self.skip();
            self.plan.word("as ");
            self.ty()?;
        } else {
            // `>>` is cut in two, for generics.
            let token = self.token();
            if self.is(code(">"))
                && self.ahead(1).code == code(">")
                && self.ahead(1).start == token.end
            {
                return None;
            }
            self.copy();
            self.plan.word(" ");
            let than = if bound == binding::ASSIGN { binding::NONE } else { bound };
            self.operand(than, place.inside())?;
        }
        self.plan.close();
        let form = if bound == binding::ASSIGN { Form::Act } else { Form::Binary };
        Some(Read { form, wraps: true })
    }

    fn range_end(&mut self, place: Place) -> Option<Read> {
        let token = self.token();
        let ends = matches!(token.kind, Kind::Close | Kind::End)
            || [code(","), code(";"), code("=>")].contains(&token.code)
            || (place.condition && self.is(code("{")));
        let wraps = if ends { false } else { self.operand(binding::RANGE, place.inside())?.wraps };
        Some(Read { form: Form::Range, wraps })
    }

    fn prefix(&mut self, than: u8, place: Place) -> Option<Read> {
        let token = self.token();
        let inside = place.inside();
        match token.kind {
            Kind::Punct => match token.code {
                AMPERSAND => {
                    self.copy();
                    if self.is(code("raw")) {
                        return None;
                    }
                    self.copy_spaced(code("mut"));
                    self.prefixed(inside)
                }
                STAR | BANG | MINUS => {
                    self.copy();
                    self.prefixed(inside)
                }
                BAR | BARS => self.closure(inside),
                RANGE | RANGE_TO => {
                    self.copy();
                    self.range_end(inside)
                }
                _ => self.chain(place),
            },
            Kind::Word => match token.code {
                MOVE => self.closure(inside),
                RETURN => {
                    self.copy();
                    if self.is_end() {
                        return Some(Read::of(Form::Act));
                    }
                    self.plan.word(" ");
                    let value = self.operand(binding::NONE, inside)?;
                    Some(Read { form: Form::Act, wraps: value.wraps })
                }
                BREAK | CONTINUE => {
                    self.copy();
                    self.is_end().then_some(Read::of(Form::Act))
                }
                LET if place.condition && than < binding::COMPARE => self.condition_let(place),
                _ => self.chain(place),
            },
            _ => self.chain(place),
        }
    }

    fn is_end(&self) -> bool {
        matches!(self.token().kind, Kind::Close) || self.is(code(",")) || self.is(code(";"))
    }

    fn prefixed(&mut self, place: Place) -> Option<Read> {
        let read = self.operand(binding::CAST, place)?;
        Some(Read { form: Form::Prefix, wraps: read.wraps })
    }

    fn condition_let(&mut self, place: Place) -> Option<Read> {
        self.skip();
        self.plan.open_loose(0);
        self.plan.word("let ");
        self.plan.open_loose(0);
        self.pattern()?;
        self.plan.close();
        self.plan.word(" = ");
        self.expect(code("="))?;
        self.plan.never();
        self.plan.open_loose(0);
        let read = self.operand(binding::AND, place.inside())?;
        self.plan.close();
        self.plan.close();
        Some(Read { form: Form::Let, wraps: read.wraps })
    }

    fn closure(&mut self, place: Place) -> Option<Read> {
        self.plan.open_loose(0);
        self.copy_spaced(code("move"));
        self.plan.open(INDENT);
        self.plan.word("|");
        if !self.eat(code("||")) {
            self.expect(code("|"))?;
            self.plan.zero();
            let count = self.list(
                code("|"),
                |at| {
                    at.one_pattern()?;
                    if at.eat(code(":")) {
                        at.plan.word(": ");
                        at.ty()?;
                    }
                    Some(())
                },
                |plan, last| {
                    if !last {
                        plan.word(",");
                        plan.space();
                    }
                },
            )?;
            if count == 0 {
                return None;
            }
            self.skip();
        }
        self.plan.word("|");
        if self.is(code("->")) {
            return None;
        }
        self.plan.space();
        self.plan.unindent();
        self.plan.close();
        self.plan.never();
        let start = self.plan.len();
        self.plan.open(INDENT);
        self.plan.place(Break { before: b'{', ..Break::default() });
        let matches = self.is(code("match"));
        let read = self.operand(binding::NONE, place)?;
        let stays = (matches && read.form == Form::Branch)
            || read.form == Form::Call
            || read.form.is_blocklike();
        if stays {
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.pieces[start + 1] = Piece::Nothing;
        } else {
            let before = if read.form == Form::Act { b';' } else { 0 };
            self.plan.place(Break { indent: -INDENT, before, after: "}", ..Break::default() });
            self.plan.close();
        }
        self.plan.close();
        Some(Read::of(Form::Closure))
    }

    /// An expression with the fields, calls, indexes and `?` behind it.
    fn chain(&mut self, place: Place) -> Option<Read> {
        let start = self.plan.len();
        let token = self.token();
        let mut read = self.primary(place)?;
        let after = self.token();
        if read.form.ends_with_brace() {
            let goes_on = self.is(code(".")) || self.is(code("?"));
            if !goes_on && place.begins {
                return Some(read);
            }
            if !goes_on && after.kind == Kind::Open && !place.condition {
                return None;
            }
        }
        if !matches!(after.kind, Kind::Open) && !self.is(code(".")) && !self.is(code("?")) {
            return Some(read);
        }
        let short = read.form == Form::Path && token.end - token.start <= INDENT as u32;
        let end = self.plan.len();
        let direct = self.is(code("."));
        let (mut dots, mut calls) = (0, 0);
        let (mut first_break, mut member, mut last) = (0, Member::Field, 0);
        loop {
            if self.is(code("?")) {
                self.copy();
                read.form = Form::Postfix;
            } else if self.is(code("(")) {
                calls += 1;
                // The field that is called is in brackets.
                if read.form == Form::Chain {
                    return None;
                }
                self.call_arguments()?;
                read.form = Form::Call;
            } else if self.is(code("[")) {
                self.copy();
                self.expression()?;
                self.is(code("]")).then(|| self.copy())?;
                (read.form, read.wraps) = (Form::Postfix, true);
            } else if self.is(code(".")) {
                if dots == 0 {
                    self.plan.pieces.insert(end, Piece::Close);
                    let boxes = [
                        Piece::Open { indent: INDENT, loose: false },
                        Piece::Open { indent: -INDENT, loose: false },
                    ];
                    self.plan.wrap(start, &boxes);
                    first_break = self.plan.len();
                }
                dots += 1;
                self.plan.zero();
                member = self.member()?;
                last = self.plan.len();
                (read.form, read.wraps) = (Form::Chain, true);
            } else {
                break;
            }
        }
        if dots > 0 {
            self.plan.pieces.insert(last, Piece::Close);
        }
        let whole = matches!(self.token().kind, Kind::Close | Kind::End)
            || self.is(code(";"))
            || self.is(code(","));
        if place.begins && whole && short && direct && calls == 0 {
            self.plan.pieces[first_break] = Piece::Nothing;
            if let (1, Member::Method { arguments }) = (dots, member) {
                self.plan.pieces[arguments] = Piece::Open { indent: -INDENT, loose: false };
            }
        }
        Some(read)
    }

    /// At the dot.
    fn member(&mut self) -> Option<Member> {
        self.copy();
        if self.is_kind(Kind::Int) {
            self.copy();
            return Some(Member::Field);
        }
        if self.is(code("await")) {
            self.copy();
            return Some(Member::Field);
        }
        self.ident()?;
        if self.is(code("::")) {
            self.copy();
            self.is(code("<")).then_some(())?;
            self.arguments()?;
            self.is(code("(")).then_some(())?;
        }
        if !self.is(code("(")) {
            return Some(Member::Field);
        }
        let arguments = self.plan.len();
        self.plan.open(0);
        self.call_arguments()?;
        self.plan.close();
        Some(Member::Method { arguments })
    }

    /// At the bracket.
    fn call_arguments(&mut self) -> Option<()> {
        self.copy();
        if self.is(code(")")) {
            self.copy();
            return Some(());
        }
        let start = self.plan.len();
        self.plan.open(INDENT);
        self.plan.zero();
        let mut only = None;
        let mut count = 0;
        self.list(
            code(")"),
            |at| {
                let read = at.operand(binding::NONE, Place::default())?;
                count += 1;
                only = (count == 1 && read.form.is_blocklike()).then_some(());
                Some(())
            },
            Plan::comma,
        )?;
        if only.is_some() {
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.pieces[start + 1] = Piece::Nothing;
            self.plan.pieces.pop();
        } else {
            self.plan.unindent();
            self.plan.close();
        }
        self.copy();
        Some(())
    }

    fn primary(&mut self, place: Place) -> Option<Read> {
        let token = self.token();
        match token.kind {
            Kind::Text | Kind::Char | Kind::Int | Kind::Float => {
                self.copy();
                Some(Read::of(Form::Plain))
            }
            Kind::Open => match token.code {
                PAREN => self.brackets(),
                SQUARE => self.array(),
                _ => self.block_expression(),
            },
            Kind::Word => match token.code {
                TRUE | FALSE => {
                    self.copy();
                    Some(Read::of(Form::Plain))
                }
                IF | MATCH | FOR | WHILE | LOOP => self.control(),
                UNSAFE => None,
                _ => self.named(place),
            },
            Kind::Punct if self.is(code("<")) || self.is(code("::")) => self.named(place),
            _ => None,
        }
    }

    /// A path, a macro or a struct.
    fn named(&mut self, place: Place) -> Option<Read> {
        let start = self.plan.len();
        let simple = self.path(Position::Value)?;
        if self.is(code("!")) {
            self.invocation()?;
            return Some(Read::of(Form::Macro));
        }
        if self.is(code("{")) && !place.condition {
            self.plan.wrap(
                start,
                &[
                    Piece::Open { indent: INDENT, loose: false },
                    Piece::Open { indent: -INDENT, loose: true },
                ],
            );
            self.plan.close();
            self.fields(start)?;
            return Some(Read::of(Form::Struct));
        }
        Some(Read::of(if simple { Form::Path } else { Form::Plain }))
    }

    /// At the brace of a struct whose box is at `start`.
    fn fields(&mut self, start: usize) -> Option<()> {
        self.skip();
        self.plan.word(" {");
        if self.is(code("}")) {
            let before = self.plan.len();
            self.plan.limit(start, 30);
            if self.plan.len() != before {
                return None;
            }
            self.plan.no_lines();
            self.plan.close();
            self.copy();
            return Some(());
        }
        self.plan.space();
        while !self.is(code("}")) {
            if self.is(code("..")) {
                self.copy();
                self.expression()?;
                self.plan.space();
                if !self.is(code("}")) {
                    return None;
                }
                break;
            }
            self.ident()?;
            if self.eat(code(":")) {
                self.plan.word(": ");
                self.plan.open_loose(0);
                self.expression()?;
                self.plan.close();
            }
            let comma = self.eat(code(","));
            let last = self.is(code("}"));
            if !comma && !last {
                return None;
            }
            self.plan.comma_or_space(last);
        }
        self.plan.unindent();
        self.plan.limit(start, 34);
        self.plan.close();
        self.copy();
        Some(())
    }

    /// In round brackets, or a tuple.
    fn brackets(&mut self) -> Option<Read> {
        self.copy();
        if self.is(code(")")) {
            self.copy();
            return Some(Read::of(Form::Unit));
        }
        let start = self.plan.len();
        self.plan.open(INDENT);
        self.plan.zero();
        let first = self.operand(binding::NONE, Place::default())?;
        if self.is(code(")")) {
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.pieces[start + 1] = Piece::Nothing;
            self.copy();
            return Some(Read { form: Form::Plain, wraps: first.wraps });
        }
        self.rest_of_tuple(Self::expression)?;
        Some(Read::of(Form::Tuple))
    }

    fn array(&mut self) -> Option<Read> {
        let dense = self.is_dense();
        let start = self.plan.len();
        self.copy();
        if self.is(code("]")) {
            self.copy();
            return Some(Read::of(Form::Array));
        }
        if dense {
            self.plan.pieces[start] = Piece::Open { indent: INDENT, loose: false };
            self.plan.word("[");
            self.plan.zero();
            self.plan.open_loose(0);
            self.list(code("]"), Self::expression, |plan, last| {
                if !last {
                    plan.word(",");
                    plan.space();
                }
            })?;
            self.plan.close();
            self.plan.comma(true);
            self.plan.unindent();
            self.copy();
            self.plan.close();
            return Some(Read::of(Form::Array));
        }
        self.plan.open(INDENT);
        self.plan.zero();
        self.expression()?;
        if self.eat(code(";")) {
            self.plan.pieces[start + 1] = Piece::Nothing;
            self.plan.pieces[start + 2] = Piece::Nothing;
            self.plan.word("; ");
            self.expression()?;
            self.is(code("]")).then(|| self.copy())?;
            return Some(Read::of(Form::Plain));
        }
        let comma = self.eat(code(","));
        let last = self.is(code("]"));
        if !comma && !last {
            return None;
        }
        self.plan.comma(last);
        self.list(code("]"), Self::expression, Plan::comma)?;
        self.plan.unindent();
        self.plan.close();
        self.copy();
        Some(Read::of(Form::Array))
    }

    /// Whether an array is of numbers, characters and truth values alone, which fill the lines.
    fn is_dense(&self) -> bool {
        let end = self.token().partner as usize;
        (self.at() + 1..end).map(|index| self.nth(index)).all(|token| {
            matches!(token.kind, Kind::Char | Kind::Int)
                || [code(","), code("true"), code("false")].contains(&token.code)
        })
    }
}

const AMPERSAND: u64 = code("&");
const STAR: u64 = code("*");
const BANG: u64 = code("!");
const MINUS: u64 = code("-");
const BAR: u64 = code("|");
const BARS: u64 = code("||");
const RANGE: u64 = code("..");
const RANGE_TO: u64 = code("..=");
const PAREN: u64 = code("(");
const SQUARE: u64 = code("[");
const MOVE: u64 = code("move");
const RETURN: u64 = code("return");
const BREAK: u64 = code("break");
const CONTINUE: u64 = code("continue");
const LET: u64 = code("let");
const TRUE: u64 = code("true");
const FALSE: u64 = code("false");
const IF: u64 = code("if");
const MATCH: u64 = code("match");
const FOR: u64 = code("for");
const WHILE: u64 = code("while");
const LOOP: u64 = code("loop");
const UNSAFE: u64 = code("unsafe");
