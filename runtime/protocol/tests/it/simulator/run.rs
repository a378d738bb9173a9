//! Runs of the world.

use std::time::{Duration, Instant};

use super::random::for_seeds;
use super::story::Outcome;
use super::world::{CLIENT, SERVER, World};
use crate::peer::some_time;

/// How a run goes on after the chaos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// All calls come to their end.
    Quiet,
    /// One of the two leaves, in the middle of everything.
    Drain(usize),
    /// The socket ends in the middle of everything.
    Cut,
}

fn act(world: &mut World) {
    let end = world.random.pick(&[CLIENT, SERVER]);
    match world.random.below(100) {
        0..30 => world.start(),
        30..55 => world.send_item(end),
        55..60 => world.end_items(),
        60..63 => world.cancel(),
        63..80 => world.consume(end),
        80..92 => world.answer_some(),
        _ => {
            let time = world.random.below(20);
            world.pass(Duration::from_millis(time));
        }
    }
}

fn run(seed: u64) -> (u64, Vec<Option<Outcome>>) {
    run_from(seed, some_time())
}

fn run_from(seed: u64, start: Instant) -> (u64, Vec<Option<Outcome>>) {
    let mut world = World::new(seed, start);
    let ending =
        world.random.pick(&[Ending::Quiet, Ending::Drain(CLIENT), Ending::Drain(SERVER), Ending::Cut]);
    let most = world.random.pick(&[20, 1_000, 100_000]);
    let steps = 200 + world.random.size(400);
    for step in 0..steps {
        if let Ending::Drain(end) = ending
            && step == steps / 2
        {
            let now = world.now;
            world.ends[end].connection.start_drain(now, "bye");
        }
        if world.random.percent(1) && world.random.percent(50) {
            // Now and then, longer than a side that leaves waits for the other.
            world.pass(Duration::from_millis(1_100));
        }
        act(&mut world);
        if world.random.percent(60) {
            world.deliver(most);
        }
        world.check();
    }
    if ending == Ending::Cut {
        world.cut();
        world.start();
        return world.finish();
    }
    calm_down(&mut world);
    if matches!(ending, Ending::Drain(_)) {
        world.pass(Duration::from_secs(1));
        calm_down(&mut world);
        assert!(world.ends.iter().all(|end| end.connection.is_drained()), "{ending:?}");
    }
    world.check_quiet();
    world.finish()
}

/// No more calls begin, and the applications do what they have to.
fn calm_down(world: &mut World) {
    for _ in 0..200_000 {
        for end in [CLIENT, SERVER] {
            world.consume(end);
        }
        world.end_items();
        world.answer_some();
        world.deliver(100_000);
        world.check();
        if world.in_flight() == 0 && world.is_quiet() {
            return;
        }
    }
    panic!("calls do not end: {:?}", world.stories);
}

/// [P-40] [P-42] [P-51] [P-53]
#[test]
fn c02_each_call_ends_once_and_with_its_own_answer() {
    for_seeds(400, |seed| drop(run(seed)));
}

/// [P-42]: the same world, and what it must have seen.
#[test]
fn c13_credit_is_neither_lost_nor_made() {
    let outcomes: Vec<_> = (1_000..1_150).flat_map(|seed| run(seed).1).flatten().collect();
    let has = |wanted: fn(&Outcome) -> bool| outcomes.iter().any(wanted);
    assert!(has(|outcome| *outcome == Outcome::Success) && has(|outcome| *outcome == Outcome::Failure(13)));
    assert!(has(|outcome| *outcome == Outcome::Cancelled) && has(|outcome| *outcome == Outcome::Expired));
    assert!(
        has(|outcome| matches!(outcome, Outcome::Closed(_))) && has(|outcome| *outcome == Outcome::Refused)
    );
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let start = some_time();
    for seed in 0..20 {
        assert_eq!(run_from(seed, start), run_from(seed, start), "seed {seed}");
    }
    assert_ne!(run_from(1, start).0, run_from(2, start).0);
}
