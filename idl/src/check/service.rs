//! Services and the names of their methods.

use super::family::Reports;
use super::generated::in_rust;
use super::names::{self, check_equal, check_twice, equal_in_rust};
use super::number::too_many;
use crate::ast::{Ident, Service};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::MEMBERS_MAX;
use crate::name::{self, CLIENT_METHODS};

pub(super) fn check(node: &Service, reports: &mut Reports) {
    names::check_declared(&node.name, reports);
    if node.methods.is_empty() && !node.broken {
        reports.push(
            Diagnostic::new(
                Code::E0714,
                node.name.span,
                format!("service `{}` has no methods", node.name.text),
            )
            .help("give it one: `rpc Get(GetRequest) -> GetResponse;`"),
        );
    }
    if let Some(method) = node.methods.get(MEMBERS_MAX) {
        reports.push(too_many(&method.name, "method"));
    }
    for method in &node.methods {
        names::check(&method.name, reports);
    }
    let methods = node.methods.iter();
    let in_client: Vec<_> =
        methods.filter_map(|method| in_rust(&method.attrs, &method.name, name::snake)).collect();
    for (name, becomes) in &in_client {
        if CLIENT_METHODS.contains(&becomes.as_str()) {
            reports.push(taken(name, becomes));
        }
    }
    check_twice(node.methods.iter().map(|method| (&method.name, "a method")), Code::E0701, reports);
    check_equal(in_client, equal_in_rust, reports);
}

fn taken(name: &Ident, becomes: &str) -> Diagnostic {
    Diagnostic::new(Code::E0713, name.span, format!("every client has a method `{becomes}` already"))
        .label(format!("`{}` becomes `{becomes}`", name.text))
        .help("rename it, or give it a name for Rust alone: `@rust(name = \"…\")`")
}
