//! The window as a client: it connects where it is told to, talks, warns, and shows what comes of it.
#![expect(clippy::disallowed_types, reason = "these tests are the servers")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpListener;

use eframe::egui::Key;
use popscope::session::cursor::Move;
use popscope::source::connect::Security;
use popscope::source::serve::TlsOffer;
use popscope::teach::Language;
use popscope::ui::call::Standing;
use popscope::ui::command::Call;
use popscope::ui::command::Central;
use popscope::ui::command::Live;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Origin;

use super::window::Window;

fn wish(window: &mut Window, wish: UiCommand) {
    window.harness.state_mut().outbox.send(wish);
    window.harness.run();
}

fn call(window: &mut Window, it: Call) {
    wish(window, UiCommand::Live(Live::Call(it)));
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
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it does not come:\n{}", window.text());
}

/// A window whose own server runs, with the form filled in to call it.
fn ready(language: Language, tls: TlsOffer, security: Security) -> (Window, SocketAddr) {
    let mut window = Window::in_language(language);
    wish(&mut window, UiCommand::View(popscope::ui::command::View::Central(Central::Live)));
    "0".clone_into(&mut window.app_mut().views.live.port);
    window.app_mut().views.live.tls = tls;
    wish(&mut window, UiCommand::Live(Live::Start));
    let address = window.app().live.about().expect("the server runs").address;
    call(&mut window, Call::Form);
    window.app_mut().views.call.address = address.to_string();
    window.app_mut().views.call.security = Some(security);
    window.harness.run();
    (window, address)
}

fn standing(window: &Window) -> Standing {
    window.app().live.call().map(popscope::ui::call::Call::standing).unwrap_or_default()
}

/// Says a line and waits for what the server says to it.
#[track_caller]
fn says(window: &mut Window, line: &str, expected: &str) {
    call(window, Call::Write(line.to_owned()));
    call(window, Call::Say);
    let before = window.app().player.total();
    wait_until(window, |window| before <= window.app().player.total() && window.is_shown(expected));
}

#[test]
fn nothing_happens_before_somebody_connects() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a socket that does not wait");
    let mut window = Window::open();
    call(&mut window, Call::Form);
    window.shows("Nothing is looked up or sent before you press Connect");
    window.press("Connect");
    window.shows("Type the address of the server.");
    let address = listener.local_addr().expect("an address").to_string();
    window.app_mut().views.call.address = address;
    window.harness.run();
    window.press("Connect");
    window.shows("Choose whether and how TLS is to cover the connection.");
    assert!(window.app().live.call().is_none());
    assert!(listener.accept().is_err(), "nobody has connected");
    window.harness.check_accessibility();
}

#[test]
fn a_talk_grows_on_the_ladder_and_can_be_stepped_back_in() {
    let (mut window, _) = ready(Language::English, TlsOffer::None, Security::None);
    call(&mut window, Call::Connect);
    wait_until(&mut window, |window| window.is_shown("+OK POP3 server ready"));
    assert_eq!(window.app().views.central, Central::Ladder);
    assert_eq!(standing(&window), Standing::Open);
    says(&mut window, "USER amy", "+OK");
    // Within this computer a password is no news to anybody.
    call(&mut window, Call::Write("PASS sesame".to_owned()));
    call(&mut window, Call::Say);
    assert!(!window.app().views.call.warned);
    wait_until(&mut window, |window| window.is_shown("2 messages"));
    assert!(!window.text().contains("sesame"), "a password is masked");
    wish(&mut window, UiCommand::Cursor(Move::First));
    let total = window.app().player.total();
    call(&mut window, Call::Write("STAT".to_owned()));
    call(&mut window, Call::Say);
    wait_until(&mut window, |window| total + 2 <= window.app().player.total());
    assert_eq!(window.cursor(), 0, "who has gone back is left in peace");
    window.key(Key::End);
    says(&mut window, "QUIT", "closed the connection");
    assert!(matches!(standing(&window), Standing::Over(Some(_))));
    let document = window.app().shelf.open_document().expect("a document");
    assert_eq!(document.origin, Origin::Live);
    assert_eq!(document.sessions.len(), 2, "that of the server, and that of the client");
    // The lines that had no secret come back, until somebody connects anew.
    let state = &mut window.app_mut().views.call;
    state.recall(true);
    state.recall(true);
    state.recall(true);
    state.recall(true);
    assert_eq!(state.text, "USER amy");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_accepted_only_knowingly() {
    for (tls, security) in [(TlsOffer::Stls, Security::Stls), (TlsOffer::Implicit, Security::Implicit)] {
        let (mut window, _) = ready(Language::English, tls, security);
        call(&mut window, Call::Connect);
        wait_until(&mut window, |window| window.is_shown("The certificate is not trusted"));
        wait_until(&mut window, |window| matches!(standing(window), Standing::Over(_)));
        assert_eq!(window.app().views.central, Central::Live);
        let certificate = window.app().live.about().and_then(|about| about.certificate.clone());
        let (fingerprint, _) = certificate.expect("it speaks TLS");
        for label in ["localhost, 127.0.0.1", &fingerprint] {
            window.shows(label);
        }
        window.press("Connect all the same, with this certificate");
        wait_until(&mut window, |window| standing(window) == Standing::Open && window.app().player.total() != 0);
        wait_until(&mut window, |window| window.app().live.call().is_some_and(popscope::ui::call::Call::is_covered));
        says(&mut window, "CAPA", "+OK");
        // Only that connection: the next one asks again.
        call(&mut window, Call::Disconnect);
        wait_until(&mut window, |window| matches!(standing(window), Standing::Over(_)));
        call(&mut window, Call::Connect);
        wait_until(&mut window, |window| window.is_shown("The certificate is not trusted"));
    }
}

#[test]
fn stls_can_be_typed_and_its_certificate_is_looked_at() {
    let (mut window, _) = ready(Language::English, TlsOffer::Stls, Security::None);
    call(&mut window, Call::Connect);
    wait_until(&mut window, |window| window.is_shown("+OK POP3 server ready"));
    says(&mut window, "STLS", "The certificate is not trusted");
}

/// A password in the clear to somebody else: the address of a documentation network is never reached, so the window is
/// asked what it thinks of it.
#[test]
fn a_password_in_the_clear_is_said_only_by_somebody_who_was_warned() {
    let Some(address) = other_address() else { return };
    let listener = TcpListener::bind((address, 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let mut window = Window::open();
    call(&mut window, Call::Form);
    window.app_mut().views.call.address = format!("{address}:{port}");
    window.app_mut().views.call.security = Some(Security::None);
    call(&mut window, Call::Connect);
    let (mut stream, _) = listener.accept().expect("the window connects");
    stream.write_all(b"+OK ready\r\n").expect("an open connection");
    wait_until(&mut window, |window| window.is_shown("+OK ready"));
    call(&mut window, Call::Write("PASS sesame".to_owned()));
    call(&mut window, Call::Say);
    window.shows("This line has a password in it, and no TLS covers it");
    assert_eq!(window.app().views.call.text, "PASS sesame");
    assert!(!window.text().contains("PASS ••"), "nothing was said");
    window.press("Say it anyway");
    wait_until(&mut window, |window| window.is_shown("PASS ••"));
    assert_eq!(window.app().views.call.text, "");
    // Whoever takes the line back has said nothing.
    stream.write_all(b"-ERR no\r\n").expect("an open connection");
    call(&mut window, Call::Write("AUTH PLAIN AGEAYg==".to_owned()));
    call(&mut window, Call::Say);
    window.press("Take it back");
    assert_eq!((window.app().views.call.text.as_str(), window.app().views.call.warned), ("", false));
    drop(stream);
    wait_until(&mut window, |window| matches!(standing(window), Standing::Over(Some(_))));
    // It had not read the password: that is a reset.
    window.shows("was broken off.");
}

/// An address of this machine that is no loopback address, if it has one.
fn other_address() -> Option<std::net::IpAddr> {
    let text = std::fs::read_to_string("/proc/net/fib_trie").ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let local = lines.windows(2).filter(|pair| pair[1].contains("/32 host LOCAL"));
    let addresses = local.filter_map(|pair| pair[0].trim().strip_prefix("|-- ")?.parse::<std::net::IpAddr>().ok());
    addresses.into_iter().find(|address| !address.is_loopback())
}

#[test]
fn the_client_of_a_lesson_speaks_step_by_step_and_alone() {
    let (mut window, _) = ready(Language::English, TlsOffer::None, Security::None);
    call(&mut window, Call::Connect);
    wait_until(&mut window, |window| window.is_shown("+OK POP3 server ready"));
    call(&mut window, Call::Lesson("first-session".to_owned()));
    window.shows("0 of ");
    window.press("Next");
    wait_until(&mut window, |window| window.is_shown("USER amy") && window.is_shown("1 of "));
    window.press("All");
    wait_until(&mut window, |window| window.is_shown("closed the connection"));
    let role = window.app().live.call().and_then(|call| call.role.as_ref()).expect("a role");
    let (made, all) = role.dial.progress();
    assert!(made == all && !role.alone, "{made} of {all}");
}

#[test]
fn a_lesson_stops_where_the_server_answers_otherwise() {
    let (mut window, _) = ready(Language::Russian, TlsOffer::None, Security::None);
    call(&mut window, Call::Connect);
    wait_until(&mut window, |window| window.is_shown("+OK POP3 server ready"));
    // The server of the first lesson does not know the user of this one.
    call(&mut window, Call::Lesson("rfc1939-example".to_owned()));
    call(&mut window, Call::Alone);
    wait_until(&mut window, |window| window.is_shown("Сервер урока ответил +OK; этот ответил -ERR."));
    let role = window.app().live.call().and_then(|call| call.role.as_ref()).expect("a role");
    assert!(!role.alone);
    window.press("Пропустить");
    window.press("Убрать");
    assert!(window.app().live.call().is_some_and(|call| call.role.is_none()));
}

#[test]
fn what_goes_wrong_is_told() {
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let mut window = Window::open();
    call(&mut window, Call::Form);
    for (address, told) in [
        (format!("127.0.0.1:{nobody}"), format!("127.0.0.1:{nobody} does not take the connection")),
        ("imap://127.0.0.1".to_owned(), "One of POP3 begins with pop://".to_owned()),
        ("pop://amy:sesame@127.0.0.1".to_owned(), "a password has no place in a POP URL".to_owned()),
    ] {
        window.app_mut().views.call.address = address;
        window.app_mut().views.call.security = Some(Security::None);
        call(&mut window, Call::Connect);
        wait_until(&mut window, |window| window.is_shown(&told));
    }
    window.shows("There was no connection.");
}

#[test]
fn a_line_in_another_alphabet_is_seen_before_it_is_said() {
    let (mut window, _) = ready(Language::English, TlsOffer::None, Security::None);
    call(&mut window, Call::Connect);
    wait_until(&mut window, |window| window.is_shown("+OK POP3 server ready"));
    call(&mut window, Call::Write("ЫЕФЕ".to_owned()));
    window.shows("STAT");
    window.harness.check_accessibility();
    call(&mut window, Call::Disconnect);
    wait_until(&mut window, |window| matches!(standing(window), Standing::Over(_)));
    window.shows("was closed from here");
}
