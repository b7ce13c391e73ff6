//! `explain`: what a code of a diagnostic means, and the way out.

use oasmith::diag::{all_codes, explain, nearest};

use crate::Exit;
use crate::cli::Explain;
use crate::report::{Reporter, say};

/// Columns of a terminal that nobody made wide.
const WIDTH: usize = 80;

/// Explains a code, or lists all of them.
#[must_use]
pub fn run(arguments: &Explain, program: &str) -> Exit {
    let Some(id) = &arguments.code else {
        let lines = all_codes().map(|code| format!("{}  {}\n", code.id, code.summary));
        say(&lines.collect::<String>());
        return Exit::Success;
    };
    // As it stands in the output, brackets and all.
    let id = id.trim_matches(['[', ']']);
    let Some(code) = explain(id) else {
        let near = nearest(id, all_codes().map(|code| code.id));
        let help = near.map_or_else(
            || format!("`{program} explain` lists all codes"),
            |near| format!("did you mean `{near}`?"),
        );
        Reporter::new(arguments.message_format, false)
            .error(&format!("there is no code `{id}`"), &help);
        return Exit::Input;
    };
    say(&format!("{}: {}\n\n{}\n", code.id, code.summary, wrapped(code.explanation)));
    Exit::Success
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_a_terminal_and_no_word_is_lost() {
        for code in all_codes() {
            let text = wrapped(code.explanation);
            assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&text), words(code.explanation));
        }
    }
}
