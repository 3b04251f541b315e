//! What is told and what is not: nothing twice, nothing too early, and nothing that nobody can know.

use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::proto::Side;
use popscope::session::cursor::Move;
use popscope::teach::finding::Severity;
use popscope::ui::app::Request;
use popscope::ui::command::Central;
use popscope::ui::command::Learn;
use popscope::ui::command::Session as SessionCommand;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::document::Document;
use popscope::ui::document::Origin;
use popscope::ui::jobs::Loading;
use popscope::ui::open;
use popscope::ui::prefs::Prefs;
use popscope::ui::views::findings::Line;
use popscope::ui::views::state_diagram::Model;
use popscope::ui::views::state_diagram::model::Taken;

use super::window::Window;

fn opened(origin: Origin) -> Document {
    open::opener()(&Request::new(origin), &Loading::alone()).expect("a document of the program")
}

fn capture(name: &str) -> Document {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name);
    opened(Origin::File(path))
}

/// How often a text stands in the window.
fn times(window: &Window, text: &str) -> usize {
    let nodes = window.harness.root().children_recursive();
    let is_it = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value()).is_some_and(|label| label.contains(text))
    };
    nodes.filter(is_it).count()
}

/// The command of which somebody is to predict the reply.
fn waits(window: &Window) -> Option<usize> {
    window.app().learning.predicting.as_ref()?.riddle.as_ref()?.command
}

#[test]
fn whoever_predicts_sees_no_finding_that_tells_the_reply() {
    let mut tried = 0;
    for lesson in open::lessons() {
        let document = opened(Origin::Lesson(lesson.name.clone()));
        let session = &document.sessions[0];
        let of_client = |step: usize| {
            session.timeline.steps()[step]
                .said()
                .is_some_and(|said| said.side == Side::Client && said.command().is_some())
        };
        // The first remark of its kind on a command, so that its words stand nowhere else.
        let found = session.findings.iter().find(|finding| {
            let same = session.findings.iter().filter(|other| other.code == finding.code).count();
            of_client(finding.step) && same == 1 && Severity::Note < finding.code.severity()
        });
        let Some(finding) = found.copied() else { continue };
        tried += 1;
        let mut window = Window::lesson(&lesson.name, Prefs::default());
        let text = Line::new(finding, &window.app().words).text;
        window.app_mut().outbox.send(UiCommand::Learn(Learn::TogglePredict));
        window.app_mut().outbox.send(UiCommand::Cursor(Move::To(finding.step)));
        window.harness.run_steps(4);
        let riddle = window.app().learning.predicting.as_ref().and_then(|riddles| riddles.riddle.clone());
        let Some(riddle) = riddle.filter(|riddle| riddle.command.is_some_and(|command| command <= finding.step)) else {
            continue;
        };
        for tab in Tab::ALL {
            window.app_mut().outbox.send(UiCommand::View(View::Tab(tab)));
            window.harness.run_steps(2);
            assert_eq!(times(&window, &text), 0, "{}, {tab:?}: {text}", lesson.name);
        }
        let before = window.cursor();
        for wish in [SessionCommand::NextFinding, SessionCommand::PreviousFinding] {
            window.app_mut().outbox.send(UiCommand::Session(wish));
            window.harness.run_steps(2);
        }
        assert_eq!(window.cursor(), before, "no key leads to it");
        window.app_mut().outbox.send(UiCommand::View(View::Tab(Tab::Why)));
        window.app_mut().outbox.send(UiCommand::Cursor(Move::To(riddle.step)));
        window.harness.run_steps(4);
        // With several commands on their way, its own reply comes later.
        while waits(&window).is_some_and(|command| command <= finding.step) {
            window.app_mut().outbox.send(UiCommand::Cursor(Move::Forward));
            window.harness.run_steps(2);
        }
        assert!(0 < times(&window, &text), "{}: when the reply is seen, it is told", lesson.name);
    }
    assert!(0 < tried, "no lesson has a remark on a command");
}

#[test]
fn an_end_behind_sealed_words_may_have_had_its_quit() {
    for (name, dropped) in [("dovecot-curl-tls12-cbc.pcap", false), ("dovecot-poplib-dropped.pcapng", true)] {
        let document = capture(name);
        let mut window = Window::open();
        window.app_mut().show(document);
        window.app_mut().views.central = Central::Ladder;
        window.key(Key::End);
        let player = &mut window.app_mut().player;
        let mut seen = false;
        while 0 < player.cursor().0 {
            seen |= Model::new(player, None).taken == Some(Taken::Dropped);
            player.go(Move::Back);
        }
        player.go(Move::Last);
        let model = Model::new(player, None);
        assert_eq!((seen, model.drops), (dropped, usize::from(dropped)), "{name}");
    }
}

#[test]
fn what_can_be_read_is_not_told_again_beside_it() {
    let mut window = Window::lessons();
    let entry = |window: &Window, title: &str| {
        let mut entries = window.harness.query_all_by_label_contains(title);
        let entry = entries.find(|node| node.accesskit_node().role() == eframe::egui::accesskit::Role::ListItem);
        entry.expect("the lesson in the library").rect().center()
    };
    let title = window.app().shelf.lessons[0].title.en.to_string();
    let before = times(&window, &title);
    let at = entry(&window, &title);
    window.harness.hover_at(at);
    window.harness.run_steps(12);
    assert_eq!(times(&window, &title), before, "a title that has room");
    // Where it has none, the whole of it is told.
    let long = "A title that is far too long for the narrow column of the library, and so it is cut";
    window.press("RU");
    window.app_mut().shelf.lessons[0].title.en = long.into();
    window.press("EN");
    window.harness.hover_at(at + eframe::egui::vec2(500.0, 0.0));
    window.harness.run_steps(4);
    let before = times(&window, long);
    let at = entry(&window, long);
    window.harness.hover_at(at);
    window.harness.run_steps(12);
    assert_eq!(times(&window, long), before + 1);
}

#[test]
fn mailboxes_name_the_subject_and_the_size() {
    let mut window = Window::open();
    let document = capture("dovecot-mpop-keep.pcapng");
    let stories = document.capture.as_ref().and_then(|capture| capture.stories.clone()).expect("it was read");
    let story = stories.messages.iter().find(|story| story.subject.is_some()).expect("a mail that was fetched");
    let subject = story.subject.clone().expect("a subject");
    let octets = popscope::ui::text::grouped(story.octets.expect("a size"));
    window.app_mut().show(document);
    window.harness.run();
    window.press("Mailboxes");
    window.shows("Subject");
    window.shows(&subject);
    window.shows(&octets);
    window.app_mut().views.mailboxes.filter = subject.to_lowercase();
    window.harness.run();
    window.shows(&subject);
    assert!(!window.is_shown("Nothing matches"), "it is looked for in subjects too");
}
