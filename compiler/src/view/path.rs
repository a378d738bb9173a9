//! Where things are in Rust: the modules of packages, and how one refers to another.

use mrpc_idl::model::Package;
use mrpc_idl::name::{escape, module_path};

use crate::options::Options;

/// Where the types of a package are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In these modules of the tree that is being generated.
    Here(Vec<String>),
    /// In another crate, at this absolute path.
    Elsewhere(String),
}

impl Place {
    pub(super) fn of(package: &Package, options: &Options) -> Self {
        let Some((path, covered)) = options.extern_path(&package.name) else {
            let modules = module_path(&package.name, package.rust_module.as_deref());
            return Self::Here(modules.iter().map(|module| escape(module)).collect());
        };
        let rest = package.name.get(covered..).unwrap_or_default();
        let below = rest.split('.').filter(|part| !part.is_empty());
        let below = below.map(|part| escape(&mrpc_idl::name::snake(part)));
        Self::Elsewhere([path.to_owned()].into_iter().chain(below).collect::<Vec<_>>().join("::"))
    }

    /// What stands before a name of this place where code in `from` uses it, with its `::`.
    pub(super) fn prefix(&self, from: &Self) -> String {
        let (to, from) = match (self, from) {
            (Self::Elsewhere(path), _) => return format!("{path}::"),
            (Self::Here(to), Self::Here(from)) => (to, from.as_slice()),
            // What is elsewhere is not generated, so nothing there refers to anything.
            (Self::Here(to), Self::Elsewhere(_)) => (to, &[] as &[String]),
        };
        if to == from {
            return String::new();
        }
        let shared = to.iter().zip(from).take_while(|(one, other)| one == other).count();
        let up = match from.len() - shared {
            // Without it, a crate of that name might be meant.
            0 => "self::".to_owned(),
            levels => "super::".repeat(levels),
        };
        let down: String = to.iter().skip(shared).map(|module| format!("{module}::")).collect();
        format!("{up}{down}")
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_path_goes_up_and_then_down() {
        let place = |path: &str| Place::Here(path.split("::").map(str::to_owned).collect());
        let check = |from: &str, to: &str, prefix: &str| {
            assert_eq!(place(to).prefix(&place(from)), prefix, "{from} → {to}");
        };
        check("a::b", "a::b", "");
        check("a::b::v1", "a::c::v1", "super::super::c::v1::");
        check("a", "b", "super::b::");
        check("a", "a::b", "self::b::");
        check("a::b", "a", "super::");
        check("a::b", "r#type", "super::super::r#type::");
        assert_eq!(Place::Elsewhere("::x::y".to_owned()).prefix(&place("a")), "::x::y::");
    }
}
