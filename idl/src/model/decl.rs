//! What every declaration has.

use super::{FileId, MessageId, PackageId};
use crate::ast::Ident;
use crate::source::Span;

/// What every declaration has.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Its name and where it stands.
    pub name: Ident,
    /// The whole declaration, without documentation and annotations.
    pub span: Span,
    /// Its documentation, a line each.
    pub docs: Vec<String>,
    /// `@deprecated`
    pub deprecated: Option<Deprecated>,
    /// `@removed(in = "…")`
    pub removed: Option<String>,
    /// `@rust(name = "…")`
    pub rust_name: Option<String>,
    /// `@rust(derive = […])`
    pub rust_derive: Vec<String>,
}

/// `@deprecated("use GetUser", since = "v1.4", remove = "v2")`
#[derive(Clone, Debug, Default)]
pub struct Deprecated {
    /// What to use instead.
    pub message: Option<String>,
    /// The version it is deprecated since.
    pub since: Option<String>,
    /// The version that may drop it.
    pub remove: Option<String>,
}

/// Where a declaration of a package stands.
#[derive(Clone, Copy, Debug)]
pub struct Home {
    /// Its package.
    pub package: PackageId,
    /// Its file.
    pub file: FileId,
    /// The message it is nested in.
    pub parent: Option<MessageId>,
    /// Whether other packages may not use it.
    pub is_internal: bool,
}
