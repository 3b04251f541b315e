//! The line of a simulated session: how it is, set by hand. Every change plays the session anew.

use std::time::Duration;

use eframe::egui;
use eframe::egui::ComboBox;
use eframe::egui::DragValue;
use eframe::egui::RichText;
use eframe::egui::Slider;

use crate::proto::Side;
use crate::session::fact::Death;
use crate::source::Faults;
use crate::source::branch::Script;
use crate::source::faults;
use crate::source::faults::Chance;
use crate::source::faults::Cut;
use crate::source::faults::Preset;
use crate::teach::Words;
use crate::ui::command::Line;
use crate::ui::command::Session;
use crate::ui::command::UiCommand;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::edged::set_edges;

/// The longest latency that is set with the slider; longer ones are typed.
const SLIDER_LATENCY: u64 = 2000;
/// More octets in a second make no difference that anybody sees.
const FAST: u32 = 100_000_000;
/// The rate that one begins with.
const RATE: u32 = 10_000;
/// The octet that one begins to cut at.
const CUT: u64 = 100;
/// Numbers of segments that are taken from the field.
const MOST_NUMBERS: usize = 100;

/// What the panel remembers.
#[derive(Debug, Default)]
pub struct State {
    /// Whether it is shown.
    pub open: bool,
    /// What was chosen, if it is not what the scenario has.
    pub faults: Option<Faults>,
    /// The numbers of lost segments as they are written.
    lost: Field,
}

/// A field for numbers.
#[derive(Debug, Default)]
struct Field {
    text: String,
    /// What was made of the text last.
    numbers: Vec<u32>,
}

/// Paints the panel over the window, if it is open.
pub fn ui(ui: &egui::Ui, script: &Script, state: &mut State, words: &Words, outbox: &mut Outbox) {
    if !state.open {
        return;
    }
    let before = state.faults.clone().unwrap_or_else(|| Faults::of(script.scenario()));
    let mut now = before.clone();
    let mut open = true;
    let place = ui.ctx().content_rect().right_top() + egui::vec2(-430.0, 120.0);
    let window = egui::Window::new(words.get("line-title")).id(egui::Id::unique("line")).open(&mut open);
    window.default_pos(place).resizable(false).collapsible(true).show(ui.ctx(), |ui| {
        ui.set_width(380.0);
        presets_ui(ui, &mut now, words);
        ui.separator();
        egui::Grid::new("line").num_columns(2).spacing(egui::vec2(12.0, 6.0)).show(ui, |ui| {
            pace_ui(ui, &mut now, words);
            losses_ui(ui, &mut now, &mut state.lost, words);
            cut_ui(ui, &mut now, words);
            server_ui(ui, &mut now, words);
        });
        ui.separator();
        ui.horizontal(|ui| {
            let reset = UiCommand::Line(Box::new(Line::Reset));
            if ui.add_enabled(state.faults.is_some(), egui::Button::new(reset.label(words))).clicked() {
                outbox.send(reset);
            }
            let copy = UiCommand::Line(Box::new(Line::Copy));
            if ui.button(copy.label(words)).on_hover_text(words.get("line-copy-hint")).clicked() {
                outbox.send(copy);
            }
        });
        let hint = RichText::new(words.get("line-hint")).size(theme::SMALL).color(theme::palette(ui).weak);
        ui.add(egui::Label::new(hint).wrap());
    });
    if now != before {
        outbox.send(UiCommand::Line(Box::new(Line::Set(now))));
    }
    if !open {
        outbox.send(UiCommand::Session(Session::ToggleLine));
    }
}

/// The name of a preset in the Fluent files.
fn preset_word(preset: Preset) -> &'static str {
    match preset {
        Preset::Perfect => "line-perfect",
        Preset::Mobile => "line-mobile",
        Preset::Satellite => "line-satellite",
        Preset::Modem => "line-modem",
    }
}

fn presets_ui(ui: &mut egui::Ui, faults: &mut Faults, words: &Words) {
    ui.horizontal_wrapped(|ui| {
        for preset in Preset::ALL {
            let mut link = preset.link();
            link.meddler = faults.link.meddler;
            let response = ui.selectable_label(faults.link == link, words.get(preset_word(preset)));
            if response.clicked() {
                faults.link = link;
            }
        }
    });
}

/// A row of the grid: a name, and what it names.
fn row_ui(ui: &mut egui::Ui, word: &str, words: &Words, add: impl FnOnce(&mut egui::Ui, egui::Id) -> egui::Response) {
    let label = ui.label(words.get(word)).id;
    ui.horizontal(|ui| {
        set_edges(ui);
        add(ui, label).labelled_by(label)
    });
    ui.end_row();
}

fn pace_ui(ui: &mut egui::Ui, faults: &mut Faults, words: &Words) {
    let link = &mut faults.link;
    row_ui(ui, "line-latency", words, |ui, _| {
        let mut millis = u64::try_from(link.latency.as_millis()).unwrap_or(faults::MOST_LATENCY);
        let slider = Slider::new(&mut millis, 0..=SLIDER_LATENCY).clamping(egui::SliderClamping::Never);
        let response = ui.add(slider.suffix(words.get("line-millis")));
        if response.changed() {
            link.latency = Duration::from_millis(millis.min(faults::MOST_LATENCY));
        }
        response
    });
    row_ui(ui, "line-rate", words, |ui, label| {
        let mut limited = link.octets_per_second.is_some();
        let response = ui.checkbox(&mut limited, "");
        if response.changed() {
            link.octets_per_second = limited.then_some(RATE);
        }
        match &mut link.octets_per_second {
            Some(rate) => {
                let slider = Slider::new(rate, faults::LEAST_RATE..=FAST).logarithmic(true);
                ui.add(slider.suffix(words.get("line-per-second"))).labelled_by(label);
            }
            None => {
                ui.weak(words.get("line-any-rate"));
            }
        }
        response
    });
    row_ui(ui, "line-segment", words, |ui, _| ui.add(Slider::new(&mut link.segment, 1..=faults::MOST_SEGMENT)));
}

fn losses_ui(ui: &mut egui::Ui, faults: &mut Faults, field: &mut Field, words: &Words) {
    let link = &mut faults.link;
    row_ui(ui, "line-loss", words, |ui, _| {
        let chance = link.chance.unwrap_or(Chance { percent: 0, seed: 1 });
        let (mut percent, mut seed) = (chance.percent, chance.seed);
        let response = ui.add(Slider::new(&mut percent, 0..=faults::MOST_LOSS).suffix(" %"));
        let other = 0 < percent && ui.button(words.get("line-other-seed")).clicked();
        if other {
            seed = seed.wrapping_add(1);
        }
        if response.changed() || other {
            link.chance = (0 < percent).then_some(Chance { percent, seed });
        }
        response
    });
    row_ui(ui, "line-lose", words, |ui, _| {
        if field.numbers != link.lose {
            // Somebody else has changed them.
            field.numbers.clone_from(&link.lose);
            field.text = link.lose.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        }
        let edit = egui::TextEdit::singleline(&mut field.text).desired_width(150.0).hint_text("3, 7");
        let response = ui.add(edit);
        if response.changed() {
            field.numbers = read_numbers(&field.text);
            link.lose.clone_from(&field.numbers);
        }
        response.on_hover_text(words.get("line-lose-hint"))
    });
}

/// The numbers of a text, whatever stands between them.
fn read_numbers(text: &str) -> Vec<u32> {
    let words = text.split(|sign: char| !sign.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).filter(|number| *number != 0).take(MOST_NUMBERS).collect()
}

fn cut_ui(ui: &mut egui::Ui, faults: &mut Faults, words: &Words) {
    let cut = &mut faults.link.cut;
    row_ui(ui, "line-cut", words, |ui, label| {
        let sides = [(None, "line-no-cut"), (Some(Side::Client), "side-client"), (Some(Side::Server), "side-server")];
        let mut side = cut.map(|cut| cut.side);
        let shown = sides.iter().find(|(other, _)| *other == side).map(|(_, word)| words.get(word)).unwrap_or_default();
        let response = ComboBox::from_id_salt("line-cut").width(110.0).selected_text(shown).show_ui(ui, |ui| {
            for (other, word) in sides {
                ui.selectable_value(&mut side, other, words.get(word));
            }
        });
        let octets = cut.map_or(CUT, |cut| cut.octets);
        *cut = side.map(|side| Cut { side, octets });
        if let Some(cut) = cut {
            ui.label(words.get("line-cut-after"));
            ui.add(DragValue::new(&mut cut.octets).range(1..=u64::from(u32::MAX))).labelled_by(label);
        }
        response.response
    });
}

/// A way to die, as the Fluent files name it.
fn death_word(death: Option<Death>) -> &'static str {
    match death {
        None => "line-never",
        Some(Death::BeforeGreeting) => "line-dies-greeting",
        Some(Death::AfterDele) => "line-dies-dele",
        Some(Death::AtQuit) => "line-dies-quit",
        Some(Death::AmidUpdate(_)) => "line-dies-update",
    }
}

fn server_ui(ui: &mut egui::Ui, faults: &mut Faults, words: &Words) {
    let removed = match faults.death {
        Some(Death::AmidUpdate(removed)) => removed,
        Some(Death::BeforeGreeting | Death::AfterDele | Death::AtQuit) | None => 1,
    };
    let deaths = [
        None,
        Some(Death::BeforeGreeting),
        Some(Death::AfterDele),
        Some(Death::AtQuit),
        Some(Death::AmidUpdate(removed)),
    ];
    row_ui(ui, "line-dies", words, |ui, label| {
        let shown = words.get(death_word(faults.death));
        let response = ComboBox::from_id_salt("line-dies").width(190.0).selected_text(shown).show_ui(ui, |ui| {
            for death in deaths {
                ui.selectable_value(&mut faults.death, death, words.get(death_word(death)));
            }
        });
        if let Some(Death::AmidUpdate(removed)) = &mut faults.death {
            ui.add(DragValue::new(removed).range(0..=1000)).labelled_by(label);
        }
        response.response
    });
    row_ui(ui, "line-disk", words, |ui, label| {
        let mut full = faults.removes_at_most.is_some();
        let response = ui.checkbox(&mut full, "");
        if response.changed() {
            faults.removes_at_most = full.then_some(1);
        }
        if let Some(most) = &mut faults.removes_at_most {
            ui.label(words.get("line-disk-after"));
            ui.add(DragValue::new(most).range(0..=1000)).labelled_by(label);
        }
        response
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_whatever_stands_between_them() {
        assert_eq!(read_numbers("3, 7;7 x 0 12"), [3, 7, 7, 12]);
        assert_eq!(read_numbers(""), [0_u32; 0]);
        assert_eq!(read_numbers("99999999999999, 5"), [5]);
    }
}
