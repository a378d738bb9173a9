//! Documentation: W0111 and W0216.

use super::context::Context;
use super::sink::{Finding, Sink};
use crate::ast::Doc;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;

/// W0111
pub(super) fn missing(cx: &Context<'_>, sink: &mut Sink) {
    for named in cx.named() {
        let decl = named.decl;
        if named.home.is_internal || decl.docs.iter().any(|line| !line.trim().is_empty()) {
            continue;
        }
        let noun = named.kind.noun();
        let title = format!("{noun} `{}` has no documentation", decl.name.text);
        let diagnostic = Diagnostic::new(Code::W0111, decl.name.span, title)
            .label("nothing says what it is for")
            .note("the lines become the documentation of the Rust API, and what an editor shows to callers")
            .help("write a `///` line above it");
        sink.on(decl, diagnostic);
    }
}

/// W0216
pub(super) fn code_blocks(cx: &Context<'_>, sink: &mut Sink) {
    for file in cx.files {
        blocks(cx, &file.docs, None, sink);
    }
    for (attrs, name) in cx.all_attrs() {
        blocks(cx, &attrs.docs, Some(name), sink);
    }
}

fn blocks(cx: &Context<'_>, docs: &[Doc], anchor: Option<Span>, sink: &mut Sink) {
    // The fence that closes the block we are in.
    let mut open: Option<&str> = None;
    for doc in docs {
        let Some((fence, language)) = fence(&doc.text) else { continue };
        if let Some(opener) = open {
            // A longer fence of the same kind closes too; a shorter one is text.
            if language.is_empty() && fence.starts_with(opener) {
                open = None;
            }
            continue;
        }
        open = Some(fence);
        if !language.is_empty() {
            continue;
        }
        let Some(at) = cx.sources.text(doc.span).find(fence) else { continue };
        let start = doc.span.range().start + at;
        let span = Span::new(doc.span.source, start..start + fence.len());
        let edits = vec![Edit { span: span.after(), text: "text".to_owned() }];
        let diagnostic = Diagnostic::new(Code::W0216, span, "code block without a language")
            .label("of what language?")
            .note(
                "rustdoc takes a block without a language for Rust and would compile it; we print \
                 it as `text`",
            )
            .patch("name the language, or say that it is text", edits, Applicability::MaybeIncorrect);
        sink.findings.push(Finding { anchor: anchor.unwrap_or(span), diagnostic });
    }
}

/// The fence that a line begins with, and what follows it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let fence = &line[..line.len() - rest.len()];
    // `inline` code between backticks is no fence.
    let is_fence = fence.len() >= 3 && !(mark == '`' && rest.contains('`'));
    is_fence.then_some((fence, rest.trim()))
}
