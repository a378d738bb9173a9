//! Generated code finds its way into a crate.

/// Includes what `mrpc-build` has generated.
///
/// ```text
/// mrpc::include_mrpc!();                  // pub mod demo { pub mod user { pub mod v1 { … } } }
/// mrpc::include_mrpc!("demo.user.v1");    // what is in v1, right here
/// ```
///
/// Without an argument it is a tree of modules, one for each part of a package's name. That is the form for most
/// crates: put it into `lib.rs`, or into a module of its own.
///
/// With the name of a package, it is the items of that package alone. Generated code finds other packages by
/// their place in the tree, so this form is for a package that needs no other, or only packages of other crates;
/// the compiler says so where it is not.
#[macro_export]
macro_rules! include_mrpc {
    () => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "include_mrpc! includes what a build.rs has made of the schema with mrpc_build"
            ),
            "/mrpc/mod.rs"
        ));
    };
    ($package:literal) => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "include_mrpc! includes what a build.rs has made of the schema with mrpc_build"
            ),
            "/mrpc/only/",
            $package,
            ".rs"
        ));
    };
}
