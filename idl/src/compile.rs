//! The whole way: files in, a checked model and diagnostics out.

use std::path::PathBuf;

use crate::ast;
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::{self, Loaded, Loader};
use crate::model::Model;
use crate::proto;
use crate::resolve;
use crate::source::Sources;

/// What one run has found out.
#[derive(Debug)]
pub struct Compiled {
    /// The schema; `None` where there was an error.
    pub model: Option<Model>,
    /// What is wrong, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that were read.
    pub sources: Sources,
    /// The trees of the `.mrpc` files, by path: the file `i` of the model is the tree `i`. The `.proto` files come
    /// last in the model and have no tree.
    pub files: Vec<ast::File>,
}

/// Reads `entries` and what they need, or every `.mrpc` file below the roots if there are no entries, and checks it. An
/// entry may be a `.proto` file; others import it by its path below the nearest root.
///
/// ```
/// use mrpc_idl::load::Memory;
///
/// let files = Memory::new([("a.mrpc", "edition 2026;\npackage a.v1;\nmessage M { x: Y = 1; }\n")]);
/// let compiled = mrpc_idl::compile(&files, &[]);
/// assert_eq!(compiled.diagnostics[0].title, "there is no type `Y`");
/// ```
#[must_use]
pub fn compile(loader: &dyn Loader, entries: &[PathBuf]) -> Compiled {
    let mut loaded = load::load(loader, entries);
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    let protos = proto::read(loader, &mut loaded);
    diagnostics.append(&mut loaded.diagnostics);
    let (imported, unsupported) = proto::lower(&protos, &loaded.files);
    diagnostics.extend(unsupported);
    let (order, cycles) = load::order(&loaded.files);
    diagnostics.extend(cycles);
    let (model, unresolved) = resolve::resolve(&loaded, &order, &imported);
    diagnostics.extend(unresolved);
    diagnostics.extend(check::check(&model, &loaded.files));
    let is_wrong = diagnostics.iter().any(|report| report.severity == Severity::Error);
    let Loaded { files, sources, .. } = loaded;
    let files = files.into_iter().map(|file| file.ast).collect();
    Compiled { model: (!is_wrong).then_some(model), diagnostics, sources, files }
}
