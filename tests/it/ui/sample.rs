//! Sessions to look at, made by hand: the window does not care where a timeline came from.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use popscope::proto::Side;
use popscope::proto::utterance::Cover;
use popscope::proto::utterance::Opening;
use popscope::session::ConnectionId;
use popscope::session::Event;
use popscope::session::EventKind;
use popscope::session::Fact;
use popscope::session::RecordedSession;
use popscope::session::Recorder;
use popscope::session::Time;
use popscope::session::Timeline;
use popscope::session::event::Closing;
use popscope::session::event::Connection;
use popscope::session::event::Mark;
use popscope::session::event::Party;
use popscope::session::fact::Narration;
use popscope::session::fact::StoredMessage;
use popscope::ui::App;
use popscope::ui::app::Request;
use popscope::ui::document::Capture;
use popscope::ui::document::Document;
use popscope::ui::document::Origin;
use popscope::ui::document::Session;
use popscope::ui::document::Title;
use popscope::ui::jobs::Loading;
use popscope::ui::open::opener;
use popscope::ui::tally::Tally;

use Side::Client as C;
use Side::Server as S;

/// The steps of the session that a window opens on.
pub(super) const TOTAL: usize = 32;

/// Writes events with times that go on by themselves.
struct Author {
    events: Vec<Event>,
    now: Time,
    opened: u32,
}

impl Author {
    fn new() -> Self {
        Self { events: Vec::new(), now: Time::from_nanos(1_700_000_000_000_000_000), opened: 0 }
    }

    fn add(&mut self, connection: Option<u32>, kind: EventKind) {
        self.now = self.now + Duration::from_millis(740);
        let line = u32::try_from(self.events.len() + 10).expect("few");
        let mark = Mark::ScriptLine(line);
        self.events.push(Event { at: self.now, connection: connection.map(ConnectionId), mark, kind });
    }

    fn open(&mut self, client: Option<&str>, opening: Opening) -> u32 {
        let party = |name: Option<&str>, address: [u8; 4], port| Party {
            name: name.map(Arc::from),
            address: SocketAddr::from((address, port)),
        };
        let id = self.opened;
        self.opened += 1;
        let port = 50_000 + u16::try_from(id).expect("few");
        let opened = Connection {
            client: party(client, [192, 0, 2, 10], port),
            server: party(client.map(|_| "pop.example.org"), [192, 0, 2, 110], 110),
            opening,
            protocol: popscope::proto::Protocol::Pop3,
        };
        self.add(Some(id), EventKind::Opened(opened));
        id
    }

    fn say(&mut self, id: u32, side: Side, text: &str) {
        self.add(Some(id), EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear });
    }

    fn talk(&mut self, id: u32, lines: &[(&str, &str)]) {
        for (command, reply) in lines {
            self.say(id, C, &format!("{command}\r\n"));
            self.say(id, S, &format!("{reply}\r\n"));
        }
    }

    fn note(&mut self, en: &str, ru: &str) {
        self.add(None, EventKind::Fact(Fact::Note(Narration { en: en.into(), ru: ru.into() })));
    }

    fn fact(&mut self, id: Option<u32>, fact: Fact) {
        self.add(id, EventKind::Fact(fact));
    }

    fn record(self) -> Timeline {
        Recorder::record_all(self.events)
    }
}

fn stored(unique_id: &str, octets: u64, subject: &str) -> StoredMessage {
    StoredMessage { unique_id: unique_id.parse().expect("a unique-id"), octets, subject: Some(subject.into()) }
}

const MAIL: &str = "From: =?utf-8?B?0JDQvdC90LA=?= <anna@example.org>\r\nTo: amy@example.org\r\n\
Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=, dots\r\nDate: Mon, 13 Nov 2023 12:00:00 +0000\r\n\r\nHello Amy,\r\n\
..this line begins with a dot\r\nbye\r\n";

/// One client downloads, marks, changes its mind, and quits.
pub(crate) fn download() -> Timeline {
    let mut author = Author::new();
    let holds = vec![stored("whqtswO00WBw418f", 205, "Привет, dots"), stored("QhdPYR:00WBw1Ph7", 120, "Two")];
    author.fact(None, Fact::MaildropHolds { user: "amy".into(), messages: holds });
    author.note(
        "Amy fetches her mail. Watch the state: only a right password opens the maildrop, and nothing is removed before QUIT.",
        "Эми забирает почту. Следите за состоянием: только верный пароль открывает ящик, и ничто не удаляется до QUIT.",
    );
    let id = author.open(Some("Amy’s laptop"), Opening::Connection);
    author.say(id, S, "+OK POP3 server ready\r\n");
    author.talk(
        id,
        &[("USER amy", "+OK send PASS"), ("PASS wrong", "-ERR invalid password"), ("USER amy", "+OK send PASS")],
    );
    author.say(id, C, "PASS open sesame\r\n");
    author.fact(Some(id), Fact::MaildropLocked { user: "amy".into() });
    author.say(id, S, "+OK amy's maildrop has 2 messages (325 octets)\r\n");
    author.talk(
        id,
        &[
            ("STAT", "+OK 2 325"),
            ("LIST", "+OK 2 messages\r\n1 205\r\n2 120\r\n."),
            ("UIDL", "+OK\r\n1 whqtswO00WBw418f\r\n2 QhdPYR:00WBw1Ph7\r\n."),
        ],
    );
    author.say(id, C, "RETR 1\r\n");
    author.say(id, S, &format!("+OK 205 octets\r\n{MAIL}.\r\n"));
    author.talk(id, &[("DELE 1", "+OK marked"), ("RSET", "+OK"), ("DELE 2", "+OK marked")]);
    author.say(id, C, "QUIT\r\n");
    author.fact(
        Some(id),
        Fact::MailRemoved { user: "amy".into(), unique_ids: vec!["QhdPYR:00WBw1Ph7".parse().expect("a unique-id")] },
    );
    author.fact(Some(id), Fact::MaildropReleased { user: "amy".into() });
    author.say(id, S, "+OK bye\r\n");
    author.add(Some(id), EventKind::Closed(Closing::Finished(S)));
    author.record()
}

/// A maildrop of so many messages, and a client that has just connected.
pub(crate) fn full(messages: usize) -> Timeline {
    let mut author = Author::new();
    let holds = (0..messages).map(|number| stored(&format!("mail-{number}"), 100, "One of many"));
    author.fact(None, Fact::MaildropHolds { user: "amy".into(), messages: holds.collect() });
    let id = author.open(Some("Laptop"), Opening::Connection);
    author.say(id, S, "+OK ready\r\n");
    author.record()
}

/// Two clients want the same maildrop, and the line of one drops.
pub(crate) fn two_clients() -> Timeline {
    let mut author = Author::new();
    author.fact(None, Fact::MaildropHolds { user: "amy".into(), messages: vec![stored("one", 120, "One")] });
    let first = author.open(Some("Laptop"), Opening::Connection);
    author.say(first, S, "+OK ready\r\n");
    let second = author.open(Some("Telephone"), Opening::Connection);
    author.say(second, S, "+OK ready\r\n");
    author.talk(first, &[("USER amy", "+OK"), ("PASS x", "+OK")]);
    author.fact(Some(first), Fact::MaildropLocked { user: "amy".into() });
    author.talk(second, &[("USER amy", "+OK"), ("PASS x", "-ERR [IN-USE] maildrop already locked")]);
    author.talk(first, &[("DELE 1", "+OK")]);
    author.add(Some(first), EventKind::Closed(Closing::LineLost));
    author.fact(Some(first), Fact::MaildropReleased { user: "amy".into() });
    author.talk(second, &[("USER amy", "+OK"), ("PASS x", "+OK"), ("LIST", "+OK\r\n1 120\r\n."), ("QUIT", "+OK")]);
    author.add(Some(second), EventKind::Closed(Closing::Finished(S)));
    author.record()
}

/// What a capture can hold: a beginning that was not seen, a gap, nonsense.
pub(crate) fn damaged() -> Timeline {
    let mut author = Author::new();
    let id = author.open(None, Opening::MidStream);
    author.talk(id, &[("RETR 7", "+OK\r\nSubject: seven\r\n\r\nhalf\r\n."), ("FROB", "-ERR unknown command")]);
    author.add(Some(id), EventKind::Gap { side: S, octets: 1460 });
    author.talk(id, &[("NOOP", "+OK")]);
    author.add(Some(id), EventKind::Closed(Closing::Reset(C)));
    author.record()
}

/// One client fetches a mail: all of it, or the recording ends before.
pub(crate) fn fetched(command: &str, mail: &[u8], whole: bool) -> Timeline {
    let mut author = Author::new();
    let id = author.open(None, Opening::Connection);
    author.say(id, S, "+OK ready\r\n");
    author.talk(id, &[("USER amy", "+OK"), ("PASS x", "+OK")]);
    author.say(id, C, &format!("{command}\r\n"));
    let mut octets = b"+OK\r\n".to_vec();
    let wire = popscope::proto::multiline::stuff(mail);
    octets.extend_from_slice(if whole { &wire } else { wire.strip_suffix(b"\r\n.\r\n").unwrap_or(&wire) });
    author.add(Some(id), EventKind::Octets { side: S, octets, cover: Cover::Clear });
    author.add(Some(id), EventKind::Closed(Closing::Reset(C)));
    author.record()
}

/// The login of RFC 1939 §7.
pub(crate) fn apop() -> Timeline {
    let mut author = Author::new();
    let id = author.open(None, Opening::Connection);
    author.say(id, S, "+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n");
    author.talk(id, &[("APOP mrose c4c9334bac560ecc979e58001b3e22fb", "+OK maildrop has 1 message (369 octets)")]);
    author.record()
}

/// Two connections of a client without a name, at once or one after the other.
pub(crate) fn unnamed(at_once: bool) -> Timeline {
    let mut author = Author::new();
    let first = author.open(None, Opening::Connection);
    if !at_once {
        author.add(Some(first), EventKind::Closed(Closing::Finished(C)));
    }
    author.open(None, Opening::Connection);
    author.record()
}

/// A session of many steps.
pub(crate) fn long(rounds: usize) -> Timeline {
    let mut author = Author::new();
    let id = author.open(Some("Robot"), Opening::Connection);
    author.say(id, S, "+OK ready\r\n");
    author.talk(id, &[("USER amy", "+OK"), ("PASS x", "+OK")]);
    for _ in 0..rounds {
        author.talk(id, &[("NOOP", "+OK")]);
    }
    author.record()
}

/// A lesson with one session.
pub(crate) fn lesson(name: &str, timeline: Timeline) -> Document {
    let title = Title { en: format!("Lesson {name}").into(), ru: format!("Урок {name}").into() };
    let session = Session::new(Title::default(), timeline);
    Document::new(title, Origin::Lesson(name.to_owned()), vec![Arc::new(session)])
}

/// A file with two sessions, and something wrong with it.
pub(crate) fn file(name: &str) -> Document {
    let sessions = vec![
        Arc::new(Session::new(Title::same("192.0.2.10:50000"), damaged())),
        Arc::new(Session::new(Title::same("192.0.2.10:50001"), two_clients())),
    ];
    let origin = Origin::File(format!("/captures/{name}").into());
    Document {
        remarks: vec![Title::same("cut off at octet 812")],
        ..Document::new(Title::same(name), origin, sessions)
    }
}

/// A session as a capture holds it: a client of its own, and so many rounds of NOOP.
pub(crate) fn recorded(index: u64, user: &str, rounds: usize) -> RecordedSession {
    let mut author = Author::new();
    let id = author.open(None, Opening::Connection);
    author.say(id, S, "+OK ready\r\n");
    let name = format!("USER {user}");
    author.talk(id, &[(&name, "+OK"), ("PASS secret", if user == "eve" { "-ERR no" } else { "+OK" })]);
    for _ in 0..rounds {
        author.talk(id, &[("NOOP", "+OK")]);
    }
    author.talk(id, &[("QUIT", "+OK")]);
    author.add(Some(id), EventKind::Closed(Closing::Finished(S)));
    let session = RecordedSession::of_timeline(author.record()).expect("a connection");
    let (client, server) = (([192, 0, 2, 10], 50_000).into(), ([192, 0, 2, 110], 110).into());
    RecordedSession { index, client, server, last_frame: 9, frames: 9, ..session }
}

/// Sessions of a capture, each with its place, its user and its rounds; `job` is the one that still reads.
pub(crate) fn capture(name: &str, sessions: &[(u64, &str, usize)], job: Option<u64>) -> Document {
    let mut tally = Tally::default();
    let sessions = sessions.iter().map(|&(index, user, rounds)| {
        let session =
            Session::of_capture(Title::same(&format!("{}. {user}", index + 1)), recorded(index, user, rounds));
        tally.add(&session);
        Arc::new(session)
    });
    let sessions: Vec<_> = sessions.collect();
    let origin = Origin::File(format!("/captures/{name}").into());
    let capture = Some(Capture { tally, job, ..Capture::default() });
    Document { capture, ..Document::new(Title::same(name), origin, sessions) }
}

/// One frame over the whole window: the harness leaves a margin for small widgets.
pub(crate) fn whole_window(ui: &mut egui::Ui, app: &mut App) {
    let whole = ui.ctx().content_rect();
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(whole));
    ui.set_clip_rect(whole);
    app.frame(&mut ui);
}

/// A capture of the repository, read as the window reads it.
pub(super) fn open_capture(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
    let request = Request::new(Origin::File(path));
    opener()(&request, &Loading::alone()).expect("a capture")
}
