//! Captures of many sessions: they arrive, are sorted, filtered, opened, and summed up.

use std::sync::mpsc::channel;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::document::Title;
use popscope::ui::views::sessions::Column;

use super::sample;
use super::window::Window;

const THREE: [(u64, &str, usize); 3] = [(0, "amy", 3), (1, "eve", 0), (2, "bob", 9)];

fn open_three() -> Window {
    three_in(Window::open())
}

fn three_in(mut window: Window) -> Window {
    window.harness.state_mut().show(sample::capture("three.pcap", &THREE, None));
    window.harness.run();
    window
}

/// The users of the rows, from top to bottom.
fn users(window: &Window) -> Vec<&'static str> {
    let app = window.app();
    let document = app.shelf.open_document().expect("a capture");
    let places = app.views.sessions.order().iter();
    let numbers = places.map(|&place| document.sessions[place].number);
    numbers.map(|number| THREE.iter().find(|(index, _, _)| *index == number).expect("one of three").1).collect()
}

fn chosen(window: &Window) -> Option<u64> {
    window.app().views.sessions.selected()
}

#[test]
fn a_capture_of_several_sessions_opens_with_its_table() {
    let window = open_three();
    assert_eq!(window.app().views.central, Central::Sessions);
    window.shows("3 of 3");
    window.shows("Session 1, 192.0.2.10:50000, User amy, State UPDATE");
    assert!(!window.is_shown("One step forward"), "what is about one session makes room");
    assert_eq!(users(&window), ["amy", "eve", "bob"]);
}

#[test]
fn a_capture_of_one_session_opens_with_its_replay() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("one.pcap", &THREE[..1], None));
    window.harness.run();
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("One step forward");
    window.press("Sessions");
    window.shows("1 of 1");
}

#[test]
fn a_head_sorts_and_sorts_back() {
    let mut window = open_three();
    window.press("Cmds");
    assert_eq!(users(&window), ["bob", "amy", "eve"], "the largest first");
    window.press("Cmds, sorted downwards");
    assert_eq!(users(&window), ["eve", "amy", "bob"]);
    window.press("User");
    assert_eq!(users(&window), ["amy", "bob", "eve"]);
    window.press("Server");
    assert_eq!(users(&window), ["amy", "bob", "eve"], "what is equal stays in its order");
    window.press("No");
    assert_eq!(users(&window), ["amy", "eve", "bob"]);
}

#[test]
fn every_column_sorts() {
    let mut window = open_three();
    for column in Column::ALL {
        let document = window.app().shelf.open_document().expect("a capture").clone();
        window.harness.state_mut().views.sessions.sort_by(column, &document);
        window.harness.run();
        assert_eq!(users(&window).len(), 3, "{column:?}");
        assert_eq!(window.app().views.sessions.sort().column, column);
    }
}

#[test]
fn the_filter_finds_and_says_what_is_wrong() {
    let mut window = open_three();
    window.ctrl(Key::F);
    window.write("user:amy or commands>10");
    window.shows("2 of 3");
    assert_eq!(users(&window), ["amy", "bob"]);
    window.write(" or usr:x");
    window.shows("There is no such key");
    assert_eq!(users(&window), ["amy", "bob"], "a wrong filter changes nothing");
    window.key(Key::Num2);
    assert_eq!(window.app().views.central, Central::Sessions, "keys belong to the field");
    window.harness.state_mut().views.sessions.set_filter("user:nobody".to_owned());
    window.harness.run();
    window.shows("No session matches the filter");
    window.shows("0 of 3");
    window.press("Filter help");
    window.shows("finding:cleartext-password");
}

#[test]
fn keys_choose_and_open_a_row_and_lead_back() {
    let mut window = open_three();
    assert_eq!(chosen(&window), Some(0));
    window.key(Key::ArrowDown);
    assert_eq!(chosen(&window), Some(1));
    window.key(Key::End);
    assert_eq!(chosen(&window), Some(2));
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    assert_eq!(window.cursor(), 0, "no step is taken in the table");
    window.key(Key::Enter);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("Step 0 of 9");
    window.key(Key::ArrowRight);
    assert_eq!(window.cursor(), 1);
    window.key(Key::Escape);
    assert_eq!((window.app().views.central, chosen(&window)), (Central::Sessions, Some(1)));
    window.key(Key::Enter);
    window.key(Key::Backspace);
    assert_eq!(window.app().views.central, Central::Sessions);
    window.choose("Session", "Replay of the session");
    assert_eq!(window.app().views.central, Central::Ladder);
}

#[test]
fn a_click_chooses_a_row_and_two_open_it() {
    let mut window = open_three();
    let label =
        "Session 3, 192.0.2.10:50000, User bob, State UPDATE, Cmds 12, Mails 0, Findings 0 errors, 1 warning, 0 notes";
    window.press(label);
    assert_eq!((chosen(&window), window.app().views.central), (Some(2), Central::Sessions));
    window.harness.ctx.options_mut(|options| options.input_options.max_double_click_delay = 9.0);
    window.press(label);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.shows("Step 0 of 27");
}

#[test]
fn the_next_session_is_the_next_row() {
    let mut window = open_three();
    window.harness.state_mut().views.sessions.set_filter("-user:eve".to_owned());
    window.press("Cmds");
    assert_eq!(users(&window), ["bob", "amy"]);
    window.key(Key::Home);
    window.key(Key::Enter);
    window.shows("3. bob");
    window.ctrl(Key::PageDown);
    assert_eq!(window.app().player.session().number, 0);
    window.ctrl(Key::PageUp);
    assert_eq!(window.app().player.session().number, 2);
}

#[test]
fn sessions_are_shown_while_others_are_still_read() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = channel::<()>();
    let part = |sessions: &[(u64, &str, usize)], job| sample::capture("big.pcap", sessions, Some(job));
    window.harness.state_mut().jobs.load(&ctx, "big.pcap".to_owned(), Title::default(), true, move |loading| {
        loading.deliver(part(&[THREE[2]], loading.job));
        let _ = wait.recv();
        loading.deliver(part(&[THREE[0]], loading.job));
        let _ = wait.recv();
        Ok(part(&[THREE[1]], loading.job))
    });
    let until = |window: &mut Window, label: &str| {
        for _ in 0..500 {
            window.harness.step();
            if window.is_shown(label) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("{label:?} is never shown:\n{}", window.text());
    };
    until(&mut window, "1 of 1");
    assert_eq!(window.app().views.central, Central::Sessions, "more of them may come");
    window.shows("is still being read");
    window.shows("Cancel loading big.pcap");
    assert_eq!(chosen(&window), Some(2));
    go.send(()).expect("the job waits");
    until(&mut window, "2 of 2");
    assert_eq!(users(&window), ["amy", "bob"], "new ones come to their place");
    assert_eq!(chosen(&window), Some(2), "what was chosen stays chosen");
    go.send(()).expect("the job waits");
    window.wait();
    window.shows("3 of 3");
    assert!(!window.is_shown("is still being read"));
    let document = window.app().shelf.open_document().expect("a capture");
    assert!(document.sessions.iter().map(|session| session.number).eq(0..3), "at the end they are in order");
    let tally = &document.capture.as_ref().expect("a capture").tally;
    assert_eq!((tally.starts.len(), tally.logins), (3, [2, 1]));
}

#[test]
fn what_came_before_a_cancel_stays() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    let (go, wait) = channel::<()>();
    window.harness.state_mut().jobs.load(&ctx, "big.pcap".to_owned(), Title::default(), true, move |loading| {
        loading.deliver(sample::capture("big.pcap", &THREE[..2], Some(loading.job)));
        let _ = wait.recv();
        Ok(sample::capture("big.pcap", &THREE[2..], Some(loading.job)))
    });
    for _ in 0..500 {
        window.harness.step();
        if window.is_shown("2 of 2") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    window.press("Cancel loading big.pcap");
    drop(go);
    window.wait();
    window.shows("2 of 2");
    window.press("Summary");
    window.shows("Loading was stopped");
}

#[test]
fn a_file_that_is_opened_twice_is_read_once() {
    let mut window = Window::open();
    let ctx = window.harness.ctx.clone();
    for _ in 0..2 {
        let files = vec![std::path::PathBuf::from("/somewhere/good.pcap")];
        window.harness.state_mut().open_files(&ctx, files);
        assert_eq!(window.app().jobs.running().len(), 1);
    }
    window.wait();
    window.shows("good.pcap");
}

#[test]
fn the_summary_tells_what_was_counted() {
    let mut window = open_three();
    window.press("Summary");
    assert_eq!(window.app().views.central, Central::Summary);
    for text in ["POP3 sessions", "NOOP: 12", "accepted: 2 (66 %)", "refused: 1 (33 %)", "in the clear: 3 (100 %)"] {
        window.shows(text);
    }
    window.shows("Picture: 3 sessions began");
    window.shows("Picture: half of 21 replies came within");
    window.press("A password goes over the wire in the clear: 3");
    assert_eq!(window.app().views.central, Central::Sessions);
    assert_eq!(window.app().views.sessions.filter, "finding:cleartext-password");
    window.shows("3 of 3");
}

#[test]
fn a_port_can_be_treated_as_one_of_pop3() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("good.pcap", &THREE, None));
    window.harness.run();
    window.press("Summary");
    window.harness.get_by_label("Port").focus();
    window.harness.run();
    window.write("99999");
    assert!(window.app().jobs.running().is_empty());
    window.harness.state_mut().views.summary.port = "1110".to_owned();
    window.harness.run();
    window.press("Treat as POP3");
    window.wait();
    assert_eq!(window.app().last_request().map(|request| request.options.pop3_ports.contains(&1110)), Some(true));
}

#[test]
fn a_capture_without_a_session_shows_what_else_is_in_it() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::capture("empty.pcap", &[], None));
    window.harness.run();
    assert_eq!(window.app().views.central, Central::Summary);
    window.shows("No POP3 session was found");
    window.press("Treat as POP3");
    window.press("Sessions");
    window.shows("0 of 0");
    window.press("1. Lesson download");
    window.shows("Step 0 of 32");
}

#[test]
fn many_sessions_are_painted_as_far_as_they_are_seen() {
    let mut window = Window::open();
    let mut document = sample::capture("many.pcap", &[], None);
    let one = popscope::ui::document::Session::of_capture(Title::same("1"), sample::recorded(0, "amy", 0));
    for number in 0..20_000 {
        let mut session = one.clone();
        session.number = number;
        if let Some(row) = &mut session.row {
            row.index = number;
        }
        document.sessions.push(std::sync::Arc::new(session));
    }
    window.harness.state_mut().show(document);
    window.harness.run();
    window.shows("20\u{a0}000 of 20\u{a0}000");
    window.key(Key::End);
    assert_eq!(chosen(&window), Some(19_999));
    window.shows("Session 20000, ");
    let rows = window.text().lines().filter(|line| line.starts_with("Session ")).count();
    assert!((5..80).contains(&rows), "{rows} rows are painted");
}

#[test]
fn the_stream_tells_everything_and_leads_to_the_step() {
    let mut window = Window::open();
    window.press("Stream");
    assert_eq!(window.app().views.central, Central::Stream);
    for text in ["C: USER amy", "S: +OK send PASS", "C: PASS ••••••", "S: ..this line begins with a dot", "S: ."]
    {
        window.shows(text);
    }
    assert!(!window.text().contains("sesame"));
    window.press("Show secrets");
    window.shows("C: PASS open sesame");
    window.press("Hide secrets");
    window.press("Hex");
    window.shows("C: 00000000  55 53 45 52 20 61 6d 79  0d 0a                    USER amy··");
    window.shows("C: 0000000a  50 41 53 53 20 •• •• ••  •• •• 0d 0a              PASS ·······");
    window.press("Text");
    window.press("C: STAT");
    assert_eq!((window.app().views.central, window.cursor()), (Central::Ladder, 14));
}

#[test]
fn the_stream_is_searched() {
    let mut window = Window::open();
    window.ctrl(Key::F);
    assert_eq!(window.app().views.central, Central::Stream);
    window.write("MARKED");
    window.shows("1 of 2");
    window.key(Key::Enter);
    window.shows("2 of 2");
    window.press("Next place");
    window.shows("1 of 2");
    window.press("Previous place");
    window.shows("2 of 2");
    window.harness.state_mut().views.stream.query = "sesame".to_owned();
    window.harness.run();
    window.shows("0 of 0");
    window.press("Show secrets");
    window.shows("1 of 1");
}

#[test]
fn the_stream_of_a_long_session_is_found_piece_by_piece() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("long", sample::long(50_000)));
    window.press("Stream");
    assert!(window.app().views.stream.is_whole());
    assert!(100_000 < window.app().views.stream.index().rows().len());
    let rows = window.text().lines().filter(|line| line.starts_with("C: NOOP")).count();
    assert!((3..80).contains(&rows), "{rows} rows are painted");
    window.harness.state_mut().views.stream.query = "+OK ready".to_owned();
    window.harness.run();
    window.shows("1 of 1");
}

#[test]
fn logins_and_times_are_told_with_the_secret_masked() {
    let mut window = Window::open();
    window.press("Logins and times");
    window.shows("⊗ refused: USER/PASS · amy · password •••••• · in the clear");
    window.shows("● accepted: USER/PASS · amy · password •••••• · in the clear");
    window.shows("12 round trips");
    window.shows("PASS ••••••, Reply time 740 ms, Think time 740 ms");
    assert!(!window.text().contains("sesame"));
    assert!(!window.is_shown("Check a secret"), "there is no digest");
    window.press("● accepted: USER/PASS · amy · password •••••• · in the clear");
    assert_eq!(window.cursor(), 11);
    window.choose("Session", "Show secrets");
    window.shows("password open sesame");
    window.key(Key::Num6);
    assert_eq!(window.app().views.tab, popscope::ui::command::Tab::Exchanges);
}

/// The exchange of RFC 1939 §7.
#[test]
fn a_typed_secret_is_held_against_a_digest() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("apop", sample::apop()));
    window.harness.run();
    window.press("Logins and times");
    window.harness.get_by_label("Check a secret").focus();
    window.harness.run();
    window.write("tanstaa");
    window.shows("this is not the secret");
    window.write("f");
    window.shows("this is the secret");
    assert!(!window.text().contains("tanstaaf"));
    window.press("1. Lesson download");
    window.harness.state_mut().show(sample::lesson("apop", sample::apop()));
    window.harness.run();
    assert!(!window.is_shown("this is the secret"), "it is forgotten with the session");
}

fn open_capture(name: &str) -> popscope::ui::document::Document {
    use popscope::ui::app::Request;
    use popscope::ui::document::Origin;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
    let request = Request::new(Origin::File(path));
    let open = popscope::ui::open::opener();
    open(&request, &popscope::ui::jobs::Loading::alone()).expect("a capture")
}

#[test]
fn mailboxes_tell_the_fate_of_each_message() {
    let mut window = Window::open();
    let document = open_capture("dovecot-mpop-keep.pcapng");
    let stories =
        document.capture.as_ref().and_then(|capture| capture.stories.clone()).expect("it was read to its end");
    assert!(!stories.messages.is_empty());
    window.harness.state_mut().show(document);
    window.harness.run();
    window.press("Mailboxes");
    window.shows("● kept");
    let all = stories.messages.len();
    window.shows(&format!("{all} of {all}"));
    window.harness.state_mut().views.mailboxes.filter = "nobody@nowhere".to_owned();
    window.harness.run();
    window.shows("Nothing matches");
    window.harness.state_mut().views.mailboxes.filter = String::new();
    window.harness.run();
    window.harness.get_all_by_label("Session 1").next().expect("a link").click();
    window.harness.run();
    assert_eq!((window.app().views.central, window.app().player.session().number), (Central::Ladder, 0));
}

#[test]
fn a_capture_tells_its_frames() {
    let mut window = Window::open();
    window.harness.state_mut().show(open_capture("dovecot-curl.pcap"));
    window.harness.run();
    window.harness.state_mut().views.central = Central::Ladder;
    for _ in 0..3 {
        window.key(Key::ArrowRight);
    }
    let step = window.app().player.step().expect("a step").clone();
    let frame = step.frames().next().expect("it came from a frame");
    window.shows(&format!("frame {frame}"));
    window.press("Packets");
    window.shows("How many frames");
}

#[test]
fn what_is_not_certain_says_so() {
    let mut window = Window::open();
    window.harness.state_mut().show(sample::lesson("damaged", sample::damaged()));
    window.key(Key::End);
    let text = window.text();
    assert!(text.contains("is not certain — "), "{text}");
}

#[test]
fn pages_have_names_and_fit_in_both_languages() {
    for language in Language::ALL {
        let mut window = three_in(Window::in_language(language));
        for page in Central::ALL {
            window.harness.state_mut().views.central = page;
            window.harness.run();
            window.harness.check_accessibility();
            assert!(!window.text().contains('‹'), "{page:?} in {language}");
        }
    }
}

/// The capture of a session in TLS, and the key log beside it.
fn sealed() -> (popscope::ui::document::Document, std::path::PathBuf) {
    let name = "dovecot-curl-tls13-chacha20-stls";
    let key_log = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("captures/{name}.keys"));
    (open_capture(&format!("{name}.pcap")), key_log)
}

#[test]
fn a_sealed_step_says_why_and_leads_to_what_the_handshake_tells() {
    let mut window = Window::reading();
    window.harness.state_mut().show(sealed().0);
    window.harness.run();
    window.press("Replay");
    window.key(Key::End);
    while !window.is_shown("To look inside, open a key log") {
        assert_ne!(window.cursor(), 0, "no step is sealed");
        window.key(Key::ArrowLeft);
    }
    window.shows("its secrets are in no key log that was given");
    window.press("What the handshake tells");
    window.shows("TLS of the session");
    for told in ["TLS 1.3", "TLS_CHACHA20_POLY1305_SHA256", "after STLS, in frame "] {
        window.shows(told);
    }
    window.press("Summary");
    window.shows("Sealed: 1 session (its secrets are in no key log that was given)");
    assert!(window.is_shown("Open a key log…"));
}

#[test]
fn a_key_log_opens_the_capture_that_is_open() {
    use popscope::ui::command::Library;
    use popscope::ui::command::UiCommand;
    let mut window = Window::reading();
    let (document, key_log) = sealed();
    window.harness.state_mut().show(document);
    window.harness.run();
    window.press("Replay");
    let before = window.app().player.total();
    // It comes as a file that is dropped.
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::Open(vec![key_log])));
    window.harness.step();
    window.wait();
    assert!(window.app().notices.list().is_empty(), "{:?}", window.app().notices.list());
    let session = window.app().player.session().clone();
    assert!(before < session.timeline.len());
    assert_eq!(window.app().views.central, Central::Ladder, "the page is the same");
    assert_eq!(window.app().shelf.documents().len(), 2, "the lesson and the capture");
    window.press("Summary");
    window.shows("Opened with secrets: 1 session");
    // It is kept when a port is treated as one of POP3.
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::TreatAsPop3 { document: 1, port: 1110 }));
    window.harness.step();
    window.wait();
    window.press("Summary");
    window.shows("Opened with secrets: 1 session");
}

#[test]
fn a_key_log_that_is_none_is_told_and_changes_nothing() {
    use popscope::ui::command::Library;
    use popscope::ui::command::UiCommand;
    let mut window = Window::reading();
    let (document, key_log) = sealed();
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::Open(vec![key_log])));
    window.harness.step();
    window.wait();
    window.shows("Open the capture first that it belongs to");
    window.harness.state_mut().show(document);
    window.harness.run();
    let before = window.app().player.total();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    window.harness.state_mut().outbox.send(UiCommand::Library(Library::KeyLog(path)));
    window.harness.step();
    window.wait();
    window.shows("This is no key log");
    assert_eq!(window.app().player.total(), before);
}

#[test]
fn findings_are_listed_and_lead_to_their_steps() {
    let mut window = Window::open();
    window.harness.state_mut().show(open_capture("dovecot-raw-mistakes.pcap"));
    window.harness.run();
    window.press("Replay");
    let findings = window.app().player.session().findings.clone();
    assert!(2 < findings.len(), "{findings:?}");
    let steps: std::collections::BTreeSet<usize> = findings.iter().map(|finding| finding.step + 1).collect();
    let mut seen = Vec::new();
    for _ in 0..steps.len() {
        window.key(Key::F8);
        seen.push(window.cursor());
    }
    assert_eq!(seen, steps.iter().copied().collect::<Vec<_>>());
    window.key(Key::F8);
    assert_eq!(window.cursor(), seen[seen.len() - 1], "there is none behind the last");
    window.harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::F8);
    window.harness.run();
    assert_eq!(window.cursor(), seen[seen.len() - 2]);
    window.key(Key::Num7);
    let first = findings[0];
    let line = popscope::ui::views::findings::Line::new(first, &window.app().words).spoken(&window.app().words);
    window.harness.get_all_by_label(&line).next().expect("a line").click();
    window.harness.run();
    assert_eq!(window.cursor(), first.step + 1);
    window.choose("Session", "Next finding");
    assert_eq!(Some(window.cursor()), steps.iter().nth(1).copied());
}

#[test]
fn the_pages_fit_between_the_panels_of_a_small_window() {
    for language in Language::ALL {
        let mut window = Window::in_language(language);
        window.harness.set_size(egui::vec2(960.0, 600.0));
        window.harness.state_mut().show(sample::capture("good.pcap", &THREE, None));
        window.harness.run();
        window.harness.state_mut().views.central = Central::Ladder;
        window.harness.run();
        let name = |page: Central| window.app().words.get(page.word());
        let library = window.app().prefs.library_width;
        let mut right = library;
        for page in Central::ALL {
            let rect = window.harness.get_by_label(&name(page)).rect();
            assert!(right <= rect.left() && 30.0 < rect.width(), "{language}: {page:?} at {rect:?} behind {right}");
            right = rect.right();
        }
        let side = 960.0 - window.app().prefs.side_width;
        assert!(right <= side, "{language}: {right} {side}");
    }
}
