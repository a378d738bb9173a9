//! Constants.

use mrpc_idl::model::{self, Scalar, ScalarType, Type};

use super::context::{Context, const_name};
use super::head::{self, Head, Site};
use super::lint::{Allow, is_near_constant};
use super::{literal, types};

/// A constant.
#[derive(Debug)]
pub(crate) struct Const {
    pub(crate) head: Head,
    pub(crate) name: String,
    pub(crate) ty: &'static str,
    pub(crate) value: String,
}

impl Const {
    pub(super) fn new(cx: &Context<'_>, constant: &model::Const) -> Self {
        let package = constant.home.package;
        let scope = cx.model.full_name(constant.home, &constant.decl);
        let mut allow = Allow::default();
        // A number that is close to π is most likely meant to be what was written.
        let is_near = matches!(constant.value, Scalar::Float(value) if is_near_constant(value));
        allow.add_if(is_near, "clippy::approx_constant");
        let otherwise = format!("Constant `{}`.", constant.decl.name.text);
        let mut head =
            head::plain(cx, Site { package, scope: &scope }, &constant.decl, &otherwise, &mut allow);
        head.attrs.extend(allow.attribute());
        let ty = match constant.ty {
            ScalarType::String => "&str",
            ScalarType::Bytes => "&[u8]",
            ty => types::scalar(ty, false),
        };
        let value = literal::scalar(cx, package, &constant.value, Type::Scalar(constant.ty));
        Self { head, name: const_name(&constant.decl), ty, value }
    }
}
