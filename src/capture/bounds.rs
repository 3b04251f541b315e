//! Bounds: how much memory an analysis takes, whatever the file holds.

/// How many octets are kept at most while a capture is analysed. What is beyond is let go, and that is said.
///
/// Besides these, what waits for lost segments has its bound in every connection and over all of them, and
/// not more than 65 536 connections are known at the same time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bounds {
    /// By one session.
    pub session: u64,
    /// By all sessions that are open, or wait for their number.
    pub all_sessions: u64,
    /// By all connections of which it is not known yet whether they are POP3.
    pub undecided: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { session: 512 << 20, all_sessions: 1 << 30, undecided: 64 << 20 }
    }
}

/// What is kept at the moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) bounds: Bounds,
    sessions: u64,
    pub(super) undecided: u64,
    /// Connections that were dismissed undecided, for there was no room.
    pub(super) dismissed: u64,
}

impl Account {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { bounds, ..Self::default() }
    }

    /// Whether a session that keeps so many octets may keep so many more.
    pub(super) fn has_room(&self, kept: u64, more: u64) -> bool {
        kept + more <= self.bounds.session && self.sessions + more <= self.bounds.all_sessions
    }

    /// Whether sessions that are over should be handed out soon.
    pub(super) fn is_pressed(&self) -> bool {
        self.bounds.all_sessions / 2 < self.sessions
    }

    /// A session keeps another number of octets.
    pub(super) fn change(&mut self, before: u64, after: u64) {
        self.sessions = (self.sessions + after).saturating_sub(before);
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::capture::Options;
    use crate::capture::Problem;
    use crate::capture::Summary;
    use crate::capture::analyse;
    use crate::capture::testing::Talk;
    use crate::capture::testing::pcap;
    use crate::capture::testing::words;
    use crate::session::RecordedSession;

    /// What is found in frames with little memory.
    fn analysed(bounds: Bounds, frames: &[Vec<u8>]) -> (Vec<RecordedSession>, Summary) {
        let options = Options { bounds, ..Options::default() };
        let mut sessions = Vec::new();
        let file = pcap(frames);
        let watch = |_| ControlFlow::Continue(());
        let summary = analyse(file.as_slice(), &options, watch, |session| sessions.push(session)).expect("a capture");
        sessions.sort_by_key(|session: &RecordedSession| session.index);
        (sessions, summary)
    }

    #[test]
    fn a_message_that_never_ends_is_let_go_and_said() {
        let bounds = Bounds { session: 100_000, ..Bounds::default() };
        let mut talk = Talk::open().s("+OK ready\r\n").c("RETR 1\r\n").s("+OK\r\n");
        for _ in 0..200 {
            talk = talk.s("x".repeat(1400));
        }
        let (sessions, summary) = analysed(bounds, &talk.frames());
        let [session] = &sessions[..] else { panic!("one session") };
        let kept: usize =
            session.timeline.steps().iter().filter_map(|step| step.said()).map(|said| said.raw.len()).sum();
        assert!((90_000..100_000).contains(&kept), "{kept}");
        assert_eq!(session.server_octets, 11 + 5 + 200 * 1400);
        assert_eq!(session.let_go_octets, session.server_octets + session.client_octets - kept as u64);
        let problem = Problem::SessionsCut { sessions: 1, octets: session.let_go_octets };
        assert_eq!(summary.problems, [problem]);
        let told = words(&session.timeline);
        assert!(told.iter().any(|word| word.starts_with("LetGo")), "{told:?}");
        assert!(!session.is_whole());
    }

    #[test]
    fn a_line_that_never_ends_is_let_go_and_said() {
        let bounds = Bounds { session: 300_000, ..Bounds::default() };
        let mut talk = Talk::open().s("+OK ");
        for _ in 0..500 {
            talk = talk.s("x".repeat(1400));
        }
        let (sessions, summary) = analysed(bounds, &talk.frames());
        assert_eq!(sessions.len(), 1);
        assert!(matches!(summary.problems[..], [Problem::SessionsCut { sessions: 1, octets: 400_000.. }]));
    }

    #[test]
    fn sessions_that_are_not_cut_are_whole_beside_one_that_is() {
        let bounds = Bounds { session: 20_000, ..Bounds::default() };
        let mut long = Talk::open().s("+OK ready\r\n");
        for _ in 0..100 {
            long = long.c("NOOP\r\n").s("+OK\r\n");
        }
        let mut short = Talk::open().s("+OK ready\r\n").c("QUIT\r\n").s("+OK\r\n");
        short.client.set_port(7);
        let (sessions, _) = analysed(bounds, &[long.frames(), short.frames()].concat());
        let whole: Vec<bool> = sessions.iter().map(RecordedSession::is_whole).collect();
        assert_eq!(whole, [false, true]);
    }

    #[test]
    fn many_undecided_connections_share_a_bound() {
        let bounds = Bounds { undecided: 50_000, ..Bounds::default() };
        let mut frames = Vec::new();
        for port in 1..=20 {
            // A word that may yet become a command, and a server that says what is no status.
            let mut talk = Talk::open().c("XYZ".repeat(1000));
            talk.client.set_port(port);
            frames.extend(talk.frames());
        }
        let (sessions, summary) = analysed(bounds, &frames);
        assert_eq!(sessions.len(), 0);
        assert_eq!(summary.problems, [Problem::FlowsLetGo { flows: 4 }]);
    }
}
