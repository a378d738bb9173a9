//! Methods and the policies that belong to them.

use super::build::Resolver;
use super::lookup::From;
use super::policy::Defaults;
use crate::annotation::{Read, Reads, Target};
use crate::ast::{self, TypeKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::{Home, Idempotency, Method, Model, Side, Type, UnionId};

impl<'a> Resolver<'a> {
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
        self.check_idle(&reads, request, response);
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
                TypeKind::Map(..) => wrong("a map".to_owned()),
                TypeKind::Stream(_) | TypeKind::Path(_) => wrong("a stream of streams".to_owned()),
            };
        };
        if node.ty.optional.is_some() {
            return wrong("something optional".to_owned());
        }
        let ty = self.find_type(path, From::top(home))?;
        match ty {
            Type::WellKnown(known) if known.is_enum() => return wrong(format!("the enum `{}`", path.text())),
            Type::Message(_) | Type::WellKnown(_) => {}
            Type::Union(id) if !self.declared.unions[id.index()].0.is_error => {}
            Type::Union(_) => return wrong(format!("the error `{}`", path.text())),
            Type::Scalar(_) => return wrong(format!("`{}`", path.text())),
            Type::Enum(_) => return wrong(format!("the enum `{}`", path.text())),
        }
        Some(Side { ty, is_stream: node.stream.is_some(), span: node.ty.span })
    }

    fn throws(&self, path: &ast::Path, home: Home) -> Option<UnionId> {
        let declared = &self.declared;
        let (kind, name) = match self.find_type(path, From::top(home))? {
            Type::Union(id) => match declared.unions[id.index()].0 {
                node if node.is_error => return Some(id),
                node => ("a union", Some(&node.name)),
            },
            Type::Message(id) => ("a message", declared.message_node(id).map(|(node, _)| &node.name)),
            Type::Enum(id) => ("an enum", declared.enum_node(id).map(|node| &node.name)),
            Type::WellKnown(known) if known.is_enum() => ("an enum", None),
            Type::WellKnown(_) => ("a message", None),
            Type::Scalar(_) => ("a scalar", None),
        };
        let title = format!("`{}` is {kind}, not an `error`", path.text());
        let mut report = Diagnostic::new(Code::E0703, path.span, title);
        if let Some(name) = name {
            report = report.also(name.span, "defined here");
        }
        self.report(
            report.help("throw an error: `error Failure { @code(NOT_FOUND) not_found: NotFound = 1; }`"),
        );
        None
    }

    fn check_read(&self, reads: &Reads<'_>, idempotency: Idempotency, request: Side) {
        if let (Some(read), Idempotency::Read, true) =
            (reads.get("idempotent"), idempotency, request.is_stream)
        {
            self.report(
                Diagnostic::new(Code::E0705, read.span(), "a method that sends a stream does not only read")
                    .also(request.span, "this is a stream")
                    .suggest(
                        "if the whole stream may be sent twice, say only that",
                        read.span(),
                        "@idempotent",
                    ),
            );
        }
    }

    /// `idle` limits the pause between two items, so there must be items.
    fn check_idle(&self, reads: &Reads<'_>, request: Side, response: Side) {
        let idle = reads.get("timeout").and_then(|read| read.get("idle"));
        if let Some(idle) = idle.filter(|_| !request.is_stream && !response.is_stream) {
            self.report(
                Diagnostic::new(Code::E0806, idle.span, "`idle` has no meaning without a stream")
                    .note("it limits the pause between two items of a stream"),
            );
        }
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
                .note("what was sent is gone: nobody keeps it for a second attempt")
                .suggest("remove `@retry`", read.span(), ""),
            );
        } else if idempotency == Idempotency::No {
            self.report(
                Diagnostic::new(
                    Code::E0706,
                    read.span(),
                    format!("`{}` is not idempotent and cannot be retried", node.name.text),
                )
                .note("a call that failed may have been executed: a retry would execute it again")
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

    fn check_batch(
        &self,
        read: &Read<'_>,
        node: &ast::Method,
        idempotency: Idempotency,
        request: Side,
        response: Side,
        model: &Model,
    ) {
        let title = format!("`{}` cannot be batched", node.name.text);
        let report = Diagnostic::new(Code::E0708, read.span(), title);
        let stream = [request, response].into_iter().find(|side| side.is_stream);
        if let Some(stream) = stream {
            self.report(
                report
                    .also(stream.span, "this is a stream")
                    .note("a frame holds whole calls, and a stream has no end that the client knows of"),
            );
        } else if idempotency == Idempotency::No {
            self.report(
                report
                    .note("calls that travel together are sent again together, and may have been executed")
                    .suggest("if twice is as good as once, say so", read.span().before(), "@idempotent "),
            );
        } else if read.get("key").is_some() && !self.has_key(model, request) {
            self.report(
                report
                    .also(request.span, "the request has no `@key`")
                    .help("put `@key` on the field whose value says which calls go together"),
            );
        }
    }

    /// A service that routes by key, and none of whose requests has one.
    pub(super) fn check_defaults(
        &self,
        node: &ast::Service,
        defaults: &Defaults,
        reads: &Reads<'_>,
        methods: &[Method],
    ) {
        let Some(read) = reads.get("route").filter(|_| defaults.is_routed_by_key) else { return };
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
        matches!(request.ty, Type::Message(id) if self.is_keyed(id, model))
    }
}
