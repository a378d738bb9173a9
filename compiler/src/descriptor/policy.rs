//! What annotations say, as options: those that protobuf has, and those of `mrpc/options.proto`.

use mrpc_idl::model::{
    Batch, ConstraintKind, Decl, Enum, Field, Home, Idempotency, Method, Model, Retry, Scalar, Service,
    Timeout, Union,
};

use super::setting::{Given, Setting, Settings};

/// The file that defines our options, as others import it.
pub(crate) const FILE: &str = "mrpc/options.proto";

/// Its text.
pub(crate) const TEXT: &str = include_str!("../../proto/mrpc/options.proto");

/// What the names of our options begin with.
pub(super) const PACKAGE: &str = "mrpc.";

/// The number of our option in each of protobuf's messages for options, of those that it leaves to everybody.
const NUMBER: u32 = 51717;

pub(super) fn of_message(decl: &Decl, home: Home) -> Vec<Setting> {
    with_message_rule(decl, home, |_| {})
}

pub(super) fn of_union(item: &Union) -> Vec<Setting> {
    with_message_rule(&item.decl, item.home, |rule| {
        rule.flag("is_union", 1, !item.is_error);
        rule.flag("is_error", 2, item.is_error);
    })
}

fn with_message_rule(decl: &Decl, home: Home, fill: impl FnOnce(&mut Settings)) -> Vec<Setting> {
    let mut settings = Settings::default();
    settings.flag("deprecated", 3, decl.deprecated.is_some());
    let mut rule = Settings::default();
    fill(&mut rule);
    rule.flag("is_internal", 3, home.is_internal);
    settings.message_if_any("mrpc.message", NUMBER, rule);
    settings.done()
}

/// `has_alias` is whether two values share a number.
pub(super) fn of_enum(item: &Enum, has_alias: bool) -> Vec<Setting> {
    let mut settings = Settings::default();
    settings.flag("allow_alias", 2, has_alias);
    settings.flag("deprecated", 3, item.decl.deprecated.is_some());
    let mut rule = Settings::default();
    rule.flag("is_closed", 1, item.is_closed);
    rule.flag("is_internal", 2, item.home.is_internal);
    settings.message_if_any("mrpc.enumeration", NUMBER, rule);
    settings.done()
}

pub(super) fn of_value(is_deprecated: bool) -> Vec<Setting> {
    let mut settings = Settings::default();
    settings.flag("deprecated", 1, is_deprecated);
    settings.done()
}

pub(super) fn of_field(field: &Field) -> Vec<Setting> {
    let mut settings = Settings::default();
    if field.is_unpacked {
        settings.put("packed", 2, Given::Bool(false));
    }
    settings.flag("deprecated", 3, field.decl.deprecated.is_some());
    settings.flag("debug_redact", 16, field.is_redacted);
    let mut rule = Settings::default();
    rule.flag("is_required", 1, field.is_required);
    if let Some(default) = &field.default {
        rule.message("default", 2, scalar(default));
    }
    if let Some(order) = field.key {
        let mut key = Settings::default();
        key.uint("order", 1, order.into());
        rule.message("key", 3, key);
    }
    if let Some(code) = field.code {
        rule.text("code", 4, code.as_str());
    }
    rule.flag("is_retryable", 5, field.is_retryable);
    for constraint in &field.constraints {
        add_constraint(&mut rule, &constraint.kind);
    }
    settings.message_if_any("mrpc.field", NUMBER, rule);
    settings.done()
}

fn add_constraint(rule: &mut Settings, kind: &ConstraintKind) {
    match kind {
        ConstraintKind::Range { min, max, is_inclusive } => {
            let mut range = Settings::default();
            if let Some(min) = min {
                range.message("min", 1, scalar(min));
            }
            if let Some(max) = max {
                range.message("max", 2, scalar(max));
            }
            range.flag("excludes_max", 3, max.is_some() && !is_inclusive);
            rule.message("range", 10, range);
        }
        ConstraintKind::Len { min, max } => {
            let mut len = Settings::default();
            len.uint("min", 1, *min);
            if let Some(max) = max {
                len.put("max", 2, Given::Uint(*max));
            }
            rule.message("len", 11, len);
        }
        ConstraintKind::Pattern(pattern) => rule.text("pattern", 12, pattern),
        ConstraintKind::Format(format) => rule.text("format", 13, format.as_str()),
        ConstraintKind::Unique => rule.flag("unique", 14, true),
        ConstraintKind::In(values) => values.iter().for_each(|value| rule.message("in", 15, scalar(value))),
        ConstraintKind::NotIn(values) => {
            values.iter().for_each(|value| rule.message("not_in", 16, scalar(value)));
        }
        ConstraintKind::Nonzero => rule.flag("nonzero", 17, true),
        ConstraintKind::Finite => rule.flag("finite", 18, true),
    }
}

/// A `mrpc.Value`. It is a oneof, so a zero is written, too.
fn scalar(value: &Scalar) -> Settings {
    let mut settings = Settings::default();
    match value {
        Scalar::Bool(value) => settings.put("flag", 1, Given::Bool(*value)),
        Scalar::Int(value) => match i64::try_from(*value) {
            Ok(value) => settings.put("int", 2, Given::Int(value)),
            // No type of ours has larger ones.
            Err(_) => settings.put("uint", 3, Given::Uint(u64::try_from(*value).unwrap_or(u64::MAX))),
        },
        Scalar::Float(value) => settings.put("float", 4, Given::Double(*value)),
        Scalar::String(text) => settings.put("text", 5, Given::Text(text.clone())),
        Scalar::EnumValue(name) => settings.put("enum_value", 6, Given::Text(name.clone())),
    }
    settings
}

pub(super) fn of_service(item: &Service) -> Vec<Setting> {
    let mut settings = Settings::default();
    settings.flag("deprecated", 33, item.decl.deprecated.is_some());
    let mut rule = Settings::default();
    rule.flag("validates", 1, item.is_validated);
    rule.flag("is_internal", 2, item.home.is_internal);
    settings.message_if_any("mrpc.service", NUMBER, rule);
    settings.done()
}

pub(super) fn of_method(model: &Model, method: &Method) -> Vec<Setting> {
    let mut settings = Settings::default();
    settings.flag("deprecated", 33, method.decl.deprecated.is_some());
    match method.idempotency {
        Idempotency::No => {}
        Idempotency::Read => settings.put("idempotency_level", 34, Given::Word("NO_SIDE_EFFECTS", 1)),
        Idempotency::Yes => settings.put("idempotency_level", 34, Given::Word("IDEMPOTENT", 2)),
    }
    let mut rule = Settings::default();
    if let Some(error) = method.throws {
        rule.text("throws", 1, model.full_name(model[error].home, &model[error].decl));
    }
    if let Some(timeout) = timeout(method.timeout) {
        rule.message("timeout", 2, timeout);
    }
    if let Some(policy) = &method.retry {
        rule.message("retry", 3, retry(policy));
    }
    rule.flag("routes_by_key", 4, method.is_routed_by_key);
    if let Some(policy) = &method.batch {
        rule.message("batch", 5, batch(policy));
    }
    settings.message_if_any("mrpc.method", NUMBER, rule);
    settings.done()
}

fn timeout(policy: Timeout) -> Option<Settings> {
    let mut settings = Settings::default();
    match policy {
        Timeout::Unset => return None,
        Timeout::Never => settings.flag("never", 1, true),
        Timeout::After { total, idle, .. } => {
            settings.duration("total", 2, total);
            if let Some(idle) = idle {
                settings.duration("idle", 3, idle);
            }
        }
    }
    Some(settings)
}

fn retry(policy: &Retry) -> Settings {
    let mut settings = Settings::default();
    settings.uint("max_attempts", 1, policy.max_attempts.into());
    if let Some((first, longest)) = policy.backoff {
        settings.duration("first_pause", 2, first);
        settings.duration("longest_pause", 3, longest);
    }
    policy.on.iter().for_each(|status| settings.text("on", 4, status.as_str()));
    settings.uint("budget_percent", 5, policy.budget_percent.unwrap_or_default().into());
    settings
}

fn batch(policy: &Batch) -> Settings {
    let mut settings = Settings::default();
    settings.uint("max_size", 1, policy.max_size.into());
    settings.duration("max_wait", 2, policy.max_wait);
    settings.flag("by_key", 3, policy.is_by_key);
    settings
}
