//! What Wireshark 4.0 gets wrong of POP3, each row as a small capture, and what is right.

use std::ops::ControlFlow;

use etherparse::PacketBuilder;
use popscope::capture::Options;
use popscope::capture::analyse;
use popscope::export::session_record::session_record;
use popscope::inspect::fetched::fetched;
use popscope::proto::Side;
use popscope::session::RecordedSession;
use serde_json::Value;

use Side::Client as C;
use Side::Server as S;

/// A message of 78 octets with two lines that are stuffed on the wire.
const MAIL: &str = "Subject: dots\r\n\r\n.hidden\r\n..two\r\n+OK this line is no reply\r\nthis is the end.\r\n";
const WIRE: &str = "Subject: dots\r\n\r\n..hidden\r\n...two\r\n+OK this line is no reply\r\nthis is the end.\r\n.\r\n";

/// A capture: the port of the server, and what each segment says.
struct Talk(u16, Vec<(Side, String)>);

fn talk(segments: &[(Side, &str)]) -> Talk {
    Talk(110, segments.iter().map(|(side, text)| (*side, (*text).to_owned())).collect())
}

/// The same behind a greeting and a login.
fn logged_in(segments: &[(Side, &str)]) -> Talk {
    let login = [(S, "+OK ready\r\n"), (C, "USER amy\r\n"), (S, "+OK\r\n"), (C, "PASS sesame\r\n"), (S, "+OK in\r\n")];
    talk(&[login.as_slice(), segments].concat())
}

impl Talk {
    /// A pcap file with a handshake before it all.
    fn pcap(&self) -> Vec<u8> {
        let mut file = vec![0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0];
        let mut next = [100_u32, 200];
        let shakes = [(C, true, false), (S, true, true), (C, false, true)].map(|shake| (shake, ""));
        let said = self.1.iter().map(|(side, text)| ((*side, false, true), text.as_str()));
        for (millis, ((side, syn, ack), text)) in (0_u32..).zip(shakes.into_iter().chain(said)) {
            let (this, other) = if side == C { (0, 1) } else { (1, 0) };
            let (ends, ports) = ([[192, 0, 2, 1], [192, 0, 2, 2]], [40_000, self.0]);
            let mut packet = PacketBuilder::ethernet2([2; 6], [4; 6]).ipv4(ends[this], ends[other], 64).tcp(
                ports[this],
                ports[other],
                next[this],
                65_000,
            );
            if syn {
                packet = packet.syn();
            }
            if ack {
                packet = packet.ack(next[other]);
            }
            let mut frame = Vec::new();
            packet.write(&mut frame, text.as_bytes()).expect("a Vec can be written");
            let length = u32::try_from(frame.len()).expect("short").to_le_bytes();
            file.extend([(millis / 1000).to_le_bytes(), (millis % 1000 * 1000).to_le_bytes(), length, length].concat());
            file.extend(frame);
            next[this] += u32::try_from(text.len()).expect("short") + u32::from(syn);
        }
        file
    }

    #[track_caller]
    fn session(&self) -> RecordedSession {
        let mut sessions = Vec::new();
        let file = self.pcap();
        analyse(file.as_slice(), &Options::default(), |_| ControlFlow::Continue(()), |session| sessions.push(session))
            .expect("a capture");
        assert_eq!(sessions.len(), 1, "one session");
        sessions.remove(0)
    }

    fn record(&self) -> Value {
        session_record(&self.session(), "", false)
    }

    /// Every mail comes out octet for octet, complete.
    #[track_caller]
    fn delivers(&self, mails: &[&str]) {
        let session = self.session();
        let found: Vec<_> = fetched(&session.timeline).collect();
        let octets: Vec<_> = found.iter().map(|mail| String::from_utf8_lossy(&mail.octets)).collect();
        assert_eq!(octets, mails);
        assert!(found.iter().all(|mail| mail.complete));
    }

    /// Each command and how it was answered.
    #[track_caller]
    fn answers(&self, expected: &[&str]) {
        let record = self.record();
        let exchanges = record["exchanges"].as_array().expect("a list").iter().map(|exchange| {
            let word = |name: &str| exchange[name].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", word("command"), word("argument"), word("status"))
        });
        assert_eq!(exchanges.collect::<Vec<_>>(), expected);
    }

    #[track_caller]
    fn names(&self, user: &str) {
        assert_eq!(self.record()["user"], user);
    }

    /// These things are remarked.
    #[track_caller]
    fn remarks(&self, codes: &[&str]) {
        let record = self.record();
        let found: Vec<_> = record["findings"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
        assert_eq!(found, codes);
    }
}

#[test]
fn a_mail_in_the_segment_of_its_status_line() {
    assert_eq!(MAIL.len(), 78);
    logged_in(&[(C, "RETR 1\r\n"), (S, &format!("+OK 78 octets\r\n{WIRE}"))]).delivers(&[MAIL]);
}

#[test]
fn b_mail_in_two_segments_behind_the_count() {
    let (first, second) = WIRE.split_at(20);
    let talk = logged_in(&[(C, "RETR 1\r\n"), (S, "+OK 78 octets\r\n"), (S, first), (S, second)]);
    talk.delivers(&[MAIL]);
}

#[test]
fn c_a_status_line_without_a_count() {
    let talk = logged_in(&[(C, "RETR 1\r\n"), (S, "+OK message follows\r\n"), (S, WIRE)]);
    talk.delivers(&[MAIL]);
    talk.remarks(&["cleartext-password"]);
}

#[test]
fn d_lists_that_go_on_in_the_next_segment() {
    let talk = logged_in(&[
        (C, "LIST\r\n"),
        (S, "+OK\r\n1 78\r\n2 "),
        (S, "120\r\n.\r\n"),
        (C, "CAPA\r\n"),
        (S, "+OK\r\nTOP\r\n"),
        (S, "UIDL\r\n.\r\n"),
    ]);
    talk.answers(&["USER amy +OK", "PASS - +OK", "LIST - +OK", "CAPA - +OK"]);
    talk.delivers(&[]);
    let session = talk.session();
    let lists = session.timeline.steps().iter().filter_map(|step| step.said()?.delivered());
    assert_eq!(lists.collect::<Vec<_>>(), [b"1 78\r\n2 120\r\n".to_vec(), b"TOP\r\nUIDL\r\n".to_vec()]);
}

#[test]
fn e_four_commands_in_one_segment() {
    let talk = talk(&[
        (S, "+OK ready\r\n"),
        (C, "USER amy\r\nPASS sesame\r\nSTAT\r\nRETR 1\r\n"),
        (S, &format!("+OK\r\n+OK in\r\n+OK 1 78\r\n+OK\r\n{WIRE}")),
    ]);
    talk.answers(&["USER amy +OK", "PASS - +OK", "STAT - +OK", "RETR 1 +OK"]);
    talk.names("amy");
    talk.delivers(&[MAIL]);
}

#[test]
fn f_g_h_every_kind_of_login_names_its_user() {
    let greeting = "+OK <1896.697170952@dbc.mtview.ca.us>\r\n";
    let apop = "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n";
    talk(&[(S, greeting), (C, apop), (S, "+OK\r\n")]).names("mrose");
    let plain = "AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=\r\n";
    talk(&[(S, "+OK\r\n"), (C, plain), (S, "+OK\r\n")]).names("test");
    let login = talk(&[
        (S, "+OK\r\n"),
        (C, "AUTH LOGIN\r\n"),
        (S, "+ VXNlcm5hbWU6\r\n"),
        (C, "YW15\r\n"),
        (S, "+ UGFzc3dvcmQ6\r\n"),
        (C, "c2VzYW1l\r\n"),
        (S, "+OK\r\n"),
    ]);
    login.names("amy");
    login.delivers(&[]);
    login.answers(&["AUTH LOGIN +OK"]);
}

#[test]
fn i_another_port() {
    let Talk(_, segments) = logged_in(&[(C, "RETR 1\r\n"), (S, &format!("+OK\r\n{WIRE}"))]);
    let talk = Talk(8110, segments);
    talk.names("amy");
    talk.delivers(&[MAIL]);
}

#[test]
fn j_mistakes_are_remarked() {
    let long = format!("NOOP {}\r\n", "x".repeat(395));
    let early = talk(&[
        (S, "+OK ready\r\n"),
        (C, "RETR 1\r\n"),
        (S, "-ERR log in first\r\n"),
        (C, "USER amy\r\n"),
        (S, "+ok go on\r\n"),
        (C, "TOP 1\r\n"),
        (S, "-ERR how many lines?\r\n"),
        (C, &long),
        (S, "-ERR too long\r\n"),
    ]);
    let remarks = [
        "wrong-state",
        "status-not-upper-case",
        "missing-argument",
        "wrong-state",
        "extra-argument",
        "command-too-long",
        "wrong-state",
    ];
    early.remarks(&remarks);
    let deleted = logged_in(&[
        (C, "DELE 1\r\n"),
        (S, "+OK\r\n"),
        (C, "RETR 1\r\n"),
        (S, "-ERR message 1 already deleted\r\n"),
        (C, "RETR 2\r\n"),
        (S, &format!("+OK\r\n{WIRE}")),
    ]);
    deleted.answers(&["USER amy +OK", "PASS - +OK", "DELE 1 +OK", "RETR 1 -ERR", "RETR 2 +OK"]);
    deleted.delivers(&[MAIL]);
}

#[test]
fn k_a_body_line_like_a_reply_at_the_start_of_a_segment() {
    let (first, second) = WIRE.split_at(WIRE.find("+OK").expect("a line of the mail"));
    let talk =
        logged_in(&[(C, "RETR 1\r\n"), (S, "+OK\r\n"), (S, first), (S, second), (C, "NOOP\r\n"), (S, "+OK\r\n")]);
    talk.delivers(&[MAIL]);
    talk.answers(&["USER amy +OK", "PASS - +OK", "RETR 1 +OK", "NOOP - +OK"]);
}

#[test]
fn l_two_mails_that_ride_with_their_status_lines() {
    let (first, second) = WIRE.split_at(30);
    let status = format!("+OK 78 octets\r\n{first}");
    let once = [(S, status.as_str()), (S, second)];
    logged_in(&[&[(C, "RETR 1\r\n")], once.as_slice(), &[(C, "RETR 2\r\n")], once.as_slice()].concat())
        .delivers(&[MAIL, MAIL]);
}

#[test]
fn m_commands_cut_anywhere() {
    let talk = talk(&[
        (S, "+OK ready\r\n"),
        (C, "US"),
        (C, "ER a"),
        (C, "my\r"),
        (C, "\n"),
        (S, "+OK\r\n"),
        (C, "PASS two wo"),
        (C, "rds\r\n"),
        (S, "+O"),
        (S, "K\r\n"),
    ]);
    talk.answers(&["USER amy +OK", "PASS - +OK"]);
    talk.names("amy");
    talk.remarks(&["cleartext-password"]);
}
