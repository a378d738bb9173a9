//! A box for the future of a handler, kept for the next call of the same method.

use std::any::Any;
use std::fmt;
use std::pin::Pin;

/// A future, or room for one.
pub(super) type Boxed<F> = Pin<Box<Option<F>>>;

/// A box that is used again, so that a handler which need not wait costs no allocation.
#[derive(Default)]
pub(crate) struct Kept(Option<Box<dyn Any + Send>>);

impl Kept {
    /// The box, or a new one if there is none for such futures.
    pub(super) fn take<F: Send + 'static>(&mut self) -> Boxed<F> {
        let kept = self.0.as_mut().and_then(|kept| kept.downcast_mut::<Option<Boxed<F>>>());
        kept.and_then(Option::take).unwrap_or_else(|| Box::pin(None))
    }

    /// Keeps a box that is empty.
    pub(super) fn put<F: Send + 'static>(&mut self, boxed: Boxed<F>) {
        match self.0.as_mut().and_then(|kept| kept.downcast_mut::<Option<Boxed<F>>>()) {
            Some(kept) => *kept = Some(boxed),
            None => self.0 = Some(Box::new(Some(boxed))),
        }
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept({})", self.0.is_some())
    }
}
