//! Sessions in TLS: what is told while they are sealed, and how a key log opens them.

use eframe::egui::Key;
use popscope::ui::command::Central;
use popscope::ui::command::Library;
use popscope::ui::command::UiCommand;

use super::sample;
use super::window::Window;

/// The capture of a session in TLS, and the key log beside it.
fn sealed() -> (popscope::ui::document::Document, std::path::PathBuf) {
    let name = "dovecot-curl-tls13-chacha20-stls";
    let key_log = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("captures/{name}.keys"));
    (sample::open_capture(&format!("{name}.pcap")), key_log)
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
