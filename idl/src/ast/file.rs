//! A file and its first lines.

use super::{Attrs, Doc, Ident, Item, Number, Path, Text};
use crate::source::{SourceId, Span};

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The text it was read from.
    pub source: SourceId,
    /// The `//!` lines at the top.
    pub docs: Vec<Doc>,
    /// `edition 2026;`
    pub edition: Option<Edition>,
    /// `package demo.user.v1;`
    pub package: Option<Package>,
    /// The imports, in order.
    pub imports: Vec<Import>,
    /// What it declares, in order.
    pub items: Vec<Item>,
    /// Whether something in it could not be read. Rules about what is missing stay silent then.
    pub broken: bool,
}

/// `edition 2026;`
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// What follows the keyword.
    pub number: Number,
    /// The whole declaration.
    pub span: Span,
}

/// `package demo.user.v1;`
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// What was said about it.
    pub attrs: Attrs,
    /// The name.
    pub path: Path,
    /// The whole declaration, without its attributes.
    pub span: Span,
}

/// One import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What is imported.
    pub kind: ImportKind,
    /// `as alias`, behind a path or a `.proto` file.
    pub alias: Option<Ident>,
    /// The whole declaration.
    pub span: Span,
}

/// The forms of an import.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportKind {
    /// `import demo.audit.v1;` or `import demo.audit.v1.Entry;`: only what is found tells which.
    Path(Path),
    /// `import demo.common.v1.{Money, PageToken as Token};`
    Names {
        /// The package.
        package: Path,
        /// What is between the braces.
        names: Vec<ImportName>,
        /// From brace to brace.
        braces: Span,
    },
    /// `import proto "google/type/latlng.proto";`
    Proto(Text),
}

/// `PageToken as Token`
#[derive(Clone, Debug, PartialEq)]
pub struct ImportName {
    /// The name in its package.
    pub name: Ident,
    /// The name here.
    pub alias: Option<Ident>,
}
