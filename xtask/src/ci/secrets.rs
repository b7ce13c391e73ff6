//! Whether a planted credential is in the output of a command: as it is, percent-encoded, or in base64.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};

/// What every credential of the tests begins with or holds: those of the runtime's tests, of the golden clients, and the
/// keys that the fake service issues. Names of tests, which have underscores, do not.
const PLANTED: &str = "planted-secret";

/// Runs a command and passes its output on. Why it failed, if it did, or where its output shows a planted credential.
pub(super) fn run(command: &mut Command) -> Option<String> {
    watch(command, io::stdout(), io::stderr())
}

fn watch(
    command: &mut Command,
    to_output: impl Write,
    to_errors: impl Write + Send + 'static,
) -> Option<String> {
    let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return Some(format!("it cannot be started: {error}")),
    };
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let errors = std::thread::spawn(|| errors.map_or_else(Vec::new, |it| pass(it, to_errors)));
    let mut shown = output.map_or_else(Vec::new, |it| pass(it, to_output));
    shown.extend(errors.join().unwrap_or_default());
    match child.wait() {
        Ok(status) if !status.success() => Some(status.to_string()),
        Ok(_) if shown.is_empty() => None,
        Ok(_) => Some(format!("its output shows a planted credential:\n{}", shown.join("\n"))),
        Err(error) => Some(error.to_string()),
    }
}

/// Copies what comes, line by line, and gives the lines that show a credential, without it.
fn pass(mut from: impl Read, mut to: impl Write) -> Vec<String> {
    let needles = needles();
    let mut shown = Vec::new();
    let (mut line, mut block) = (Vec::new(), [0; 8192]);
    loop {
        let length = match from.read(&mut block) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => 0,
        };
        let Some(read) = block.get(..length) else { return shown };
        // Nobody may be left to read it; the search goes on.
        let _ = to.write_all(read).and_then(|()| to.flush());
        line.extend_from_slice(read);
        while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            let rest = line.split_off(end + 1);
            shown.extend(find(&line, &needles));
            line = rest;
        }
        if length == 0 {
            shown.extend(find(&line, &needles));
            return shown;
        }
    }
}

/// The line without the credential, when it holds one.
fn find(line: &[u8], needles: &[String]) -> Option<String> {
    let text = percent_decoded(line);
    let found = needles.iter().any(|needle| text.contains(needle.as_str()));
    let hidden =
        needles.iter().fold(text, |text, needle| text.replace(needle.as_str(), "[planted]"));
    found.then(|| hidden.trim_end().to_owned())
}

/// The text, and what is the same in all base64 of texts that hold it: one form for each place in a group of three bytes.
fn needles() -> Vec<String> {
    let in_base64 = (0..3).map(|before: usize| {
        let mut text = vec![0; before];
        text.extend_from_slice(PLANTED.as_bytes());
        // The first digits are made of what is before it too, and the last ones of what follows.
        let first = (before * 8).div_ceil(6);
        let last = text.len() * 8 / 6;
        base64(&text).get(first..last).unwrap_or_default().to_owned()
    });
    std::iter::once(PLANTED.to_owned()).chain(in_base64).collect()
}

/// RFC 4648 section 4, without padding. None of the forms of the text has a digit that differs in section 5.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| (byte >> (7 - at % 8)) & 1);
    let digit = |at: usize| (at..at + 6).fold(0, |value, at| (value << 1) | bit(at));
    let digits = (0..bytes.len() * 8).step_by(6).map(|at| DIGITS[usize::from(digit(at))]);
    digits.map(char::from).collect()
}

fn percent_decoded(line: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut copy = Vec::new();
        let shown = pass(text.as_bytes(), &mut copy);
        assert_eq!(copy, text.as_bytes());
        shown
    }

    /// The texts in base64 were made by `base64(1)`, and put together here so that none stands in this file.
    #[test]
    fn a_planted_credential_is_found_in_each_form() {
        for (what, text) in [
            ("as it is", format!("key: {PLANTED}-1\n")),
            ("without an end of line", format!("first\nBearer {PLANTED}")),
            ("percent-encoded", PLANTED.replace('-', "%2d")),
            ("in base64", ["bWU6cGxhbnRl", "ZC1zZWNyZXQtMQ=="].concat()),
            ("one byte further", ["bWUxOnBsYW50", "ZWQtc2VjcmV0LTE="].concat()),
            ("two bytes further", ["bWUxMjpwbGFu", "dGVkLXNlY3JldC0x"].concat()),
        ] {
            let lines = shown(&text);
            assert_eq!(lines.len(), 1, "{what}");
            assert!(lines[0].contains("[planted]") && !lines[0].contains(PLANTED), "{lines:?}");
        }
    }

    #[test]
    fn other_output_is_passed_on_as_it_is() {
        let text = "test a_planted_secret_is_hidden ... ok\n100%\n% %zz [redacted]\nplanted\n";
        assert!(shown(text).is_empty());
    }

    #[test]
    fn a_command_that_shows_one_fails() {
        let line = format!("{PLANTED}-9");
        // What this test shows would be found by the run that it is part of.
        let run = |command: &mut Command| watch(command, io::sink(), io::sink());
        let failure = run(Command::new("echo").arg(&line)).unwrap();
        assert_eq!(failure, "its output shows a planted credential:\n[planted]-9");
        assert_eq!(run(Command::new("echo").arg("nothing")), None);
        assert!(run(&mut Command::new("false")).unwrap().contains('1'));
    }
}
