//! Mails as they come, as they are cut, and as they are made to do harm.

use std::fmt::Write as _;

use super::*;
use crate::inspect::mail::attachments::attachments;
use crate::inspect::mail::attachments::file_name;
use crate::inspect::mail::readable::readable;
use crate::inspect::mail::wholeness::End;

const OFFICE: &str = "From: =?koi8-r?B?4c7OwQ==?= <anna@example.org>\r\nSubject: one\r\n\
Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n--b\r\n\
Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/html\r\n\r\n<p>Hello &amp; bye\r\n\
--b2\r\n\r\nHello plain\r\n--b2--\r\nepilogue\r\n--b\r\n\
Content-Type: application/pdf; name=../../x.exe\r\nContent-Transfer-Encoding: base64\r\n\
Content-Disposition: ATTACHMENT; filename*=koi8-r''%D0%D2.pdf\r\n\r\nSGVs\r\nbG8=\r\n--b  \r\n\
Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n\
--c\r\n\r\ninner text\r\n--c\r\nContent-Type: application/ms-tnef\r\n\r\nx\r\n--c--\r\n--b--\r\n";

fn whole(text: &str) -> Mail {
    Mail::new(text.as_bytes(), &Missing::default())
}

fn places(mail: &Mail) -> Vec<(&str, &str)> {
    mail.parts.iter().map(|part| (part.place.as_str(), part.media_type.as_str())).collect()
}

#[test]
fn parts_stand_where_imap_counts_them() {
    let mail = whole(OFFICE);
    let expected = [
        ("", "multipart/mixed"),
        ("1", "multipart/alternative"),
        ("1.1", "text/html"),
        ("1.2", "text/plain"),
        ("2", "application/pdf"),
        ("3", "message/rfc822"),
        ("", "multipart/mixed"),
        ("3.1", "text/plain"),
        ("3.2", "application/ms-tnef"),
    ];
    assert_eq!(places(&mail), expected);
    assert_eq!(places(&whole("Subject: x\r\n\r\nbody")), [("1", "text/plain")]);
    let pdf = &mail.parts[4];
    assert_eq!((pdf.name.as_deref(), pdf.disposition.as_deref()), (Some("пр.pdf"), Some("attachment")));
    assert_eq!((pdf.body.len(), pdf.decoded, pdf.damaged), (10, 5, 0));
    assert_eq!(pdf.content(OFFICE.as_bytes()).as_ref(), b"Hello");
    assert_eq!(&OFFICE[mail.parts[3].body.clone()], "Hello plain");
}

#[test]
fn plain_text_is_read_before_html() {
    let mail = whole(OFFICE);
    let read = readable(&mail, OFFICE.as_bytes(), 1000);
    assert_eq!((read.text.as_str(), read.from_html, read.more), ("Hello plain", false, false));
    assert_eq!(read.places, ["1.2"]);
    let html = OFFICE.replace("--b2\r\n\r\nHello plain\r\n", "");
    let read = readable(&whole(&html), html.as_bytes(), 1000);
    assert_eq!((read.text.as_str(), read.from_html), ("Hello & bye", true));
}

#[test]
fn attachments_are_named_by_us() {
    let mail = whole(OFFICE);
    let names: Vec<String> = attachments(&mail).map(|part| file_name("m", part)).collect();
    assert_eq!(names, ["m-part-2.pdf", "m-part-3.eml", "m-part-3.2.tnef"]);
    let bad =
        whole("Content-Type: ../../x/..; name=CON\r\nContent-Disposition: attachment; filename=\"/etc/x\"\r\n\r\nx");
    let names: Vec<String> = attachments(&bad).map(|part| file_name("m", part)).collect();
    assert_eq!(names, ["m-part-1.bin"]);
}

#[test]
fn what_a_double_click_would_run_is_saved_as_text() {
    let name = |media_type: &str| {
        let text = format!("Content-Type: {media_type}; name=a\r\nContent-Disposition: attachment\r\n\r\nx");
        attachments(&whole(&text)).map(|part| file_name("m", part)).collect::<Vec<_>>().concat()
    };
    let told = ["text/html", "text/xml", "application/xml", "application/postscript", "text/x-shellscript"].map(name);
    let expected = ["html.txt", "xml.txt", "xml.txt", "ps.txt", "txt"].map(|ending| format!("m-part-1.{ending}"));
    assert_eq!(told, expected);
    for media_type in ["image/svg+xml", "application/xhtml+xml", "application/javascript", "application/x-msdownload"] {
        assert_eq!(name(media_type), "m-part-1.bin");
    }
    assert_eq!(name("image/png"), "m-part-1.png");
}

#[test]
fn a_text_with_a_name_is_attached_and_a_body_is_not() {
    let kinds = |head: &str| {
        let text = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{head}\r\n\r\nx\r\n--b--\r\n");
        attachments(&whole(&text)).count()
    };
    assert_eq!(kinds("Content-Type: text/plain"), 0);
    assert_eq!(kinds("Content-Type: text/plain; name=a.txt\r\nContent-Disposition: inline"), 1);
    assert_eq!(kinds("Content-Type: text/html\r\nContent-Disposition: attachment"), 1);
    assert_eq!(kinds("Content-Type: image/png\r\nContent-Disposition: inline"), 1);
}

#[test]
fn a_boundary_that_begins_another_is_no_delimiter_of_it() {
    let text = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n\
                --bb\n\none\n--bb\n\ntwo\n--bb--\n--b\n\nthree --b\n--bx\n--b--\n";
    assert_eq!(places(&whole(text)).iter().map(|place| place.0).collect::<Vec<_>>(), ["", "1", "1.1", "1.2", "2"]);
    assert_eq!(&text[whole(text).parts[4].body.clone()], "three --b\n--bx");
}

#[test]
fn a_digest_holds_mails() {
    let text = "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: in\n\nx\n--b--\n";
    assert_eq!(places(&whole(text)), [("", "multipart/digest"), ("1", "message/rfc822"), ("1.1", "text/plain")]);
}

#[test]
fn what_says_that_it_has_parts_and_has_none_is_kept() {
    for text in ["Content-Type: multipart/mixed\n\nx", "Content-Type: multipart/mixed; boundary=b\n\nx\n"] {
        let mail = whole(text);
        assert_eq!((mail.parts.len(), mail.parts[0].content), (1, Content::NoParts));
        assert_eq!(mail.parts[0].place, "1");
    }
}

fn wholeness(text: &str, missing: &Missing) -> Vec<Wholeness> {
    Mail::new(text.as_bytes(), missing).parts.iter().map(|part| part.wholeness).collect()
}

#[test]
fn a_partial_mail_says_which_parts_are_cut() {
    use Wholeness::Cut;
    use Wholeness::PerhapsCut;
    use Wholeness::Whole;
    let text = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo";
    let missing = |end| Missing { holes: Vec::new(), end };
    assert_eq!(wholeness(text, &missing(End::NotAskedFor)), [PerhapsCut, Whole, PerhapsCut]);
    assert_eq!(wholeness(text, &missing(End::NotRecorded)), [Cut, Whole, Cut]);
    assert_eq!(wholeness(text, &missing(End::Seen)), [Whole, Whole, Whole]);
    let closed = format!("{text}\r\n--b--\r\nmore");
    assert_eq!(wholeness(&closed, &missing(End::NotAskedFor)), [Whole, Whole, Whole]);
    let hole = text.find("ne\r\n").expect("it is there");
    assert_eq!(wholeness(text, &Missing { holes: vec![hole], end: End::Seen }), [Cut, Cut, Whole]);
    assert_eq!(wholeness(text, &Missing { holes: vec![text.len()], end: End::Seen }), [Cut, Whole, Cut]);
    assert_eq!(wholeness(text, &Missing { holes: vec![0], end: End::Seen }), [Cut, Whole, Whole]);
}

#[test]
fn ten_thousand_parts_in_parts_are_bounded() {
    let mut text = String::new();
    for depth in 0..10_000 {
        // Writing to a String cannot fail.
        let _ = write!(text, "Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n");
    }
    let mail = whole(&text);
    assert_eq!((mail.parts.len(), mail.parts.last().map(|part| part.content)), (MAX_DEPTH + 1, Some(Content::TooDeep)));
    let nested = whole(&"Content-Type: message/rfc822\r\n\r\n".repeat(10_000));
    assert_eq!(nested.parts.len(), MAX_DEPTH + 1);
    assert_eq!(attachments(&nested).count(), MAX_DEPTH + 1);
}

#[test]
fn parts_without_number_are_counted() {
    let parts = "\r\n--b\r\n\r\nx".repeat(100_000);
    let mail = whole(&format!("Content-Type: multipart/mixed; boundary=b\r\n{parts}\r\n--b--\r\n"));
    assert_eq!((mail.parts.len(), mail.parts_left_out), (MAX_PARTS, 100_000 + 1 - MAX_PARTS));
}

#[test]
fn a_million_fields_are_counted() {
    let text = "X: y\r\n".repeat(1_000_000);
    let mail = whole(&text);
    assert_eq!((mail.fields.len(), mail.fields_left_out), (MAX_FIELDS, 1_000_000 - MAX_FIELDS));
    let one = format!("Subject: {}\r\n\r\n", "=?utf-8?q?a?= ".repeat(500_000));
    let mail = whole(&one);
    assert!(mail.fields[0].cut && mail.fields[0].text.len() < field::MAX_VALUE);
}

#[test]
fn a_mountain_of_base64_is_counted_and_not_kept() {
    let text = format!("Content-Transfer-Encoding: base64\r\n\r\n{}", "QUFB\r\n".repeat(1_000_000));
    let mail = whole(&text);
    assert_eq!(mail.parts[0].decoded, 3_000_000);
    let read = readable(&mail, text.as_bytes(), 1000);
    assert!(read.more && read.text.len() <= 1000);
}

#[test]
fn nothing_is_no_failure() {
    for text in
        ["", "\r\n", "\n\n", ":", "a", "--", "Content-Type:\r\n", "Content-Type: multipart/mixed; boundary=\"\"\n\n"]
    {
        let mail = whole(text);
        assert_eq!(mail.parts.len(), 1, "{text:?}");
        assert!(readable(&mail, text.as_bytes(), 100).text.len() <= text.len());
    }
}

proptest::proptest! {
    /// Whatever comes: the ranges are in the mail and in order, and all can be decoded.
    #[test]
    fn any_octets_are_a_mail(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "--b", "--", "\r\n", "\n", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n",
        "Content-Type: text/html; charset=utf-16\r\n", "Content-Transfer-Encoding: base64\r\n", "x", ":", "=?a?q?", "?=",
        "<a href='", "&lt", "é", "\r", "=", "; name*=", "Content-Transfer-Encoding: quoted-printable\r\n", " ",
    ]), 0..60)) {
        let text = pieces.concat();
        let octets = text.as_bytes();
        for cut in [octets.len(), octets.len() / 2] {
            let octets = &octets[..cut];
            let mail = Mail::new(octets, &Missing { holes: vec![cut / 2], end: End::NotRecorded });
            for part in &mail.parts {
                assert!(part.head.start <= part.head.end && part.head.end == part.body.start);
                assert!(part.body.start <= part.body.end && part.body.end <= octets.len());
                assert_eq!(part.content(octets).len(), part.decoded);
            }
            let read = readable(&mail, octets, 1000);
            assert!(!read.text.contains(['\r', '\u{202e}']));
        }
    }
}

/// Octets lost in the middle of a reply are found again among those delivered, stuffing dots or not.
#[test]
fn holes_stand_where_the_delivered_octets_are_missing() {
    use crate::proto::Side;
    use crate::proto::utterance::Cover;
    use crate::proto::utterance::Opening;
    use crate::session::ConnectionId;
    use crate::session::Event;
    use crate::session::EventKind;
    use crate::session::Recorder;
    use crate::session::Time;
    use crate::session::event::Connection;
    use crate::session::event::Mark;
    use crate::session::event::Party;

    let party = || Party { name: None, address: ([192, 0, 2, 1], 110).into() };
    let connection = Connection {
        client: party(),
        server: party(),
        opening: Opening::Connection,
        protocol: crate::proto::Protocol::Pop3,
    };
    let say = |side, text: &str| EventKind::Octets { side, octets: text.as_bytes().to_vec(), cover: Cover::Clear };
    let kinds = [
        EventKind::Opened(connection),
        say(Side::Server, "+OK\r\n"),
        say(Side::Client, "RETR 1\r\n"),
        say(Side::Server, "+OK\r\nSubject: x\r\n\r\n..a\r\n"),
        EventKind::Gap { side: Side::Server, octets: 100 },
        say(Side::Server, "b\r\n.\r\n"),
    ];
    let events = kinds.into_iter().zip(0..).map(|(kind, place)| {
        let at = Time::from_nanos(place);
        Event { at, connection: Some(ConnectionId(0)), mark: Mark::Nowhere, kind }
    });
    let timeline = Recorder::record_all(events);
    let message = crate::inspect::fetched::fetched(&timeline).next().expect("a message");
    assert_eq!(message.octets, b"Subject: x\r\n\r\n.a\r\nb\r\n");
    let missing = Missing::of(&timeline, &message);
    assert_eq!(missing, Missing { holes: vec![18], end: End::Seen });
    assert_eq!(Mail::new(&message.octets, &missing).parts[0].wholeness, Wholeness::Cut);
}
