//! One report for each slice of text that no rule could read.
//!
//! The slice is parsed again by itself with a rule that knows no mistakes; where that stops, and what would have
//! let it go on, is the report. Rules are named for this: pest tells the names of those that were tried at the
//! last place, and folds the alternatives of one rule into its name.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::context::{Context, end};
use super::grammar::{Grammar, Rule};
use super::within::{PHRASES, Within, our_word};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Kind};
use crate::name;
use crate::source::Span;

/// The longest token that is shown whole in a title.
const SHOWN_CHARS_MAX: usize = 40;

impl Context<'_> {
    /// Reports a part that does not belong where it is, or that nobody can read. Says whether something is lost.
    pub(super) fn misfit(&mut self, within: Within, pair: &Pair<'_, Rule>) -> bool {
        let rule = pair.as_rule();
        let follows = self.last_misfit.filter(|&(_, end)| self.is_blank_between(end, pair.as_span().start()));
        match rule {
            Rule::stray_semi if follows.is_some() => {}
            Rule::misplaced_field if follows.is_some_and(|(last, _)| last == rule) => {}
            Rule::stray_semi => self.stray_semi(pair),
            Rule::misplaced_block
            | Rule::misplaced_line
            | Rule::misplaced_rpc
            | Rule::misplaced_reserved
            | Rule::misplaced_field => self.misplaced(within, pair),
            Rule::proto_syntax => self.proto_syntax(pair),
            Rule::proto_option | Rule::proto_extensions | Rule::proto_extend => self.proto_statement(pair),
            _ => self.unreadable(within, pair),
        }
        self.last_misfit = Some((rule, end(pair)));
        !matches!(rule, Rule::stray_semi | Rule::proto_option | Rule::proto_extensions)
    }

    fn is_blank_between(&self, start: usize, end: usize) -> bool {
        self.mended().text().get(start..end).is_some_and(|text| text.trim().is_empty())
    }

    fn stray_semi(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let report = Diagnostic::new(Code::E0001, span, "unexpected `;`")
            .label("there is nothing for it to end")
            .fix("remove it", span, "");
        self.report(report);
    }

    fn misplaced(&mut self, within: Within, pair: &Pair<'_, Rule>) {
        let mut what = "this";
        let mut head: Option<Span> = None;
        for word in pair.clone().into_inner() {
            if matches!(word.as_rule(), Rule::rest | Rule::balanced) {
                break;
            }
            let span = self.span(&word);
            what =
                if head.is_none() || word.as_rule() == Rule::kw_enum { noun(word.as_rule()) } else { what };
            head = Some(head.map_or(span, |head| head.to(span)));
        }
        let head = head.unwrap_or_else(|| self.span(pair));
        if within == Within::Oneof && what == "a oneof" {
            let report = Diagnostic::new(Code::E0603, head, "a oneof cannot hold a oneof")
                .help("put the inner one into a message, and that message here");
            self.report(report);
            return;
        }
        let place = if within == Within::File { "at" } else { "inside" };
        let title = format!("{what} cannot stand {place} {}", within.noun());
        let report = Diagnostic::new(Code::E0001, head, title).label(format!("expected {}", within.parts()));
        self.report(report);
    }

    /// A slice that no rule matches.
    fn unreadable(&mut self, within: Within, pair: &Pair<'_, Rule>) {
        let start = pair.as_span().start();
        let span = self.place(start, end(pair));
        if self.mended().touches(&span.range()) && !self.is_blank_before_mend(pair) {
            return;
        }
        if self.misspelt(within, pair) {
            return;
        }
        self.expected(within.strict(), Some(within), start, pair.as_str());
    }

    /// Whether the only thing mended at a slice is a brace at its very end, which explains nothing in it.
    fn is_blank_before_mend(&self, pair: &Pair<'_, Rule>) -> bool {
        let span = self.place(pair.as_span().start(), end(pair)).range();
        let inner = span.start..span.end.saturating_sub(1);
        !self.mended().touches(&inner)
    }

    /// Arguments of an annotation that cannot be read.
    pub(super) fn bad_args(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair).range();
        let start = pair.as_span().start();
        self.last_misfit = Some((Rule::bad_args, end(pair)));
        if !self.mended().touches(&span) {
            self.expected(Rule::only_args, None, start, pair.as_str());
        }
    }

    /// A keyword with a slip in it, or the word of another language.
    fn misspelt(&mut self, within: Within, pair: &Pair<'_, Rule>) -> bool {
        let mut tokens = lex::tokens(pair.as_str()).filter(|token| !token.kind.is_comment());
        let (Some(first), Some(second)) = (tokens.next(), tokens.next()) else { return false };
        if first.kind != Kind::Word || !matches!(second.kind, Kind::Word | Kind::Number | Kind::String) {
            return false;
        }
        let word = pair.as_str().get(first.range.clone()).unwrap_or_default();
        let keywords = within.keywords();
        // A keyword that is spelt right is not what is wrong.
        let meant = name::nearest(word, keywords.iter().copied())
            .filter(|meant| *meant != word)
            .or_else(|| our_word(word).filter(|ours| keywords.contains(ours)));
        let Some(meant) = meant else { return false };
        let start = pair.as_span().start();
        let span = self.place(start.saturating_add(first.range.start), start.saturating_add(first.range.end));
        let report =
            Diagnostic::new(Code::E0001, span, format!("expected {}, found `{word}`", within.parts()))
                .suggest(format!("did you mean `{meant}`?"), span, meant);
        self.report(report);
        true
    }

    /// Parses `slice`, which begins at `start`, with a strict rule, and reports where and why that fails.
    fn expected(&mut self, rule: Rule, within: Option<Within>, start: usize, slice: &str) {
        let (at, rules) = self.strict(rule, slice);
        let at = start.saturating_add(at);
        if self.mended().is_inserted(at) {
            return;
        }
        let set = list(&after_keyword(within, slice, rules));
        let (found, found_range) = self.found(at);
        let title = match set.as_str() {
            "" => format!("unexpected {found}"),
            set => format!("expected {set}, found {found}"),
        };
        let span = self.mark(start, at, found_range);
        self.report(Diagnostic::new(Code::E0001, span, title));
    }

    /// Where in `slice` the rule fails, and the names of what it tried there.
    fn strict(&mut self, rule: Rule, slice: &str) -> (usize, Vec<Rule>) {
        let Some(left) = self.strict_parses_left.checked_sub(1) else { return (0, Vec::new()) };
        self.strict_parses_left = left;
        match Grammar::parse(rule, slice) {
            // What is wrong lies behind the slice, and only the whole file shows it.
            Ok(_) => (slice.trim_end().len(), vec![Rule::semi_tok]),
            Err(error) => {
                let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
                match error.variant {
                    ErrorVariant::ParsingError { positives, .. } => (at, positives),
                    ErrorVariant::CustomError { .. } => (at, Vec::new()),
                }
            }
        }
    }

    /// What stands at an offset of the mended text, in words, and its range there.
    fn found(&self, at: usize) -> (String, std::ops::Range<usize>) {
        let text = self.mended().text();
        let rest = text.get(at..).unwrap_or_default();
        let token = lex::tokens(rest).find(|token| !token.kind.is_comment());
        let Some(token) = token else { return ("the end of the file".to_owned(), text.len()..text.len()) };
        let shown = rest.get(token.range.clone()).unwrap_or_default();
        let range = at.saturating_add(token.range.start)..at.saturating_add(token.range.end);
        let words = match token.kind {
            Kind::Doc | Kind::FileDoc => "documentation".to_owned(),
            Kind::String => "a string".to_owned(),
            _ if shown.chars().nth(SHOWN_CHARS_MAX).is_some() => "a long word".to_owned(),
            _ => format!("`{shown}`"),
        };
        (words, range)
    }

    /// Where to point: at what was found, or, if that is on a later line, behind what is before it.
    fn mark(&self, start: usize, at: usize, found: std::ops::Range<usize>) -> Span {
        let text = self.mended().text();
        let before = text.get(start..found.start).unwrap_or_default();
        let kept = before.trim_end();
        let is_later_line = before.get(kept.len()..).is_some_and(|gap| gap.contains('\n'));
        let behind = start.saturating_add(kept.len());
        if (is_later_line || found.is_empty()) && behind > start && behind <= at {
            return self.place(behind, behind);
        }
        self.place(found.start, found.end)
    }
}

/// What was tried, without what would make the keyword that a slice begins with a plain name.
fn after_keyword(within: Option<Within>, slice: &str, mut rules: Vec<Rule>) -> Vec<Rule> {
    let first = lex::tokens(slice).next().and_then(|token| slice.get(token.range));
    let is_keyword = within.zip(first).is_some_and(|(within, word)| within.keywords().contains(&word));
    let is_name_part = |rule: &Rule| matches!(rule, Rule::colon | Rule::eq);
    let is_named = |rule: &Rule| PHRASES.iter().any(|(known, _)| known == rule);
    if is_keyword && rules.iter().any(|rule| is_named(rule) && !is_name_part(rule)) {
        rules.retain(|rule| !is_name_part(rule));
    }
    rules
}

/// The names of what was tried, as people know it. What may always be left out is not worth a word.
fn list(rules: &[Rule]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (known, name) in PHRASES {
        // A brace ends a statement only where its semicolon is missing.
        let is_implied = *known == Rule::rbrace && rules.contains(&Rule::semi_tok);
        if rules.contains(known) && !is_implied && !names.contains(name) {
            names.push(name);
        }
    }
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// The thing that a word declares.
fn noun(keyword: Rule) -> &'static str {
    match keyword {
        Rule::kw_message => "a message",
        Rule::kw_closed | Rule::kw_enum => "an enum",
        Rule::kw_union => "a union",
        Rule::kw_error => "an error",
        Rule::kw_service => "a service",
        Rule::kw_oneof => "a oneof",
        Rule::kw_const => "a constant",
        Rule::kw_import => "an import",
        Rule::kw_package => "a package",
        Rule::kw_edition => "an edition",
        Rule::kw_rpc => "a method",
        Rule::kw_reserved => "a `reserved`",
        _ => "a field",
    }
}
