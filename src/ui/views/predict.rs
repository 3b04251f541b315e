//! Prediction: a card above the ladder that asks for the reply before it is shown.

use eframe::egui;
use eframe::egui::RichText;
use eframe::egui::Role;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::learn::predict::Choice;
use crate::learn::predict::Question;
use crate::learn::predict::Score;
use crate::proto::Indicator;
use crate::session::cursor::Move;
use crate::teach::Words;
use crate::teach::explain;
use crate::ui::command::Learn;
use crate::ui::command::UiCommand;
use crate::ui::icons;
use crate::ui::learning::Predicting;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::theme;
use crate::ui::views::shown;
use crate::ui::views::task::card_ui;

/// What the card shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Model {
    /// The score, in words.
    pub score: String,
    /// What there is to be done now.
    pub now: Now,
    /// Questions that were answered, with whether they were right.
    pub answered: Vec<(String, bool)>,
    /// Why the reply is what it is, once it is shown.
    pub why: Vec<String>,
}

/// What there is to be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Now {
    /// A question waits.
    Asked {
        /// The question.
        text: String,
        /// Its choices.
        choices: Vec<String>,
    },
    /// The next step is no reply.
    StepOn,
    /// There are no more steps.
    Over,
}

impl Model {
    /// Reads the riddle.
    #[must_use]
    pub fn new(predicting: &Predicting, score: Score, player: &Player, words: &Words) -> Self {
        let counted = [
            ("right", u64::from(score.right).into()),
            ("asked", u64::from(score.asked).into()),
            ("streak", u64::from(score.streak).into()),
            ("best", u64::from(score.best).into()),
        ];
        let timeline = &player.session().timeline;
        let now = match (predicting.question(), &predicting.riddle) {
            (Some(question), Some(riddle)) => {
                let command = riddle.command.and_then(|place| timeline.steps().get(place)).and_then(|step| step.said());
                let line = command.map(|said| shown::first_line(said, player.secrets, words)).unwrap_or_default();
                Now::Asked {
                    text: words.format(question.ask.word(), &[("command", (&line).into())]),
                    choices: question.choices.iter().map(|choice| choice_text(*choice, words)).collect(),
                }
            }
            (_, _) if player.at_end() => Now::Over,
            (_, _) => Now::StepOn,
        };
        let open =
            predicting.riddle.iter().flat_map(|riddle| riddle.questions.iter().zip(predicting.answers.iter().copied()));
        let solved = predicting
            .solved
            .iter()
            .flat_map(|solved| solved.questions.iter().map(|(question, answer)| (question, *answer)));
        let answered = solved.chain(open).map(|(question, answer)| verdict(question, answer, words)).collect();
        let solved = predicting.solved.as_ref().and_then(|solved| explain(timeline, solved.step, words));
        let why = solved.map(|why| std::iter::once(why.title).chain(why.sentences).collect()).unwrap_or_default();
        Self { score: words.format("predict-score", &counted), now, answered, why }
    }
}

fn choice_text(choice: Choice, words: &Words) -> String {
    match choice {
        Choice::Sign(Indicator::Plus) => words.get("predict-challenge"),
        Choice::Sign(sign) => sign.to_string(),
        Choice::State(phase) => phase.to_string(),
        Choice::Number(number) => number.to_string(),
    }
}

/// What was answered, and what would have been right.
fn verdict(question: &Question, answer: usize, words: &Words) -> (String, bool) {
    let text = |place: usize| question.choices.get(place).map(|choice| choice_text(*choice, words)).unwrap_or_default();
    let right = answer == question.right;
    let (given, wanted) = (text(answer), text(question.right));
    let id = if right { "predict-was-right" } else { "predict-was-wrong" };
    (words.format(id, &[("given", (&given).into()), ("right", (&wanted).into())]), right)
}

/// A card of fewer points has the question below the score.
const NARROW: f32 = 440.0;

/// Paints the card.
pub fn ui(ui: &mut egui::Ui, model: &Model, words: &Words, outbox: &mut Outbox) {
    card_ui(ui, |ui| {
        let palette = theme::palette(ui);
        let text = match &model.now {
            Now::Asked { text, .. } => text.clone(),
            Now::StepOn => words.get("predict-step-on"),
            Now::Over => words.get("predict-over"),
        };
        let text = egui::Label::new(RichText::new(text).color(palette.strong)).wrap();
        let score = egui::Label::new(RichText::new(&model.score).size(theme::SMALL).color(palette.weak));
        // Where there is little room the question is not squeezed beside the score.
        let (beside, below) = if NARROW <= ui.available_width() { (Some(text), None) } else { (None, Some(text)) };
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let off = UiCommand::Learn(Learn::TogglePredict);
                let response = ui.add(egui::Button::new(icons::CLOSE).frame_when_inactive(false));
                let label = words.get("predict-off");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
                if response.on_hover_text(label).clicked() {
                    outbox.send(off);
                }
                if let Some(text) = beside {
                    ui.add(score);
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(text));
                } else {
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(score.truncate()));
                }
            });
        });
        if let Some(text) = below {
            ui.add(text);
        }
        for (text, right) in &model.answered {
            let (sign, color) = if *right { (icons::DONE, palette.ok) } else { (icons::WRONG, palette.err) };
            ui.label(RichText::new(format!("{sign} {text}")).color(color));
        }
        match &model.now {
            Now::Asked { choices, .. } => choices_ui(ui, choices, outbox),
            Now::StepOn | Now::Over => {
                if !model.why.is_empty() {
                    let why = model.why.join(". ").replace(".. ", ". ");
                    ui.add(egui::Label::new(RichText::new(why).size(theme::SMALL).color(palette.text)).wrap());
                }
                if model.now == Now::StepOn && ui.button(words.get("predict-go-on")).clicked() {
                    outbox.send(UiCommand::Cursor(Move::Forward));
                }
            }
        }
    });
}

fn choices_ui(ui: &mut egui::Ui, choices: &[String], outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        for (place, choice) in choices.iter().enumerate() {
            let fill = palette.tinted(palette.accent, 0.16);
            let text = RichText::new(choice).color(palette.strong);
            let button = egui::Button::new(text).fill(fill).shortcut_text((place + 1).to_string());
            let response = ui.add(button.min_size(vec2(110.0, 30.0)));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, choice));
            if response.clicked() {
                outbox.send(UiCommand::Learn(Learn::Predict(place)));
            }
        }
    });
}
