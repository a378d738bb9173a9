//! Methods and the policies that belong to them.

use std::time::Duration;

use super::build::Resolver;
use super::lookup::From;
use crate::annotation::{Read, Reads, Target};
use crate::ast::{self, Member, TypeKind, ValueKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Batch, FieldType, Home, Idempotency, MessageId, Method, Model, Retry, Side, Timeout, Type, UnionId,
};
use crate::source::Span;

/// No timeout is shorter: a thread may wait longer than that to run at all.
const TIMEOUT_MIN: Duration = Duration::from_millis(1);
/// No timeout is longer: what takes a day is a job, not a call.
const TIMEOUT_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// More attempts than this only add load to a server that is down.
const ATTEMPTS_MAX: i128 = 10;
/// What one frame may hold in the worst case, with small calls.
const BATCH_SIZE_MAX: i128 = 10_000;
/// A call that waits longer than this for company is late.
const BATCH_WAIT_MAX: Duration = Duration::from_secs(1);

/// What a service says of all its methods.
#[derive(Debug, Default)]
pub(super) struct Defaults {
    timeout: Timeout,
    retry: Option<Retry>,
    is_routed_by_key: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn defaults(&self, reads: &Reads<'a>, home: Home) -> Defaults {
        Defaults {
            timeout: self.timeout(reads).unwrap_or_default(),
            retry: reads.get("retry").and_then(|read| self.retry(read, home)),
            is_routed_by_key: reads
                .get("route")
                .is_some_and(|read| self.word(read, "by", &["hash"]).is_some()),
        }
    }

    pub(super) fn method(
        &self,
        node: &'a ast::Method,
        defaults: &Defaults,
        home: Home,
        model: &Model,
    ) -> Option<Method> {
        let (decl, reads) = self.decl(&node.attrs, &node.name, node.span, Target::Method, home);
        let request = self.side(&node.request, "request", home);
        let response = self.side(&node.response, "response", home);
        let throws = node.throws.as_ref().map(|path| self.throws(path, home));
        let idempotency = self.idempotency(&reads);
        let timeout = self.timeout(&reads);
        let retry = reads.get("retry").map(|read| (read, self.retry(read, home)));
        let (request, response) = (request?, response?);
        self.check_read(&reads, idempotency, request);
        if let Some((read, _)) = &retry {
            self.check_retry(read, node, idempotency, request);
        }
        let may_retry = idempotency != Idempotency::No && !request.is_stream;
        let batch = reads.get("batch").and_then(|read| {
            self.check_batch(read, node, idempotency, request, response, model);
            self.batch(read, home)
        });
        Some(Method {
            decl,
            request,
            response,
            throws: match throws {
                Some(throws) => Some(throws?),
                None => None,
            },
            timeout: timeout.unwrap_or(defaults.timeout),
            idempotency,
            retry: match retry {
                Some((_, retry)) => retry,
                None => defaults.retry.clone().filter(|_| may_retry),
            },
            is_routed_by_key: self.route(&reads, request, model)
                || defaults.is_routed_by_key && self.has_key(model, request),
            batch,
        })
    }

    fn side(&self, node: &ast::Side, word: &str, home: Home) -> Option<Side> {
        let wrong = |what: String| {
            self.report(
                Diagnostic::new(Code::E0702, node.ty.span, format!("{what} cannot be a {word}"))
                    .help("a method takes and returns messages: they can grow without breaking anybody"),
            );
            None
        };
        let TypeKind::Path(path) = &node.ty.kind else {
            return match node.ty.kind {
                TypeKind::Broken => None,
                TypeKind::List(_) => wrong("a list".to_owned()),
                _ => wrong("this".to_owned()),
            };
        };
        if node.ty.optional.is_some() {
            return wrong("something optional".to_owned());
        }
        let ty = self.find_type(path, From::top(home))?;
        match ty {
            Type::Message(_) | Type::WellKnown(_) => {}
            Type::Union(id) if !self.declared.unions[id.index()].0.is_error => {}
            Type::Union(_) => return wrong(format!("the error `{}`", path.text())),
            Type::Scalar(_) => return wrong(format!("`{}`", path.text())),
            Type::Enum(_) => return wrong(format!("the enum `{}`", path.text())),
        }
        Some(Side { ty, is_stream: node.stream.is_some(), span: node.ty.span })
    }

    fn throws(&self, path: &ast::Path, home: Home) -> Option<UnionId> {
        match self.find_type(path, From::top(home))? {
            Type::Union(id) if self.declared.unions[id.index()].0.is_error => Some(id),
            _ => {
                self.report(
                    Diagnostic::new(Code::E0703, path.span, format!("`{}` is not an `error`", path.text()))
                        .help("declare one: `error Failure { @code(NOT_FOUND) not_found: NotFound = 1; }`"),
                );
                None
            }
        }
    }

    fn idempotency(&self, reads: &Reads<'_>) -> Idempotency {
        match reads.get("idempotent") {
            None => Idempotency::No,
            Some(read) if read.get("kind").is_none() => Idempotency::Yes,
            Some(read) => self.word(read, "kind", &["read"]).map_or(Idempotency::Yes, |_| Idempotency::Read),
        }
    }

    fn check_read(&self, reads: &Reads<'_>, idempotency: Idempotency, request: Side) {
        if let (Some(read), Idempotency::Read, true) =
            (reads.get("idempotent"), idempotency, request.is_stream)
        {
            self.report(
                Diagnostic::new(Code::E0705, read.span(), "a method that sends a stream does not only read")
                    .also(request.span, "this is a stream")
                    .help("write `@idempotent` if the whole stream may be sent twice"),
            );
        }
    }

    /// `None` where nothing, or nothing readable, is said.
    fn timeout(&self, reads: &Reads<'_>) -> Option<Timeout> {
        let read = reads.get("timeout")?;
        let is_none = read.get("total").and_then(super::value::word_of) == Some("none");
        if is_none {
            return Some(Timeout::Never);
        }
        let bounded = |name| {
            let (duration, span) = self.duration(read, name)?;
            let is_fine = (TIMEOUT_MIN..=TIMEOUT_MAX).contains(&duration);
            if !is_fine {
                self.out_of_range("a timeout lies between `1ms` and `24h`", span);
            }
            is_fine.then_some(duration)
        };
        let idle = bounded("idle");
        Some(Timeout::After { total: bounded("total")?, idle, span: read.span() })
    }

    pub(super) fn out_of_range(&self, title: &str, span: Span) {
        self.report(Diagnostic::new(Code::E0709, span, title).label("out of range"));
    }

    fn retry(&self, read: &Read<'_>, home: Home) -> Option<Retry> {
        let (attempts, span) = self.int(read, "max_attempts", From::top(home))?;
        if !(2..=ATTEMPTS_MAX).contains(&attempts) {
            self.out_of_range("`max_attempts` lies between 2 and 10, the first attempt included", span);
            return None;
        }
        let on = match read.get("on") {
            None => Vec::new(),
            Some(value) => match &value.kind {
                ValueKind::List(items) => items.iter().filter_map(|item| self.status(item)).collect(),
                _ => {
                    self.wrong(value, read.what("on"));
                    Vec::new()
                }
            },
        };
        let budget_percent = match read.get("budget").map(|value| (value, &value.kind)) {
            Some((_, ValueKind::Percent(percent @ 0..=100))) => Some(*percent),
            Some((value, ValueKind::Percent(_))) => {
                self.out_of_range("a budget lies between `0%` and `100%`", value.span);
                None
            }
            Some((value, _)) => {
                self.wrong(value, read.what("budget"));
                None
            }
            None => None,
        };
        Some(Retry {
            max_attempts: u32::try_from(attempts).ok()?,
            backoff: self.backoff(read),
            on,
            budget_percent,
        })
    }

    /// `50ms..1s`: both ends are durations, the first not longer than the second.
    fn backoff(&self, read: &Read<'_>) -> Option<(Duration, Duration)> {
        let value = read.get("backoff")?;
        let ends = super::value::ends(value).and_then(|(start, end, _)| Some((&start?.kind, &end?.kind)));
        let Some((ValueKind::Duration(first), ValueKind::Duration(longest))) = ends else {
            self.wrong(value, read.what("backoff"));
            return None;
        };
        if first > longest || first.is_zero() || *longest > TIMEOUT_MAX {
            self.out_of_range("a backoff begins above 0, and with the shorter pause", value.span);
            return None;
        }
        Some((*first, *longest))
    }

    fn check_retry(&self, read: &Read<'_>, node: &ast::Method, idempotency: Idempotency, request: Side) {
        if request.is_stream {
            self.report(
                Diagnostic::new(
                    Code::E0707,
                    read.span(),
                    format!("`{}` sends a stream and cannot be retried", node.name.text),
                )
                .also(request.span, "this is a stream")
                .note("what was sent is gone; nobody keeps it for a second attempt"),
            );
        } else if idempotency == Idempotency::No {
            self.report(
                Diagnostic::new(
                    Code::E0706,
                    read.span(),
                    format!("`{}` is not idempotent and cannot be retried", node.name.text),
                )
                .note("a call that failed may have been executed; a retry would execute it again")
                .suggest(
                    "if twice is as good as once, say so",
                    read.span().before(),
                    "@idempotent ",
                ),
            );
        }
    }

    fn route(&self, reads: &Reads<'_>, request: Side, model: &Model) -> bool {
        let Some(read) = reads.get("route") else { return false };
        if self.word(read, "by", &["hash"]).is_none() {
            return false;
        }
        if !self.has_key(model, request) {
            let name = model.type_name(request.ty);
            self.report(
                Diagnostic::new(Code::E0710, read.span(), format!("`{name}` has no `@key` to route by"))
                    .also(request.span, "the request")
                    .help("put `@key` on the field whose value chooses the server"),
            );
        }
        true
    }

    fn batch(&self, read: &Read<'_>, home: Home) -> Option<Batch> {
        let (size, size_span) = self.int(read, "max_size", From::top(home))?;
        let (max_wait, wait_span) = self.duration(read, "max_wait")?;
        if !(2..=BATCH_SIZE_MAX).contains(&size) {
            self.out_of_range("`max_size` lies between 2 and 10,000", size_span);
            return None;
        }
        if max_wait.is_zero() || max_wait > BATCH_WAIT_MAX {
            self.out_of_range("`max_wait` lies between `1us` and `1s`", wait_span);
            return None;
        }
        let is_by_key = read.get("key").is_some();
        Some(Batch { max_size: u32::try_from(size).ok()?, max_wait, is_by_key, span: read.span() })
    }

    fn check_batch(
        &self,
        read: &Read<'_>,
        node: &ast::Method,
        idempotency: Idempotency,
        request: Side,
        response: Side,
        model: &Model,
    ) {
        let why = if request.is_stream || response.is_stream {
            "only a method without streams can be batched"
        } else if idempotency == Idempotency::No {
            "calls that travel together may be sent again together, so the method must be `@idempotent`"
        } else if read.get("key").is_some() && !self.has_key(model, request) {
            "it batches by `@key`, and the request has none"
        } else {
            return;
        };
        let title = format!("`{}` cannot be batched", node.name.text);
        self.report(Diagnostic::new(Code::E0708, read.span(), title).note(why));
    }

    /// A service that routes by key, and none of whose requests has one.
    pub(super) fn check_defaults(&self, node: &ast::Service, reads: &Reads<'_>, methods: &[Method]) {
        let Some(read) = reads.get("route") else { return };
        let is_used =
            methods.len() < node.methods.len() || methods.iter().any(|method| method.is_routed_by_key);
        if !is_used && !methods.is_empty() {
            self.report(
                Diagnostic::new(
                    Code::E0710,
                    read.span(),
                    "no request of this service has a `@key` to route by",
                )
                .help("put `@key` on the field whose value chooses the server"),
            );
        }
    }

    /// Whether a request has a routing key, in itself or in a message in it.
    fn has_key(&self, model: &Model, request: Side) -> bool {
        let Type::Message(first) = request.ty else { return false };
        let mut seen = vec![first];
        let mut at = 0;
        while let Some(&id) = seen.get(at) {
            at += 1;
            // A field that could not be built may have been the key.
            if model[id].fields.len() < self.fields_written(id) {
                return true;
            }
            for field in &model[id].fields {
                if field.key.is_some() {
                    return true;
                }
                match field.ty {
                    // A key must be there: below a oneof or a list it may not be.
                    FieldType::One(Type::Message(inner))
                        if field.oneof.is_none() && !seen.contains(&inner) =>
                    {
                        seen.push(inner);
                    }
                    _ => {}
                }
            }
        }
        false
    }

    fn fields_written(&self, id: MessageId) -> usize {
        let (node, _) = self.declared.messages[id.index()];
        let count = |member: &Member| match member {
            Member::Field(_) => 1,
            Member::Oneof(oneof) => oneof.fields.len(),
            Member::Reserved(_) | Member::Message(_) | Member::Enum(_) => 0,
        };
        usize::from(node.broken) + node.members.iter().map(count).sum::<usize>()
    }
}
