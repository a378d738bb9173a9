//! What services promise about calls: W0210, W0211 and W0219.

use super::context::Context;
use super::edit;
use super::sink::Sink;
use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::model::{Decl, Idempotency, Method, Timeout};
use crate::name;

/// W0210, once for a service where no method has a timeout
pub(super) fn timeouts(cx: &Context<'_>, sink: &mut Sink) {
    for service in &cx.model.services {
        let is_unary = |method: &&Method| !method.request.is_stream && !method.response.is_stream;
        let live = service.methods.iter().filter(|method| method.decl.removed.is_none());
        let unary: Vec<&Method> = live.filter(is_unary).collect();
        let is_unset = |method: &&Method| method.timeout == Timeout::Unset;
        let unset: Vec<&Method> = unary.iter().copied().filter(is_unset).collect();
        if unset.len() == unary.len() && unset.len() > 1 {
            let title = format!("no unary method of `{}` has a timeout", service.decl.name.text);
            let what = "give all methods one; a method may have its own";
            report(cx, sink, &service.decl, title, what);
        } else {
            for method in unset {
                let title = format!("unary method `{}` has no timeout", method.decl.name.text);
                report(
                    cx,
                    sink,
                    &method.decl,
                    title,
                    "give it one, or `@timeout(none)` if it may take for ever",
                );
            }
        }
    }
}

fn report(cx: &Context<'_>, sink: &mut Sink, decl: &Decl, title: String, what: &str) {
    // How long is a guess; that there is an end is not.
    let insertion = edit::annotate(cx.sources, decl.span, "@timeout(5s)", true);
    let diagnostic = Diagnostic::new(Code::W0210, decl.name.span, title)
        .label("waits as long as each client happens to")
        .note("whoever wrote the method knows best how long is too long; a caller may still wait less")
        .patch(what, vec![insertion], Applicability::MaybeIncorrect);
    sink.on(decl, diagnostic);
}

/// Verbs that change something.
const CHANGES: [&str; 9] = ["add", "create", "delete", "insert", "put", "remove", "set", "update", "write"];

/// W0211
pub(super) fn reads(cx: &Context<'_>, sink: &mut Sink) {
    for (_, method) in cx.methods().filter(|(_, method)| method.idempotency == Idempotency::Read) {
        let snake = name::snake(&method.decl.name.text);
        let verb = snake.split('_').next().unwrap_or_default();
        if !CHANGES.contains(&verb) {
            continue;
        }
        let title = format!(
            "method `{}` is marked `@idempotent(read)` but seems to change something",
            method.decl.name.text
        );
        let mut diagnostic = Diagnostic::new(Code::W0211, method.decl.name.span, title)
            .label(format!("`{verb}` is a word for a change"))
            .note("what only reads may be cached, sent twice at once, or answered by a replica");
        diagnostic =
            match cx.annotation(&method.decl, "idempotent") {
                Some(annotation) => diagnostic
                    .also(annotation.span, "promises that nothing changes")
                    .suggest("promise only that twice is as good as once", annotation.span, "@idempotent"),
                None => diagnostic.help("promise only that twice is as good as once: `@idempotent`"),
            };
        sink.on(&method.decl, diagnostic);
    }
}

/// W0219
pub(super) fn batches(cx: &Context<'_>, sink: &mut Sink) {
    for (_, method) in cx.methods() {
        let (Some(batch), Timeout::After { total, span, .. }) = (method.batch, method.timeout) else {
            continue;
        };
        if batch.max_wait <= total / 10 {
            continue;
        }
        let title = format!(
            "batching may hold a call of `{}` for {:?} of its {total:?}",
            method.decl.name.text, batch.max_wait
        );
        let diagnostic = Diagnostic::new(Code::W0219, batch.span, title)
            .label(format!("waits up to {:?}", batch.max_wait))
            .also(span, format!("gives up after {total:?}"))
            .note(
                "the wait is spent before anything is sent; more than a tenth of the timeout \
                 leaves too little for a slow answer or another attempt",
            )
            .help(format!("wait {:?} at most, or allow more time", total / 10));
        sink.on(&method.decl, diagnostic);
    }
}
