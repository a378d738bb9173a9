//! The only place that prints.
//!
//! What was asked for goes to standard output: formatted text, pages, JSON. What we have to say about it goes
//! to standard error. A reader that has seen enough and closes the pipe is no failure.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use mrpc_idl::diagnostic::Diagnostic;
use mrpc_idl::render::{Format, Style, list, sanitize};
use mrpc_idl::source::Sources;

use crate::exit::Failure;

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Out {
    /// For whom reports are.
    pub(crate) format: Format,
    /// Whether to use colours.
    pub(crate) color: ColorChoice,
    /// Whether to keep what is no report to ourselves.
    pub(crate) quiet: bool,
}

impl Out {
    /// Prints reports; there may be none.
    pub(crate) fn reports(&self, diagnostics: &[Diagnostic], sources: &Sources) -> Result<(), Failure> {
        let text = list(diagnostics, sources, self.format, &self.style());
        match self.format {
            Format::Json => self.text(&text),
            _ => self.error_text(&text),
        }
    }

    /// Prints what was asked for.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Prints what was asked for, as it is.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        write(io::stdout().lock(), bytes)
    }

    /// Says what was done.
    pub(crate) fn remark(&self, text: &str) -> Result<(), Failure> {
        if self.quiet || self.format == Format::Json {
            return Ok(());
        }
        self.aside(text)
    }

    /// Says what to do next. Whoever asked for short reports knows.
    pub(crate) fn advice(&self, text: &str) -> Result<(), Failure> {
        if self.format == Format::Human { self.remark(text) } else { Ok(()) }
    }

    /// Says something beside what was asked for.
    pub(crate) fn aside(&self, text: &str) -> Result<(), Failure> {
        self.error_text(&format!("{}\n", sanitize(text)))
    }

    /// Says why a command stopped. If that cannot be printed, only the exit code can tell.
    pub(crate) fn failure(&self, failure: &Failure) {
        let (bold, red, reset) = match self.style().color {
            true => ("\x1b[1m", "\x1b[91m", "\x1b[0m"),
            false => ("", "", ""),
        };
        let text = format!("{bold}{red}error{reset}: {}\n", sanitize(&failure.to_string()));
        let _unprintable = self.error_text(&text);
    }

    fn error_text(&self, text: &str) -> Result<(), Failure> {
        write(AutoStream::new(io::stderr().lock(), self.color), text.as_bytes())
    }

    fn style(&self) -> Style {
        let color = match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        };
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        let default = Style::default();
        Style { color, width: width.unwrap_or(default.width).min(default.width) }
    }
}

fn write(mut stream: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::machine(format!("cannot write: {error}")))
        }
        _ => Ok(()),
    }
}
