//! The layout of prettyplease for the Rust that templates print, in one pass and without a syntax tree.
//!
//! prettyplease stays the reference: what this is not sure of, it leaves to it, item by item, and
//! `generator/tests/layout.rs` compares the two.

mod attribute;
mod cursor;
mod expression;
mod item;
mod lex;
mod path;
mod pattern;
mod plan;
mod print;
mod statement;

use cursor::Cursor;
use lex::{Kind, Token};
use plan::Piece;
pub(in crate::emit) use print::Sheet;

/// Items of a file, and how many of them prettyplease laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub items: usize,
    /// Those that are not in the subset that is laid out here.
    pub left: usize,
    /// Files that were left as a whole; their items are not counted.
    pub files_left: usize,
}

/// Lays files out, one after the other.
#[derive(Debug, Default)]
pub(super) struct Layouter {
    /// Of the last file: their memory is that of the next.
    tokens: Vec<Token>,
    pub(super) counts: Counts,
}

impl Layouter {
    /// Lays a file out. `reference` does it for an item that is left to it.
    ///
    /// `None` when the file as a whole is none of those that templates print, or an item that is left is not Rust.
    pub(super) fn file(
        &mut self,
        text: &str,
        header: &str,
        mut reference: impl FnMut(&str) -> Option<String>,
    ) -> Option<String> {
        lex::tokens(text, &mut self.tokens)?;
        let mut sheet = Sheet::new(header, text.len() + text.len() / 16);
        let mut cursor = Cursor::new(text, &self.tokens);
        cursor.inner_attributes()?;
        // Attributes that are all of a file are laid out in a way of their own; docs alone are not.
        let docs_alone = matches!(cursor.plan.pieces[..], [Piece::Docs(_), Piece::Break(_)]);
        if (cursor.is_kind(Kind::End) && !docs_alone) || !sheet.item(&mut cursor.plan) {
            return None;
        }
        while !cursor.is_kind(Kind::End) {
            let start = cursor.at();
            cursor.restart(start);
            self.counts.items += 1;
            if cursor.item().is_some() && sheet.item(&mut cursor.plan) {
                continue;
            }
            self.counts.left += 1;
            let end = cursor.item_end(start)?;
            let range = cursor.nth(start).start as usize..cursor.nth(end - 1).end as usize;
            sheet.lines(&reference(text.get(range)?)?);
            cursor.restart(end);
        }
        Some(sheet.into_text())
    }
}
