//! Gives every declaration an id before anything is looked up.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::symbol::{Entry, Scope, Symbol, Symbols};
use crate::ast::{self, Item, Member};
use crate::lex::{self, Kind};
use crate::load::LoadedFile;
use crate::model::{ConstId, EnumId, FileId, Home, MessageId, Model, PackageId, ServiceId, UnionId};
use crate::name::Guesses;
use crate::source::Sources;

/// The declarations of all `.mrpc` files, in the order of their ids.
///
/// What `.proto` files declare is a part of the model already; its ids come first, and its names are among the
/// symbols.
#[derive(Debug)]
pub(super) struct Declared<'a> {
    pub(super) imported: &'a Model,
    pub(super) packages: HashMap<&'a str, PackageId>,
    pub(super) messages: Vec<(&'a ast::Message, Home)>,
    pub(super) enums: Vec<(&'a ast::Enum, Home)>,
    pub(super) unions: Vec<(&'a ast::Union, Home)>,
    pub(super) services: Vec<(&'a ast::Service, Home)>,
    pub(super) consts: Vec<(&'a ast::Const, Home)>,
    pub(super) symbols: Symbols<'a>,
    /// Names that a package seems to declare in a part that could not be read.
    hidden: HashMap<PackageId, HashSet<String>>,
    pub(super) guesses: Guesses,
    /// The names of the packages.
    names: &'a [String],
    /// How many parts the names of packages have.
    package_lengths: BTreeSet<usize>,
}

/// Walks `files`. All packages are `order`, with those of `imported` in front.
pub(super) fn declare<'a>(
    files: &'a [LoadedFile],
    sources: &Sources,
    order: &'a [String],
    imported: &'a Model,
) -> Declared<'a> {
    let mut declared = Declared {
        imported,
        packages: HashMap::new(),
        messages: Vec::new(),
        enums: Vec::new(),
        unions: Vec::new(),
        services: Vec::new(),
        consts: Vec::new(),
        symbols: Symbols::default(),
        hidden: HashMap::new(),
        guesses: Guesses::default(),
        names: order,
        package_lengths: BTreeSet::new(),
    };
    for (at, package) in order.iter().enumerate() {
        declared.packages.insert(package, PackageId::of(at));
        declared.package_lengths.insert(package.split('.').count());
    }
    declared.import();
    for (at, file) in files.iter().enumerate() {
        let Some(&package) = declared.packages.get(file.package.as_str()) else { continue };
        let home = Home { package, file: FileId::of(at), parent: None, is_internal: false };
        for item in &file.ast.items {
            declared.item(item, home);
        }
        if file.ast.broken {
            let text = sources.get(file.ast.source).text();
            declared.hidden.entry(package).or_default().extend(seem_declared(text));
        }
    }
    declared
}

/// The word behind each keyword, and every second of two words before a `{` or a `:`: `mesage User {` surely
/// meant to declare `User`.
fn seem_declared(text: &str) -> Vec<String> {
    let tokens: Vec<lex::Token> = lex::tokens(text).filter(|token| !token.kind.is_comment()).collect();
    let written = |token: &lex::Token| &text[token.range.clone()];
    let declares = |word: &str| matches!(word, "const" | "message" | "enum" | "union" | "error" | "service");
    let is_name = |at: usize| {
        let [first, name] = &tokens[at..at + 2] else { return false };
        first.kind == Kind::Word
            && name.kind == Kind::Word
            && (declares(written(first))
                || tokens.get(at + 2).is_some_and(|next| matches!(written(next), "{" | ":")))
    };
    let names = (0..tokens.len().saturating_sub(1)).filter(|&at| is_name(at));
    names.map(|at| written(&tokens[at + 1]).to_owned()).collect()
}

impl<'a> Declared<'a> {
    pub(super) fn package_name(&self, id: PackageId) -> &'a str {
        &self.names[id.index()]
    }

    /// The package that a path begins with, and the rest of the path. Of several that `may_be` it, the longest
    /// counts.
    pub(super) fn package_of<'p>(
        &self,
        path: &'p [ast::Ident],
        may_be: impl Fn(PackageId) -> bool,
    ) -> Option<(PackageId, &'p [ast::Ident])> {
        let names: Vec<&str> = path.iter().map(|part| part.text.as_str()).collect();
        // Only as long as there are packages: a path may have any number of parts.
        let lengths = self.package_lengths.range(..path.len()).rev();
        lengths.filter(|&&length| length > 0).find_map(|&length| {
            let id = *self.packages.get(names[..length].join(".").as_str())?;
            may_be(id).then_some((id, &path[length..]))
        })
    }

    /// Whether `name` may be declared in a part of `package` that could not be read, or in a file of which nobody
    /// knows the package. Then it is not unknown, and what is wrong there has its report.
    pub(super) fn may_hide(&self, package: PackageId, name: &str) -> bool {
        let hides = |package: PackageId| self.hidden.get(&package).is_some_and(|names| names.contains(name));
        let nowhere = self.packages.get("").copied();
        hides(package)
            || nowhere.is_some_and(|id| hides(id) || self.symbols.get(Scope::Package(id), name).is_some())
    }

    /// A message as it was written, if one of our files has it.
    pub(super) fn message_node(&self, id: MessageId) -> Option<(&'a ast::Message, Home)> {
        self.messages.get(id.index().checked_sub(self.imported.messages.len())?).copied()
    }

    /// An enum as it was written, if one of our files has it.
    pub(super) fn enum_node(&self, id: EnumId) -> Option<&'a ast::Enum> {
        let (node, _) = self.enums.get(id.index().checked_sub(self.imported.enums.len())?)?;
        Some(node)
    }

    /// The id of our message at a place of the list.
    pub(super) fn message_id(&self, at: usize) -> MessageId {
        MessageId::of(self.imported.messages.len() + at)
    }

    /// The `.proto` file that a name comes from, as others import it.
    pub(super) fn proto_of(&self, entry: Entry) -> Option<&'a str> {
        let file = self.imported.files.iter().find(|file| file.source == entry.span.source)?;
        Some(&self.imported.descriptors.get(file.descriptor?)?.name)
    }

    /// The names that `.proto` files declare.
    fn import(&mut self) {
        let Model { messages, enums, services, .. } = self.imported;
        for (at, it) in messages.iter().enumerate() {
            self.name(&it.decl.name, Symbol::Message(MessageId::of(at)), it.home);
        }
        for (at, it) in enums.iter().enumerate() {
            self.name(&it.decl.name, Symbol::Enum(EnumId::of(at)), it.home);
        }
        for (at, it) in services.iter().enumerate() {
            self.name(&it.decl.name, Symbol::Service(ServiceId::of(at)), it.home);
        }
    }

    fn item(&mut self, item: &'a Item, home: Home) {
        let (name, attrs) = match item {
            Item::Const(node) => (&node.name, &node.attrs),
            Item::Message(node) => return self.message(node, home),
            Item::Enum(node) => return self.enum_decl(node, home),
            Item::Union(node) => (&node.name, &node.attrs),
            Item::Service(node) => (&node.name, &node.attrs),
        };
        let home = Home { is_internal: attrs.has("internal"), ..home };
        let symbol = match item {
            Item::Const(node) => {
                self.consts.push((node, home));
                Symbol::Const(ConstId::of(self.consts.len() - 1))
            }
            Item::Union(node) => {
                self.unions.push((node, home));
                let id = UnionId::of(self.unions.len() - 1);
                if node.is_error { Symbol::Error(id) } else { Symbol::Union(id) }
            }
            Item::Service(node) => {
                self.services.push((node, home));
                Symbol::Service(ServiceId::of(self.imported.services.len() + self.services.len() - 1))
            }
            Item::Message(_) | Item::Enum(_) => return,
        };
        self.name(name, symbol, home);
    }

    /// Nesting is bounded by the parser.
    fn message(&mut self, node: &'a ast::Message, home: Home) {
        let home = Home { is_internal: home.is_internal || node.attrs.has("internal"), ..home };
        let id = self.message_id(self.messages.len());
        self.messages.push((node, home));
        self.name(&node.name, Symbol::Message(id), home);
        let inside = Home { parent: Some(id), ..home };
        for member in &node.members {
            match member {
                Member::Message(nested) => self.message(nested, inside),
                Member::Enum(nested) => self.enum_decl(nested, inside),
                Member::Field(_) | Member::Oneof(_) | Member::Reserved(_) => {}
            }
        }
    }

    fn enum_decl(&mut self, node: &'a ast::Enum, home: Home) {
        let home = Home { is_internal: home.is_internal || node.attrs.has("internal"), ..home };
        self.enums.push((node, home));
        let id = EnumId::of(self.imported.enums.len() + self.enums.len() - 1);
        self.name(&node.name, Symbol::Enum(id), home);
    }

    fn name(&mut self, name: &'a ast::Ident, symbol: Symbol, home: Home) {
        let scope = home.parent.map_or(Scope::Package(home.package), Scope::Message);
        let entry = Entry { symbol, span: name.span, is_internal: home.is_internal };
        let first = self.symbols.get(scope, &name.text);
        // Files that do not say their package have nothing in common.
        if first.is_some_and(|first| first.span.source != name.span.source)
            && self.package_name(home.package).is_empty()
        {
            return;
        }
        self.symbols.add(scope, &name.text, entry);
    }
}
