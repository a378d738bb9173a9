//! The rows as bars.

use super::bar::Figure;
use super::report::number;
use super::row::Row;
use super::workload::{ALL, PINNED, Workload};
use crate::plot::{Bar, Chart, draw};

/// A chart for each workload: calls in a second, or the figure that it is there for.
pub(super) fn svg(rows: &[Row]) -> String {
    let charts: Vec<Chart> = ALL.iter().filter_map(|workload| chart(workload, rows)).collect();
    draw(&charts)
}

fn chart(workload: &Workload, rows: &[Row]) -> Option<Chart> {
    let figure = match workload.name {
        "1x1/0" | PINNED => Figure::P50,
        "idle" => Figure::KbPerConnection,
        name if name.starts_with("unary-") => Figure::P99,
        _ => Figure::CallsPerS,
    };
    let bars: Vec<Bar> = rows
        .iter()
        .filter(|row| row.workload == workload.name)
        .filter_map(|row| Some((row.peer, figure.of(row)?)))
        .map(|(peer, value)| Bar { name: peer.to_owned(), value, text: number(value) })
        .collect();
    let title = format!("{}: {} ({})", workload.name, figure.name(), workload.about);
    (!bars.is_empty()).then_some(Chart { title, bars })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_workload_shows_what_it_is_there_for() {
        let row = |workload, peer| Row {
            workload,
            peer,
            calls_per_s: Some(1_234.0),
            p50_us: Some(56.0),
            p99_us: None,
            cpu_s_per_100k: None,
            kb_per_connection: None,
        };
        let drawn = svg(&[row("1x1/0", "mrpc"), row("1x64/0", "raw")]);
        assert!(drawn.contains(">1x1/0: p50, µs (one call at a time)<"), "{drawn}");
        assert!(drawn.contains(">56.00<") && drawn.contains(">1,234<"), "{drawn}");
    }
}
