//! Keeps a panic of a foreign decoder or camera driver from ending more than that one attempt.
//!
//! rqrr panics at some pictures, rxing and nokhwa may. The process-wide panic hook is left alone:
//! it belongs to the program, not to a library. The default hook therefore prints a line for a
//! contained panic; a program that minds sets a hook that asks [`panic_is_contained`].

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic of the present thread will be caught by this crate, and means no more than that
/// one attempt to read a picture or a camera failed.
///
/// For a program's panic hook. Without one, each such panic prints its place to standard error: it
/// does no harm, looks like a crash, and with a backtrace is slow.
///
/// ```
/// let before = std::panic::take_hook();
/// std::panic::set_hook(Box::new(move |panic| {
///     if !segl_scan::panic_is_contained() {
///         before(panic);
///     }
/// }));
/// ```
#[must_use]
pub fn panic_is_contained() -> bool {
    DEPTH.get() > 0
}

/// Runs `attempt`; `None` if it panicked. What it worked on is thrown away with it, so no broken
/// state is seen afterwards.
pub(crate) fn contained<T>(attempt: impl FnOnce() -> T) -> Option<T> {
    DEPTH.set(DEPTH.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(attempt));
    DEPTH.set(DEPTH.get() - 1);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_the_attempt_only() {
        assert!(!panic_is_contained());
        assert_eq!(contained(panic_is_contained), Some(true));
        assert_eq!(contained(|| Vec::<u8>::new()[1]), None);
        assert!(!panic_is_contained());
    }
}
