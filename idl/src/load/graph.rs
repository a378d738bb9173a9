//! Which package needs which, in an order where what is needed comes first.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::LoadedFile;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::limit;
use crate::source::Span;

/// The names of all packages, those that others need first, and what is wrong with the imports between them.
pub(crate) fn order(files: &[LoadedFile]) -> (Vec<String>, Vec<Diagnostic>) {
    let graph = Graph::of(files);
    let mut walk = Walk {
        graph: &graph,
        state: HashMap::new(),
        in_cycle: HashSet::new(),
        order: Vec::new(),
        reports: Vec::new(),
    };
    for package in graph.0.keys() {
        walk.visit(package);
    }
    let Walk { order, mut reports, .. } = walk;
    reports.extend(too_deep(&graph, &order));
    (order.into_iter().map(str::to_owned).collect(), reports)
}

/// For each package the packages that it imports, with the first import of each.
struct Graph<'a>(BTreeMap<&'a str, BTreeMap<&'a str, Span>>);

impl<'a> Graph<'a> {
    fn of(files: &'a [LoadedFile]) -> Self {
        let mut graph: BTreeMap<&str, BTreeMap<&str, Span>> = BTreeMap::new();
        for file in files {
            let edges = graph.entry(&file.package).or_default();
            for (import, target) in file.ast.imports.iter().zip(&file.targets) {
                if let Some(target) = target {
                    edges.entry(&target.package).or_insert(import.span);
                }
            }
        }
        Self(graph)
    }

    fn edges(&self, package: &str) -> impl Iterator<Item = (&'a str, Span)> + use<'_, 'a> {
        self.0.get(package).into_iter().flatten().map(|(&to, &span)| (to, span))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the way down, at this place of the stack.
    Open(usize),
    Done,
}

struct Walk<'g, 'a> {
    graph: &'g Graph<'a>,
    state: HashMap<&'a str, State>,
    /// Packages that are part of a cycle which was reported.
    in_cycle: HashSet<&'a str>,
    order: Vec<&'a str>,
    reports: Vec<Diagnostic>,
}

/// One package on the way down, and its imports that are still to be looked at.
struct Step<'a> {
    package: &'a str,
    rest: Vec<(&'a str, Span)>,
    /// The import that led to the next step.
    taken: Option<Span>,
}

impl<'a> Walk<'_, 'a> {
    /// Depth first, with a stack of its own: a chain of imports may be as long as there are files.
    fn visit(&mut self, package: &'a str) {
        if self.state.contains_key(package) {
            return;
        }
        let mut stack = vec![self.open(package, 0)];
        while let Some(step) = stack.last_mut() {
            let Some((next, span)) = step.rest.pop() else {
                self.state.insert(step.package, State::Done);
                self.order.push(step.package);
                stack.pop();
                continue;
            };
            step.taken = Some(span);
            match self.state.get(next) {
                None => {
                    let step = self.open(next, stack.len());
                    stack.push(step);
                }
                // An import that closes a second cycle through the same package is likely the same mistake.
                Some(&State::Open(from)) if !self.in_cycle.contains(step.package) => {
                    self.in_cycle.extend(stack[from..].iter().map(|step| step.package));
                    self.reports.push(cycle(&stack[from..]));
                }
                Some(_) => {}
            }
        }
    }

    fn open(&mut self, package: &'a str, at: usize) -> Step<'a> {
        self.state.insert(package, State::Open(at));
        let mut rest: Vec<_> = self.graph.edges(package).collect();
        rest.reverse();
        Step { package, rest, taken: None }
    }
}

/// The whole chain, from the first import to the one that closes it.
fn cycle(steps: &[Step<'_>]) -> Diagnostic {
    let names = crate::name::circle(steps.iter().map(|step| step.package));
    let arrow =
        |at: usize| format!("`{}` imports `{}`", steps[at].package, steps[(at + 1) % steps.len()].package);
    let spans: Vec<Span> = steps.iter().filter_map(|step| step.taken).collect();
    let (last, before) = spans.split_last().expect("the last step took the import that closes the cycle");
    if before.is_empty() {
        return Diagnostic::new(Code::E0104, *last, format!("package `{}` imports itself", steps[0].package))
            .help("remove the import: the files of a package see each other's names");
    }
    let mut report = Diagnostic::new(Code::E0104, *last, format!("packages import each other: {names}"))
        .label(format!("{}, which closes the circle", arrow(before.len())));
    for (at, &span) in before.iter().enumerate().take(limit::LABELS_MAX) {
        report = report.also(span, arrow(at));
    }
    report
        .note("a package becomes a module or a crate, and those cannot need each other")
        .help("move what both need into a package of its own")
}

/// The first import at which a chain becomes longer than the limit.
fn too_deep(graph: &Graph<'_>, order: &[&str]) -> Option<Diagnostic> {
    let mut depth: HashMap<&str, usize> = HashMap::new();
    for &package in order {
        let mut deepest = 0;
        for (to, span) in graph.edges(package) {
            // What is absent closes a cycle, which is reported as that.
            let chain = depth.get(to).copied().unwrap_or(0) + 1;
            if chain > limit::IMPORT_DEPTH_MAX {
                let title = format!("a chain of more than {} imports begins here", limit::IMPORT_DEPTH_MAX);
                return Some(
                    Diagnostic::new(Code::E0112, span, title)
                        .label(format!("`{to}` needs {} packages, one behind the other", chain - 1))
                        .help("import what is needed directly, or bring small packages together"),
                );
            }
            deepest = deepest.max(chain);
        }
        depth.insert(package, deepest);
    }
    None
}
