//! From pairs to the tree: the file, and the order of things in it.

use pest::Parser;
use pest::iterators::Pair;

use super::annotation::Pending;
use super::context::Context;
use super::grammar::{Grammar, Rule};
use super::guard;
use super::within::Within;
use crate::ast::{Attrs, File, Item};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// What was read, and what was wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// All that could be read.
    pub file: File,
    /// The mistakes, in the order they stand in the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Mistakes that take nothing away from the tree.
const HARMLESS: [Code; 5] = [Code::E0003, Code::E0006, Code::E0008, Code::E0009, Code::E0013];

/// Reads `text`, whatever it is. It takes time linear in its length, and does not panic.
#[must_use]
pub fn file(source: SourceId, text: &str) -> Parsed {
    let guarded = guard::scan(source, text);
    let mut file = File {
        source,
        docs: Vec::new(),
        edition: None,
        package: None,
        imports: Vec::new(),
        items: Vec::new(),
        broken: guarded.mended.is_none(),
    };
    let Some(mended) = guarded.mended else {
        return Parsed { file, diagnostics: guarded.diagnostics };
    };
    let mut context = Context::new(source, &mended, &guarded.unclosed_strings, guarded.diagnostics);
    match Grammar::parse(Rule::file, mended.text()) {
        Ok(mut pairs) => {
            if let Some(root) = pairs.next() {
                lower(&mut context, root, &mut file);
            }
        }
        // The grammar matches every text; what is left is a thread with too little stack to recurse in.
        Err(error) => {
            let start = Span::new(source, 0..0);
            let report = Diagnostic::new(Code::E0007, start, "file cannot be parsed on so small a stack");
            context.report(report.note(error.variant.message()));
            file.broken = true;
        }
    }
    let mut diagnostics = context.into_diagnostics();
    diagnostics.sort_by_key(|report| report.primary.span.start);
    file.broken |= diagnostics.iter().any(|report| !HARMLESS.contains(&report.code));
    Parsed { file, diagnostics }
}

fn lower(context: &mut Context<'_>, root: Pair<'_, Rule>, file: &mut File) {
    let mut pending = Pending::default();
    let mut is_top = true;
    for pair in root.into_inner() {
        let rule = pair.as_rule();
        match rule {
            Rule::file_doc if is_top => file.docs.push(context.doc(&pair)),
            Rule::doc | Rule::file_doc | Rule::annotation => context.attribute(&mut pending, pair),
            Rule::EOI => context.dangling(&mut pending, "nothing follows it"),
            Rule::edition => {
                context.dangling(&mut pending, "an `edition` takes none");
                let edition = context.edition(pair);
                second(context, "edition", edition.span, file.edition.as_ref().map(|first| first.span));
                file.edition.get_or_insert(edition);
            }
            Rule::package => {
                let attrs = pending.take();
                let package = context.package(attrs, pair);
                second(context, "package", package.span, file.package.as_ref().map(|first| first.span));
                file.package.get_or_insert(package);
            }
            Rule::import | Rule::proto_import => {
                context.dangling(&mut pending, "an `import` takes none");
                file.imports.push(context.import(pair));
            }
            _ => {
                let attrs = pending.take();
                file.items.extend(context.item(attrs, pair));
            }
        }
        is_top &= rule == Rule::file_doc;
    }
}

/// A file has one edition and one package.
fn second(context: &mut Context<'_>, what: &str, span: Span, first: Option<Span>) {
    if let Some(first) = first {
        let report = Diagnostic::new(Code::E0001, span, format!("second `{what}` in one file"))
            .label("a file has only one")
            .also(first, "first here")
            .suggest("remove it", span, "");
        context.report(report);
    }
}

impl Context<'_> {
    /// One thing that a file declares; nothing where it could not be read, which is reported then.
    fn item(&mut self, attrs: Attrs, pair: Pair<'_, Rule>) -> Option<Item> {
        let item = match pair.as_rule() {
            Rule::const_decl => Item::Const(self.constant(attrs, pair)),
            Rule::message => Item::Message(self.message(attrs, pair)),
            Rule::enum_decl => Item::Enum(self.enumeration(attrs, pair)),
            Rule::union_decl => Item::Union(self.union(attrs, pair)),
            Rule::service => Item::Service(self.service(attrs, pair)),
            _ => {
                self.misfit(Within::File, &pair);
                return None;
            }
        };
        Some(item)
    }
}
