//! For everyone: each control has a name, the keyboard reaches it, and the focus is seen.

use eframe::egui;
use eframe::egui::Key;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::session::cursor::Move;
use popscope::source::branch::Situation;
use popscope::teach::Language;
use popscope::teach::glossary::TERMS;
use popscope::ui::command::Central;
use popscope::ui::command::Hand;
use popscope::ui::command::Learn;
use popscope::ui::command::Overlay;
use popscope::ui::command::Page;
use popscope::ui::command::Session;
use popscope::ui::command::Tab;
use popscope::ui::command::UiCommand;
use popscope::ui::command::View;
use popscope::ui::document::Origin;
use popscope::ui::prefs::Prefs;
use popscope::ui::prefs::Theme;

use super::sample;
use super::window::Window;

/// Roles of what can be pressed, chosen or typed into.
const INTERACTIVE: &[&str] = &[
    "Button",
    "Cell",
    "CheckBox",
    "ColorWell",
    "ComboBox",
    "DisclosureTriangle",
    "EditableComboBox",
    "Link",
    "ListItem",
    "MenuItem",
    "MultilineTextInput",
    "PasswordInput",
    "RadioButton",
    "SearchInput",
    "Slider",
    "SpinButton",
    "Switch",
    "Tab",
    "TextInput",
];

/// Everything the window can show, and how one comes there.
pub(super) fn pages() -> Vec<(String, Vec<UiCommand>)> {
    let mut pages = Vec::new();
    let mut add = |name: String, wishes: Vec<UiCommand>| pages.push((name, wishes));
    let end = UiCommand::Cursor(Move::Last);
    for tab in Tab::ALL {
        add(format!("tab {tab:?}"), vec![end.clone(), UiCommand::View(View::Tab(tab))]);
    }
    for central in Central::ALL {
        add(format!("{central:?}"), vec![end.clone(), UiCommand::View(View::Central(central))]);
    }
    add("Live".to_owned(), vec![UiCommand::View(View::Central(Central::Live))]);
    add("Editor".to_owned(), vec![UiCommand::View(View::Central(Central::Editor))]);
    for page in [Page::Welcome, Page::Myths, Page::Exercises, Page::Glossary, Page::Words] {
        add(format!("{page:?}"), vec![end.clone(), UiCommand::View(View::Central(Central::Learn(page)))]);
    }
    for overlay in [Overlay::Keys, Overlay::Palette, Overlay::About, Overlay::Welcome] {
        add(format!("{overlay:?}"), vec![UiCommand::View(View::Overlay(Some(overlay)))]);
    }
    add("the line".to_owned(), vec![UiCommand::Session(Session::ToggleLine)]);
    add("the wire".to_owned(), vec![end.clone(), UiCommand::Session(Session::ToggleEyes)]);
    add("segments".to_owned(), vec![end.clone(), UiCommand::Session(Session::ToggleSegments)]);
    add("unfolded".to_owned(), vec![end.clone(), UiCommand::Session(Session::UnfoldAll)]);
    add(
        "a rule".to_owned(),
        vec![UiCommand::View(View::Explain(Some(popscope::ui::views::state_diagram::Subject::Rule(3))))],
    );
    add("riddles".to_owned(), vec![UiCommand::Cursor(Move::To(5)), UiCommand::Learn(Learn::TogglePredict)]);
    add("an exercise".to_owned(), vec![UiCommand::Learn(Learn::Begin(0))]);
    add("generations".to_owned(), vec![UiCommand::Compare(popscope::ui::command::Compare::Generations)]);
    let trial = UiCommand::Hand(Hand::Try(Situation::LineDrops));
    add("a branch".to_owned(), vec![UiCommand::Cursor(Move::To(12)), trial.clone()]);
    add("its name".to_owned(), vec![UiCommand::Cursor(Move::To(12)), trial, UiCommand::Hand(Hand::Rename)]);
    add("presenting".to_owned(), vec![end, UiCommand::View(View::Present), UiCommand::View(View::PresenterNotes)]);
    pages
}

/// A window over a lesson or over a capture, after these wishes.
pub(super) fn window_with(prefs: Prefs, capture: bool, wishes: &[UiCommand]) -> Window {
    let mut window = if capture { Window::with(prefs) } else { Window::lesson("delete-and-update", prefs) };
    if capture {
        window.app_mut().show(sample::capture("office.pcap", &[(0, "amy", 2), (1, "eve", 1), (2, "bob", 0)], None));
        window.harness.run();
    }
    for wish in wishes {
        window.app_mut().outbox.send(wish.clone());
        // What plays or loads never rests.
        window.harness.run_steps(4);
    }
    for _ in 0..200 {
        if window.app().jobs.running().is_empty() {
            break;
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    window.app_mut().player.pause();
    window.harness.run_steps(4);
    window
}

/// What leads back from a page to the replay.
pub(super) fn way_back(wishes: &[UiCommand]) -> Vec<UiCommand> {
    let mut back = vec![UiCommand::View(View::Overlay(None))];
    back.extend(wishes.iter().filter_map(|wish| match wish {
        UiCommand::Session(Session::ToggleLine | Session::ToggleEyes | Session::ToggleSegments)
        | UiCommand::Learn(Learn::TogglePredict)
        | UiCommand::View(View::Present | View::PresenterNotes) => Some(wish.clone()),
        UiCommand::Session(Session::UnfoldAll) => Some(UiCommand::Session(Session::FoldAll)),
        _ => None,
    }));
    back.push(UiCommand::View(View::Explain(None)));
    back.push(UiCommand::View(View::Central(Central::Ladder)));
    back
}

/// Sends wishes, and lets the window paint what comes of them. What plays or loads never rests.
pub(super) fn send(window: &mut Window, wishes: &[UiCommand]) {
    for wish in wishes {
        window.app_mut().outbox.send(wish.clone());
        window.harness.run_steps(2);
    }
    for _ in 0..500 {
        if window.app().jobs.running().is_empty() {
            break;
        }
        window.harness.step();
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    window.app_mut().player.pause();
    window.harness.run_steps(2);
}

/// Looks at every page of a window.
fn each_page(prefs: Prefs, capture: bool, wanted: impl Fn(&str) -> bool, mut look: impl FnMut(&str, &mut Window)) {
    let mut window = window_with(prefs, capture, &[]);
    for (page, wishes) in pages().into_iter().filter(|(page, _)| wanted(page)) {
        send(&mut window, &wishes);
        look(&page, &mut window);
        send(&mut window, &way_back(&wishes));
    }
}

#[track_caller]
fn every_control_has_a_name(language: Language, capture: bool) {
    let (mut nameless, mut seen) = (Vec::new(), 0);
    // Of a capture only that is looked at which a lesson does not have.
    let of_capture = ["Sessions", "Summary", "Mailboxes", "Stream", "tab Packets", "tab Exchanges", "tab Findings"];
    let wanted = |page: &str| !capture || of_capture.contains(&page);
    each_page(Prefs { language, ..Prefs::default() }, capture, wanted, |page, window| {
        for node in window.harness.root().children_recursive() {
            let node = node.accesskit_node();
            let role = format!("{:?}", node.role());
            if !INTERACTIVE.contains(&role.as_str()) {
                continue;
            }
            seen += 1;
            let name = node.label().unwrap_or_default();
            if !name.chars().any(char::is_alphanumeric) {
                nameless.push(format!("{page}: {role} {name:?} {:?} {:?}", node.value(), node.bounding_box()));
            }
        }
    });
    nameless.sort();
    nameless.dedup();
    assert!(nameless.is_empty(), "{} controls have no name:\n{}", nameless.len(), nameless.join("\n"));
    assert!(300 < seen, "only {seen} controls were seen");
}

#[test]
fn every_control_of_a_lesson_has_a_name_in_english() {
    every_control_has_a_name(Language::English, false);
}

#[test]
fn every_control_of_a_lesson_has_a_name_in_russian() {
    every_control_has_a_name(Language::Russian, false);
}

#[test]
fn every_control_of_a_capture_has_a_name_in_english() {
    every_control_has_a_name(Language::English, true);
}

#[test]
fn every_control_of_a_capture_has_a_name_in_russian() {
    every_control_has_a_name(Language::Russian, true);
}

/// What has the focus: its role, its name, and where it is.
fn focused(window: &Window) -> Option<(String, String, egui::Rect)> {
    let id = window.harness.ctx.memory(egui::Memory::focused)?;
    let rect = window.harness.ctx.read_response(id)?.interact_rect;
    let node = window
        .harness
        .root()
        .children_recursive()
        .map(|node| node.accesskit_node())
        .find(egui_kittest::kittest::AccessKitNode::is_focused);
    let (role, name) =
        node.map(|node| (format!("{:?}", node.role()), node.label().unwrap_or_default())).unwrap_or_default();
    Some((role, name, rect))
}

/// Tab leads through the whole window and comes back to its beginning, and what has the focus is seen and ringed.
#[test]
fn tab_leads_to_every_control_of_the_replay_and_the_focus_is_seen() {
    for (theme, most) in [(Theme::Light, 400), (Theme::Dark, 25)] {
        let mut window = window_with(Prefs { theme, ..Prefs::default() }, false, &[UiCommand::Cursor(Move::To(9))]);
        let screen = window.harness.ctx.content_rect();
        let mut names = Vec::new();
        for _ in 0..most {
            window.harness.key_press(Key::Tab);
            window.harness.step();
            let Some((role, name, rect)) = focused(&window) else { continue };
            assert!(
                rect.is_positive() && screen.expand(1.0).contains_rect(rect),
                "{role} {name:?} is not seen: {rect:?}"
            );
            let ring = window.harness.output().shapes.iter().any(|clipped| match &clipped.shape {
                egui::Shape::Rect(shape) => {
                    shape.rect.contains_rect(rect) && 1.9 < shape.stroke.width && !shape.rect.contains_rect(screen)
                }
                _ => false,
            });
            assert!(ring, "{role} {name:?} has the focus, and nothing shows it");
            if names.first() == Some(&name) && 20 < names.len() {
                break;
            }
            names.push(name);
        }
        if theme == Theme::Dark {
            continue;
        }
        for expected in [
            "File",
            "Help",
            "Play or pause",
            "Place in the session",
            "STAT · TRANSACTION",
            "Command line",
            "Bytes",
            "Send",
        ] {
            assert!(names.iter().any(|name| name == expected), "Tab does not lead to {expected:?}: {names:?}");
        }
    }
}

/// A menu is opened, walked through and used without the pointer.
#[test]
fn a_menu_is_used_by_keys_alone() {
    let mut window = window_with(Prefs::default(), false, &[]);
    for _ in 0..60 {
        window.key(Key::Tab);
        if focused(&window).is_some_and(|(_, name, _)| name == "View") {
            break;
        }
    }
    window.key(Key::Enter);
    window.shows("Dark theme");
    for _ in 0..60 {
        window.key(Key::Tab);
        if focused(&window).is_some_and(|(_, name, _)| name == "Dark theme") {
            break;
        }
    }
    window.key(Key::Enter);
    assert_eq!(window.app().prefs.theme, Theme::Dark);
}

/// The labels of the items of a menu and of the menus in it.
fn items(window: &Window) -> Vec<String> {
    let nodes = window.harness.root().children_recursive();
    nodes.map(|node| node.accesskit_node()).filter_map(|node| node.label()).collect()
}

/// Whatever a menu offers the palette finds, and the other way round.
#[test]
fn menus_and_palette_have_the_same_commands() {
    let words = popscope::ui::text::words(Language::English);
    let palette = popscope::ui::views::palette::Model::new("", &popscope::ui::shelf::Shelf::default(), &words);
    let in_palette: Vec<String> = palette.entries.into_iter().map(|(label, _, _)| label).collect();
    let mut in_menus: Vec<String> = Vec::new();
    let mut menus = vec!["File", "Session", "View", "Teach", "Help"]
        .into_iter()
        .map(|menu| vec![menu.to_owned()])
        .collect::<Vec<_>>();
    let inner = [
        "menu-recent",
        "menu-save-as",
        "menu-compare",
        "menu-try",
        "menu-line",
        "menu-zoom",
        "menu-hand",
        "menu-mail",
        "menu-live",
        "menu-editor",
        "menu-ladder",
        "menu-rules",
    ];
    let inner: Vec<String> = inner.iter().map(|id| words.get(id)).collect();
    while let Some(path) = menus.pop() {
        let mut window = window_with(Prefs::default(), false, &[UiCommand::Cursor(Move::To(9))]);
        window.app_mut().prefs.shown.hand = false; // Its menus are others.
        window.app_mut().recent.add(std::path::Path::new("/captures/office.pcap"));
        window.harness.run_steps(2);
        let before = items(&window);
        for step in &path {
            window.harness.get_all_by_label(step).next().expect("a menu").click();
            window.harness.run_steps(3);
        }
        let mut opened = items(&window);
        for label in &before {
            if let Some(place) = opened.iter().position(|other| other == label) {
                opened.remove(place);
            }
        }
        if path.len() == 1 {
            let deeper =
                inner.iter().filter(|label| opened.contains(label)).map(|label| vec![path[0].clone(), label.clone()]);
            menus.extend(deeper);
        }
        in_menus.extend(opened);
    }
    // Files are no commands, and the states lead to rules.
    let other = |label: &String| {
        inner.contains(label)
            || ["All commands", "office.pcap"].contains(&label.as_str())
            || ["AUTHORIZATION", "TRANSACTION", "UPDATE"].contains(&label.as_str())
    };
    let missing: Vec<&String> = in_menus.iter().filter(|label| !in_palette.contains(label) && !other(label)).collect();
    assert!(missing.is_empty(), "not in the palette: {missing:?}");
    let missing: Vec<&String> =
        in_palette.iter().filter(|label| !in_menus.contains(label) && !in_language_bar(label)).collect();
    assert!(missing.is_empty(), "not in a menu: {missing:?}");
}

/// Languages and the other theme have their buttons beside the menus.
fn in_language_bar(label: &str) -> bool {
    let added = Language::all().into_iter().any(|language| language.name() == label);
    added || ["English", "Russian (Русский)", "Next language", "Light or dark"].contains(&label)
}

#[test]
fn why_leads_to_the_glossary_and_to_the_lesson() {
    let mut window =
        window_with(Prefs::default(), false, &[UiCommand::Cursor(Move::To(2)), UiCommand::View(View::Tab(Tab::Why))]);
    window.app_mut().shelf.lessons = popscope::ui::open::lessons();
    window.harness.run_steps(3);
    window.press("greeting");
    assert_eq!(window.app().views.central, Central::Learn(Page::Glossary));
    window.shows("The first line of the server.");
    window.press_containing("The lesson on it: ");
    window.wait();
    assert_eq!(
        window.app().shelf.open_document().map(|document| document.origin.clone()),
        Some(Origin::Lesson("first-session".to_owned()))
    );
}

#[test]
fn every_term_of_the_glossary_leads_to_a_lesson_that_is_there() {
    let mut window = window_with(Prefs::default(), false, &[]);
    window.app_mut().shelf = popscope::ui::open::course();
    for term in 0..TERMS.len() {
        send(&mut window, &[UiCommand::Learn(Learn::Term(term))]);
        window.shows("The lesson on it: ");
    }
}

#[test]
fn a_situation_is_tried_with_one_key_and_left_with_another() {
    for (key, acts) in [(Key::D, 1), (Key::Q, 1), (Key::E, 3), (Key::B, 3), (Key::C, 2), (Key::I, 1)] {
        let mut window = window_with(Prefs::default(), false, &[UiCommand::Cursor(Move::To(12))]);
        let before = window.cursor();
        window.harness.key_press(key);
        window.harness.run_steps(4);
        let moved = window.app().player.is_playing() || window.app().player.at_end();
        assert!(moved, "{key:?}: what follows is played");
        let label = window.app().player.session().label.en.to_string();
        assert!(label.starts_with("1: "), "{key:?}: {label} is no branch of the script");
        let hand = window.app().shelf.open_document().and_then(|document| document.hand.clone()).expect("a script");
        let id = hand.branch_of(1).expect("a branch");
        assert_eq!(hand.tree().branch(id).expect("a branch").acts.len(), acts, "{key:?}");
        assert_eq!(hand.tree().len(), 1, "{key:?}");
        window.app_mut().player.go(Move::Last);
        window.key(Key::R);
        assert_eq!(window.cursor(), before, "{key:?}");
        assert_eq!(window.app().player.session().label.en.to_string(), "", "{key:?}: the script is shown again");
        assert!(window.is_shown(&label), "{key:?}: the branch stays");
    }
}

#[test]
fn nothing_is_tried_where_no_session_is_replayed() {
    let live = UiCommand::View(View::Central(Central::Live));
    let mut window = window_with(Prefs::default(), false, &[UiCommand::Cursor(Move::To(12)), live]);
    for key in [Key::D, Key::Q, Key::E, Key::B, Key::C, Key::I, Key::R] {
        window.key(key);
    }
    assert_eq!(window.app().views.central, Central::Live);
    let hand = window.app().shelf.open_document().and_then(|document| document.hand.clone()).expect("a script");
    assert_eq!(hand.tree().len(), 0);
}

#[test]
fn the_session_is_told_in_words() {
    let mut window = window_with(Prefs::default(), false, &[UiCommand::Cursor(Move::Last)]);
    window.key(Key::F12);
    let text = window.text();
    for part in ["The server: +OK", "The client says goodbye", "State of the session: closed", "Maildrop: "] {
        assert!(text.contains(part), "{part:?} is not told:\n{text}");
    }
    assert!(!text.contains("PASS sesame"), "secrets are masked");
}

#[test]
fn a_third_language_needs_only_a_file() {
    let source = "language-name = Esperanto\nmenu-file = Dosiero\n";
    let language = popscope::teach::more_words::add("eo", source).expect("a language");
    let mut window = window_with(Prefs::default(), false, &[]);
    window.press("EO");
    assert_eq!(window.app().prefs.language, language);
    window.shows("Dosiero");
    window.shows("Session");
}
