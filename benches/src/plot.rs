//! Figures as bars, for people.

use std::fmt::Write;

use crate::measure::What;
use crate::table::Table;

const WIDTH: usize = 760;
const BAR: usize = 16;
const GAP: usize = 6;
const NAME: usize = 150;
const NUMBER: usize = 90;

/// Bars of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What stands above them.
    pub title: String,
    /// The bars, from above.
    pub bars: Vec<Bar>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose it is. Ours is drawn in another colour.
    pub name: String,
    /// How long it is, beside the others of its chart.
    pub value: f64,
    /// What stands behind it.
    pub text: String,
}

/// The bars of `shape`, one chart for each of `whats`. Shorter is better.
#[must_use]
pub fn svg(table: &Table, shape: &str, whats: &[What]) -> String {
    let bar = |library: &str, nanos: f64| Bar {
        name: library.to_owned(),
        value: nanos,
        text: format!("{nanos:.0} ns"),
    };
    let chart = |what: &What| Chart {
        title: format!("{shape}: {}", what.name()),
        bars: table
            .libraries(*what)
            .into_iter()
            .filter_map(|library| Some(bar(library, table.nanos(shape, *what, library)?)))
            .collect(),
    };
    draw(&whats.iter().map(chart).collect::<Vec<_>>())
}

/// The charts, one below the other.
#[must_use]
pub fn draw(charts: &[Chart]) -> String {
    let mut body = String::new();
    let mut y = 10;
    for Chart { title, bars } in charts {
        let longest = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
        y += 20;
        let _ = writeln!(body, r#"<text class="title" x="10" y="{y}">{title}</text>"#);
        y += 10;
        for Bar { name, value, text } in bars {
            let length = (value / longest * (WIDTH - NAME - NUMBER) as f64).max(1.0);
            let class = if name == "mrpc" { "ours" } else { "other" };
            let base = y + BAR - 4;
            let end = NAME as f64 + length + 6.0;
            let _ = writeln!(body, r#"<text x="{}" y="{base}" text-anchor="end">{name}</text>"#, NAME - 8);
            let _ = writeln!(
                body,
                r#"<rect class="{class}" x="{NAME}" y="{y}" width="{length:.1}" height="{BAR}" rx="2"/>"#
            );
            let _ = writeln!(body, r#"<text x="{end:.1}" y="{base}">{text}</text>"#);
            y += BAR + GAP;
        }
    }
    let height = y + 10;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">
<style>
  rect.page {{ fill: #ffffff; }}
  text {{ font: 13px system-ui, sans-serif; fill: #24292f; }}
  text.title {{ font-weight: 600; }}
  .ours {{ fill: #d9480f; }}
  .other {{ fill: #adb5bd; }}
</style>
<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>
{body}</svg>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    #[test]
    fn a_bar_is_as_long_as_its_figure() {
        let cell = |library, nanos| Cell { shape: "a", what: What::Decode, library, nanos };
        let table = Table { cells: vec![cell("mrpc", 50.0), cell("other", 100.0)] };
        let drawn = svg(&table, "a", &[What::Decode]);
        assert!(drawn.contains(r#"class="ours" x="150" y="40" width="260.0""#), "{drawn}");
        assert!(drawn.contains(r#"class="other" x="150" y="62" width="520.0""#), "{drawn}");
    }
}
