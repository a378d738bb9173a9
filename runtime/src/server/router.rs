//! Which service answers a method.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::service::Service;
use crate::method::MethodSpec;

/// The methods of all services of a server.
#[derive(Clone, Default)]
pub(super) struct Router {
    /// By `package.Service/Method`.
    routes: HashMap<&'static str, Route>,
    /// By `Service.Method`, as version 1 of the protocol has it. The first one of a name has it.
    short: HashMap<String, Route>,
}

/// A method, and who answers it.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) service: Arc<dyn Service>,
    pub(crate) index: usize,
    pub(crate) method: &'static MethodSpec,
}

impl Router {
    pub(super) fn add(&mut self, service: &Arc<dyn Service>) {
        for (index, method) in service.methods().iter().enumerate() {
            let route = Route { service: Arc::clone(service), index, method };
            self.short.entry(method.v1_name()).or_insert_with(|| route.clone());
            self.routes.insert(method.path(), route);
        }
    }

    /// The method that a client asks for, by either of its names.
    pub(super) fn find(&self, name: &str) -> Option<&Route> {
        self.routes.get(name).or_else(|| self.short.get(name))
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.routes.keys()).finish()
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.method.path()).finish()
    }
}
