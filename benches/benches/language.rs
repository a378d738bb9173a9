//! How long it takes to check a schema, and whether twice the text takes twice the time.
//!
//! `cargo bench -p benches --bench language` prints criterion's figures and, last, a table of ratios: the
//! sizes are run in turns and the median of each is taken, so that a noisy machine disturbs all alike.

use std::hint::black_box;
use std::time::Instant;

use benches::schema::{Kind, tree};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use mrpc_idl::load::Memory;
use mrpc_idl::{compile, format};

const FILES: usize = 200;
const ROUNDS: usize = 9;

/// Only `cargo bench` says this; `cargo test` merely asks whether everything runs.
fn is_bench() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

fn sizes() -> [usize; 3] {
    let largest = if is_bench() { 2_000_000 } else { 20_000 };
    [largest / 4, largest / 2, largest]
}

fn check(files: &Memory) -> usize {
    compile(files, &[]).diagnostics.len()
}

fn file(kind: Kind, bytes: usize) -> Memory {
    Memory::new([("bench.mrpc", kind.file(bytes))])
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    for kind in Kind::ALL {
        for bytes in sizes() {
            let files = file(kind, bytes);
            group.throughput(Throughput::Bytes(bytes as u64));
            group.bench_with_input(BenchmarkId::new(kind.name(), bytes), &files, |bencher, files| {
                bencher.iter(|| black_box(check(files)));
            });
        }
    }
    let files = Memory::new(tree(FILES));
    group
        .bench_function(BenchmarkId::new("tree", FILES), |bencher| bencher.iter(|| black_box(check(&files))));
    group.finish();

    let mut group = criterion.benchmark_group("format");
    group.sample_size(10);
    for bytes in sizes() {
        let text = Kind::Usual.file(bytes);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_with_input(BenchmarkId::new("usual", bytes), &text, |bencher, text| {
            bencher.iter(|| black_box(format::format(text)));
        });
    }
    group.finish();
}

/// The median time to check each of `inputs`, which are taken in turns.
fn medians<const N: usize>(inputs: &[Memory; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (files, times) in inputs.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(check(files));
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn ratios() {
    println!("\ncheck: median of {ROUNDS} rounds, sizes in turns");
    println!("{:8} {:>9} {:>9} {:>9} {:>7} {:>7}", "", "0.5 MB", "1 MB", "2 MB", "T2/T1", "T3/T2");
    for kind in Kind::ALL {
        let [small, middle, large] = medians(&sizes().map(|bytes| file(kind, bytes)));
        let (first, second) = (middle / small, large / middle);
        let name = kind.name();
        println!("{name:8} {small:>6.1} ms {middle:>6.1} ms {large:>6.1} ms {first:>7.2} {second:>7.2}");
    }
    let files = tree(FILES);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let [time] = medians(&[Memory::new(files)]);
    println!("\na tree of {FILES} files, {:.1} MB together: {time:.1} ms", bytes as f64 / 1e6);
}

criterion_group!(language, benches);

fn main() {
    language();
    Criterion::default().configure_from_args().final_summary();
    if is_bench() {
        ratios();
    }
}
