//! Methods of services: what both sides are given, and what they give.

use mrpc_idl::model::{self, PackageId, Type};
use mrpc_idl::name::escape;

use super::context::{Context, method_name};
use super::head::{self, Head, Site};
use super::link::linked;
use super::lint::Allow;
use super::{promise, types};

/// A method.
#[derive(Debug)]
pub(crate) struct Method {
    /// That in the trait.
    pub(crate) head: Head,
    /// That in the client, which says what the schema promises.
    pub(crate) client_head: Head,
    pub(crate) name: String,
    /// The name as text, without what makes a name of a keyword.
    pub(crate) shown_name: String,
    /// Its name in the schema.
    pub(crate) schema_name: String,
    /// Its place in the table.
    pub(crate) index: usize,
    /// The expression that is its row in the table.
    pub(crate) spec: String,
    /// What a call of it is in the runtime.
    pub(crate) call: Call,
    /// The function of the runtime that serves it.
    pub(crate) serve: String,
    /// What a handler is given.
    pub(crate) parameters: Vec<Parameter>,
    /// What a handler gives.
    pub(crate) output: String,
    /// What it fails with.
    pub(crate) failure: String,
    pub(crate) request: String,
    pub(crate) response: String,
    /// What it throws.
    pub(crate) error: Option<String>,
    /// Whether a call begins with its request.
    pub(crate) takes_request: bool,
    pub(crate) mock: MockMethod,
    /// Whether the compiler warns where it, or a type of it, is named.
    pub(super) touches_deprecated: bool,
    /// What is not to be said of it in the trait.
    pub(super) in_trait: Allow,
    /// What is not to be said of it in the client.
    pub(super) in_client: Allow,
    /// What is not to be said of it in the mock.
    pub(super) in_mock: Allow,
}

/// One of the four kinds of call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// What the runtime calls the kind, and the type that a client gives.
    pub(crate) kind: &'static str,
    /// The function of the runtime.
    pub(crate) function: &'static str,
}

/// Something that a handler is given.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) ty: String,
    /// Whether it is only lent, to be changed.
    pub(crate) is_lent: bool,
}

/// What a mock has for it.
#[derive(Debug)]
pub(crate) struct MockMethod {
    /// The function that says what it does.
    pub(crate) on: String,
    /// The function that lets it fail.
    pub(crate) fail: String,
    /// The function that tells what it was asked.
    pub(crate) requests: String,
    /// What the closure is given that answers it.
    pub(crate) input: String,
    /// What that closure gives.
    pub(crate) output: String,
    /// What that closure does, in words.
    pub(crate) words: &'static str,
}

impl Method {
    pub(super) fn new(
        cx: &Context<'_>,
        service: &model::Service,
        method: &model::Method,
        around: Site<'_>,
        index: usize,
    ) -> Self {
        let Site { package, scope: service_name } = around;
        let full_name = format!("{service_name}.{}", method.decl.name.text);
        let site = Site { package, scope: &full_name };
        let otherwise = format!("Method `{}`.", method.decl.name.text);
        let mut in_trait = Allow::default();
        let head = head::plain(cx, site, &method.decl, &otherwise, &mut in_trait);
        let mut in_client = in_trait.clone();
        let mut client_head = head.clone();
        let error_type = method.throws.map(Type::Union);
        let error = error_type.map(|ty| type_name(cx, package, ty));
        client_head.docs.extend(promises(method, error.as_deref()));
        let shown_name = method_name(&method.decl);
        let request = type_name(cx, package, method.request.ty);
        let response = type_name(cx, package, method.response.ty);
        let failure = match &error {
            Some(error) => format!("::mrpc::Failure<{error}>"),
            None => "::mrpc::Status".to_owned(),
        };
        allow_conventions(&shown_name, &mut in_trait, &mut in_client);
        let mock = MockMethod::new(method, &shown_name, &request, &response, &failure);
        let mut in_mock = Allow::default();
        in_mock.add_if(converts(&mock.requests), "clippy::wrong_self_convention");
        let call = Call::of(method);
        let is_checked = service.is_validated && cx.has_rules(method.request.ty);
        let used = [Some(method.request.ty), Some(method.response.ty), error_type];
        Self {
            head,
            client_head,
            name: escape(&shown_name),
            schema_name: method.decl.name.text.clone(),
            index,
            spec: promise::spec(service_name, method, call.kind),
            call,
            serve: format!("{}{}", call.function, if is_checked { "_validated" } else { "" }),
            parameters: parameters(method, &request, &response),
            output: if method.response.is_stream { "()".to_owned() } else { response.clone() },
            takes_request: !method.request.is_stream,
            mock,
            touches_deprecated: method.decl.deprecated.is_some()
                || used.into_iter().flatten().any(|ty| cx.is_deprecated(ty)),
            shown_name,
            failure,
            request,
            response,
            error,
            in_trait,
            in_client,
            in_mock,
        }
    }
}

impl Call {
    fn of(method: &model::Method) -> Self {
        let (kind, function) = match (method.request.is_stream, method.response.is_stream) {
            (false, false) => ("Unary", "unary"),
            (false, true) => ("ServerStreaming", "server_streaming"),
            (true, false) => ("ClientStreaming", "client_streaming"),
            (true, true) => ("Bidirectional", "bidirectional"),
        };
        Self { kind, function }
    }
}

impl MockMethod {
    fn new(method: &model::Method, name: &str, request: &str, response: &str, failure: &str) -> Self {
        let result = format!("::core::result::Result<{response}, {failure}>");
        let (input, output, words) = match (method.request.is_stream, method.response.is_stream) {
            (false, false) => (request.to_owned(), result, "with what `handler` makes of its request"),
            (false, true) => (
                request.to_owned(),
                format!("::std::vec::Vec<{result}>"),
                "with the stream that `handler` makes of its request; an error ends it",
            ),
            (true, false) => (
                format!("::std::vec::Vec<{request}>"),
                result,
                "with what `handler` makes of all its requests, once they have come",
            ),
            (true, true) => (
                request.to_owned(),
                format!("::std::vec::Vec<{result}>"),
                "with what `handler` makes of each request as it comes; an error ends the call",
            ),
        };
        Self {
            on: format!("on_{name}"),
            fail: format!("fail_{name}"),
            requests: format!("{name}_requests"),
            input,
            output,
            words,
        }
    }
}

fn parameters(method: &model::Method, request: &str, response: &str) -> Vec<Parameter> {
    let taken = match method.request.is_stream {
        true => Parameter { name: "requests", ty: format!("::mrpc::Inbound<{request}>"), is_lent: true },
        false => Parameter { name: "request", ty: request.to_owned(), is_lent: false },
    };
    let given = method.response.is_stream.then(|| Parameter {
        name: "replies",
        ty: format!("::mrpc::Outbound<{response}>"),
        is_lent: true,
    });
    std::iter::once(taken).chain(given).collect()
}

/// The type of a request, a response or an error. A wrapper is a message here.
fn type_name(cx: &Context<'_>, from: PackageId, ty: Type) -> String {
    match ty {
        Type::WellKnown(known) => types::well_known(known),
        ty => cx.type_path(from, ty).unwrap_or_default(),
    }
}

/// What the schema promises, as the last paragraph of the documentation.
fn promises(method: &model::Method, error: Option<&str>) -> Vec<String> {
    let throws = error.map(|error| format!("Throws {}.", linked(error)));
    let mut lines: Vec<String> = throws.into_iter().chain(promise::words(method)).collect();
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

/// Names that mean something to clippy, which a schema does not know.
fn allow_conventions(name: &str, in_trait: &mut Allow, in_client: &mut Allow) {
    for allow in [in_trait, &mut *in_client] {
        allow.add_if(converts(name), "clippy::wrong_self_convention");
        allow.add_if(matches!(name, "iter" | "iter_mut"), "clippy::iter_not_returning_iterator");
    }
    in_client.add_if(name == "cmp", "clippy::should_implement_trait");
}

/// Whether a function of this name would do something else with `self` than ours do.
fn converts(name: &str) -> bool {
    let is_mut = name.ends_with("_mut");
    ["into_", "from_"].iter().any(|start| name.starts_with(start))
        || is_mut && ["to_", "as_"].iter().any(|start| name.starts_with(start))
}
