//! How long it takes to write a message and to read one, beside other libraries, on the same values.
//!
//! `cargo bench -p benches --bench codec` prints criterion's figures and, last, a table: the libraries are
//! run in turns and the median of each is taken, so that a noisy machine disturbs all alike. A name that no row
//! has, as in `-- table`, leaves criterion out. With `MRPC_BENCH_PLOT=docs/codec-bench.svg` in front, the table is
//! drawn as well.

use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use benches::measure::{Row, What, medians};
use benches::peer;
use benches::plot::svg;
use benches::table::Table;
use criterion::Criterion;

const ROUNDS: usize = 501;

/// Only `cargo bench` says this; `cargo test` merely asks whether everything runs.
fn is_bench() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

fn benches(criterion: &mut Criterion, rows: &mut [Row]) {
    for row in rows {
        let mut group = criterion.benchmark_group(format!("{}/{}", row.shape, row.what.name()));
        group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(600));
        group.sample_size(20);
        group.bench_function(row.library, |bencher| bencher.iter_custom(|times| row.run(times)));
        group.finish();
    }
}

/// Prints the table, and draws it if that was asked for.
#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn show(rows: &mut [Row]) -> io::Result<()> {
    let nanos = medians(rows, ROUNDS);
    let table = Table::new(rows, &nanos);
    println!("\ncodec: median of {ROUNDS} rounds, all in turns; ns, and how many times as fast as prost");
    print!("{}", table.text("prost"));
    match std::env::var_os("MRPC_BENCH_PLOT") {
        Some(path) => {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            fs::write(root.join(path), svg(&table, "rich", &[What::Encode, What::Decode]))
        }
        None => Ok(()),
    }
}

fn main() -> io::Result<()> {
    let mut rows = peer::all();
    let mut criterion = Criterion::default().configure_from_args();
    benches(&mut criterion, &mut rows);
    criterion.final_summary();
    if is_bench() { show(&mut rows) } else { Ok(()) }
}
