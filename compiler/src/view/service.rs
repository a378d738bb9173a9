//! Services: a table of methods, the trait that a server implements, and the client that calls it.

use std::collections::BTreeSet;

use mrpc_idl::model::{self, ServiceId};
use mrpc_idl::name::{beside, method_table};

use super::context::Context;
use super::head::{self, Head, Site};
use super::link::linked;
use super::lint::{Allow, repeats};
use super::method::Method;

/// A service.
#[derive(Debug)]
pub(crate) struct Service {
    /// That of the trait.
    pub(crate) head: Head,
    /// That of the trait.
    pub(crate) name: String,
    /// The service as documentation names it.
    pub(crate) shown: String,
    /// The name of the table of methods.
    pub(crate) table: String,
    /// Those that are generated, in order of writing, which is that of the table.
    pub(crate) methods: Vec<Method>,
    /// Whether there is the trait.
    pub(crate) has_trait: bool,
    pub(crate) server: Option<Server>,
    pub(crate) client: Option<Client>,
    pub(crate) mock: Option<Mock>,
    /// What goes before an `impl`.
    pub(crate) impl_attr: String,
}

/// What serves it.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) name: String,
    /// What goes before the struct.
    pub(crate) attrs: Vec<String>,
    /// The parameter for the type that implements the trait.
    pub(crate) parameter: &'static str,
}

/// What calls it.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: String,
    /// What goes before the struct.
    pub(crate) attrs: Vec<String>,
    /// What goes before its methods.
    pub(crate) impl_attr: String,
}

/// What stands for it in tests.
#[derive(Debug)]
pub(crate) struct Mock {
    pub(crate) name: String,
    /// What goes before the struct.
    pub(crate) attrs: Vec<String>,
    /// What goes before its methods.
    pub(crate) impl_attr: String,
}

impl Service {
    /// Nothing, if the options want neither side of it.
    pub(super) fn new(cx: &Context<'_>, id: ServiceId) -> Option<Self> {
        let service = &cx.model[id];
        let sides = cx.sides();
        if !sides.has_server && !sides.has_client {
            return None;
        }
        let full_name = cx.model.full_name(service.home, &service.decl);
        let site = Site { package: service.home.package, scope: &full_name };
        let name = cx.service_name(id);
        let raw_name = cx.service_raw_name(id);
        let methods = methods(cx, service, site);
        let mut allow = Allow::default();
        let mut in_impl = Allow::default();
        let is_deprecated =
            service.decl.deprecated.is_some() || methods.iter().any(|method| method.touches_deprecated);
        allow.add_if(is_deprecated, "deprecated");
        in_impl.add_if(is_deprecated, "deprecated");
        // Those of the struct are those of the trait, but for what is said of the latter's documentation.
        let attrs = struct_attrs(service, &in_impl);
        let mut head = head::plain(cx, site, &service.decl, &format!("Service `{full_name}`."), &mut allow);
        methods.iter().for_each(|method| allow.extend(&method.in_trait));
        head.attrs.extend(allow.attribute());
        let mut in_client = in_impl.clone();
        methods.iter().for_each(|method| in_client.extend(&method.in_client));
        let mut mock_attrs = in_impl.clone();
        let mut in_mock = in_impl.clone();
        methods.iter().for_each(|method| in_mock.extend(&method.in_mock));
        let fields = methods.iter().map(|method| method.shown_name.as_str());
        mock_attrs.add_if(repeats(&beside(&raw_name, "Mock"), fields), "clippy::struct_field_names");
        Some(Self {
            head,
            shown: if sides.has_server { linked(&name) } else { format!("`{full_name}`") },
            table: method_table(&service.decl.name.text, service.decl.rust_name.as_deref()),
            has_trait: sides.has_server,
            server: sides.has_server.then(|| Server {
                name: beside(&raw_name, "Server"),
                attrs: attrs.clone(),
                parameter: parameter(&name, &methods),
            }),
            client: sides.has_client.then(|| Client {
                name: beside(&raw_name, "Client"),
                attrs: attrs.clone(),
                impl_attr: in_client.attribute().unwrap_or_default(),
            }),
            mock: sides.has_mock.then(|| Mock {
                name: beside(&raw_name, "Mock"),
                attrs: struct_attrs(service, &mock_attrs),
                impl_attr: in_mock.attribute().unwrap_or_default(),
            }),
            name,
            methods,
            impl_attr: in_impl.attribute().unwrap_or_default(),
        })
    }
}

fn methods(cx: &Context<'_>, service: &model::Service, site: Site<'_>) -> Vec<Method> {
    let kept = service.methods.iter().filter(|method| method.decl.removed.is_none());
    let mut methods: Vec<Method> =
        kept.enumerate().map(|(index, method)| Method::new(cx, service, method, site, index)).collect();
    // `on_event_requests` is what answers `EventRequests`, and would be what `OnEvent` was asked.
    let mut taken: BTreeSet<String> =
        methods.iter().flat_map(|method| [method.mock.on.clone(), method.mock.fail.clone()]).collect();
    for method in &mut methods {
        while !taken.insert(method.mock.requests.clone()) {
            method.mock.requests.push('_');
        }
    }
    methods
}

fn struct_attrs(service: &model::Service, allow: &Allow) -> Vec<String> {
    let deprecated = service.decl.deprecated.iter().map(head::deprecated);
    deprecated.chain(allow.attribute()).collect()
}

/// `S`, unless something else here is called that.
fn parameter(name: &str, methods: &[Method]) -> &'static str {
    let mut types = methods.iter().flat_map(|method| {
        [Some(&method.request), Some(&method.response), method.error.as_ref()].into_iter().flatten()
    });
    if name == "S" || types.any(|ty| ty == "S") { "__MrpcService" } else { "S" }
}
