//! Every rule over every file.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use super::manifest::Manifest;
use super::problem::Problem;
use super::rust_file::RustFile;
use super::tree::Tree;
use super::{
    code, crate_layer, manifest, markdown, module_layer, protocol, robustness, rust_house, text_house,
};

/// Checks the repository at `root`, prints what is wrong and says whether nothing is.
///
/// # Errors
///
/// When git cannot list the files, one of them cannot be read, or standard output cannot be written.
pub(crate) fn run(root: &Path) -> io::Result<bool> {
    let start = Instant::now();
    let tree = Tree::read(root)?;
    let problems = check(&tree);
    let mut out = io::stdout().lock();
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(out, "tidy: {} files, {} problems, {seconds:.1} s", tree.files.len(), problems.len())?;
    Ok(problems.is_empty())
}

/// All problems, by path and line.
fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut rust_files = Vec::new();
    let mut manifests = Vec::new();
    for file in &tree.files {
        text_house::check(&file.path, &file.text, &mut problems);
        if file.path.ends_with(".rs") {
            rust_files.push(RustFile::parse(&file.path, &file.text));
        } else if file.path.ends_with(".md") {
            markdown::check(&file.path, &file.text, tree, &mut problems);
        } else if file.path.ends_with("Cargo.toml") {
            manifests.extend(Manifest::parse(&file.path, &file.text, &mut problems));
        }
    }
    for manifest in &manifests {
        manifest::check(manifest, tree, &mut problems);
        crate_layer::check_manifest(manifest, &mut problems);
    }
    for file in &rust_files {
        rust_house::check(file, &mut problems);
        module_layer::check(file, &mut problems);
        crate_layer::check_source(file, &mut problems);
    }
    code::check(tree, &rust_files, &mut problems);
    robustness::check(tree, &rust_files, &mut problems);
    protocol::check(tree, &rust_files, &mut problems);
    problems.sort();
    problems.dedup();
    problems
}
