//! The Message tab: every way to look at a mail, and what is saved of it.

use std::fmt::Write as _;
use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use popscope::session::Timeline;
use popscope::teach::Language;
use popscope::ui::command::Mail;
use popscope::ui::command::MailView;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;
use popscope::ui::prefs::Prefs;
use popscope::ui::save::Saving;
use popscope::ui::save::What;
use popscope::ui::views::message::Letter;

use super::sample;
use super::window::Window;

/// A text in two forms, a picture, a mail; raw octets of KOI8-R as letters of the same numbers.
const MAIL: &str = "From: =?koi8-r?B?4c7OwQ==?= <anna@example.org>\r\nTo: amy@example.org\r\n\
Subject: =?utf-8?Q?=D0=9F=D1=80=D0=B8?= =?utf-8?Q?=D0=B2=D0=B5=D1=82?=\r\nX-Raw: \u{f0}\u{d2}\u{c9}\u{d7}\u{c5}\u{d4}\r\n\
Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n\
--c\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n5MEsIMTBLg==\r\n\
--c\r\nContent-Type: text/html\r\n\r\n<script>bad()</script><b>Yes</b>, yes.\r\n--c--\r\n\
--b\r\nContent-Type: image/png; name=\"../../cat.exe\"\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n\
--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext of the inner mail\r\n--b--\r\n";

const HTML: &str = "Subject: page\r\nContent-Type: text/html\r\n\r\n\
<style>p{}</style><p>Look at <a href=\"http://bad.example/\">your bank</a></p>\r\n";

fn octets(mail: &str) -> Vec<u8> {
    mail.chars().map(|letter| u8::try_from(u32::from(letter)).expect("an octet")).collect()
}

fn open(timeline: Timeline) -> Window {
    open_in(timeline, Language::English)
}

fn open_in(timeline: Timeline, language: Language) -> Window {
    // Room for the tab.
    let mut window = Window::with(Prefs { language, lower_height: 420.0, ..Prefs::default() });
    window.harness.state_mut().show(sample::lesson("mails", timeline));
    window.key(Key::End);
    window.key(Key::Num3);
    window
}

fn mail() -> Timeline {
    sample::fetched("RETR 1", &octets(MAIL), true)
}

#[test]
fn a_mail_is_read_decoded() {
    let window = open(mail());
    for text in ["Анна <anna@example.org>", "Привет", "Да, да.", "Attached: ../../cat.exe, 5 octets"] {
        window.shows(text);
    }
    assert!(!window.is_shown("Yes, yes."), "plain text comes before HTML");
    let window = open(sample::fetched("RETR 1", &octets(HTML), true));
    window.shows("Look at your bank <http://bad.example/>");
    window.shows("Reduced from HTML");
}

#[test]
fn the_parts_are_a_tree_with_buttons_to_save() {
    let mut window = open(mail());
    window.press("Parts");
    assert_eq!(window.app().views.message.view, MailView::Parts);
    for text in
        ["multipart/mixed", "1.1", "koi8-r", "base64", "../../cat.exe", "message/rfc822", "Parts: 7, attached: 2"]
    {
        window.shows(text);
    }
    window.harness.get_by_label("Save part 2…");
    window.harness.get_by_label("Save part 3…");
    window.harness.get_by_label("Save all attachments…");
    window.harness.get_by_label("Save the mail…");
    assert!(!window.is_shown("Save part 1.1…"), "it is the text");
    window.press("Readable");
    window.press("Show 2 attachments among the parts");
    window.shows("multipart/mixed");
}

#[test]
fn fields_are_decoded_and_shown_raw_on_demand() {
    let mut window = open(mail());
    window.press("Headers");
    for text in ["X-Raw", "guessed: koi8-r", "multipart/mixed; boundary=b"] {
        window.shows(text);
    }
    assert!(!window.is_shown("=?koi8-r?B?4c7OwQ==?="));
    window.press("As they came, too");
    window.shows("From: =?koi8-r?B?4c7OwQ==?= <anna@example.org>");
    window.shows("X-Raw: \\xf0\\xd2\\xc9\\xd7\\xc5\\xd4");
    window.press("As they came, too");
    assert!(!window.is_shown("=?koi8-r?B?4c7OwQ==?="));
}

#[test]
fn the_mail_is_shown_as_delivered_with_numbers() {
    let mut window = open(mail());
    window.press("Raw");
    window.shows(" 1  From: =?koi8-r?B?4c7OwQ==?=");
    window.shows(" 4  X-Raw: \\xf0");
    window.shows("lines as delivered");
}

#[test]
fn a_partial_mail_says_what_is_cut() {
    let half = MAIL.find("--b\r\nContent-Type: message").expect("it is there") - 6;
    let mut window = open(sample::fetched("TOP 1 20", &octets(&MAIL[..half]), true));
    window.shows("its head and some lines");
    window.press("Parts");
    window.shows("may be cut");
    let mut window = open(sample::fetched("RETR 1", &octets(&MAIL[..half]), false));
    window.shows("as much as was recorded");
    window.press("Parts");
    assert_eq!(window.harness.query_all_by_label("▲ cut").count(), 2, "the whole, and the picture");
    assert!(!window.is_shown("may be cut"));
}

#[test]
fn the_commands_of_the_mail_are_in_the_palette() {
    let mut window = open(mail());
    window.key(Key::Num1);
    window.ctrl(Key::K);
    window.write("header fields");
    window.key(Key::Enter);
    assert_eq!((window.app().views.tab, window.app().views.message.view), (Tab::Message, MailView::Fields));
    window.shows("X-Raw");
}

#[test]
fn a_focused_button_of_the_tab_is_pressed_by_space() {
    let mut window = open(mail());
    window.harness.get_by_label("Headers").focus();
    window.harness.run();
    window.key(Key::Space);
    assert_eq!(window.app().views.message.view, MailView::Fields);
    window.harness.check_accessibility();
}

#[test]
fn a_large_mail_is_taken_apart_aside_and_shown_in_pieces() {
    let mut text = String::from("Subject: large\r\n\r\n");
    for line in 0..20_000 {
        let _ = write!(text, "line {line} of a long, long text that somebody wrote\r\n"); // Never fails.
    }
    let mut window = open(sample::fetched("RETR 1", text.as_bytes(), true));
    window.wait();
    window.shows("large");
    let shown = |window: &Window| window.app().views.message.letter().map_or(0, |letter| letter.readable.text.len());
    let before = shown(&window);
    assert!((200 * 1024..=256 * 1024).contains(&before), "{before}");
    let model = window.app().views.message.letter().cloned();
    window.key(Key::Num3);
    assert!(
        model.zip(window.app().views.message.letter()).is_some_and(|(old, new)| Arc::ptr_eq(&old, new)),
        "it is taken apart once"
    );
    window.harness.state_mut().outbox.send(UiCommand::Mail(Mail::More));
    window.harness.run();
    assert!(before < shown(&window));
    window.key(Key::Home);
    window.shows("No message was fetched yet");
}

fn saving(what: What) -> Saving {
    let timeline = mail();
    let step = Letter::last_step(&timeline, timeline.len()).expect("a mail");
    Saving { letter: Arc::new(Letter::of_step(&timeline, step).expect("a mail")), what, session: 3 }
}

#[test]
fn saved_files_have_names_of_ours_and_the_octets_of_the_mail() {
    let folder = tempfile::tempdir().expect("a folder");
    let picture = saving(What::Part(4));
    assert_eq!(picture.name(), "session-0003-001-message-1-part-2.png");
    assert_eq!(saving(What::Message).name(), "session-0003-001-message-1-retr.eml");
    let path = folder.path().join(picture.name());
    assert!(matches!(picture.save(&path), popscope::ui::jobs::Report::Saved(_)));
    assert_eq!(std::fs::read(&path).expect("readable"), b"Hello");
    let path = folder.path().join("a.eml");
    assert!(matches!(saving(What::Message).save(&path), popscope::ui::jobs::Report::Saved(_)));
    assert_eq!(std::fs::read(&path).expect("readable"), octets(MAIL));
    let path = folder.path().join("all");
    assert!(matches!(saving(What::All).save(&path), popscope::ui::jobs::Report::Saved(_)));
    assert_eq!(std::fs::read_dir(&path).expect("a folder").count(), 2);
    assert!(matches!(saving(What::All).save(&path), popscope::ui::jobs::Report::Failed(_)), "no file is replaced");
}

#[test]
fn all_mails_of_a_session_are_saved_in_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = popscope::ui::document::Session::new(
        popscope::ui::document::Title::default(),
        sample::fetched("RETR 1", &octets(MAIL), true),
    );
    session.number = 3;
    let save = || popscope::ui::save::save_mails(&session, folder.path());
    assert!(matches!(save(), popscope::ui::jobs::Report::Saved(_)));
    let path = folder.path().join("session-0003-001-message-1-retr.eml");
    assert_eq!(std::fs::read(path).expect("readable"), octets(MAIL));
    assert!(matches!(save(), popscope::ui::jobs::Report::Failed(_)), "no file is replaced");
}

#[test]
fn the_window_says_how_saving_went() {
    let folder = tempfile::tempdir().expect("a folder");
    for language in Language::ALL {
        let mut window = open_in(mail(), language);
        let ctx = window.harness.ctx.clone();
        for (path, shown) in [
            (folder.path().join("x.eml"), ["Saved: ", "Сохранено: "]),
            (folder.path().to_owned(), ["It cannot be saved", "Не удалось сохранить"]),
        ] {
            let title = popscope::ui::document::Title::default();
            let jobs = &mut window.harness.state_mut().jobs;
            jobs.start_aside(&ctx, "x".to_owned(), title, move |_| saving(What::Message).save(&path));
            window.wait();
            window.shows(shown[usize::from(language == Language::Russian)]);
        }
    }
}
