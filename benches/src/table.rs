//! What was measured, as a table to read.

use std::fmt::Write;

use crate::measure::{Row, What};

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The values it was done with.
    pub shape: &'static str,
    /// What was done.
    pub what: What,
    /// Who did it.
    pub library: &'static str,
    /// How long it took.
    pub nanos: f64,
}

/// Everything that was measured.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The figures, in the order of their rows.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The rows with their figures.
    #[must_use]
    pub fn new(rows: &[Row], nanos: &[f64]) -> Self {
        let cell = |(row, nanos): (&Row, &f64)| Cell {
            shape: row.shape,
            what: row.what,
            library: row.library,
            nanos: *nanos,
        };
        Self { cells: rows.iter().zip(nanos).map(cell).collect() }
    }

    /// The shapes, in order.
    #[must_use]
    pub fn shapes(&self) -> Vec<&'static str> {
        distinct(self.cells.iter().map(|cell| cell.shape))
    }

    /// Who did `what`, in order.
    #[must_use]
    pub fn libraries(&self, what: What) -> Vec<&'static str> {
        distinct(self.cells.iter().filter(|cell| cell.what == what).map(|cell| cell.library))
    }

    /// How long it took, if it was measured.
    #[must_use]
    pub fn nanos(&self, shape: &str, what: What, library: &str) -> Option<f64> {
        let is_it = |cell: &&Cell| cell.shape == shape && cell.what == what && cell.library == library;
        self.cells.iter().find(is_it).map(|cell| cell.nanos)
    }

    /// The shapes side by side: nanoseconds, and how many times as fast as `base`.
    #[must_use]
    pub fn text(&self, base: &str) -> String {
        let mut text = String::new();
        let shapes = self.shapes();
        for what in What::ALL {
            let _ = write!(text, "\n{:24}", what.name());
            for shape in &shapes {
                let _ = write!(text, "{shape:>19}");
            }
            text.push('\n');
            for library in self.libraries(what) {
                let _ = write!(text, "  {library:22}");
                for shape in &shapes {
                    let base = self.nanos(shape, what, base);
                    let _ = match (self.nanos(shape, what, library), base) {
                        (Some(nanos), Some(base)) => write!(text, "{nanos:>12.1}{:>6.2}x", base / nanos),
                        (Some(nanos), None) => write!(text, "{nanos:>12.1}       "),
                        (None, _) => write!(text, "{:>12}       ", "-"),
                    };
                }
                text.truncate(text.trim_end().len());
                text.push('\n');
            }
        }
        text
    }
}

fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_stands_beside_the_base() {
        let cell = |shape, library, nanos| Cell { shape, what: What::Decode, library, nanos };
        let table = Table { cells: vec![cell("a", "x", 10.0), cell("a", "y", 20.0), cell("b", "y", 8.0)] };
        let text = table.text("y");
        assert!(text.contains("x                             10.0  2.00x           -\n"), "{text}");
        assert!(text.contains("y                             20.0  1.00x         8.0  1.00x\n"), "{text}");
    }
}
