//! Which packages the types of a package name.

use std::collections::BTreeSet;

use mrpc_idl::model::{Field, Model, PackageId, Type};

/// For each package of the model, in its order, the others that its own types and services name.
pub(crate) fn references(model: &Model) -> Vec<BTreeSet<PackageId>> {
    let mut all = vec![BTreeSet::new(); model.packages.len()];
    let mut add = |from: PackageId, ty: Type| {
        if let Some(to) = home(model, ty).filter(|to| *to != from) {
            all[from.index()].insert(to);
        }
    };
    let messages = model.messages.iter().map(|message| (message.home, &message.fields));
    let unions = model.unions.iter().map(|union| (union.home, &union.fields));
    for (home, fields) in messages.chain(unions) {
        let kept = fields.iter().filter(|field: &&Field| field.decl.removed.is_none());
        kept.for_each(|field| add(home.package, field.ty.element()));
    }
    for service in &model.services {
        for method in service.methods.iter().filter(|method| method.decl.removed.is_none()) {
            add(service.home.package, method.request.ty);
            add(service.home.package, method.response.ty);
            method.throws.into_iter().for_each(|id| add(service.home.package, Type::Union(id)));
        }
    }
    all
}

fn home(model: &Model, ty: Type) -> Option<PackageId> {
    match ty {
        Type::Scalar(_) | Type::WellKnown(_) => None,
        Type::Message(id) => Some(model[id].home.package),
        Type::Enum(id) => Some(model[id].home.package),
        Type::Union(id) => Some(model[id].home.package),
    }
}

#[cfg(test)]
mod tests {
    use super::references;
    use mrpc_idl::load::Memory;

    fn check(a: &str, expected: &[&str]) {
        let head = "edition 2026;\npackage a.v1;\nimport b.v1;\nimport c.v1;\n";
        let other = |name: &str| format!("edition 2026;\npackage {name};\nmessage M {{}}\n");
        let files = Memory::new([
            ("a.mrpc", format!("{head}{a}")),
            ("b.mrpc", other("b.v1")),
            ("c.mrpc", other("c.v1")),
        ]);
        let model = mrpc_idl::compile(&files, &[]).model.unwrap();
        let all = references(&model);
        let names = |at: usize| all[at].iter().map(|id| model[*id].name.as_str()).collect::<Vec<_>>();
        for (at, package) in model.packages.iter().enumerate() {
            assert_eq!(names(at), if package.name == "a.v1" { expected } else { &[] }, "{a}");
        }
    }

    #[test]
    fn an_import_is_no_reference_until_it_is_used() {
        check("message N { n: N = 1; }", &[]);
        check("message N { m: list<b.v1.M> = 1; s: string = 2; }", &["b.v1"]);
        check("message N { oneof x { m: c.v1.M = 1; } n: map<string, b.v1.M> = 2; }", &["b.v1", "c.v1"]);
        check("message N { @removed(in = \"v2\") m: b.v1.M = 1; }", &[]);
        check("union U { m: b.v1.M = 1; }", &["b.v1"]);
        check("service S { rpc R(b.v1.M) -> stream c.v1.M; }", &["b.v1", "c.v1"]);
    }
}
