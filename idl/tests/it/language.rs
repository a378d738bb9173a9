//! `docs/LANGUAGE.md` is true: its examples are what it says of them, its tables are those of the compiler.
//!
//! A block `mrpc` compiles and is formatted. The first one is a whole package; a later one that does not begin
//! with an edition or a `//---` line is another file of it. A block `mrpc,E0401` gives one error, of that code.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mrpc_idl::annotation::{Form, Spec, TABLE, Target};
use mrpc_idl::code::{Code, Level};
use mrpc_idl::model::{Format, ScalarType, Status, WellKnown};
use mrpc_idl::{Compiled, format, limit, lint, name, render};

use crate::case::Case;
use crate::expect::errors;

const PAGE: &str = "docs/LANGUAGE.md";

/// What a block without an edition begins with.
const HEADER: &str = "edition 2026;\n\npackage demo.library.v1;\n\n";

/// Where the files of that package lie.
const DIRECTORY: &str = "demo/library/v1";

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PAGE);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A fenced example.
struct Block {
    /// The line of its opening fence.
    line: usize,
    /// The code that it is there to show.
    wrong: Option<Code>,
    text: String,
}

impl Block {
    fn is_whole(&self) -> bool {
        self.text.lines().any(|line| line.starts_with("edition "))
    }

    /// The files as they are compiled: those of the block, and the package that it belongs to.
    fn case(&self, library: &str) -> Case {
        if self.is_whole() {
            return Case::read(&self.text);
        }
        let block = format!("{HEADER}{}", self.text);
        Case::read(&format!("//--- {DIRECTORY}/library.mrpc\n{library}//--- {DIRECTORY}/block.mrpc\n{block}"))
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in page.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```mrpc") {
            let wrong = info.strip_prefix(',').map(|code| {
                code.parse().unwrap_or_else(|_| panic!("{PAGE}:{}: there is no code `{code}`", at + 1))
            });
            assert!(wrong.is_some() || info.is_empty(), "{PAGE}:{}: what is `mrpc{info}`?", at + 1);
            blocks.push(Block { line: at + 1, wrong, text: String::new() });
            is_open = true;
        } else if line.starts_with("```") {
            is_open = false;
        } else if let Some(block) = blocks.last_mut().filter(|_| is_open) {
            block.text += line;
            block.text.push('\n');
        }
    }
    blocks
}

/// The text of the example that the others belong to.
fn library(blocks: &[Block]) -> &str {
    let first = blocks.first().filter(|block| block.wrong.is_none() && block.text.contains(HEADER));
    &first.unwrap_or_else(|| panic!("{PAGE}: the first example is not the package of the others")).text
}

fn shown(compiled: &Compiled) -> String {
    let style = render::Style::default();
    render::list(&compiled.diagnostics, &compiled.sources, render::Format::Human, &style)
}

/// The files of a block that are not formatted, each as it should be.
fn unformatted(block: &Block, case: &Case) -> String {
    let mut found = String::new();
    for text in case.texts().filter(|&text| format::format(text) != text) {
        let whole = format::format(text);
        let own = whole.strip_prefix(HEADER).filter(|_| !block.is_whole()).unwrap_or(&whole);
        let _ = writeln!(found, "{PAGE}:{}: not formatted; it should be\n{own}", block.line);
    }
    found
}

#[test]
fn every_example_compiles_and_is_formatted() {
    let page = page();
    let blocks = blocks(&page);
    let mut wrong = String::new();
    for block in blocks.iter().filter(|block| block.wrong.is_none()) {
        let case = block.case(library(&blocks));
        let compiled = case.compile();
        if compiled.model.is_none() {
            let _ = writeln!(wrong, "{PAGE}:{}: this does not compile\n{}", block.line, shown(&compiled));
        }
        wrong += &unformatted(block, &case);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the page recommends, it does: its examples give no warnings, except for those that no short example can
/// avoid, since they show one thing and not how it is used.
#[test]
fn no_example_breaks_a_lint() {
    let page = page();
    let blocks = blocks(&page);
    let mut levels = lint::Levels::default();
    for code in [Code::W0106, Code::W0114, Code::W0201, Code::W0202] {
        levels.set(code, Level::Allow);
    }
    let mut wrong = String::new();
    for block in blocks.iter().filter(|block| block.wrong.is_none()) {
        let compiled = block.case(library(&blocks)).compile();
        let found = lint::lint(&compiled, &levels);
        let style = render::Style::default();
        if !found.is_empty() {
            let shown = render::list(&found, &compiled.sources, render::Format::Human, &style);
            let _ = writeln!(wrong, "{PAGE}:{}:\n{shown}", block.line);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_mistake_gives_the_code_that_it_shows() {
    let page = page();
    let blocks = blocks(&page);
    let mut wrong = String::new();
    for block in &blocks {
        let Some(code) = block.wrong else { continue };
        let case = block.case(library(&blocks));
        let compiled = case.compile();
        let found: Vec<Code> = errors(&compiled).iter().map(|error| error.code).collect();
        if found != [code] {
            let _ = writeln!(
                wrong,
                "{PAGE}:{}: expected {code} alone, found {found:?}\n{}",
                block.line,
                shown(&compiled)
            );
        }
        // Nothing is promised of what a text looks like that does not parse.
        if code >= Code::E0101 {
            wrong += &unformatted(block, &case);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The rows of the table below `heading` whose head begins with `head`, cell by cell.
fn table<'p>(page: &'p str, heading: &str, head: &str) -> Vec<Vec<&'p str>> {
    let section = page.split_once(&format!("\n{heading}\n"));
    let (_, section) = section.unwrap_or_else(|| panic!("{PAGE}: there is no heading `{heading}`"));
    let level = heading.split(' ').next().unwrap_or_default();
    let section = section.split(&format!("\n{level} ")).next().unwrap_or_default();
    let rows = section.lines().skip_while(|line| !line.starts_with(&format!("| {head} |")));
    let rows: Vec<Vec<&str>> = rows.skip(2).take_while(|line| line.starts_with('|')).map(cells).collect();
    assert!(!rows.is_empty(), "{PAGE}: `{heading}` has no table with the head `{head}`");
    rows
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

/// What stands in backticks.
fn words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The words in the first column of a table.
fn listed<'p>(page: &'p str, heading: &str, head: &str) -> Vec<&'p str> {
    table(page, heading, head).iter().flat_map(|row| words(row[0])).collect()
}

/// Holds a list of the page against the one of the compiler, in its order.
#[track_caller]
fn check_list<T: Copy>(found: &[&str], all: &[T], word: impl Fn(T) -> &'static str) {
    let expected: Vec<&str> = all.iter().map(|&one| word(one)).collect();
    assert_eq!(found, expected, "left is {PAGE}, right the compiler");
}

#[test]
fn all_words_are_listed() {
    let page = page();
    check_list(&listed(&page, "## Scalar types", "type"), ScalarType::ALL, ScalarType::as_str);
    check_list(&listed(&page, "## Well-known types", "type"), WellKnown::ALL, WellKnown::as_str);
    check_list(&listed(&page, "## Constraints", "format"), Format::ALL, Format::as_str);
    check_list(&listed(&page, "## Errors", "code"), Status::ALL, Status::as_str);
}

/// The targets that a cell names.
fn targets(cell: &str) -> BTreeSet<String> {
    let all = TABLE.iter().find(|spec| spec.name == "allow").expect("it stands on anything").targets;
    match cell {
        "anything" => names_of(all),
        "anything but a package" => names_of(all.iter().filter(|&&target| target != Target::Package)),
        _ => cell.split(", ").map(str::to_owned).collect(),
    }
}

/// The same words without their articles.
fn names_of<'t>(targets: impl IntoIterator<Item = &'t Target>) -> BTreeSet<String> {
    let bare = |target: &Target| {
        let named = target.to_string();
        named.split_once(' ').map_or(named.as_str(), |(_, bare)| bare).to_owned()
    };
    targets.into_iter().map(bare).collect()
}

/// What is wrong with the arguments that a cell names, if anything is.
fn wrong_arguments(spec: &Spec, cell: &str) -> Option<String> {
    if spec.name == "rust" {
        return None;
    }
    let (required, optional) = match cell.strip_prefix("optional: ") {
        Some(optional) => ("", optional),
        None => cell.split_once("; optional: ").unwrap_or((cell, "")),
    };
    for argument in spec.args {
        let part = if argument.is_required { required } else { optional };
        let is_there = match argument.form {
            Form::Named => words(part).iter().any(|word| word.starts_with(&format!("{} = ", argument.name))),
            Form::Flag => words(part).contains(&argument.name),
            _ => !part.is_empty(),
        };
        if !is_there {
            return Some(format!("the argument `{}` is missing or in the wrong part", argument.name));
        }
    }
    let named = |form| spec.args.iter().filter(|argument| argument.form == form).count();
    let written = words(cell).iter().filter(|word| word.contains(" = ")).count();
    let is_too_much = written > named(Form::Named) || spec.args.is_empty() && !cell.is_empty();
    is_too_much.then(|| "there is no such argument".to_owned())
}

#[test]
fn the_annotations_are_those_of_the_table() {
    let page = page();
    let rows = table(&page, "## Annotations", "annotation");
    let found: Vec<&str> = rows.iter().map(|row| row[0].trim_matches(['`', '@'])).collect();
    let expected: Vec<&str> = TABLE.iter().map(|spec| spec.name).collect();
    assert_eq!(found, expected, "left is {PAGE}, right the compiler");
    for (row, spec) in rows.iter().zip(TABLE) {
        assert_eq!(targets(row[1]), names_of(spec.targets), "`@{}` on what?", spec.name);
        let wrong = wrong_arguments(spec, row[2]);
        assert!(wrong.is_none(), "`@{}`: {}", spec.name, wrong.unwrap_or_default());
    }
}

#[test]
fn the_annotations_that_exclude_each_other_are_those_of_the_table() {
    let pair = |one: &str, other: &str| match one < other {
        true => (one.to_owned(), other.to_owned()),
        false => (other.to_owned(), one.to_owned()),
    };
    let expected: BTreeSet<_> =
        TABLE.iter().flat_map(|spec| spec.excludes.iter().map(|other| pair(spec.name, other))).collect();
    let page = page();
    // The second table of the section with this head.
    let rest = page.split_once("These exclude each other").expect("the page speaks of exclusions").1;
    let rows = table(&format!("\n## Rest\n{rest}"), "## Rest", "annotation")
        .iter()
        .flat_map(|row| {
            let one = row[0].trim_matches(['`', '@']);
            words(row[1]).into_iter().map(move |other| pair(one, other.trim_matches('@')))
        })
        .collect::<BTreeSet<_>>();
    assert_eq!(rows, expected, "left is {PAGE}, right the compiler");
}

#[test]
fn the_arguments_of_rust_are_those_of_the_table() {
    let page = page();
    let spec = TABLE.iter().find(|spec| spec.name == "rust").expect("there is a `@rust`");
    let rows = table(&page, "## Annotations", "argument");
    let name =
        |row: &Vec<&str>| words(row[0]).first().and_then(|word| word.split(' ').next()).map(str::to_owned);
    let found: Vec<String> = rows.iter().filter_map(name).collect();
    let expected: Vec<&str> = spec.args.iter().map(|argument| argument.name).collect();
    assert_eq!(found, expected.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
    for row in &rows {
        let written = words(row[0])[0];
        for target in spec.targets {
            let compiled = Case::read(&with_annotation(*target, &format!("@rust({written})"))).compile();
            let is_known = !compiled.diagnostics.iter().any(|report| report.code == Code::E0806);
            let bare = names_of([target]);
            let is_listed = bare.is_subset(&targets(row[1]));
            assert_eq!(
                is_listed, is_known,
                "`@rust({written})` on {target}: left is {PAGE}, right the compiler"
            );
        }
    }
}

/// A file with `annotation` on a declaration of each kind.
fn with_annotation(target: Target, annotation: &str) -> String {
    let on = |this: Target| if this == target { annotation } else { "" };
    let mut text = format!("edition 2026;\n{} package t.v1;\n", on(Target::Package));
    let _ = writeln!(text, "{} const C: int32 = 1;", on(Target::Const));
    let _ = write!(text, "{} message M {{ {} a: M = 1; ", on(Target::Message), on(Target::Field));
    let _ = writeln!(text, "{} oneof o {{ {} b: M = 2; }} }}", on(Target::Oneof), on(Target::OneofMember));
    let _ = writeln!(text, "{} enum E {{ {} E_A = 0; }}", on(Target::Enum), on(Target::EnumValue));
    let _ = writeln!(text, "{} union U {{ {} a: M = 1; }}", on(Target::Union), on(Target::UnionMember));
    let member = on(Target::ErrorMember);
    let _ = writeln!(text, "{} error X {{ @code(NOT_FOUND) {member} a: M = 1; }}", on(Target::Error));
    let _ = writeln!(text, "{} service S {{ {} rpc Do(M) -> M; }}", on(Target::Service), on(Target::Method));
    text
}

/// Whether a constraint may stand on a field of a type, whatever else is wrong.
fn applies(constraint: &str, ty: &str) -> bool {
    let text = format!(
        "edition 2026;\npackage t.v1;\nenum E {{ E_A = 0; }}\nmessage A {{}}\nmessage M {{ {constraint} a: {ty} = 1; }}\n"
    );
    let compiled = Case::read(&text).compile();
    !compiled.diagnostics.iter().any(|report| report.code == Code::E0901)
}

#[test]
fn constraints_apply_to_what_the_table_says() {
    let page = page();
    let (mut wrong, mut seen) = (String::new(), Vec::new());
    for row in table(&page, "## Constraints", "constraint") {
        let constraint = words(row[0])[0];
        seen.push(constraint.split(['@', '(']).nth(1).unwrap_or_default());
        let mut compare = |ty: String, expected: bool| {
            if applies(constraint, &ty) != expected {
                let _ = writeln!(wrong, "`{constraint}` on `{ty}`: {PAGE} says {expected}");
            }
        };
        for (column, types) in kinds().iter().enumerate() {
            let is_yes = row[1 + column] == "yes";
            for ty in types {
                compare((*ty).to_owned(), is_yes);
                compare(format!("list<{ty}>"), is_yes && row[8] == "each element" || row[8] == "itself");
                compare(format!("map<string, {ty}>"), row[9] == "itself");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    seen.sort_unstable();
    let all = ["finite", "format", "in", "len", "nonzero", "not_in", "pattern", "range", "unique"];
    assert_eq!(seen, all, "left is {PAGE}");
}

/// The types of each column.
fn kinds() -> [Vec<&'static str>; 7] {
    let of = |is: fn(ScalarType) -> bool| -> Vec<&'static str> {
        ScalarType::ALL.iter().filter(|&&ty| is(ty)).map(|ty| ty.as_str()).collect()
    };
    let messages = WellKnown::ALL.iter().map(|known| known.as_str()).chain(["A"]).collect();
    [
        of(|ty| ty.int_range().is_some()),
        of(ScalarType::is_float),
        vec!["bool"],
        vec!["string"],
        vec!["bytes"],
        vec!["E"],
        messages,
    ]
}

#[test]
fn the_limits_are_those_of_the_compiler() {
    let page = page();
    let found: Vec<(&str, String)> = table(&page, "## Limits", "limit")
        .iter()
        .map(|row| (words(row[0])[0], row[1].replace(',', "")))
        .collect();
    let expected = [
        ("FILE_BYTES_MAX", format!("{} MiB", limit::FILE_BYTES_MAX >> 20)),
        ("TOKENS_MAX", limit::TOKENS_MAX.to_string()),
        ("NESTING_MAX", limit::NESTING_MAX.to_string()),
        ("IMPORT_DEPTH_MAX", limit::IMPORT_DEPTH_MAX.to_string()),
        ("FILES_MAX", limit::FILES_MAX.to_string()),
        ("MEMBERS_MAX", limit::MEMBERS_MAX.to_string()),
        ("REPORTS_MAX", limit::REPORTS_MAX.to_string()),
        ("LABELS_MAX", limit::LABELS_MAX.to_string()),
        ("REPORTS_KEPT_MAX", limit::REPORTS_KEPT_MAX.to_string()),
    ];
    assert_eq!(found, expected, "left is {PAGE}, right the compiler");
    let declared = include_str!("../../src/limit.rs").matches("pub const ").count();
    assert_eq!(declared, expected.len(), "{PAGE}: `## Limits` lists every constant of limit.rs");
}

#[test]
fn what_the_prose_lists_is_complete() {
    let page = page();
    let flat = page.replace('\n', " ");
    let off: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| code.is_lint() && code.level() == Level::Allow)
        .map(|code| code.as_str())
        .collect();
    let (last, others) = off.split_last().expect("some lints are off");
    let methods: Vec<String> = name::CLIENT_METHODS.iter().map(|method| format!("`{method}`")).collect();
    let (last_method, other_methods) = methods.split_last().expect("a client has methods");
    for sentence in [
        format!("All begin at `warn` but {} and {last}, which are off.", others.join(", ")),
        format!("A client has the methods {} and {last_method} already", other_methods.join(", ")),
        format!("Names that begin with `{}` are kept", name::RESERVED_PREFIX),
    ] {
        assert!(flat.contains(&sentence), "{PAGE} does not say: {sentence}");
    }
    for code in mentioned(&page) {
        assert!(code.parse::<Code>().is_ok(), "{PAGE} speaks of `{code}`, which there is not");
    }
}

/// What looks like a code: `E0401`.
fn mentioned(page: &str) -> BTreeSet<&str> {
    let is_code = |word: &&str| {
        word.len() == 5 && word.starts_with(['E', 'W']) && word[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    page.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_code).collect()
}

#[test]
fn the_literals_are_what_the_table_says() {
    let page = page();
    let mut wrong = String::new();
    for row in table(&page, "## Literals", "kind") {
        for literal in words(row[1]) {
            let item = match row[0] {
                "whole number" | "size" => format!("const C: int64 = {literal};"),
                "fraction" => format!("const C: double = {literal};"),
                "string" => format!("const C: string = {literal};"),
                "duration" => {
                    format!("service S {{ @timeout({literal}) rpc Do(Empty) -> Empty; }}")
                }
                // The rest has no meaning alone.
                _ => continue,
            };
            // Of durations too small for a timeout, that they are ones.
            let compiled = Case::read(&format!("{HEADER}{item}\n")).compile();
            if errors(&compiled).iter().any(|error| error.code != Code::E0709) {
                let _ = writeln!(wrong, "`{literal}` is no {}\n{}", row[0], shown(&compiled));
            }
        }
    }
    assert!(wrong.is_empty(), "{PAGE}: {wrong}");
}

#[test]
fn names_become_what_the_page_says() {
    let page = page();
    let rows = table(&page, "## Names in Rust and JSON", "in the schema");
    let says = |schema: &str, rust: &str| {
        let is_there =
            rows.iter().any(|row| row[0].contains(schema) && row[1].contains(&format!("`{rust}`")));
        assert!(is_there, "{PAGE}: `{schema}` becomes `{rust}`");
    };
    says("user_account", &name::pascal("user_account"));
    says("HTTPServer", &name::pascal("HTTPServer"));
    says("GetBook", &name::snake("GetBook"));
    says("titleLenMax", &name::screaming("titleLenMax"));
    says("e_mail", &name::pascal("e_mail"));
    says("STATE_LENT", &name::variant("State", "STATE_LENT"));
    says("VERSION_1", &name::variant("Version", "VERSION_1"));
    says("type", &name::escape("type"));
    says("self", &name::escape("self"));
    says("self", &name::escape(&name::pascal("self")));
    assert!(page.contains(&format!("`book_id` is `{}`", name::json("book_id"))), "{PAGE}: names in JSON");
}

#[test]
fn the_words_of_the_grammar_are_those_of_the_parser() {
    let grammar = include_str!("../../src/parse/mrpc.pest");
    let keywords = grammar.split("// Words of protobuf").next().unwrap_or_default();
    let keywords: BTreeSet<&str> =
        keywords.lines().filter_map(|line| line.strip_prefix("kw_")?.split(' ').next()).collect();
    let page = page();
    let summary = page.split("## Grammar").last().unwrap_or_default();
    let rules = summary.split("\nattrs ").next().unwrap_or_default();
    let quoted: BTreeSet<&str> = rules
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    assert_eq!(quoted, keywords, "left is {PAGE}, right mrpc.pest");
}
