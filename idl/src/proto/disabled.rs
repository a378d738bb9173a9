//! What stands in the place of `proto` where it is not built in: every `.proto` file is refused.

use crate::ast::ImportKind;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::{Loaded, LoadedFile, Loader};
use crate::model::Model;
use crate::source::Span;

/// Nothing.
pub(crate) struct Protos;

/// Refuses each file that was asked for.
pub(crate) fn read(_: &dyn Loader, loaded: &mut Loaded) -> Protos {
    let mut reports = Vec::new();
    for path in std::mem::take(&mut loaded.protos) {
        reports.push(refuse(Span::new(loaded.sources.add(path.display().to_string(), ""), 0..0)));
    }
    for file in &loaded.files {
        for import in file.protos.iter().filter_map(|&at| file.ast.imports.get(at)) {
            if let ImportKind::Proto(path) = &import.kind {
                reports.push(refuse(path.span));
            }
        }
    }
    loaded.diagnostics.extend(reports);
    Protos
}

fn refuse(span: Span) -> Diagnostic {
    Diagnostic::new(Code::E0110, span, "this program was built without `.proto` files")
        .help("build it with the feature `proto`, which is on by default")
}

/// A model of nothing.
pub(crate) fn lower(_: &Protos, _: &[LoadedFile]) -> (Model, Vec<Diagnostic>) {
    (Model::default(), Vec::new())
}
