//! A window without a screen, and a hand that presses what a person would press.

use std::sync::Arc;

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use popscope::teach::Language;
use popscope::ui::App;
use popscope::ui::app::Opener;
use popscope::ui::app::Request;
use popscope::ui::command::UiCommand;
use popscope::ui::document::Origin;
use popscope::ui::document::Title;
use popscope::ui::notice::Notice;
use popscope::ui::prefs::Prefs;
use popscope::ui::shelf::Lesson;
use popscope::ui::shelf::Shelf;

use super::sample;

/// The window of a test.
pub(super) struct Window {
    pub(super) harness: Harness<'static, App>,
}

/// Opens sessions that were made by hand.
fn samples() -> Opener {
    Arc::new(|request: &Request, loading: &_| match &request.origin {
        Origin::Lesson(name) if name == "lock" => Ok(sample::lesson("lock", sample::two_clients())),
        Origin::Lesson(name) => Ok(sample::lesson(name, sample::download())),
        Origin::Variations { .. } | Origin::Live | Origin::Editor => popscope::ui::open::opener()(request, loading),
        Origin::File(path) if path.ends_with("good.pcap") => Ok(sample::file("good.pcap")),
        Origin::File(path) => {
            Err(Notice { subject: path.display().to_string(), text: Title::same("octet 24: this is no capture") })
        }
    })
}

impl Window {
    /// English, at 1280×800, with the first lesson open.
    pub(super) fn open() -> Self {
        Self::with(Prefs::default())
    }

    pub(super) fn in_language(language: Language) -> Self {
        Self::with(Prefs { language, ..Prefs::default() })
    }

    /// A window that reads real files.
    pub(super) fn reading() -> Self {
        Self::over(Prefs::default(), popscope::ui::open::opener())
    }

    /// A window in which the first lesson of the program is open.
    pub(super) fn lessons() -> Self {
        let mut window = Self::reading();
        window.harness.state_mut().shelf.lessons = popscope::ui::open::lessons();
        let first = UiCommand::Library(popscope::ui::command::Library::Lesson(0));
        window.harness.state_mut().outbox.send(first);
        window.harness.run();
        window
    }

    pub(super) fn with(prefs: Prefs) -> Self {
        Self::over(prefs, samples())
    }

    fn over(prefs: Prefs, opener: Opener) -> Self {
        let lessons = ["download", "lock"].map(|name| {
            let title = Title { en: format!("Lesson {name}").into(), ru: format!("Урок {name}").into() };
            Lesson { name: name.to_owned(), title }
        });
        let mut app = App::new(prefs, Shelf::new(lessons.to_vec()), opener);
        app.show(sample::lesson("download", sample::download()));
        let builder = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(100);
        let builder = builder.with_context_setup(move |ctx| prefs.install(ctx));
        let mut harness = builder.build_ui_state(sample::whole_window, app);
        harness.run();
        Self { harness }
    }

    /// A window with a lesson of the program open.
    pub(super) fn lesson(name: &str, prefs: Prefs) -> Self {
        let mut window = Self::over(prefs, popscope::ui::open::opener());
        let loading = popscope::ui::jobs::Loading::alone();
        let request = Request::new(Origin::Lesson(name.to_owned()));
        let document = popscope::ui::open::opener()(&request, &loading).expect("a lesson of the program");
        let app = window.app_mut();
        app.shelf = Shelf::new(Vec::new());
        app.show(document);
        window
    }

    pub(super) fn app_mut(&mut self) -> &mut App {
        self.harness.state_mut()
    }

    pub(super) fn app(&self) -> &App {
        self.harness.state()
    }

    /// Presses the only thing with this label.
    #[track_caller]
    pub(super) fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    /// Presses the last of the things with this label: a menu lies over the rest.
    #[track_caller]
    pub(super) fn press_last(&mut self, label: &str) {
        self.harness.get_all_by_label(label).last().expect("something with this label").click();
        self.harness.run();
    }

    /// Presses the first thing whose label has this in it.
    #[track_caller]
    pub(super) fn press_containing(&mut self, label: &str) {
        self.harness.query_all_by_label_contains(label).next().expect("something with this in its label").click();
        self.harness.run();
    }

    /// Opens a menu and presses what is in it.
    #[track_caller]
    pub(super) fn choose(&mut self, menu: &str, item: &str) {
        self.press(menu);
        // The menu stands before what it lies over.
        self.harness.get_all_by_label(item).next().expect("an item of the menu").click();
        self.harness.run();
    }

    pub(super) fn key(&mut self, key: egui::Key) {
        self.harness.key_press(key);
        self.harness.run();
        if popscope::ui::letters::is_letter(key) {
            self.harness.run_steps(3); // No other letter follows.
        }
    }

    /// Presses letters one after the other, as somebody types who looks at the keyboard, with so many frames of a
    /// quarter of a second for each.
    pub(super) fn type_past_fields(&mut self, word: &str, frames: usize) {
        for letter in word.chars() {
            let name = if letter == ' ' { "Space".to_owned() } else { letter.to_uppercase().to_string() };
            let key = egui::Key::from_name(&name).expect("a key");
            let (physical_key, modifiers) = (Some(key), egui::Modifiers::NONE);
            let pressed = |pressed| egui::Event::Key { key, physical_key, pressed, repeat: false, modifiers };
            // A keyboard tells the key and what it writes at once.
            let events = [pressed(true), egui::Event::Text(letter.to_string()), pressed(false)];
            self.harness.input_mut().events.extend(events);
            self.harness.run_steps(frames);
        }
    }

    pub(super) fn ctrl(&mut self, key: egui::Key) {
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
        self.harness.run();
    }

    pub(super) fn write(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    /// Waits for what runs aside.
    pub(super) fn wait(&mut self) {
        for _ in 0..1000 {
            self.harness.step(); // While something is loaded, its bar moves: the window is not at rest.
            if self.app().jobs.running().is_empty() {
                self.harness.run();
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("a job does not end");
    }

    #[track_caller]
    pub(super) fn shows(&self, label: &str) {
        assert!(self.is_shown(label), "{label:?} is not shown:\n{}", self.text());
    }

    pub(super) fn is_shown(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// All words in the window, as a screen reader finds them.
    pub(super) fn text(&self) -> String {
        let mut lines = Vec::new();
        for node in self.harness.root().children_recursive() {
            let node = node.accesskit_node();
            if let Some(label) = node.label().or_else(|| node.value()).filter(|label| !label.is_empty()) {
                lines.push(label);
            }
        }
        lines.join("\n")
    }

    /// How many steps are shown.
    pub(super) fn cursor(&self) -> usize {
        self.app().player.cursor().0
    }
}
