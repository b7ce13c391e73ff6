//! What cargo prints with `--message-format json`, reduced to what the table needs, and its shape for ranking.

use std::path::Path;

use serde_json::Value;

/// A line of cargo's that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Something the compiler, clippy or rustdoc complains of.
    Complaint(String, Message),
    /// A crate is done, without errors.
    Done(String),
}

/// A complaint. The crate it is about stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// An error, not a warning.
    pub error: bool,
    /// `E0425`, `dead_code`, `clippy::large_enum_variant`; empty when there is none.
    pub code: String,
    /// Its first line.
    pub text: String,
    /// `src/model/pet.rs:3`; empty when it has no place.
    pub place: String,
    /// As cargo would have printed it.
    pub rendered: String,
}

impl Message {
    /// `error[E0425]: cannot find …`.
    #[must_use]
    pub fn headline(&self) -> String {
        let level = if self.error { "error" } else { "warning" };
        let code = if self.code.is_empty() { String::new() } else { format!("[{}]", self.code) };
        let place =
            if self.place.is_empty() { String::new() } else { format!(" ({})", self.place) };
        format!("{level}{code}: {}{place}", self.text)
    }

    /// What all messages of this kind have in common: names and numbers are left out.
    #[must_use]
    pub fn shape(&self) -> String {
        let code = if self.code.is_empty() { "-" } else { &self.code };
        format!("{code}: {}", shape(&self.text))
    }

    /// One line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let Self { error, code, text, place, rendered } = self;
        serde_json::json!({
            "error": error, "code": code, "text": text, "place": place, "rendered": rendered,
        })
        .to_string()
    }

    /// Reads what [`Message::to_json`] writes.
    #[must_use]
    pub fn from_json(line: &str) -> Option<Self> {
        let value = serde_json::from_str::<Value>(line).ok()?;
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Some(Self {
            error: value["error"].as_bool()?,
            code: text("code"),
            text: text("text"),
            place: text("place"),
            rendered: text("rendered"),
        })
    }
}

/// Reads a line of cargo's. The crate is called by the folder its manifest stands in.
#[must_use]
pub fn parse(line: &str) -> Option<Line> {
    let value = serde_json::from_str::<Value>(line).ok()?;
    let manifest = Path::new(value["manifest_path"].as_str()?);
    let krate = manifest.parent()?.file_name()?.to_str()?.to_owned();
    match value["reason"].as_str()? {
        "compiler-artifact" => Some(Line::Done(krate)),
        "compiler-message" => Some(Line::Complaint(krate, complaint(&value["message"])?)),
        _ => None,
    }
}

fn complaint(value: &Value) -> Option<Message> {
    let level = value["level"].as_str()?;
    let error = level.starts_with("error");
    let text = value["message"].as_str()?.lines().next().unwrap_or_default().to_owned();
    let sums_up = text.starts_with("aborting due to")
        || text.ends_with("warning emitted")
        || text.ends_with("warnings emitted");
    if !(error || level == "warning") || sums_up {
        return None;
    }
    let spans = value["spans"].as_array().into_iter().flatten();
    let primary = spans.clone().find(|span| span["is_primary"] == true).or(spans.clone().next());
    let place = primary.map(|span| {
        let file = span["file_name"].as_str().unwrap_or_default();
        // Paths begin at the workspace, whose folders are the crates.
        let file = file.find("src/").and_then(|at| file.get(at..)).unwrap_or(file);
        format!("{file}:{}", span["line_start"])
    });
    Some(Message {
        error,
        code: value["code"]["code"].as_str().unwrap_or_default().to_owned(),
        text,
        place: place.unwrap_or_default(),
        rendered: value["rendered"].as_str().unwrap_or_default().to_owned(),
    })
}

/// `…` for what stands in backticks, `#` for numbers.
#[must_use]
pub fn shape(text: &str) -> String {
    let mut shape = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            shape.push_str("`…`");
            continue;
        }
        let mut in_number = false;
        for c in part.chars() {
            if !c.is_ascii_digit() {
                shape.push(c);
            } else if !in_number {
                shape.push('#');
            }
            in_number = c.is_ascii_digit();
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo() {
        let line = r#"{"reason":"compiler-message","manifest_path":"/out/pets/Cargo.toml","message":
            {"level":"error","message":"cannot find type `A1` in 2 places\nmore","code":{"code":"E0412"},
             "rendered":"error: …","spans":[{"file_name":"pets/src/lib.rs","line_start":7,"is_primary":true}]}}"#;
        let Some(Line::Complaint(krate, message)) = parse(line) else { panic!("{line}") };
        assert_eq!(krate, "pets");
        let headline = "error[E0412]: cannot find type `A1` in 2 places (src/lib.rs:7)";
        assert_eq!(message.headline(), headline);
        assert_eq!(message.shape(), "E0412: cannot find type `…` in # places");
        assert_eq!(Message::from_json(&message.to_json()), Some(message));
        let done = r#"{"reason":"compiler-artifact","manifest_path":"/out/pets/Cargo.toml"}"#;
        assert_eq!(parse(done), Some(Line::Done("pets".to_owned())));
    }

    #[test]
    fn sums_are_no_complaints() {
        for text in ["aborting due to 2 previous errors; 1 warning emitted", "3 warnings emitted"] {
            let line = format!(
                r#"{{"reason":"compiler-message","manifest_path":"/o/a/Cargo.toml","message":
                {{"level":"warning","message":"{text}","spans":[]}}}}"#
            );
            assert_eq!(parse(&line), None, "{text}");
        }
        assert_eq!(parse(r#"{"reason":"build-finished","success":false}"#), None);
        assert_eq!(parse("Compiling a"), None);
    }
}
