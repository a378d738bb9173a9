//! The table of lints, and what happens to what they find.

use super::context::Context;
use super::level::Levels;
use super::sink::{Finding, Sink};
use super::{
    allow, constraint, deprecated, doc, enumeration, field, import, layout, method, naming, number, package,
    policy, recursion, size, sorting, unused,
};
use crate::ast;
use crate::code::{Code, Level};
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::source::Sources;

type Lint = fn(&Context<'_>, &mut Sink);

/// Every lint but W0220, which is about the others.
pub(super) const LINTS: &[(Code, Lint)] = &[
    (Code::W0101, naming::types_and_methods),
    (Code::W0102, naming::fields_and_oneofs),
    (Code::W0103, enumeration::case),
    (Code::W0104, enumeration::prefix),
    (Code::W0105, enumeration::zero),
    (Code::W0106, sorting::imports),
    (Code::W0107, package::name),
    (Code::W0108, naming::services),
    (Code::W0109, method::type_names),
    (Code::W0110, deprecated::uses),
    (Code::W0111, doc::missing),
    (Code::W0112, method::shared_requests),
    (Code::W0113, layout::file_names),
    (Code::W0114, layout::directories),
    (Code::W0201, import::unused),
    (Code::W0202, unused::declarations),
    (Code::W0203, number::single_ranges),
    (Code::W0204, number::negatives),
    (Code::W0205, field::money),
    (Code::W0206, field::time),
    (Code::W0207, field::optional_bool),
    (Code::W0208, number::gaps),
    (Code::W0209, method::empty),
    (Code::W0210, policy::timeouts),
    (Code::W0211, policy::reads),
    (Code::W0212, package::stability),
    (Code::W0213, enumeration::closed),
    (Code::W0214, constraint::unbounded),
    (Code::W0215, constraint::anchors),
    (Code::W0216, doc::code_blocks),
    (Code::W0217, recursion::depth),
    (Code::W0218, field::secrets),
    (Code::W0219, policy::batches),
    (Code::W0221, size::oneofs),
];

/// What there is to say about a schema beyond its errors: nothing as long as it has any.
///
/// ```
/// use mrpc_idl::lint::{Levels, lint};
/// use mrpc_idl::load::Memory;
///
/// let text = "edition 2026;\npackage a.v1;\nmessage user { age: uint32 = 1; }\n";
/// let compiled = mrpc_idl::compile(&Memory::new([("a.mrpc", text)]), &[]);
/// let found = lint(&compiled, &Levels::default());
/// assert_eq!(found[0].title, "name of message `user` is not in PascalCase");
/// ```
#[must_use]
pub fn lint(compiled: &Compiled, levels: &Levels) -> Vec<Diagnostic> {
    let Some(model) = &compiled.model else { return Vec::new() };
    run(model, &compiled.files, &compiled.sources, levels)
}

/// What there is to say about a model without errors. `files` are the trees of the model's files, in the same
/// order.
fn run(model: &Model, files: &[ast::File], sources: &Sources, levels: &Levels) -> Vec<Diagnostic> {
    let cx = Context::new(model, files, sources);
    let mut sink = Sink::default();
    for (_, lint) in LINTS.iter().filter(|(code, _)| levels.get(*code) != Level::Allow) {
        lint(&cx, &mut sink);
    }
    // A `.proto` file is somebody else's, and follows the customs of another language.
    sink.findings.retain(|finding| is_ours(sources, finding));
    let mut found = allow::apply(&cx, sink, levels);
    for diagnostic in &mut found {
        diagnostic.severity = severity(levels.get(diagnostic.code));
    }
    found.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
    found
}

fn is_ours(sources: &Sources, finding: &Finding) -> bool {
    !sources.get(finding.anchor.source).path().ends_with(".proto")
}

fn severity(level: Level) -> Severity {
    if level >= Level::Deny { Severity::Error } else { Severity::Warning }
}
