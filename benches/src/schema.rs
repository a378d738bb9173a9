//! Schemas of a given size, of the kinds that cost a compiler most.

use std::fmt::Write;

/// The kinds of schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What people write: documented messages, enums, services with policies.
    Usual,
    /// Few messages with very many fields.
    Long,
    /// Messages in messages, thirty deep.
    Nested,
    /// A mistake in every other line, of many kinds.
    Broken,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Long, Self::Nested, Self::Broken];

    /// The name to print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Long => "long",
            Self::Nested => "nested",
            Self::Broken => "broken",
        }
    }

    /// One file of at least `bytes` bytes, and not much more.
    #[must_use]
    pub fn file(self, bytes: usize) -> String {
        let mut text = String::from("edition 2026;\npackage bench.v1;\n");
        let mut number = 0;
        while text.len() < bytes {
            match self {
                Self::Usual => usual(&mut text, number),
                Self::Long => long(&mut text, number),
                Self::Nested => nested(&mut text, number),
                Self::Broken => broken(&mut text, number),
            }
            .expect("a string takes any text");
            number += 1;
        }
        text
    }
}

fn usual(text: &mut String, n: usize) -> std::fmt::Result {
    let other = n / 2;
    writeln!(
        text,
        r#"
/// A user, number {n}, with what belongs to one.
message User{n} {{
  /// The name to show.
  @len(1..=64) @pattern("^[^\n]+$") name: string = 1;
  @range(0..=150) age: uint32 = 2;
  nickname: string? = 3;
  tags: list<string> = 4;
  oneof contact {{
    @format(email) email: string = 5;
    phone: string = 6;
  }}
  manager: User{other} = 7;
  labels: map<string, int64> = 8;
  state: State{n} = 9;
  created: Timestamp = 10; // set by the server
  reserved 15, 20..=29, "old_name";
}}

enum State{n} {{
  STATE{n}_UNSPECIFIED = 0;
  STATE{n}_ACTIVE = 1;
  @deprecated("merged") STATE{n}_TRIAL = 2;
}}

message Get{n}Request {{ @key id: string = 1; }}

@timeout(2s)
service Users{n}Service {{
  /// Get one user.
  @idempotent(read)
  @retry(max_attempts = 3, backoff = 50ms..1s, on = [UNAVAILABLE])
  @route(hash)
  rpc Get(Get{n}Request) -> User{n};
  rpc Watch(Get{n}Request) -> stream User{n};
}}"#
    )
}

fn long(text: &mut String, n: usize) -> std::fmt::Result {
    writeln!(text, "\nmessage Wide{n} {{")?;
    for field in 1..=10_000 {
        writeln!(
            text,
            "  a_field_with_a_name_{field}: int64 = {};",
            if field < 19_000 { field } else { field + 1_000 }
        )?;
    }
    writeln!(text, "}}")
}

fn nested(text: &mut String, n: usize) -> std::fmt::Result {
    const DEPTH: usize = 30;
    writeln!(text)?;
    for depth in 0..DEPTH {
        let name = if depth == 0 { format!("Nest{n}") } else { format!("Level{depth}") };
        writeln!(text, "{:indent$}message {name} {{", "", indent = 2 * depth)?;
        if depth + 1 < DEPTH {
            writeln!(text, "{:indent$}  inner: Level{} = 1;", "", depth + 1, indent = 2 * depth)?;
        }
    }
    for depth in (0..DEPTH).rev() {
        writeln!(text, "{:indent$}}}", "", indent = 2 * depth)?;
    }
    Ok(())
}

fn broken(text: &mut String, n: usize) -> std::fmt::Result {
    writeln!(
        text,
        r#"
message Broken{n} {{
  name: string = 1
  string old = 2;
  again: int32 = 1;
  kind: Unknown{n} = 3;
  @len(3 nick: string = 4;
  @rnge(1..=3) count: i32 = 5;
  list: list<list<int32>> = 6;
  = 7;
}}
mesage Typo{n} {{ a: string = 1; }}
enum E{n} {{ E{n}_ONE = 1; E{n}_ONE = 1; }}
service S{n} {{
  rpc Get(Broken{n}) returns (Broken{n});
  @retry(max_attempts = 3) rpc Put(Nowhere{n}) -> Broken{n};
}}"#
    )
}

/// A tree of `files` files in packages of four, each package but the first importing the one before it.
#[must_use]
pub fn tree(files: usize) -> Vec<(String, String)> {
    let file = |n: usize| {
        let package = n / 4;
        let mut text = format!("edition 2026;\npackage bench.p{package}.v1;\n");
        if package > 0 && n.is_multiple_of(4) {
            let below = (package - 1) / 2;
            let _ = writeln!(text, "import bench.p{below}.v1.Shared{below};");
            let _ = writeln!(text, "message Uses{n} {{ it: Shared{below} = 1; }}");
        }
        if n.is_multiple_of(4) {
            let _ = writeln!(text, "message Shared{package} {{ a: string = 1; }}");
        }
        for part in 0..5 {
            usual(&mut text, n * 10 + part).expect("a string takes any text");
        }
        // Each message's manager must lie in the same file.
        (format!("bench/p{package}/v1/file{n}.mrpc"), text.replace("manager: User", "// manager: User"))
    };
    (0..files).map(file).collect()
}
