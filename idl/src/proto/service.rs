//! Services and their methods.

use prost_types::method_options::IdempotencyLevel;
use prost_types::{MethodDescriptorProto, ServiceDescriptorProto};

use super::declare::Item;
use super::lower::{Lowering, decl, decl_of};
use crate::model::{Idempotency, Method, Service, Side, Timeout};

impl Lowering<'_> {
    pub(super) fn service(&mut self, item: &Item<'_, ServiceDescriptorProto>) -> Service {
        let node = item.node;
        let is_deprecated = node.options.as_ref().is_some_and(|options| options.deprecated());
        Service {
            decl: decl_of(item, node.name(), is_deprecated),
            home: item.home,
            methods: node
                .method
                .iter()
                .zip(0..)
                .filter_map(|(method, at)| self.method(item, method, at))
                .collect(),
            is_validated: false,
        }
    }

    /// `None` where one of its types is not supported, which is reported.
    fn method(
        &mut self,
        item: &Item<'_, ServiceDescriptorProto>,
        method: &MethodDescriptorProto,
        at: i32,
    ) -> Option<Method> {
        let path = [&item.path[..], &[2, at]].concat();
        let mut side = |name: &str, tag: i32, is_stream: bool| {
            let path = [&path[..], &[tag]].concat();
            let ty = self.find(name, item.proto, &path)?;
            Some(Side { ty, is_stream, span: item.proto.places.span(&path) })
        };
        let request = side(method.input_type(), 2, method.client_streaming());
        let response = side(method.output_type(), 3, method.server_streaming());
        let options = method.options.as_ref();
        let level = options.map(|options| options.idempotency_level());
        Some(Method {
            decl: decl(item.proto, &path, method.name(), options.is_some_and(|options| options.deprecated())),
            request: request?,
            response: response?,
            throws: None,
            timeout: Timeout::Unset,
            idempotency: match level {
                Some(IdempotencyLevel::NoSideEffects) => Idempotency::Read,
                Some(IdempotencyLevel::Idempotent) => Idempotency::Yes,
                Some(IdempotencyLevel::IdempotencyUnknown) | None => Idempotency::No,
            },
            retry: None,
            is_routed_by_key: false,
            batch: None,
        })
    }
}
