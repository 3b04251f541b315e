//! Any octets as a capture file.

use popscope::capture::Bounds;
use popscope::capture::Options;

use super::look::analysed;
use super::look::look;

/// A file gives the same with much memory and sensible things with little.
pub(super) fn file(octets: &[u8]) {
    let Some((sessions, summary)) = analysed(octets, &Options::default()) else { return };
    for session in &sessions {
        assert!(session.first_frame <= session.last_frame && session.last_frame <= summary.packets);
        assert!(session.frames <= summary.packets);
        assert!(session.start <= session.end);
        look(session);
    }
    let bounds = Bounds { session: 2000, all_sessions: 4000, undecided: 500 };
    let (few, same) = analysed(octets, &Options { bounds, ..Options::default() }).expect("it was a capture");
    assert_eq!((same.packets, same.octets), (summary.packets, summary.octets));
    for session in &few {
        look(session);
    }
}
