//! What was logged at `warn` and above on the thread of a test.

use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber, span};

/// Collects until it is dropped.
pub(crate) struct Log {
    records: Arc<Mutex<Vec<Record>>>,
    _guard: DefaultGuard,
}

#[derive(Debug, Default)]
pub(crate) struct Record {
    fields: Vec<(&'static str, String)>,
}

struct Collector {
    records: Arc<Mutex<Vec<Record>>>,
}

impl Log {
    pub(crate) fn start() -> Self {
        let records = Arc::default();
        let collector = Collector { records: Arc::clone(&records) };
        Self { records, _guard: tracing::subscriber::set_default(collector) }
    }

    /// What was logged since the last time.
    pub(crate) fn take(&self) -> Vec<Record> {
        std::mem::take(&mut self.records.lock().unwrap())
    }
}

impl Record {
    /// What a field says, or nothing if there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut record = Record::default();
        event.record(&mut record);
        self.records.lock().unwrap().push(record);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl Visit for Record {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.push((field.name(), format!("{value:?}")));
    }
}
