//! Ctrl+C: the first asks the run to end with whole lines, the second ends it at once.

use std::process;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// What a shell calls the end by an interrupt: 128 and the number of the signal.
pub const EXIT_STATUS: u8 = 130;

/// How often it came. There is one keyboard, and so one count for the whole process.
static CAME: AtomicUsize = AtomicUsize::new(0);

/// Listens from here on.
pub fn listen() {
    let heard = || {
        if 0 < CAME.fetch_add(1, Ordering::Relaxed) {
            process::exit(i32::from(EXIT_STATUS));
        }
    };
    // Where the system refuses, Ctrl+C ends the program at once, as if we had not asked.
    let _ = ctrlc::set_handler(heard);
}

/// Whether it came.
#[must_use]
pub fn came() -> bool {
    0 < CAME.load(Ordering::Relaxed)
}
