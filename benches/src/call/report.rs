//! The rows as a table to read.

use std::fmt::Write as _;

use super::bar::{self, Figure, OURS};
use super::row::Row;
use super::workload::ALL;

/// Who stands beside ours as a ratio.
const RATIOS: [&str; 3] = ["tonic", "tarpc", "raw-codec"];

/// A block for each figure that was measured, then what was to be reached.
pub(super) fn text(rows: &[Row], peers: &[&'static str]) -> String {
    let mut text = String::new();
    let ratios: Vec<&str> = match peers.contains(&OURS) {
        true => RATIOS.into_iter().filter(|peer| peers.contains(peer)).collect(),
        false => Vec::new(),
    };
    for figure in Figure::ALL {
        if rows.iter().any(|row| figure.of(row).is_some()) {
            block(&mut text, figure, rows, peers, &ratios);
        }
    }
    let lines = bar::lines(rows);
    if !lines.is_empty() {
        let _ = writeln!(text, "\nto be reached");
    }
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn block(text: &mut String, figure: Figure, rows: &[Row], peers: &[&'static str], ratios: &[&str]) {
    let _ = write!(text, "\n{:22}", figure.name());
    for peer in peers {
        let _ = write!(text, "{peer:>12}");
    }
    for peer in ratios {
        let _ = write!(text, "{:>12}", format!("/{peer}"));
    }
    text.push('\n');
    for workload in ALL {
        let value = |peer: &str| {
            let row = rows.iter().find(|row| row.workload == workload.name && row.peer == peer)?;
            figure.of(row)
        };
        if peers.iter().all(|peer| value(peer).is_none()) {
            continue;
        }
        let _ = write!(text, "  {:20}", workload.name);
        for peer in peers {
            let _ = match value(peer) {
                Some(value) => write!(text, "{:>12}", number(value)),
                None => write!(text, "{:>12}", "-"),
            };
        }
        for peer in ratios {
            let _ = match value(OURS).zip(value(peer)) {
                Some((ours, other)) => write!(text, "{:>11.2}x", ours / other),
                None => write!(text, "{:>12}", "-"),
            };
        }
        text.push('\n');
    }
}

/// With three digits at least, and thousands apart.
pub(super) fn number(value: f64) -> String {
    if value < 100.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_compare() {
        assert_eq!(number(0.725), "0.72");
        assert_eq!(number(99.99), "99.99");
        assert_eq!(number(123.4), "123");
        assert_eq!(number(1_067_824.2), "1,067,824");
    }

    #[test]
    fn a_block_has_a_column_for_each_peer_and_ratio() {
        let row = |peer, calls| Row {
            workload: "1x64/0",
            peer,
            calls_per_s: Some(calls),
            p50_us: None,
            p99_us: None,
            cpu_s_per_100k: None,
            kb_per_connection: None,
        };
        let text = text(&[row("tonic", 100.0), row(OURS, 850.0)], &["tonic", OURS]);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines.get(1), Some(&vec!["calls/s", "tonic", "mrpc", "/tonic"]));
        assert_eq!(lines.get(2), Some(&vec!["1x64/0", "100", "850", "8.50x"]));
        assert_eq!(lines.get(4), Some(&vec!["to", "be", "reached"]));
    }
}
