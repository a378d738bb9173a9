//! Calls the families, file by file and declaration by declaration.

use super::{enums, generated, header, member, names, package, recursion, service};
use crate::ast::{self, Item, Member};
use crate::diagnostic::Diagnostic;
use crate::limit::REPORTS_KEPT_MAX;
use crate::load::LoadedFile;
use crate::model::Model;

/// Where the families put their reports.
#[derive(Default)]
pub(super) struct Reports(Vec<Diagnostic>);

impl Reports {
    /// Keeps a report, if there are not too many.
    pub(super) fn push(&mut self, report: Diagnostic) {
        if self.0.len() < REPORTS_KEPT_MAX {
            self.0.push(report);
        }
    }

    /// The same for each of them.
    pub(super) fn extend(&mut self, reports: impl IntoIterator<Item = Diagnostic>) {
        reports.into_iter().for_each(|report| self.push(report));
    }
}

/// Everything that breaks a rule.
pub(crate) fn check(model: &Model, files: &[LoadedFile]) -> Vec<Diagnostic> {
    let mut reports = Reports::default();
    for file in files {
        header::check(&file.ast, &mut reports);
        names::check_package(&file.ast, &mut reports);
        for item in &file.ast.items {
            check_item(item, &mut reports);
        }
    }
    package::check(files, &mut reports);
    generated::check(files, &mut reports);
    recursion::check(model, &mut reports);
    reports.0
}

fn check_item(item: &Item, reports: &mut Reports) {
    match item {
        Item::Const(node) => names::check_const(&node.name, reports),
        Item::Message(node) => check_message(node, reports),
        Item::Enum(node) => enums::check(node, reports),
        Item::Union(node) => member::check_union(node, reports),
        Item::Service(node) => service::check(node, reports),
    }
}

/// Nesting is bounded by the parser.
fn check_message(node: &ast::Message, reports: &mut Reports) {
    member::check_message(node, reports);
    for nested in &node.members {
        match nested {
            Member::Message(nested) => check_message(nested, reports),
            Member::Enum(nested) => enums::check(nested, reports),
            Member::Field(_) | Member::Oneof(_) | Member::Reserved(_) => {}
        }
    }
}
