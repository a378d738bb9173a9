//! The golden texts as modules, for tests that use what is in them.
#![expect(clippy::module_inception, reason = "a case may be called like its package")]

#[path = "../golden/kitchen/out/mod.rs"]
pub(crate) mod kitchen;
#[path = "../golden/methods/out/mod.rs"]
pub(crate) mod methods;
#[path = "../golden/names/out/mod.rs"]
pub(crate) mod names;
#[path = "../golden/old/out/mod.rs"]
pub(crate) mod old;
#[path = "../golden/packages/out/mod.rs"]
pub(crate) mod packages;
#[path = "../golden/rules/out/mod.rs"]
pub(crate) mod rules;
#[path = "../golden/services/out/mod.rs"]
pub(crate) mod services;
