//! Statements, blocks, and expressions that are made of them.

use super::cursor::Cursor;
use super::expression::{Form, Place, Read};
use super::lex::{Kind, code};
use super::plan::{Break, INDENT, Piece};

const BEGINS: Place = Place { begins: true, condition: false };
const CONDITION: Place = Place { begins: false, condition: true };

/// What a block begins with.
enum First {
    /// An expression that is all of it.
    Alone(Read),
    /// A statement that has its end, if any.
    Ended,
}

impl Cursor<'_, '_> {
    /// `if`, `match` and loops.
    pub(super) fn control(&mut self) -> Option<Read> {
        let form = self.deeper(|at| {
            if at.is(code("if")) {
                at.branches()
            } else if at.is(code("match")) {
                at.arms()
            } else {
                at.repeats()
            }
        })?;
        Some(Read { form, wraps: false })
    }

    /// What is between `if`, `match`, `in` or `while` and its brace.
    fn condition(&mut self) -> Option<()> {
        self.plan.open(0);
        let read = self.placed(CONDITION)?;
        if read.wraps {
            self.plan.space();
        } else {
            self.plan.word(" ");
        }
        self.plan.close();
        self.is(code("{")).then_some(())
    }

    fn branches(&mut self) -> Option<Form> {
        self.plan.open(INDENT);
        let mut form = Form::Repeat;
        let mut first = true;
        loop {
            self.skip();
            self.plan.word("if ");
            self.plan.open(-INDENT);
            self.condition()?;
            self.plan.close();
            let another = self.after_group().code == code("else");
            if !first || another {
                self.small_block()?;
            } else {
                self.body()?;
            }
            if !another {
                break;
            }
            first = false;
            self.skip();
            self.plan.word(" else ");
            if !self.is(code("if")) {
                self.small_block()?;
                form = Form::Branch;
                break;
            }
        }
        self.plan.close();
        Some(form)
    }

    /// Statements in braces, each on a line of its own. The box is around it.
    fn body(&mut self) -> Option<()> {
        self.is(code("{")).then(|| self.copy())?;
        if !self.is(code("}")) {
            self.plan.hard();
            self.statements()?;
        }
        self.copy();
        Some(())
    }

    fn repeats(&mut self) -> Option<Form> {
        if self.is(code("for")) {
            self.skip();
            self.plan.open_loose(0);
            self.plan.word("for ");
            self.one_pattern()?;
            self.expect(code("in"))?;
            self.plan.word(" in ");
            self.plan.never();
            self.condition()?;
            self.boxed_body()?;
            self.plan.close();
            return Some(Form::Repeat);
        }
        if self.copy_spaced(code("while")) {
            self.condition()?;
            self.boxed_body()?;
            return Some(Form::Repeat);
        }
        // `loop` has its box elsewhere.
        None
    }

    fn boxed_body(&mut self) -> Option<()> {
        self.copy();
        self.plan.never();
        if !self.is(code("}")) {
            self.plan.open(INDENT);
            self.plan.hard();
            self.statements()?;
            self.plan.close();
        }
        self.copy();
        Some(())
    }

    /// The statements of a function, at its brace, in the box of the function, which ends here.
    pub(super) fn function_body(&mut self) -> Option<()> {
        self.is(code("{")).then(|| self.copy())?;
        if self.is(code("}")) {
            self.plan.no_lines();
        } else {
            self.plan.hard();
            self.deeper(Self::statements)?;
        }
        self.plan.close();
        self.copy();
        Some(())
    }

    pub(super) fn block_expression(&mut self) -> Option<Read> {
        self.plan.open(INDENT);
        self.small_block()?;
        self.plan.close();
        Some(Read { form: Form::Block, wraps: false })
    }

    /// A block that stays on one line when it is one expression.
    fn small_block(&mut self) -> Option<()> {
        self.is(code("{")).then(|| self.copy())?;
        if !self.is(code("}")) {
            self.plan.space();
            self.deeper(|at| {
                if at.begins_item() || at.is(code("let")) {
                    return at.statements();
                }
                at.plan.open_loose(0);
                let read = at.placed(BEGINS)?;
                if at.is(code("}")) && read.form != Form::Macro {
                    at.plan.close();
                    at.plan.space();
                    at.plan.unindent();
                    return Some(());
                }
                at.end_statement(read)?;
                at.statements()
            })?;
        }
        self.copy();
        Some(())
    }

    /// Up to the brace, which is not read; it goes to a line of its own.
    fn statements(&mut self) -> Option<()> {
        while !self.is(code("}")) {
            self.statement()?;
        }
        self.plan.unindent();
        Some(())
    }

    fn begins_item(&self) -> bool {
        const ITEMS: [u64; 5] = [code("const"), code("use"), code("static"), code("fn"), code("#")];
        ITEMS.contains(&self.token().code)
    }

    fn statement(&mut self) -> Option<()> {
        if self.is(code("let")) {
            return self.local();
        }
        if self.begins_item() {
            return self.is(code("const")).then_some(()).and_then(|()| self.item());
        }
        let start = self.plan.len();
        self.plan.open_loose(0);
        let read = self.placed(BEGINS)?;
        if read.form == Form::Macro {
            self.expect(code(";"))?;
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.word(";");
            self.plan.hard();
            return Some(());
        }
        self.end_statement(read)
    }

    /// After an expression, in its box.
    fn end_statement(&mut self, read: Read) -> Option<()> {
        let semicolon = self.eat(code(";"));
        let last = self.is(code("}"));
        let printed = match read.form {
            Form::Macro => return None,
            Form::Repeat => false,
            Form::Act => semicolon || last,
            _ => semicolon,
        };
        (semicolon || last || read.form.ends_with_brace()).then_some(())?;
        if printed {
            self.plan.word(";");
        }
        self.plan.close();
        self.plan.hard();
        Some(())
    }

    fn local(&mut self) -> Option<()> {
        self.skip();
        self.plan.open_loose(0);
        self.plan.word("let ");
        self.one_pattern()?;
        if self.eat(code(":")) {
            self.plan.word(": ");
            self.ty()?;
        }
        if self.eat(code("=")) {
            self.plan.word(" = ");
            self.plan.never();
            let read = self.placed(Place::default())?;
            if self.eat(code("else")) {
                if read.form.ends_with_brace() {
                    return None;
                }
                self.plan.space();
                self.plan.word("else ");
                self.plan.close();
                self.plan.never();
                self.plan.open(INDENT);
                self.small_block()?;
            }
        }
        self.expect(code(";"))?;
        self.plan.close();
        self.plan.word(";");
        self.plan.hard();
        Some(())
    }

    fn arms(&mut self) -> Option<Form> {
        self.skip();
        self.plan.open_loose(0);
        self.plan.word("match ");
        self.condition()?;
        self.copy();
        self.plan.never();
        self.plan.open(INDENT);
        self.plan.hard();
        if self.is(code("}")) {
            return None;
        }
        while !self.is(code("}")) {
            self.deeper(Self::arm)?;
            self.plan.hard();
        }
        self.plan.unindent();
        self.plan.close();
        self.copy();
        self.plan.close();
        Some(Form::Branch)
    }

    fn arm(&mut self) -> Option<()> {
        self.plan.open_loose(0);
        self.pattern()?;
        if self.eat(code("if")) {
            self.plan.word(" if ");
            self.expression()?;
        }
        self.expect(code("=>"))?;
        self.plan.word(" => ");
        let unit = self.is(code("(")) && self.ahead(1).code == code(")");
        if self.is(code("{")) || unit {
            self.arm_block()?;
        } else {
            self.plan.never();
            self.plan.open(INDENT);
            self.plan.place(Break { before: b'{', ..Break::default() });
            let read = self.placed(BEGINS)?;
            self.end_arm(read);
            let comma = self.eat(code(","));
            (comma || self.is(code("}")) || read.form.ends_with_brace()).then_some(())?;
        }
        self.plan.close();
        Some(())
    }

    /// Braces that stand around an arm only where it is broken, and the comma otherwise.
    fn end_arm(&mut self, read: Read) {
        self.plan.place(Break {
            indent: -INDENT,
            before: if read.form == Form::Act { b';' } else { 0 },
            after: "}",
            unbroken: if read.form.ends_with_brace() { "" } else { "," },
            ..Break::default()
        });
        self.plan.close();
    }

    /// An arm in braces. They are not printed around one expression that fits.
    fn arm_block(&mut self) -> Option<()> {
        let unit = self.is(code("("));
        let empty = unit || self.ahead(1).code == code("}");
        let after = if empty { self.ahead(2) } else { self.after_group() };
        if [code("."), code("?")].contains(&after.code)
            || (unit && ![code(","), code("}")].contains(&after.code))
        {
            return None;
        }
        self.skip();
        let start = self.plan.len();
        self.plan.word("{");
        self.plan.never();
        if empty {
            self.skip();
            self.plan.word("}");
            self.eat(code(","));
            return Some(());
        }
        self.plan.open(INDENT);
        self.plan.hard();
        let first = if self.begins_item() || self.is(code("let")) {
            First::Ended
        } else {
            self.first_expression()?
        };
        if let First::Alone(read) = first {
            if matches!(read.form, Form::Block | Form::Unit | Form::Macro) {
                return None;
            }
            self.plan.pieces[start] = Piece::Nothing;
            self.plan.pieces[start + 3] = Piece::Break(Break { before: b'{', ..Break::default() });
            self.plan.pieces[start + 4] = Piece::Nothing;
            self.end_arm(read);
            self.skip();
        } else {
            self.statements()?;
            self.plan.close();
            self.copy();
        }
        self.eat(code(","));
        Some(())
    }

    /// The first statement of a block, if it is all of it; else it has its end.
    fn first_expression(&mut self) -> Option<First> {
        self.plan.open_loose(0);
        let read = self.placed(BEGINS)?;
        if self.is(code("}")) {
            return Some(First::Alone(read));
        }
        self.end_statement(read)?;
        Some(First::Ended)
    }

    /// A macro's call, at the `!`. What is inside is not parsed by anybody.
    pub(super) fn invocation(&mut self) -> Option<()> {
        self.copy();
        let close = match self.token().code {
            open if open == code("(") => code(")"),
            open if open == code("[") => code("]"),
            _ => return None,
        };
        self.copy();
        if !self.is(close) {
            self.plan.open(INDENT);
            self.plan.zero();
            self.plan.open_loose(0);
            self.deeper(Self::macro_tokens)?;
            self.plan.close();
            self.plan.zero();
            self.plan.unindent();
            self.plan.close();
        }
        self.copy();
        Some(())
    }

    /// Up to a bracket that closes.
    fn macro_tokens(&mut self) -> Option<()> {
        const MACRO_SIGNS: [u64; 6] =
            [code("$"), code("#"), code(":"), code(".."), code("..."), code("..=")];
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Last {
            Start,
            Name,
            Group,
            Dot,
            Colons,
            Bang,
            Other,
        }
        let mut last = Last::Start;
        let mut joint = true;
        while !self.is_kind(Kind::Close) {
            let token = self.token();
            let following = self.ahead(1);
            let touches = token.kind == Kind::Punct
                && (following.kind == Kind::Punct || self.text(following).starts_with('\''))
                && following.start == token.end;
            let (space, next) = match token.kind {
                Kind::Word if is_keyword(token.code) => (true, Last::Other),
                Kind::Word => (last != Last::Dot && last != Last::Colons, Last::Name),
                Kind::Text | Kind::Char | Kind::Int | Kind::Float => {
                    (last != Last::Dot, Last::Name)
                }
                Kind::Open if self.is(code("{")) => return None,
                Kind::Open if last == Last::Bang => (false, Last::Other),
                Kind::Open => (last != Last::Name, Last::Group),
                Kind::Punct if self.is(code(",")) || self.is(code(";")) => (false, Last::Other),
                Kind::Punct if self.is(code("!")) && last == Last::Name && !touches => {
                    (false, Last::Bang)
                }
                Kind::Punct if self.is(code(".")) => {
                    (last != Last::Name && last != Last::Group, Last::Dot)
                }
                Kind::Punct if self.is(code("::")) => (last != Last::Name, Last::Colons),
                // What only macros that are written by hand have.
                Kind::Punct if MACRO_SIGNS.contains(&token.code) => return None,
                Kind::Punct => (true, Last::Other),
                _ => return None,
            };
            if !joint {
                if space {
                    self.plan.space();
                } else if next == Last::Dot {
                    self.plan.zero();
                }
            }
            joint = touches;
            // An operator before a lifetime is not followed here.
            if following.kind == Kind::Lifetime {
                return None;
            }
            if token.kind == Kind::Open {
                self.copy();
                self.deeper(Self::macro_tokens)?;
            }
            self.copy();
            last = next;
        }
        Some(())
    }
}

/// Words that have a space before them in a macro.
fn is_keyword(word: u64) -> bool {
    const WORDS: [&str; 36] = [
        "as", "async", "await", "box", "break", "const", "continue", "crate", "dyn", "else",
        "enum", "extern", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "type", "unsafe",
        "use", "where", "while", "yield",
    ];
    WORDS.iter().any(|known| code(known) == word)
}
