//! For people: the source, what is wrong with it, and the change that puts it right.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use super::sanitize::{sanitize, sanitize_line};
use super::window::{Window, near};
use crate::diagnostic::{Diagnostic, Edit, Help, Label, Patch, Severity};
use crate::source::{SourceId, Sources, Span};

/// Narrower than this, nothing but the ellipsis would be left of a line.
const WIDTH_MIN: usize = 40;

/// How reports for people look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours. Default: no.
    pub color: bool,
    /// The width of the terminal in columns; longer lines are cut around the mistake. Default: 140.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 140 }
    }
}

impl Style {
    fn renderer(&self) -> Renderer {
        let renderer = if self.color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).term_width(self.width.max(WIDTH_MIN))
    }

    /// One line with its severity in front.
    pub(super) fn line(&self, severity: Severity, id: Option<&str>, text: &str) -> String {
        let mut title = level(severity).primary_title(text);
        if let Some(id) = id {
            title = title.id(id);
        }
        self.renderer().render(&[Group::with_title(title)])
    }
}

/// The report as rustc would print it, without a line break at the end.
#[must_use]
pub fn human(diagnostic: &Diagnostic, sources: &Sources, style: &Style) -> String {
    let mut groups = vec![what(diagnostic, sources)];
    groups.extend(diagnostic.helps.iter().filter_map(|help| change(help, sources)));
    style.renderer().render(&groups)
}

/// The title, the places, the notes and the advice that is words only.
fn what<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let mut group = Group::with_title(title(diagnostic));
    for (source, labels) in by_source(diagnostic) {
        for labels in near(sources.get(source), labels, |(_, label)| label.span) {
            group = place(group, sources, source, &labels);
        }
    }
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(sanitize(note)));
    let words = diagnostic.helps.iter().filter(|help| help.patch.is_none());
    let helps = words.map(|help| Level::HELP.message(sanitize(&help.text)));
    group.elements(notes).elements(helps)
}

fn title(diagnostic: &Diagnostic) -> Title<'_> {
    level(diagnostic.severity).primary_title(sanitize_line(&diagnostic.title)).id(diagnostic.code.as_str())
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

type Marks<'a> = Vec<(AnnotationKind, &'a Label)>;

/// The labels of each source, that of the mistake first.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Marks<'_>)> {
    let primary = (AnnotationKind::Primary, &diagnostic.primary);
    let mut sources = vec![(diagnostic.primary.span.source, vec![primary])];
    for label in &diagnostic.secondary {
        let mark = (AnnotationKind::Context, label);
        match sources.iter_mut().find(|(source, _)| *source == label.span.source) {
            Some((_, marks)) => marks.push(mark),
            None => sources.push((label.span.source, vec![mark])),
        }
    }
    sources
}

/// Draws `labels`, or says where they would be if there is nothing to draw.
fn place<'a>(group: Group<'a>, sources: &'a Sources, id: SourceId, labels: &Marks<'a>) -> Group<'a> {
    let source = sources.get(id);
    let spans: Vec<Span> = labels.iter().map(|(_, label)| label.span).collect();
    let Some(window) = Window::around(source, &spans) else {
        return unseen(group, sources, labels);
    };
    let annotations: Vec<Annotation<'_>> =
        labels.iter().map(|(kind, label)| kind.span(window.range(label.span)).label(text(label))).collect();
    let snippet = Snippet::source(window.text).line_start(window.line).path(sanitize_line(source.path()));
    group.element(snippet.annotations(annotations))
}

fn text(label: &Label) -> Option<String> {
    (!label.text.is_empty()).then(|| sanitize(&label.text).into_owned())
}

/// The places of `labels` and what there is to say about them, without any source.
fn unseen<'a>(mut group: Group<'a>, sources: &'a Sources, labels: &Marks<'a>) -> Group<'a> {
    for (_, label) in labels {
        let source = sources.get(label.span.source);
        let mut origin = Origin::path(sanitize_line(source.path()));
        if !source.text().is_empty() {
            let position = source.position(label.span.start);
            origin = origin.line(position.line).char_column(position.column);
        }
        group = group.element(origin).elements(text(label).map(|text| Level::NOTE.message(text)));
    }
    group
}

/// A help and its patch, as a diff.
fn change<'a>(help: &'a Help, sources: &'a Sources) -> Option<Group<'a>> {
    let patch = help.patch.as_ref()?;
    let mut group = Group::with_title(Level::HELP.secondary_title(sanitize(&help.text)));
    for (source, edits) in edits_by_source(patch) {
        for edits in near(sources.get(source), edits, |edit| edit.span) {
            group = group.elements(diff(sources, source, &edits));
        }
    }
    Some(group)
}

fn edits_by_source(patch: &Patch) -> Vec<(SourceId, Vec<&Edit>)> {
    let mut sources: Vec<(SourceId, Vec<&Edit>)> = Vec::new();
    for edit in &patch.edits {
        match sources.iter_mut().find(|(source, _)| *source == edit.span.source) {
            Some((_, edits)) => edits.push(edit),
            None => sources.push((edit.span.source, vec![edit])),
        }
    }
    sources
}

fn diff<'a>(
    sources: &'a Sources,
    id: SourceId,
    edits: &[&'a Edit],
) -> Option<Snippet<'a, annotate_snippets::Patch<'a>>> {
    let source = sources.get(id);
    let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    let window = Window::around(source, &spans)?;
    let patches: Vec<_> = edits
        .iter()
        .map(|edit| annotate_snippets::Patch::new(window.range(edit.span), sanitize(&edit.text)))
        .collect();
    let snippet = Snippet::source(window.text).line_start(window.line).path(sanitize_line(source.path()));
    Some(snippet.patches(patches))
}
