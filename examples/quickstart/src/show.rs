//! A model as a person would draw it.

use std::io::{self, Write};

use mrpc_idl::model::{
    ConstraintKind, FieldType, Idempotency, Message, Method, Model, Scalar, Service, Side, Timeout, Union,
};

/// Every package with its messages, enums, unions and services.
pub(crate) fn model(model: &Model, out: &mut impl Write) -> io::Result<()> {
    for package in &model.packages {
        writeln!(out, "package {}", package.name)?;
    }
    for item in &model.messages {
        message(model, item, out)?;
    }
    for item in &model.enums {
        writeln!(out, "  enum {}", item.decl.name.text)?;
        for value in &item.values {
            writeln!(out, "    {:>2}  {}", value.number, value.decl.name.text)?;
        }
    }
    for item in &model.unions {
        union(model, item, out)?;
    }
    for item in &model.services {
        service(model, item, out)?;
    }
    Ok(())
}

fn message(model: &Model, item: &Message, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  message {}", item.decl.name.text)?;
    for field in &item.fields {
        let ty = field_type(model, field.ty);
        let key = field.key.map(|_| "the routing key".to_owned());
        let constraints = field.constraints.iter().filter_map(|constraint| bounds(&constraint.kind));
        let notes: Vec<String> = key.into_iter().chain(constraints).collect();
        let line =
            format!("    {:>2}  {:<12} {:<12} {}", field.number, field.decl.name.text, ty, notes.join(", "));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn union(model: &Model, item: &Union, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  {} {}", if item.is_error { "error" } else { "union" }, item.decl.name.text)?;
    for field in &item.fields {
        let code = field.code.map_or("", |code| code.as_str());
        let ty = field_type(model, field.ty);
        writeln!(out, "    {:>2}  {:<12} {ty:<12} {code}", field.number, field.decl.name.text)?;
    }
    Ok(())
}

fn service(model: &Model, item: &Service, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  service {}", item.decl.name.text)?;
    for method in &item.methods {
        let throws =
            method.throws.map(|id| format!(" throws {}", model[id].decl.name.text)).unwrap_or_default();
        let (request, response) = (side(model, method.request), side(model, method.response));
        writeln!(out, "    {}({request}) -> {response}{throws}", method.decl.name.text)?;
        writeln!(out, "        {}", policy(method).join(", "))?;
    }
    Ok(())
}

fn policy(method: &Method) -> Vec<String> {
    let mut policy = Vec::new();
    match method.timeout {
        Timeout::After { total, .. } => policy.push(format!("gives up after {total:?}")),
        Timeout::Never => policy.push("never gives up".to_owned()),
        Timeout::Unset => {}
    }
    match method.idempotency {
        Idempotency::No => policy.push("never sent twice".to_owned()),
        Idempotency::Yes => policy.push("may be sent twice".to_owned()),
        Idempotency::Read => policy.push("only reads".to_owned()),
    }
    if let Some(retry) = &method.retry {
        policy.push(format!("tried {} times at most", retry.max_attempts));
    }
    if method.is_routed_by_key {
        policy.push("one server for one key".to_owned());
    }
    policy
}

fn side(model: &Model, side: Side) -> String {
    let name = short(&model.type_name(side.ty)).to_owned();
    if side.is_stream { format!("stream {name}") } else { name }
}

fn field_type(model: &Model, ty: FieldType) -> String {
    let element = model.type_name(ty.element());
    let element = short(&element);
    match ty {
        FieldType::One(_) => element.to_owned(),
        FieldType::Optional(_) => format!("{element}?"),
        FieldType::List(_) => format!("list<{element}>"),
        FieldType::Map(key, _) => format!("map<{}, {element}>", key.as_str()),
    }
}

fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn bounds(constraint: &ConstraintKind) -> Option<String> {
    match constraint {
        ConstraintKind::Len { min, max: Some(max) } => Some(format!("{min} to {max} long")),
        ConstraintKind::Range { min: Some(Scalar::Int(min)), max: Some(Scalar::Int(max)), .. } => {
            Some(format!("{min} to {max}"))
        }
        _ => None,
    }
}
