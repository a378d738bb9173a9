//! Links that lead somewhere, and what README and CHANGELOG must say.

use super::problem::Problem;
use super::tree::Tree;

/// The two commands a newcomer needs.
const COMMANDS: [&str; 2] = ["cargo run -p quickstart", "cargo xtask test"];

/// Checks one page.
pub(crate) fn check(path: &str, text: &str, tree: &Tree, problems: &mut Vec<Problem>) {
    for (line, target) in links(text) {
        if let Some(advice) = broken(path, text, target, tree) {
            problems.push(Problem::new(path, line, "link", advice));
        }
    }
    if path == "README.md" {
        for command in COMMANDS.iter().filter(|command| !text.contains(*command)) {
            problems.push(Problem::new(path, 1, "readme", format!("name the command `{command}`")));
        }
    }
    let is_heading = |line: &str| line.starts_with("## ") && line.contains("Unreleased");
    if path == "CHANGELOG.md" && !text.lines().any(is_heading) {
        problems.push(Problem::new(path, 1, "changelog", "add the heading `## [Unreleased]`"));
    }
}

/// What is wrong with a link, if it leads to a place in the repository.
fn broken(path: &str, text: &str, target: &str, tree: &Tree) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let Some(file) = resolved(path, file) else {
        return Some(format!("`{target}` leaves the repository"));
    };
    if !tree.has(&file) {
        return Some(format!("`{target}` leads nowhere"));
    }
    let page = if file == path { text } else { tree.text(&file)? };
    let has_heading = |anchor: &str| page.lines().any(|line| line.starts_with('#') && slug(line) == anchor);
    anchor
        .filter(|anchor| file.ends_with(".md") && !has_heading(anchor))
        .map(|_| format!("`{target}` is no heading"))
}

/// The path that `target` means on the page `path`.
fn resolved(path: &str, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(path.to_owned());
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How a heading is called in an address.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The targets of `[text](target)` and `[name]: target`, outside code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut is_fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        if is_fenced {
            continue;
        }
        // Even pieces are prose, odd ones are in backticks. A `)` or a `]` may stand in a piece of its own.
        let mut offset = 0;
        for (piece, prose) in line.split('`').enumerate() {
            let begin = offset;
            offset += prose.len() + 1;
            if piece % 2 == 1 {
                continue;
            }
            for (open, _) in prose.match_indices("](") {
                let rest = line.get(begin + open + 2..).unwrap_or_default();
                found.extend(rest.split([')', ' ']).next().map(|target| (at + 1, target)));
            }
        }
        if let Some((name, target)) = line.strip_prefix('[').and_then(|line| line.split_once("]: "))
            && !name.contains(']')
        {
            found.push((at + 1, target.trim()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::made_of;

    fn problems(path: &str, text: &str) -> Vec<String> {
        let tree = made_of(&[("README.md", "# One two\n"), ("docs/A.md", "## A `b`: c!\n"), (path, text)]);
        let mut problems = Vec::new();
        check(path, text, &tree, &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        for link in
            ["A.md", "../README.md", "../docs", "#b-c", "../README.md#one-two", "A.md#a-b-c", "https://a.b/c"]
        {
            assert_eq!(
                problems("docs/B.md", &format!("# B: c\n[a]({link})\n[`x`]({link} \"title\")\n")),
                [""; 0]
            );
            assert_eq!(problems("docs/B.md", &format!("# B: c\n[a]: {link}\n")), [""; 0], "{link}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for link in ["C.md", "../../README.md", "#d", "A.md#d", "/docs/A.md"] {
            assert_eq!(problems("docs/B.md", &format!("\n![`a`]({link})\n")).len(), 1, "{link}");
            assert_eq!(problems("docs/B.md", &format!("\n[a]: {link}\n")).len(), 1, "{link}");
        }
        assert_eq!(problems("docs/B.md", "\n[a](C.md)\n"), ["docs/B.md:2: link: `C.md` leads nowhere"]);
    }

    #[test]
    fn code_is_not_a_link() {
        assert_eq!(problems("docs/B.md", "`[a](C.md)` and\n```text\n[a](C.md)\n```\n"), [""; 0]);
    }

    #[test]
    fn the_readme_names_the_commands() {
        assert_eq!(problems("README.md", "`cargo run -p quickstart`\n`cargo xtask test`\n"), [""; 0]);
        assert_eq!(problems("README.md", "`cargo xtask test`\n").len(), 1);
    }

    #[test]
    fn the_changelog_has_a_place_for_what_comes() {
        assert_eq!(problems("CHANGELOG.md", "## [Unreleased]\n"), [""; 0]);
        assert_eq!(problems("CHANGELOG.md", "## 1.0.0\nUnreleased\n").len(), 1);
    }
}
