//! What is to be printed of an item: words, and between them the places where a line may end.
//!
//! The model is Oppen's ("Prettyprinting", 1980), as prettyplease has it: a box is set on one line when all of it fits
//! up to the first place after it where a line may end. A box that does not fit breaks at each of its places, or, when
//! it is loose, at those only before what does not fit.

/// Columns of a level.
pub(super) const INDENT: i8 = 4;

/// A part of what is to be printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'t> {
    Word(&'t str),
    /// Lines of documentation, as they stand in the text.
    Docs(&'t str),
    Break(Break),
    /// A box begins, this far from the one around it.
    Open {
        indent: i8,
        loose: bool,
    },
    Close,
    /// Wider than any line: what it is in is broken.
    Wide,
    /// Nothing: a place for a piece that turned out not to be needed.
    Nothing,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Break {
    /// Columns when the line goes on, [`HARD`] when it must not.
    pub(super) blank: u16,
    /// Of the next line, from the indentation of the box.
    pub(super) indent: i8,
    /// What ends the line when it ends here, if not zero.
    pub(super) before: u8,
    /// What begins the next one.
    pub(super) after: &'static str,
    /// What is printed when the line goes on.
    pub(super) unbroken: &'static str,
    /// The line goes on. It counts as a place when sizes are taken.
    pub(super) never: bool,
}

/// Wider than any line.
pub(super) const HARD: u16 = u16::MAX;

/// The pieces of an item, in order.
#[derive(Debug, Default)]
pub(super) struct Plan<'t> {
    pub(super) pieces: Vec<Piece<'t>>,
    /// Of each box and break: how much has to fit for it to stay on the line.
    pub(super) sizes: Vec<u32>,
    /// Where the next break is, by level, while sizes are taken.
    breaks: Vec<u64>,
}

impl<'t> Plan<'t> {
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn word(&mut self, text: &'t str) {
        self.pieces.push(Piece::Word(text));
    }

    /// A box whose places break together.
    pub(super) fn open(&mut self, indent: i8) {
        self.pieces.push(Piece::Open { indent, loose: false });
    }

    /// A box whose places break one by one.
    pub(super) fn open_loose(&mut self, indent: i8) {
        self.pieces.push(Piece::Open { indent, loose: true });
    }

    pub(super) fn close(&mut self) {
        self.pieces.push(Piece::Close);
    }

    pub(super) fn place(&mut self, place: Break) {
        self.pieces.push(Piece::Break(place));
    }

    pub(super) fn space(&mut self) {
        self.place(Break { blank: 1, ..Break::default() });
    }

    pub(super) fn zero(&mut self) {
        self.place(Break::default());
    }

    pub(super) fn hard(&mut self) {
        self.place(Break { blank: HARD, ..Break::default() });
    }

    pub(super) fn never(&mut self) {
        self.place(Break { never: true, ..Break::default() });
    }

    /// Between braces that have nothing inside. That a line could end there counts when sizes are taken.
    pub(super) fn no_lines(&mut self) {
        self.never();
    }

    /// Between elements of a list, and after the last one, which has its comma only before the end of a line.
    pub(super) fn comma(&mut self, last: bool) {
        if last {
            self.place(Break { before: b',', ..Break::default() });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// The same in braces, which have spaces inside.
    pub(super) fn comma_or_space(&mut self, last: bool) {
        if last {
            self.place(Break { blank: 1, before: b',', ..Break::default() });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// The line that the last place begins is that of a closing bracket.
    pub(super) fn unindent(&mut self) {
        if let Some(Piece::Break(place)) = self.pieces.last_mut() {
            place.indent -= INDENT;
        }
    }

    /// Puts what was printed from `start` on into a box that begins there.
    pub(super) fn wrap(&mut self, start: usize, opening: &[Piece<'t>]) {
        self.pieces.splice(start..start, opening.iter().copied());
    }

    /// What is printed from `start` on must not stay on one line when it is wider than that.
    pub(super) fn limit(&mut self, start: usize, width: usize) {
        let mut found = 0;
        for piece in &self.pieces[start..] {
            found += piece.width();
            if found > u64::try_from(width).unwrap_or(u64::MAX) {
                self.pieces.push(Piece::Wide);
                return;
            }
        }
    }

    /// Takes the sizes: from each box and break to the next break that is not deeper.
    pub(super) fn measure(&mut self) {
        self.sizes.clear();
        self.sizes.resize(self.pieces.len(), 0);
        self.breaks.clear();
        let (mut total, mut next) = (0, 0);
        for (piece, size) in self.pieces.iter().zip(&mut self.sizes).rev() {
            total += piece.width();
            match piece {
                Piece::Break(_) => {
                    *size = u32::try_from(total - next).unwrap_or(u32::MAX);
                    next = total;
                }
                // From behind, a box begins where it closes.
                Piece::Close => self.breaks.push(next),
                Piece::Open { .. } => {
                    next = self.breaks.pop().unwrap_or_default();
                    *size = u32::try_from(total - next).unwrap_or(u32::MAX);
                }
                Piece::Word(_) | Piece::Docs(_) | Piece::Wide | Piece::Nothing => {}
            }
        }
    }
}

impl Piece<'_> {
    /// Columns on a line that goes on.
    fn width(&self) -> u64 {
        match self {
            Self::Word(text) => text.len() as u64,
            Self::Docs(_) | Self::Wide => u64::from(HARD),
            Self::Break(place) => u64::from(place.blank),
            Self::Open { .. } | Self::Close | Self::Nothing => 0,
        }
    }
}
