//! The modules of all packages, each with the file that it includes.
//!
//! A file that is included cannot have documentation of its own module in it, so that stands here.

use std::collections::BTreeMap;

use mrpc_idl::model::PackageId;

use super::context::Context;
use super::head;
use super::lint::Allow;
use super::literal;

/// The modules, as lines of a text.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) lines: Vec<TreeLine>,
}

/// One line.
#[derive(Debug)]
pub(crate) enum TreeLine {
    /// A module begins.
    Open { docs: Vec<String>, allow: String, name: String },
    /// A file belongs here: its name, as a literal.
    Include(String),
    /// The module ends.
    Close,
}

#[derive(Default)]
struct Node {
    package: Option<PackageId>,
    below: BTreeMap<String, Self>,
}

impl Tree {
    pub(crate) fn new(cx: &Context<'_>) -> Self {
        let mut root = Node::default();
        for id in PackageId::all(cx.model).filter(|id| !cx.is_elsewhere(*id)) {
            let mut node = &mut root;
            for module in cx.modules(id) {
                node = node.below.entry(module.clone()).or_default();
            }
            node.package = Some(id);
        }
        let mut tree = Self { lines: Vec::new() };
        tree.write(cx, &root, &mut Vec::new());
        tree
    }

    fn write(&mut self, cx: &Context<'_>, node: &Node, path: &mut Vec<String>) {
        for (name, below) in &node.below {
            path.push(name.clone());
            self.open(cx, name, below, path);
            self.write(cx, below, path);
            self.lines.push(TreeLine::Close);
            path.pop();
        }
    }

    fn open(&mut self, cx: &Context<'_>, name: &str, node: &Node, path: &[String]) {
        let mut allow = Allow::default();
        let around = path.iter().rev().nth(1);
        allow.add_if(around.is_some_and(|around| around == name), "clippy::module_inception");
        // Whether a program uses all of its schema, and whether it shows it to others, is not up to the schema.
        let is_outermost = around.is_none();
        for lint in ["dead_code", "unnameable_types", "unreachable_pub"] {
            allow.add_if(is_outermost, lint);
        }
        let Some(id) = node.package else {
            let docs = vec![format!("Packages in `{}`.", path.join("::"))];
            let allow = allow.attribute().unwrap_or_default();
            self.lines.push(TreeLine::Open { docs, allow, name: name.to_owned() });
            return;
        };
        let package = &cx.model[id];
        let mut lines: Vec<String> = Vec::new();
        for file in package.files.iter().map(|file| &cx.model[*file]).filter(|file| !file.docs.is_empty()) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(file.docs.iter().cloned());
        }
        let docs = head::package_documentation(cx, id, &lines, &mut allow);
        let allow = allow.attribute().unwrap_or_default();
        self.lines.push(TreeLine::Open { docs, allow, name: name.to_owned() });
        self.lines.push(TreeLine::Include(literal::string(&crate::generate::file_name(&package.name))));
    }
}
