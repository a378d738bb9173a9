//! One package: what one file holds.

use mrpc_idl::model::{EnumId, MessageId, PackageId, ServiceId, UnionId};

use super::choice::Choice;
use super::constant::Const;
use super::context::Context;
use super::enumeration::Enum;
use super::message::Message;
use super::service::Service;

/// One package.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) consts: Vec<Const>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) messages: Vec<Message>,
    /// Unions and errors.
    pub(crate) unions: Vec<Choice>,
    pub(crate) services: Vec<Service>,
}

impl Package {
    pub(crate) fn new(cx: &Context<'_>, id: PackageId) -> Self {
        let model = cx.model;
        Self {
            consts: model
                .consts
                .iter()
                .filter(|it| it.home.package == id)
                .map(|it| Const::new(cx, it))
                .collect(),
            enums: EnumId::all(model)
                .filter(|it| model[*it].home.package == id)
                .map(|it| Enum::new(cx, it))
                .collect(),
            messages: MessageId::all(model)
                .filter(|it| model[*it].home.package == id)
                .map(|it| Message::new(cx, it))
                .collect(),
            unions: UnionId::all(model)
                .filter(|it| model[*it].home.package == id)
                .map(|it| Choice::of_union(cx, it))
                .collect(),
            services: ServiceId::all(model)
                .filter(|it| model[*it].home.package == id)
                .filter_map(|it| Service::new(cx, it))
                .collect(),
        }
    }
}
