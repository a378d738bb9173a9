//! `mrpc.toml`: where the schemas are and which lints matter.
//!
//! ```toml
//! roots = ["idl"]              # directories, as seen from this file; without it, the directory of this file
//!
//! [lints]
//! style = "warn"               # all of W01xx
//! correctness = "deny"         # all of W02xx
//! W0213 = "allow"              # a code wins over its group
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use mrpc_idl::code::{Code, Level};
use mrpc_idl::lint::Levels;
use mrpc_idl::name::nearest;
use mrpc_idl::source::{Sources, Span};
use serde::Deserialize;
use toml::Spanned;

use crate::exit::Failure;

/// The name of the file.
pub const FILE: &str = "mrpc.toml";

/// Largest file that is read.
const BYTES_MAX: u64 = 1 << 20;

/// The names that [`Levels::group`] knows, for guesses.
const GROUPS: [&str; 2] = ["style", "correctness"];
const LEVELS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// The directories that hold schemas.
    pub roots: Vec<PathBuf>,
    /// The levels that differ from the default.
    pub levels: Levels,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    roots: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    lints: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl Config {
    /// The nearest `mrpc.toml` in `directory` or above it.
    #[must_use]
    pub fn find(directory: &Path) -> Option<PathBuf> {
        let directory = std::path::absolute(directory).ok()?;
        directory.ancestors().map(|directory| directory.join(FILE)).find(|path| path.is_file())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or holds something that has no meaning; the text says where.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let shown = shorten(path);
        let unreadable = |why: String| Failure::mistake(format!("cannot read `{}`: {why}", shown.display()));
        let file = fs::File::open(path).map_err(|error| unreadable(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
        if bytes.len() as u64 > BYTES_MAX {
            return Err(unreadable(format!("it is larger than {BYTES_MAX} bytes")));
        }
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
        let directory = path.parent().unwrap_or(path);
        let config = Reader { path: &shown, text: &text }.config(directory)?;
        match config.roots.iter().find(|root| !root.is_dir()) {
            Some(root) => Err(Failure::mistake(format!(
                "`{}` names the root `{}`, which is not a directory",
                shown.display(),
                root.display()
            ))),
            None => Ok(config),
        }
    }
}

/// Without the current directory in front, and without `.` in between.
pub(crate) fn shorten(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let short = plain.strip_prefix(&current).unwrap_or(&plain);
    if short.as_os_str().is_empty() { PathBuf::from(".") } else { short.to_owned() }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn config(&self, directory: &Path) -> Result<Config, Failure> {
        let written: Written = toml::from_str(self.text).map_err(|error| self.malformed(&error))?;
        let root = |root: &String| shorten(&directory.join(root));
        let roots = match &written.roots {
            // Nothing would be checked, and all would seem well.
            Some(roots) if roots.get_ref().is_empty() => {
                return Err(self.at(roots.span(), "there is no root in `roots`").help(
                    "name the directories of your schemas, or leave `roots` out for the directory of this file",
                ));
            }
            Some(roots) => roots.get_ref().iter().map(root).collect(),
            None => vec![shorten(directory)],
        };
        Ok(Config { roots, levels: self.levels(&written.lints)? })
    }

    /// Groups first, so that a code wins over its group wherever it stands.
    fn levels(&self, lints: &BTreeMap<Spanned<String>, Spanned<String>>) -> Result<Levels, Failure> {
        let mut levels = Levels::default();
        let mut codes = Vec::new();
        for (name, level) in lints {
            let level = self.level(level)?;
            match Levels::group(name.get_ref()) {
                Some(members) => members.into_iter().for_each(|code| levels.set(code, level)),
                None => codes.push((self.code(name)?, level)),
            }
        }
        codes.into_iter().for_each(|(code, level)| levels.set(code, level));
        Ok(levels)
    }

    fn level(&self, written: &Spanned<String>) -> Result<Level, Failure> {
        let known = LEVELS.iter().find(|(name, _)| name == written.get_ref());
        known.map(|&(_, level)| level).ok_or_else(|| {
            let failure = self.at(written.span(), &format!("there is no level `{}`", written.get_ref()));
            match nearest(written.get_ref(), LEVELS.map(|(name, _)| name)) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("the levels are `allow`, `warn` and `deny`"),
            }
        })
    }

    fn code(&self, written: &Spanned<String>) -> Result<Code, Failure> {
        let name = written.get_ref();
        match name.parse::<Code>() {
            Ok(code) if !code.is_lint() => Err(self
                .at(written.span(), &format!("`{code}` is an error, not a lint: its level cannot be set"))
                .help("a schema with this mistake has no meaning")),
            Ok(code) if code.as_str() == name => Ok(code),
            _ => Err(self.unknown(written)),
        }
    }

    fn unknown(&self, written: &Spanned<String>) -> Failure {
        let failure = self.at(written.span(), &format!("there is no lint `{}`", written.get_ref()));
        let lints = Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.as_str());
        match nearest(written.get_ref(), lints.chain(GROUPS)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => {
                failure.help("`mrpc-gen explain` lists all codes; the groups are `style` and `correctness`")
            }
        }
    }

    fn malformed(&self, error: &toml::de::Error) -> Failure {
        let span = error.span().unwrap_or(0..0);
        let failure = self.at(span.clone(), error.message());
        let word = self.text.get(span).unwrap_or_default();
        if error.message().starts_with("unknown field") {
            return match nearest(word, ["roots", "lints"]) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None if is_lint(word) => failure.help("the levels of lints stand below a line `[lints]`"),
                None => failure,
            };
        }
        match error.message() {
            message if message.ends_with("expected a sequence") => {
                failure.help("roots stand in brackets: `roots = [\"idl\"]`")
            }
            message if message.ends_with("expected a map") => {
                failure.help("lints stand below a line `[lints]`, one a line: `W0213 = \"allow\"`")
            }
            _ => failure,
        }
    }

    /// A mistake at a place in this file.
    fn at(&self, range: Range<usize>, text: &str) -> Failure {
        let mut sources = Sources::default();
        let id = sources.add(self.path.display().to_string(), self.text);
        let place = sources.get(id).position(Span::new(id, range).start);
        Failure::mistake(format!("{}:{}:{}: {text}", self.path.display(), place.line, place.column))
    }
}

/// Whether `word` is what stands in front of a level.
fn is_lint(word: &str) -> bool {
    Levels::group(word).is_some() || word.parse::<Code>().is_ok_and(Code::is_lint)
}

#[cfg(test)]
mod tests {
    use super::{Config, Reader};
    use crate::exit::{Exit, Failure};
    use mrpc_idl::code::{Code, Level};
    use std::path::{Path, PathBuf};

    fn read(text: &str) -> Result<Config, Failure> {
        Reader { path: Path::new("mrpc.toml"), text }.config(Path::new("a"))
    }

    fn check_error(text: &str, expected: &str) {
        let failure = read(text).unwrap_err();
        assert_eq!(failure.exit(), Exit::Mistakes);
        assert_eq!(failure.to_string(), expected);
    }

    #[test]
    fn roots_are_seen_from_the_file() {
        let roots = |text| read(text).unwrap().roots;
        assert_eq!(roots("roots = ['idl', '../b', '.']"), ["a/idl", "a/../b", "a"].map(PathBuf::from));
        assert_eq!(roots(""), [PathBuf::from("a")]);
    }

    #[test]
    fn a_code_wins_over_its_group() {
        let level = |text: &str, code| read(text).unwrap().levels.get(code);
        let text = "[lints]\nW0101 = 'allow'\nstyle = 'deny'\n";
        assert_eq!(level(text, Code::W0101), Level::Allow);
        assert_eq!(level(text, Code::W0102), Level::Deny);
        assert_eq!(level(text, Code::W0201), Level::Warn);
        assert_eq!(level("[lints]\ncorrectness = 'warn'\n", Code::W0207), Level::Warn);
        assert_eq!(level("", Code::W0207), Level::Allow);
    }

    #[test]
    fn the_groups_are_known() {
        assert!(super::GROUPS.iter().all(|group| mrpc_idl::lint::Levels::group(group).is_some()));
    }

    #[test]
    fn mistakes_have_a_place_and_a_way_out() {
        check_error(
            "root = ['idl']\n",
            "mrpc.toml:1:1: unknown field `root`, expected `roots` or `lints`\nhelp: did you mean `roots`?",
        );
        check_error(
            "[lints]\n  W0999 = 'warn'\n",
            "mrpc.toml:2:3: there is no lint `W0999`\n\
             help: `mrpc-gen explain` lists all codes; the groups are `style` and `correctness`",
        );
        check_error(
            "[lints]\nstyl = 'warn'",
            "mrpc.toml:2:1: there is no lint `styl`\nhelp: did you mean `style`?",
        );
        check_error(
            "[lints]\nw0101 = 'warn'",
            "mrpc.toml:2:1: there is no lint `w0101`\nhelp: did you mean `W0101`?",
        );
        check_error(
            "[lints]\nE0401 = 'warn'",
            "mrpc.toml:2:1: `E0401` is an error, not a lint: its level cannot be set\n\
             help: a schema with this mistake has no meaning",
        );
        check_error(
            "[lints]\nW0101 = 'warm'",
            "mrpc.toml:2:9: there is no level `warm`\nhelp: did you mean `warn`?",
        );
        check_error(
            "[lints]\nW0101 = 'x'",
            "mrpc.toml:2:9: there is no level `x`\nhelp: the levels are `allow`, `warn` and `deny`",
        );
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_shown_the_right_one() {
        check_error(
            "roots = []",
            "mrpc.toml:1:9: there is no root in `roots`\n\
             help: name the directories of your schemas, or leave `roots` out for the directory of this file",
        );
        check_error(
            "roots = 'idl'",
            "mrpc.toml:1:9: invalid type: string \"idl\", expected a sequence\n\
             help: roots stand in brackets: `roots = [\"idl\"]`",
        );
        check_error(
            "lints = 'style'",
            "mrpc.toml:1:9: invalid type: string \"style\", expected a map\n\
             help: lints stand below a line `[lints]`, one a line: `W0213 = \"allow\"`",
        );
        for lint in ["W0210", "style"] {
            let text = format!("{lint} = 'allow'");
            let failure = read(&text).unwrap_err().to_string();
            assert!(
                failure.ends_with("\nhelp: the levels of lints stand below a line `[lints]`"),
                "{failure}"
            );
        }
    }

    #[test]
    fn malformed_files_have_a_place() {
        for text in
            ["roots = [", "roots = 1", "roots = [1]", "[lints]\nW0101 = 1", "[lints]\na='warn'\na='warn'"]
        {
            let failure = read(text).unwrap_err().to_string();
            assert!(failure.starts_with("mrpc.toml:"), "{failure}");
        }
    }
}
