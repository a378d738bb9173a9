//! Services and the names of their methods.

use super::family::Reports;
use super::names::{self, check_equal, check_twice, equal_in_rust};
use super::number::too_many;
use crate::ast::Service;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit::MEMBERS_MAX;
use crate::name::{self, CLIENT_METHODS};

pub(super) fn check(node: &Service, reports: &mut Reports) {
    names::check(&node.name, reports);
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
    let method_names = || node.methods.iter().map(|method| &method.name);
    for method in &node.methods {
        let name = &method.name;
        names::check(name, reports);
        let becomes = names::chosen(&method.attrs).unwrap_or_else(|| name::snake(&name.text));
        if CLIENT_METHODS.contains(&becomes.as_str()) {
            reports.push(
                Diagnostic::new(
                    Code::E0713,
                    name.span,
                    format!("every client has a method `{becomes}` already"),
                )
                .label(format!("`{}` becomes `{becomes}`", name.text))
                .help("rename it, or give it a name for Rust alone: `@rust(name = \"…\")`"),
            );
        }
    }
    check_twice(method_names().map(|name| (name, "a method")), Code::E0701, reports);
    let methods = node.methods.iter().map(|method| (&method.name, &method.attrs));
    check_equal(methods, name::snake, equal_in_rust, reports);
}
