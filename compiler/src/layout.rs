//! What templates print, as people would lay it out.

/// The most lines that clippy lets a function have.
const FUNCTION_LINES_MAX: usize = 100;

/// Formats the text of a file.
///
/// # Errors
/// It is not Rust. No schema may lead to that: it is a mistake of ours.
pub(crate) fn format(text: &str) -> syn::Result<String> {
    let file = syn::parse_file(text)?;
    Ok(allow_long_functions(&spaced(&prettyplease::unparse(&file))))
}

/// With an empty line between items, which the printer leaves out.
fn spaced(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    for line in text.lines() {
        let is_end = before == "}"
            || before.starts_with("impl") && before.ends_with("{}")
            || before.ends_with(';') && !before.starts_with([' ', '/']);
        if is_end && !line.is_empty() && !line.starts_with('}') {
            result.push('\n');
        }
        result += line;
        result.push('\n');
        before = line;
    }
    result
}

/// Says of each method that clippy would call too long that it may be. What makes it long is the schema.
fn allow_long_functions(text: &str) -> String {
    const INDENT: &str = "    ";
    let lines: Vec<&str> = text.lines().collect();
    let mut result = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let is_function = line.strip_prefix(INDENT).is_some_and(|rest| {
            ["fn ", "pub fn ", "pub const fn "].iter().any(|start| rest.starts_with(start))
        });
        if is_function {
            let rest = lines.get(at..).unwrap_or_default();
            let begin = rest.iter().position(|line| line.ends_with('{'));
            let end = rest.iter().position(|line| *line == "    }");
            let count = begin.zip(end).map_or(0, |(begin, end)| end.saturating_sub(begin + 1));
            if count > FUNCTION_LINES_MAX {
                result += INDENT;
                result += "#[allow(clippy::too_many_lines)]\n";
            }
        }
        result += line;
        result.push('\n');
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_apart() {
        let text = format("const A: u8 = 1; struct B; impl C for B {} fn d() {} /// e;\nfn e() {}").unwrap();
        let expected = "const A: u8 = 1;\n\nstruct B;\n\nimpl C for B {}\n\nfn d() {}\n/// e;\nfn e() {}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn only_long_functions_are_allowed() {
        let method =
            |lines: usize| format(&format!("impl A {{ fn a() {{ {} }} }}", "b();".repeat(lines))).unwrap();
        assert!(!method(FUNCTION_LINES_MAX).contains("allow"));
        assert!(
            method(FUNCTION_LINES_MAX + 1).contains("    #[allow(clippy::too_many_lines)]\n    fn a() {\n")
        );
    }
}
