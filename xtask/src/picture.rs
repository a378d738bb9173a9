//! `cargo xtask picture`: what a terminal shows, drawn for the README.
//!
//! The picture is made by running the program, so it shows what the program says. The test run asks whether it
//! still does.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

/// The command as a reader would type it; it runs in `docs`.
const TYPED: &str = "mrpc-gen check check.mrpc";

/// Draw `docs/check.svg` again.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only say whether it is what would be drawn.
    #[arg(long)]
    check: bool,
}

/// Draws the picture, or says whether it is up to date.
///
/// # Errors
///
/// When the program cannot be run, or the picture cannot be read or written.
pub(crate) fn run(root: &Path, args: &Args) -> io::Result<bool> {
    let path = root.join("docs/check.svg");
    let drawn = draw(&shown(root)?);
    let is_new = fs::read_to_string(&path).ok().as_deref() != Some(drawn.as_str());
    if args.check && is_new {
        writeln!(io::stdout(), "docs/check.svg is not what mrpc-gen shows now: cargo xtask picture")?;
        return Ok(false);
    }
    if is_new {
        fs::write(&path, drawn)?;
    }
    Ok(true)
}

/// What the terminal shows: the command, then what it prints, with the codes for colours.
fn shown(root: &Path) -> io::Result<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "mrpc-gen", "--"]).args(TYPED.split(' ').skip(1));
    let output =
        command.args(["--color", "always"]).env("COLUMNS", "100").current_dir(root.join("docs")).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(format!("\u{1b}[1m$ {TYPED}\u{1b}[0m\n\n{}", said.trim_end()))
}

fn draw(shown: &str) -> String {
    let drawn = anstyle_svg::Term::new().min_width_px(820).render_svg(shown);
    // The house ends its files in one line feed and its lines without spaces.
    let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn colours_become_classes_and_text_stays() {
        let drawn = draw("\u{1b}[31mred\u{1b}[0m & plain");
        assert!(drawn.contains("red") && drawn.contains("&amp; plain"));
        assert!(!drawn.contains('\u{1b}'));
    }
}
