//! A line on standard error that says how far it is, when a person is looking.

use std::io::{IsTerminal as _, Write as _};

/// Cells of the bar.
const WIDTH: usize = 24;

/// How far it is.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    total: usize,
}

impl Progress {
    /// A bar of so many steps; never drawn when standard error is not a terminal.
    #[must_use]
    pub fn new(total: usize) -> Self {
        Self { shown: std::io::stderr().is_terminal(), total }
    }

    /// Draws it.
    pub fn at(&self, done: usize, what: &str) {
        if self.shown {
            let what = what.chars().take(40).collect::<String>();
            draw(&format!("{} {done}/{} {what}", bar(done, self.total), self.total));
        }
    }

    /// Takes it away, so that a line can be printed.
    pub fn clear(&self) {
        if self.shown {
            draw("");
        }
    }
}

fn bar(done: usize, total: usize) -> String {
    let full = (done * WIDTH).checked_div(total).unwrap_or(WIDTH).min(WIDTH);
    format!("[{}{}]", "=".repeat(full), " ".repeat(WIDTH - full))
}

fn draw(text: &str) {
    let mut stream = std::io::stderr().lock();
    let _ = write!(stream, "\r\x1b[2K{text}").and_then(|()| stream.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_never_longer_than_it_is() {
        assert_eq!(bar(0, 2), format!("[{}]", " ".repeat(24)));
        assert_eq!(bar(1, 2), format!("[{}{}]", "=".repeat(12), " ".repeat(12)));
        for (done, total) in [(2, 2), (3, 2), (0, 0)] {
            assert_eq!(bar(done, total), format!("[{}]", "=".repeat(24)));
        }
    }
}
