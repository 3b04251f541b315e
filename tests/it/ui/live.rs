//! The server of the window: it is started, talked to, looked at while it is, and stopped.
#![expect(clippy::disallowed_types, reason = "these tests are the clients")]

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::time::Duration;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::command::Central;
use popscope::ui::command::Live;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::document::Origin;

use super::window::Window;

/// A client that waits for a line after each of its own.
struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket has a timeout");
        Self(BufReader::new(stream))
    }

    fn hear(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line in time");
        line
    }

    fn write(&mut self, line: &str) {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).expect("the server reads");
    }

    fn say(&mut self, line: &str) -> String {
        self.write(line);
        self.hear()
    }
}

fn wish(window: &mut Window, wish: UiCommand) {
    window.harness.state_mut().outbox.send(wish);
    window.harness.run();
}

/// Lets the window go on until something is so.
#[track_caller]
fn wait_until(window: &mut Window, is_so: impl Fn(&Window) -> bool) {
    for _ in 0..2000 {
        window.harness.step();
        if is_so(window) {
            window.harness.run();
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it does not come:\n{}", window.text());
}

/// A window whose server runs on a free port.
fn started(language: Language) -> (Window, SocketAddr) {
    let mut window = Window::in_language(language);
    window.ctrl(Key::Num7);
    assert_eq!(window.app().views.central, Central::Live);
    "0".clone_into(&mut window.app_mut().views.live.port);
    wish(&mut window, UiCommand::Live(Live::Start));
    let address = window.app().live.about().expect("the server runs").address;
    assert!(address.ip().is_loopback());
    (window, address)
}

fn steps(window: &Window) -> usize {
    window.app().player.total()
}

#[test]
fn a_session_grows_on_the_ladder_while_a_client_talks() {
    let (mut window, address) = started(Language::English);
    for label in ["Runs on 127.0.0.1:", "sesame", "curl --user amy:sesame pop3://127.0.0.1:", "telnet 127.0.0.1"] {
        window.shows(label);
    }
    window.shows("Nobody has connected yet.");
    let mut client = Client::connect(address);
    assert!(client.hear().starts_with("+OK"));
    wait_until(&mut window, |window| window.is_shown("goes on"));
    wish(&mut window, UiCommand::Live(Live::Show(0)));
    assert_eq!(window.app().views.central, Central::Ladder);
    assert!(window.app().player.at_end(), "whoever opens what goes on sees its end");

    assert!(client.say("USER amy").starts_with("+OK"));
    assert!(client.say("PASS sesame").starts_with("+OK"));
    wait_until(&mut window, |window| window.is_shown("PASS") && window.app().player.at_end());
    window.shows("USER amy");
    assert!(!window.text().contains("sesame"), "a password is masked");

    // Who has gone back is left in peace.
    wish(&mut window, UiCommand::Cursor(Move::First));
    let before = steps(&window);
    assert!(client.say("STAT").starts_with("+OK 2 "));
    wait_until(&mut window, |window| before < steps(window));
    assert_eq!(window.cursor(), 0);

    assert!(client.say("QUIT").starts_with("+OK"));
    drop(client);
    wait_until(&mut window, |window| !window.app().live.goes_on(0));
    window.key(Key::End);
    window.shows("STAT");
    window.shows("QUIT");
    let document = window.app().shelf.open_document().expect("a document");
    assert_eq!((&document.origin, document.sessions.len()), (&Origin::Live, 1));
    assert!(document.sessions[0].label.en.contains("1. amy"), "{}", document.sessions[0].label.en);
    window.shows("1. amy"); // In the library.

    wish(&mut window, UiCommand::Live(Live::Stop));
    assert!(window.app().live.about().is_none());
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    assert_eq!(window.app().shelf.open_document().map(|document| document.sessions.len()), Some(1));
}

#[test]
fn stopping_ends_the_sessions_and_keeps_them() {
    let (mut window, address) = started(Language::Russian);
    let mut client = Client::connect(address);
    client.hear();
    client.say("USER amy");
    window.press("Остановить");
    assert!(window.app().live.about().is_none());
    assert_eq!(client.hear(), "", "the connection is closed");
    let documents = window.app().shelf.documents();
    let live = documents.iter().find(|document| document.origin == Origin::Live).expect("a document");
    assert_eq!(live.sessions.len(), 1);
    // The numbers go on behind a new start.
    wish(&mut window, UiCommand::Live(Live::Start));
    let address = window.app().live.about().expect("it runs again").address;
    let mut client = Client::connect(address);
    client.hear();
    wait_until(&mut window, |window| window.app().live.goes_on(1));
    window.shows("Вживую");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    let mut window = Window::open();
    wish(&mut window, UiCommand::View(View::Central(Central::Live)));
    window.app_mut().views.live.port = port.to_string();
    window.press("Start");
    assert!(window.app().live.about().is_none());
    window.shows(&format!("Port {port} is taken by another program."));
    "pop3".clone_into(&mut window.app_mut().views.live.port);
    window.press("Start");
    window.shows("A port is a number from 0 to 65535.");
}

#[test]
fn a_reply_waits_until_it_is_let_go_or_changed() {
    let (mut window, address) = started(Language::English);
    let mut client = Client::connect(address);
    client.hear();
    wish(&mut window, UiCommand::Live(Live::Hold));
    client.write("USER amy");
    wait_until(&mut window, |window| window.is_shown("Session 1: the reply waits"));
    window.press("Let go");
    assert!(client.hear().starts_with("+OK"));
    client.write("PASS sesame");
    wait_until(&mut window, |window| window.is_shown("Session 1: the reply waits"));
    let id = *window.app().live.held().keys().next().expect("a reply waits");
    wish(&mut window, UiCommand::Live(Live::Change(id, b"-ERR not today\r\n".to_vec())));
    assert_eq!(client.hear(), "-ERR not today\r\n");
    // What waits goes when nothing is held any more.
    client.write("NOOP");
    wait_until(&mut window, |window| !window.app().live.held().is_empty());
    wish(&mut window, UiCommand::Live(Live::Hold));
    assert!(client.hear().starts_with("+OK"));
}

#[test]
fn what_was_typed_for_one_reply_is_not_sent_for_another() {
    let (mut window, address) = started(Language::English);
    let mut client = Client::connect(address);
    client.hear();
    wish(&mut window, UiCommand::Live(Live::Hold));
    client.write("USER amy");
    wait_until(&mut window, |window| window.is_shown("Session 1: the reply waits"));
    window.harness.get_by_label("Reply in its place").focus();
    window.harness.run();
    window.ctrl(Key::A);
    window.write("-ERR typed for USER");
    wish(&mut window, UiCommand::Live(Live::Hold));
    assert!(client.hear().starts_with("+OK"), "it went as it was");
    wish(&mut window, UiCommand::Live(Live::Hold));
    client.write("PASS sesame");
    wait_until(&mut window, |window| window.is_shown("Session 1: the reply waits"));
    window.press("Send this instead");
    assert!(client.hear().starts_with("+OK"));
}

#[test]
fn tls_comes_with_a_certificate_and_its_own_settings() {
    for (offer, word) in [("STLS", "-starttls pop3"), ("from the first octet", "pop3s://127.0.0.1:")] {
        let mut window = Window::open();
        window.ctrl(Key::Num7);
        window.press(offer);
        "0".clone_into(&mut window.app_mut().views.live.port);
        window.press("Start");
        window.shows(word);
        window.shows("SHA-256 of the certificate");
        window.press("Copy: curl");
        window.harness.check_accessibility();
    }
}

#[test]
fn the_server_ends_with_the_window() {
    let (window, address) = started(Language::English);
    let mut client = Client::connect(address);
    client.hear();
    drop(window);
    assert_eq!(client.hear(), "", "the connection is closed");
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[test]
fn a_client_that_leaves_while_its_reply_waits_is_shown_at_once() {
    let (mut window, address) = started(Language::English);
    let mut client = Client::connect(address);
    client.hear();
    wait_until(&mut window, |window| window.app().live.goes_on(0));
    wish(&mut window, UiCommand::Live(Live::Hold));
    client.write("USER amy");
    wait_until(&mut window, |window| window.is_shown("Session 1: the reply waits"));
    drop(client);
    wait_until(&mut window, |window| !window.app().live.goes_on(0));
    window.shows("Session 1: the client left before its reply was let go.");
    assert!(window.app().live.held().is_empty());
}
