//! Small captures, built by hand.
