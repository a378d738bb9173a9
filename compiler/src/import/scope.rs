//! The shortest path that leads to a type from where it is used.

use std::collections::HashMap;

use mrpc_idl::model::{Decl, EnumId, FileId, Home, MessageId, Model, PackageId, Type};

/// What the names of one scope mean: a type, or something else.
type Names<'a> = HashMap<&'a str, Option<Type>>;

/// What the names of a schema mean, scope by scope.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    model: &'a Model,
    names: HashMap<(PackageId, Option<MessageId>), Names<'a>>,
    /// What is declared in a file, nested in a message or in none.
    pub(super) messages: HashMap<(FileId, Option<MessageId>), Vec<MessageId>>,
    pub(super) enums: HashMap<(FileId, Option<MessageId>), Vec<EnumId>>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let (names, messages, enums) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut scopes = Self { model, names, messages, enums };
        for (id, it) in MessageId::all(model).zip(&model.messages) {
            scopes.messages.entry((it.home.file, it.home.parent)).or_default().push(id);
            scopes.add(it.home, &it.decl, Some(Type::Message(id)));
        }
        for (id, it) in EnumId::all(model).zip(&model.enums) {
            scopes.enums.entry((it.home.file, it.home.parent)).or_default().push(id);
            scopes.add(it.home, &it.decl, Some(Type::Enum(id)));
        }
        for it in &model.services {
            scopes.add(it.home, &it.decl, None);
        }
        scopes
    }

    fn add(&mut self, home: Home, decl: &'a Decl, ty: Option<Type>) {
        self.names.entry((home.package, home.parent)).or_default().insert(&decl.name.text, ty);
    }

    /// How `ty` is written in a declaration of `package`, nested in `around` if that is a message.
    pub(super) fn path(&self, ty: Type, package: PackageId, around: Option<MessageId>) -> String {
        let (home, decl) = match ty {
            Type::Message(id) => self.message(id),
            Type::Enum(id) => self.enumeration(id),
            Type::Scalar(scalar) => return scalar.as_str().to_owned(),
            Type::WellKnown(known) => {
                let is_hidden = self.first(known.as_str(), package, around).is_some();
                if !is_hidden {
                    return known.as_str().to_owned();
                }
                return self.whole(self.model.type_name(ty), package, around);
            }
            // No `.proto` file has one.
            Type::Union(_) => return self.model.type_name(ty),
        };
        let full = self.model.type_name(ty);
        if home.package != package {
            return self.whole(full, package, around);
        }
        // From the type itself outward, until the first name of the path is the one that is seen.
        let (mut path, mut outer, mut next) = (decl.name.text.clone(), ty, home.parent);
        loop {
            let first = path.split('.').next().unwrap_or_default();
            if self.first(first, package, around) == Some(Some(outer)) {
                return path;
            }
            let Some(id) = next else { return format!(".{full}") };
            let (home, decl) = self.message(id);
            path = format!("{}.{path}", decl.name.text);
            (outer, next) = (Type::Message(id), home.parent);
        }
    }

    /// A path that begins with the name of another package; a dot in front says so where something hides it.
    fn whole(&self, full: String, package: PackageId, around: Option<MessageId>) -> String {
        let first = full.split('.').next().unwrap_or_default();
        if self.first(first, package, around).is_some() { format!(".{full}") } else { full }
    }

    /// What a name means to somebody in `around`: a type, or `Some(None)` for something else.
    fn first(&self, name: &str, package: PackageId, around: Option<MessageId>) -> Option<Option<Type>> {
        let mut scope = around;
        loop {
            let found = self.names.get(&(package, scope)).and_then(|names| names.get(name));
            if let Some(found) = found {
                return Some(*found);
            }
            scope = self.message(scope?).0.parent;
        }
    }

    fn message(&self, id: MessageId) -> (Home, &'a Decl) {
        (self.model[id].home, &self.model[id].decl)
    }

    fn enumeration(&self, id: EnumId) -> (Home, &'a Decl) {
        (self.model[id].home, &self.model[id].decl)
    }
}
