//! Diagnostics for people: text in the look of rustc.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::spot::Spot;
use super::{Diagnostic, Severity};
use crate::source::{SourceFile, SourceMap};

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// ANSI escape sequences.
    On,
    /// Plain text.
    Off,
}

/// Columns after which a line is cut.
const WIDTH: usize = 120;
/// Bytes of one excerpt. Labels farther apart get one each; longer lines are cut before they are looked at.
const MAX_EXCERPT: usize = 32 << 10;
/// Bytes left standing on each side of what is marked in a line that is cut here.
const AROUND: usize = 60;

/// All diagnostics, with an empty line after each. `config` is codegen.toml, for what is wrong in it.
#[must_use]
pub fn render_text<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    map: &SourceMap,
    config: Option<&SourceFile>,
    color: Color,
) -> String {
    let renderer = match color {
        Color::On => Renderer::styled(),
        Color::Off => Renderer::plain(),
    };
    let renderer = renderer.term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&groups(diagnostic, map, config)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'a>(
    diagnostic: &'a Diagnostic,
    map: &'a SourceMap,
    config: Option<&'a SourceFile>,
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.clone().primary_title(harmless(&diagnostic.message)).id(diagnostic.code.id);
    let mut groups = vec![Group::with_title(title)];
    for excerpt in excerpts(diagnostic, map, config) {
        excerpt.add_to(&mut groups, &level);
    }
    if let Some(help) = &diagnostic.help
        && let Some(group) = groups.pop()
    {
        groups.push(group.element(Level::HELP.message(harmless(help))));
    }
    groups
}

/// Text of a description without what a terminal would obey.
fn harmless(text: &str) -> String {
    let text = normalize_untrusted_str(text);
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// The same for a part of a file, without moving anything: annotate-snippets replaces all but the controls of
/// ISO 6429 beyond ASCII, which take two bytes.
fn harmless_source(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if text.contains(obeyed) {
        Cow::Owned(text.replace(obeyed, "\u{b7}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Labels of one file that stand near each other.
struct Excerpt<'a> {
    /// The first is the one the heading names.
    labels: Vec<(Spot<'a>, AnnotationKind, &'a str)>,
}

fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    map: &'a SourceMap,
    config: Option<&'a SourceFile>,
) -> Vec<Excerpt<'a>> {
    let primary = std::iter::once((&diagnostic.primary, AnnotationKind::Primary));
    let secondary = diagnostic.secondary.iter().map(|label| (label, AnnotationKind::Context));
    let mut excerpts: Vec<Excerpt<'_>> = Vec::new();
    for (label, kind) in primary.chain(secondary) {
        let Some(spot) = Spot::new(&label.place, map, config) else { continue };
        let label = (spot, kind, &*label.text);
        match excerpts.iter_mut().find(|excerpt| excerpt.takes(&label.0)) {
            Some(excerpt) => excerpt.labels.push(label),
            None => excerpts.push(Excerpt { labels: vec![label] }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn takes(&self, spot: &Spot<'_>) -> bool {
        let lines = self.labels.iter().map(|(label, ..)| label.line_range());
        let (start, end) = lines
            .chain([spot.line_range()])
            .fold((usize::MAX, 0), |(start, end), line| (start.min(line.start), end.max(line.end)));
        self.labels.iter().all(|(label, ..)| label.path == spot.path)
            && end.saturating_sub(start) <= MAX_EXCERPT
    }

    fn add_to(self, groups: &mut Vec<Group<'a>>, level: &Level<'a>) {
        let Some((first, kind, text)) = self.labels.first() else { return };
        let lines = self.labels.iter().map(|(spot, ..)| spot.line_range());
        let (start, end) = lines
            .fold((usize::MAX, 0), |(start, end), line| (start.min(line.start), end.max(line.end)));
        let Some(group) = groups.pop() else { return };
        if end - start > MAX_EXCERPT {
            // A line of megabytes, as minified JSON has: what stands around the label, under a heading of our own,
            // since the column in the part is not that in the line.
            let origin = Origin::path(first.path).line(first.line).char_column(first.column);
            groups.push(group.element(origin));
            groups.push(Group::with_level(level.clone()).element(cut(first, *kind, text)));
            return;
        }
        let line = self.labels.iter().map(|(spot, ..)| spot.line).min().unwrap_or(1);
        let source = harmless_source(first.text.get(start..end).unwrap_or_default());
        let mut snippet = Snippet::source(source).path(first.path).line_start(line);
        for (spot, kind, text) in &self.labels {
            let bytes = spot.bytes.start.max(start) - start..spot.bytes.end.max(start) - start;
            snippet = snippet.annotation(annotation(*kind, bytes, text));
        }
        groups.push(group.element(snippet));
    }
}

fn cut<'a>(spot: &Spot<'a>, kind: AnnotationKind, text: &'a str) -> Snippet<'a, Annotation<'a>> {
    let line = spot.line_range();
    let boundary = |at: &usize| spot.text.is_char_boundary(*at);
    let from = spot.bytes.start.saturating_sub(AROUND).max(line.start);
    let start = (from..=spot.bytes.start).find(boundary).unwrap_or(spot.bytes.start);
    let marked = spot.bytes.end.min(spot.bytes.start + AROUND);
    let end = (start..=(marked + AROUND).min(line.end)).rev().find(boundary).unwrap_or(start);
    let source = harmless_source(spot.text.get(start..end).unwrap_or_default());
    let bytes = spot.bytes.start - start..spot.bytes.end.min(end) - start;
    Snippet::source(source).line_start(spot.line).annotation(annotation(kind, bytes, text))
}

fn annotation(kind: AnnotationKind, bytes: Range<usize>, text: &str) -> Annotation<'static> {
    kind.span(bytes).label((!text.is_empty()).then(|| harmless(text)))
}
