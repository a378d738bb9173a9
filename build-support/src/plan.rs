//! Who generates which package: this crate, or one that it depends on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mrpc_gen::Options;
use mrpc_idl::model::{Model, Package, PackageId};
use mrpc_idl::name::{escape, module_path};

use crate::carrier::{Carrier, Carriers};
use crate::configure::Config;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::reference::references;

/// What is generated here, and where the rest is.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The packages that this crate generates.
    pub(crate) own: BTreeSet<PackageId>,
    /// For each package of the model, the others that it names.
    pub(crate) references: Vec<BTreeSet<PackageId>>,
    /// What was configured, and the packages of other crates.
    pub(crate) options: Options,
}

impl Plan {
    /// What `config` says counts before what a crate in `[dependencies]` says of itself.
    pub(crate) fn of(model: &Model, config: &Config, carriers: &Carriers) -> Result<Self> {
        let mut options = config.options.clone();
        let mut own = BTreeSet::new();
        let mut behind = Vec::new();
        for id in PackageId::all(model) {
            let package = &model[id];
            if config.options.is_elsewhere(&package.name) {
                continue;
            }
            let Some((carrier, module)) = carriers.find(&package.name) else {
                own.insert(id);
                continue;
            };
            options.extern_paths.push((format!(".{}", package.name), module.to_owned()));
            if !carriers.is_direct(carrier) {
                behind.push((id, carrier));
            }
        }
        let references = references(model);
        for from in &own {
            if let Some((to, carrier)) = behind.iter().find(|(to, _)| references[from.index()].contains(to)) {
                return Err(unreachable_package(&model[*from], &model[*to], carrier));
            }
        }
        Ok(Self { own, references, options })
    }

    /// What this crate tells the next.
    pub(crate) fn carrier(
        &self,
        model: &Model,
        config: &Config,
        environment: &Environment,
        input: &Input,
    ) -> Carrier {
        let module = module(&config.module, &environment.package);
        let packages = self.own.iter().map(|id| {
            let package = &model[*id];
            (package.name.clone(), format!("{module}::{}", path(package)))
        });
        let directory = &environment.manifest_dir;
        let given = config.include.iter().chain(&environment.include);
        let roots = input.roots.iter().chain(given).map(|root| plain(&directory.join(root)));
        Carrier { name: environment.package.clone(), roots: roots.collect(), packages: packages.collect() }
    }
}

fn unreachable_package(from: &Package, to: &Package, carrier: &Carrier) -> Error {
    Error::new(format!(
        "package `{}` uses `{}`, whose Rust is in a crate that is not among the dependencies\n\
         help: add `{}` to [dependencies] in Cargo.toml",
        from.name, to.name, carrier.name
    ))
}

/// Where other crates find the generated code of this one.
fn module(configured: &str, package: &str) -> String {
    let this = format!("::{}", package.replace('-', "_"));
    match configured {
        "" => this,
        absolute if absolute.starts_with("::") => absolute.to_owned(),
        inside => format!("{this}::{}", inside.trim_start_matches("crate::")),
    }
}

/// The modules of a package.
fn path(package: &Package) -> String {
    let modules = module_path(&package.name, package.rust_module.as_deref());
    modules.iter().map(|module| escape(module)).collect::<Vec<_>>().join("::")
}

/// Without `.` in between.
fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn a_crate_is_known_by_the_name_that_rust_gives_it() {
        assert_eq!(module("", "common-idl"), "::common_idl");
        assert_eq!(module("schema", "common-idl"), "::common_idl::schema");
        assert_eq!(module("crate::schema", "common-idl"), "::common_idl::schema");
        assert_eq!(module("::common::schema", "common-idl"), "::common::schema");
    }
}
