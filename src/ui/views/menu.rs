//! The menu bar: every command in its place, the languages, and the theme.

use std::path::PathBuf;

use eframe::egui;
use eframe::egui::MenuBar;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;

use crate::proto::Phase;
use crate::proto::line::printable;
use crate::proto::rules::RULES;
use crate::session::cursor::Move;
use crate::source::branch::Ending;
use crate::teach::Language;
use crate::teach::Words;
use crate::ui::command::Call;
use crate::ui::command::Central;
use crate::ui::command::Compare;
use crate::ui::command::Edit;
use crate::ui::command::Hand;
use crate::ui::command::Learn;
use crate::ui::command::Library;
use crate::ui::command::Live;
use crate::ui::command::Mail;
use crate::ui::command::MailView;
use crate::ui::command::Overlay;
use crate::ui::command::Page;
use crate::ui::command::Panel;
use crate::ui::command::Playback;
use crate::ui::command::Session;
use crate::ui::command::Tab;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::command::Zooming;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Eyes;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::prefs::Prefs;
use crate::ui::prefs::Theme;
use crate::ui::sheet::Sheet;
use crate::ui::shelf::Shelf;
use crate::ui::theme;
use crate::ui::views::branches;
use crate::ui::views::ladder::Axis;
use crate::ui::views::state_diagram::Subject;
use crate::ui::widgets::command_button::menu_choice_ui;
use crate::ui::widgets::command_button::menu_item_ui;

/// The sizes to choose from, in percent; keys reach those between.
const ZOOMS: [u16; 6] = [80, 100, 125, 150, 175, 200];

/// What the menus need to know.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own menu item")]
pub struct Model {
    /// The preferences.
    pub prefs: Prefs,
    /// Whether secrets are shown.
    pub secrets: Secrets,
    /// With whose eyes the session is seen.
    pub eyes: Eyes,
    /// Whether it was played from a scenario.
    pub has_line: bool,
    /// Whether there are steps before and behind the cursor.
    pub can_move: (bool, bool),
    /// Whether there are findings before and behind the cursor.
    pub can_find: (bool, bool),
    /// Whether a capture is open.
    pub has_capture: bool,
    /// Whether what is open can be played before other servers.
    pub has_script: bool,
    /// Whether there are sessions before and behind the open one.
    pub can_change: (bool, bool),
    /// The page in the middle.
    pub central: Central,
    /// The tab below.
    pub tab: Tab,
    /// Whether the window is dark.
    pub dark: bool,
}

impl Model {
    /// Reads what the menus need.
    #[must_use]
    pub fn new(player: &Player, shelf: &Shelf, prefs: Prefs, (central, tab): (Central, Tab), dark: bool) -> Self {
        let (here, remarks) = (player.cursor().step(), player.session().remarks());
        Self {
            prefs,
            secrets: player.secrets,
            eyes: player.eyes(),
            has_line: shelf.open_document().is_some_and(|document| document.hand.is_some()),
            can_move: (0 < player.cursor().0, !player.at_end()),
            can_find: (remarks.previous(here).is_some(), remarks.next(here).is_some()),
            has_script: shelf.open_document().is_some_and(|document| document.origin.script().is_some()),
            has_capture: shelf.open_document().is_some_and(|document| document.capture.is_some()),
            can_change: (shelf.neighbour(false).is_some(), shelf.neighbour(true).is_some()),
            central,
            tab,
            dark,
        }
    }
}

/// Paints the menu bar.
pub fn ui(ui: &mut egui::Ui, model: &Model, recent: &[PathBuf], words: &Words, outbox: &mut Outbox) {
    MenuBar::new().ui(ui, |ui| {
        ui.menu_button(words.get("menu-file"), |ui| file_ui(ui, model, recent, words, outbox));
        ui.menu_button(words.get("menu-session"), |ui| session_ui(ui, model, words, outbox));
        ui.menu_button(words.get("menu-view"), |ui| view_ui(ui, model, words, outbox));
        ui.menu_button(words.get("menu-teach"), |ui| teach_ui(ui, words, outbox));
        ui.menu_button(words.get("menu-help"), |ui| help_ui(ui, words, outbox));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let other = UiCommand::View(View::OtherTheme);
            let response = ui.button(if model.dark { icons::LIGHT } else { icons::DARK });
            let label = other.label(words);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if response.on_hover_text(format!("{label} ({})", other.keys_shown(words).join(", "))).clicked() {
                outbox.send(other);
            }
            ui.add_space(6.0);
            for language in Language::all().into_iter().rev() {
                language_ui(ui, model.prefs.language, language, words, outbox);
            }
        });
    });
}

fn language_ui(ui: &mut egui::Ui, now: Language, language: Language, words: &Words, outbox: &mut Outbox) {
    let command = UiCommand::View(View::Language(language));
    let response = ui.add(egui::Button::selectable(now == language, language.code().to_uppercase()));
    if now == language {
        let palette = theme::palette(ui);
        ui.painter().hline(response.rect.x_range(), response.rect.bottom(), egui::Stroke::new(2.0, palette.accent));
    }
    if response.on_hover_text(command.label(words)).clicked() {
        outbox.send(command);
    }
}

fn file_ui(ui: &mut egui::Ui, model: &Model, recent: &[PathBuf], words: &Words, outbox: &mut Outbox) {
    menu_item_ui(ui, UiCommand::Library(Library::Ask), true, words, outbox);
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button(words.get("menu-recent"), |ui| {
            for path in recent {
                let name =
                    path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
                if ui.button(printable(name.as_bytes())).on_hover_text(path.display().to_string()).clicked() {
                    outbox.send(UiCommand::Library(Library::Open(vec![path.clone()])));
                    ui.close();
                }
            }
            ui.separator();
            menu_item_ui(ui, UiCommand::Library(Library::ForgetRecent), true, words, outbox);
        });
    });
    menu_item_ui(ui, UiCommand::Library(Library::AskKeyLog), model.has_capture, words, outbox);
    menu_item_ui(ui, UiCommand::Hand(Hand::Empty), true, words, outbox);
    menu_item_ui(ui, UiCommand::View(View::Central(Central::Live)), true, words, outbox);
    menu_item_ui(ui, UiCommand::Live(Live::Call(Call::Form)), true, words, outbox);
    ui.menu_button(words.get("menu-live"), |ui| {
        for wish in [Live::Start, Live::Stop, Live::Hold, Live::Call(Call::Disconnect)] {
            menu_item_ui(ui, UiCommand::Live(wish), true, words, outbox);
        }
    });
    ui.separator();
    menu_item_ui(ui, UiCommand::View(View::Central(Central::Editor)), true, words, outbox);
    menu_item_ui(ui, UiCommand::Edit(Edit::New), true, words, outbox);
    menu_item_ui(ui, UiCommand::Edit(Edit::Copy), model.has_line, words, outbox);
    menu_item_ui(ui, UiCommand::Edit(Edit::Retell), true, words, outbox);
    ui.menu_button(words.get("menu-editor"), |ui| {
        for wish in [Edit::Duplicate, Edit::Save, Edit::SaveAs, Edit::Play] {
            menu_item_ui(ui, UiCommand::Edit(wish), true, words, outbox);
        }
    });
    ui.separator();
    menu_item_ui(ui, UiCommand::Session(Session::CopyTranscript), before_any(model), words, outbox);
    menu_item_ui(ui, UiCommand::Session(Session::CopyStream), true, words, outbox);
    menu_item_ui(ui, UiCommand::Session(Session::SaveStream), true, words, outbox);
    menu_item_ui(ui, UiCommand::Session(Session::SaveMails), true, words, outbox);
    ui.menu_button(words.get("menu-save-as"), |ui| {
        for sheet in Sheet::ALL {
            menu_item_ui(ui, UiCommand::Session(Session::Save(sheet)), true, words, outbox);
        }
    });
    menu_item_ui(ui, UiCommand::Session(Session::CopyLink), true, words, outbox);
    ui.separator();
    menu_item_ui(ui, UiCommand::Quit, true, words, outbox);
}

fn session_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let (before, behind) = model.can_move;
    for (wish, enabled) in [(Move::Forward, behind), (Move::Back, before), (Move::First, before), (Move::Last, behind)]
    {
        menu_item_ui(ui, UiCommand::Cursor(wish), enabled, words, outbox);
    }
    let (before, behind) = model.can_find;
    menu_item_ui(ui, UiCommand::Session(Session::NextFinding), behind, words, outbox);
    menu_item_ui(ui, UiCommand::Session(Session::PreviousFinding), before, words, outbox);
    ui.separator();
    for wish in [Playback::Toggle, Playback::Slower, Playback::Faster] {
        menu_item_ui(ui, UiCommand::Playback(wish), true, words, outbox);
    }
    ui.separator();
    let (before, behind) = model.can_change;
    menu_item_ui(ui, UiCommand::Library(Library::PreviousSession), before, words, outbox);
    menu_item_ui(ui, UiCommand::Library(Library::NextSession), behind, words, outbox);
    ui.separator();
    for page in Central::ALL {
        menu_choice_ui(ui, UiCommand::View(View::Central(page)), page == model.central, words, outbox);
    }
    ui.menu_button(words.get("menu-compare"), |ui| {
        menu_item_ui(ui, UiCommand::Compare(Compare::Generations), model.has_script, words, outbox);
        menu_item_ui(ui, UiCommand::Compare(Compare::Profiles), model.has_script, words, outbox);
        menu_item_ui(ui, UiCommand::Compare(Compare::Anew), true, words, outbox);
    });
    menu_item_ui(ui, UiCommand::View(View::Find), true, words, outbox);
    ui.separator();
    let shown = model.secrets == Secrets::Shown;
    menu_choice_ui(ui, UiCommand::Session(Session::ToggleSecrets), shown, words, outbox);
    ui.add_enabled_ui(model.has_line, |ui| {
        ui.menu_button(words.get("menu-try"), |ui| {
            branches::situations_ui(ui, words, outbox);
            ui.separator();
            menu_item_ui(ui, UiCommand::Hand(Hand::Return), true, words, outbox);
        });
    });
    ui.menu_button(words.get("menu-hand"), |ui| hand_ui(ui, words, outbox));
    ui.menu_button(words.get("menu-mail"), |ui| {
        for wish in MailView::ALL.map(Mail::View).into_iter().chain([Mail::SaveMessage, Mail::SaveAll]) {
            menu_item_ui(ui, UiCommand::Mail(wish), true, words, outbox);
        }
    });
    ui.menu_button(words.get("menu-line"), |ui| {
        menu_choice_ui(ui, UiCommand::Session(Session::ToggleEyes), model.eyes == Eyes::Wire, words, outbox);
        menu_item_ui(ui, UiCommand::Session(Session::ToggleSegments), true, words, outbox);
        menu_choice_ui(ui, UiCommand::Playback(Playback::TrueTimes), model.prefs.true_times, words, outbox);
        menu_item_ui(ui, UiCommand::Session(Session::ToggleLine), model.has_line, words, outbox);
    });
}

/// What somebody can do who is the client.
fn hand_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    let does = [Hand::Type, Hand::Connect, Hand::Wait(1), Hand::Wait(10)].into_iter();
    let ends = Ending::ALL.map(Hand::End).into_iter();
    for wish in does.chain(ends).chain([Hand::Undo, Hand::Redo]) {
        menu_item_ui(ui, UiCommand::Hand(wish), true, words, outbox);
    }
    ui.separator();
    for wish in [Hand::Rename, Hand::Delete, Hand::Restore, Hand::Save] {
        menu_item_ui(ui, UiCommand::Hand(wish), true, words, outbox);
    }
}

/// Whether anything was said.
fn before_any(model: &Model) -> bool {
    model.can_move.0
}

fn view_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    let shown = model.prefs.shown;
    for (panel, open) in [
        (Panel::Library, shown.library),
        (Panel::Side, shown.side),
        (Panel::Lower, shown.lower),
        (Panel::Hand, shown.hand),
    ] {
        menu_choice_ui(ui, UiCommand::View(View::TogglePanel(panel)), open, words, outbox);
    }
    ui.separator();
    let in_words = Central::Learn(Page::Words);
    menu_choice_ui(ui, UiCommand::View(View::Central(in_words)), in_words == model.central, words, outbox);
    for tab in Tab::ALL {
        menu_choice_ui(ui, UiCommand::View(View::Tab(tab)), tab == model.tab, words, outbox);
    }
    ui.separator();
    menu_item_ui(ui, UiCommand::Session(Session::UnfoldAll), true, words, outbox);
    menu_item_ui(ui, UiCommand::Session(Session::FoldAll), true, words, outbox);
    ui.separator();
    for theme in Theme::ALL {
        menu_choice_ui(ui, UiCommand::View(View::Theme(theme)), theme == model.prefs.theme, words, outbox);
    }
    ui.separator();
    ui.menu_button(words.get("menu-ladder"), |ui| {
        for wish in [Zooming::Larger, Zooming::Smaller, Zooming::Usual] {
            menu_item_ui(ui, UiCommand::View(View::Ladder(wish)), true, words, outbox);
        }
        let linear = model.prefs.ladder.axis == Axis::Linear;
        menu_choice_ui(ui, UiCommand::View(View::Axis), linear, words, outbox);
        ui.separator();
        let motion = model.prefs.motion;
        menu_choice_ui(ui, UiCommand::View(View::Travel), motion.travel && !motion.is_reduced(), words, outbox);
        menu_choice_ui(ui, UiCommand::View(View::ReduceMotion), motion.is_reduced(), words, outbox);
    });
    ui.menu_button(words.get("menu-zoom"), |ui| zoom_ui(ui, model, words, outbox));
    for wish in [
        View::ZoomIn,
        View::ZoomOut,
        View::ZoomReset,
        View::FullScreen,
        View::Present,
        View::PresenterNotes,
        View::Pointer,
    ] {
        menu_item_ui(ui, UiCommand::View(wish), true, words, outbox);
    }
}

/// How large everything is.
fn zoom_ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    for percent in ZOOMS {
        let wish = if percent == 100 { View::ZoomReset } else { View::Zoom(percent) };
        let chosen = (model.prefs.zoom - f32::from(percent) / 100.0).abs() < 0.01;
        menu_choice_ui(ui, UiCommand::View(wish), chosen, words, outbox);
    }
}

/// The rules of each state, to read one after the other.
fn teach_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    learn_ui(ui, words, outbox);
    ui.separator();
    menu_item_ui(ui, UiCommand::View(View::Explain(None)), true, words, outbox);
    ui.label(RichText::new(words.get("menu-rules")).size(theme::SMALL).color(theme::palette(ui).weak));
    for phase in Phase::ALL {
        ui.menu_button(phase.to_string(), |ui| {
            for (place, rule) in RULES.iter().enumerate().filter(|(_, rule)| rule.phase == phase) {
                let text = if phase == Phase::Update { words.get("server-closes") } else { rule.keyword.to_string() };
                let response = ui.add(egui::Button::new(&text).shortcut_text(rule.clause.to_string()));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
                if response.clicked() {
                    outbox.send(UiCommand::View(View::Explain(Some(Subject::Rule(place)))));
                    ui.close();
                }
            }
        });
    }
}

/// The pages of learning, and riddles.
fn learn_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    for page in [Page::Myths, Page::Exercises, Page::Glossary] {
        menu_item_ui(ui, UiCommand::View(View::Central(Central::Learn(page))), true, words, outbox);
    }
    for wish in [Learn::TogglePredict, Learn::NextLesson, Learn::SaveResults] {
        menu_item_ui(ui, UiCommand::Learn(wish), true, words, outbox);
    }
}

fn help_ui(ui: &mut egui::Ui, words: &Words, outbox: &mut Outbox) {
    menu_item_ui(ui, UiCommand::View(View::Central(Central::Learn(Page::Welcome))), true, words, outbox);
    ui.separator();
    for overlay in [Overlay::Keys, Overlay::Palette, Overlay::About] {
        menu_item_ui(ui, UiCommand::View(View::Overlay(Some(overlay))), true, words, outbox);
    }
}
