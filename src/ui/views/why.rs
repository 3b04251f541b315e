//! Why: what happens in the step, in plain words, with the clause that says so.

use eframe::egui;
use eframe::egui::RichText;

use crate::learn::taught;
use crate::proto::Clause;
use crate::proto::Phase;
use crate::proto::rules::Duty;
use crate::proto::rules::Needs;
use crate::proto::rules::Next;
use crate::proto::rules::RULES;
use crate::proto::spec;
use crate::proto::utterance::Meaning;
use crate::session::Fact;
use crate::session::TlsFacts;
use crate::session::timeline::Said;
use crate::session::timeline::What;
use crate::session::tls_facts::Decrypted;
use crate::teach::Language;
use crate::teach::Words;
use crate::teach::explain;
use crate::teach::explain_fact::narration;
use crate::teach::glossary;
use crate::teach::glossary::TERMS;
use crate::teach::glossary::Term;
use crate::teach::grounds;
use crate::ui::command::Learn;
use crate::ui::command::Library;
use crate::ui::command::Session;
use crate::ui::command::Tab;
use crate::ui::command::UiCommand;
use crate::ui::command::View;
use crate::ui::document::Origin;
use crate::ui::icons;
use crate::ui::outbox::Outbox;
use crate::ui::player::Player;
use crate::ui::player::Secrets;
use crate::ui::shelf::Shelf;
use crate::ui::text;
use crate::ui::theme;
use crate::ui::views::eve;
use crate::ui::views::findings::Line;
use crate::ui::views::findings::severity_color;
use crate::ui::views::findings::severity_word;
use crate::ui::views::shown;
use crate::ui::views::shown::Secret;
use crate::ui::views::state_diagram::Subject;
use crate::ui::views::tls;
use crate::ui::widgets::chip::chip_ui;
use crate::ui::widgets::command_button::key_log_ui;

/// What the panel says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// What happens, in a few words.
    pub title: String,
    /// Why.
    pub sentences: Vec<String>,
    /// Where that is written.
    pub clauses: Vec<String>,
    /// What the clause says: where, and what.
    pub quote: Option<(String, String)>,
    /// What would have been answered, or would have happened, otherwise.
    pub otherwise: Option<String>,
    /// The terms of the glossary that occur in all that.
    pub terms: Vec<Term>,
    /// The name of the lesson that teaches what the step is about.
    pub lesson: Option<&'static str>,
    /// What is to be remarked on the step.
    pub findings: Vec<Line>,
    /// What the author said right before.
    pub note: Option<String>,
    /// Whether a part of the state diagram is explained instead of the step.
    pub is_rule: bool,
    /// The frames it came from.
    pub frames: Option<String>,
    /// What is not certain, and how sure it is.
    pub doubts: Vec<String>,
    /// Whether the step holds a secret, and whether that is masked.
    pub secret: Option<Secrets>,
    /// What TLS covers here: how much of it can be read, and why not more.
    pub sealed: Option<String>,
    /// Whether a key log could open it.
    pub wants_key_log: bool,
    /// Why Eve sees it, or sees no more of it, if the session is seen from the wire.
    pub from_wire: Option<String>,
}

/// The words about the last step, read once.
#[derive(Debug, Default)]
pub struct State {
    key: Option<(u64, usize, Option<Subject>, Language, Secrets)>,
    model: Model,
}

impl State {
    /// The words about the step at the cursor, or about a part of the state diagram.
    pub fn model(&mut self, player: &Player, subject: Option<Subject>, words: &Words) -> &Model {
        let key = (player.generation(), player.cursor().0, subject, words.language(), player.secrets);
        if self.key != Some(key) {
            self.model = Model::new(player, subject, words);
            self.key = Some(key);
        }
        &self.model
    }
}

impl Model {
    /// Reads the player; or explains a part of the state diagram.
    #[must_use]
    pub fn new(player: &Player, subject: Option<Subject>, words: &Words) -> Self {
        match (subject, player.cursor().step()) {
            (Some(Subject::Rule(rule)), _) => Self::of_rule(rule, words),
            (Some(Subject::State(phase)), _) => Self::of_state(phase, words),
            (Some(Subject::Greeting), _) => Self::of_way("greeting", spec::AUTHORIZATION, words),
            (Some(Subject::Dropped), _) => Self::of_way("dropped", spec::UPDATE, words),
            (Some(Subject::Closed), _) => Self::of_way("closed", spec::UPDATE, words),
            (None, Some(step)) => Self::of_step(player, step, words),
            (None, None) => Self {
                title: words.get("start-title"),
                sentences: vec![words.get("start-why"), words.get("start-keys")],
                ..Self::default()
            },
        }
    }

    fn of_step(player: &Player, step: usize, words: &Words) -> Self {
        let session = player.session();
        let why = explain(&session.timeline, step, words).unwrap_or_default();
        let findings = session.findings_of(step).map(|finding| Line::new(finding, words));
        let before = step.checked_sub(1).and_then(|before| session.timeline.steps().get(before));
        let note = before.and_then(|before| match &before.what {
            What::Fact(Fact::Note(note)) => Some(narration(note, words.language()).to_owned()),
            What::Fact(_)
            | What::Opened
            | What::Said(_)
            | What::Gap { .. }
            | What::Conflict { .. }
            | What::Closed(_) => None,
        });
        let taken = session.timeline.steps().get(step);
        let said = taken.and_then(|step| step.said());
        let secret = said.is_some_and(|said| shown::secret(said, Secrets::Masked) != Secret::None);
        let sealed = session.tls.as_ref().filter(|_| said.is_some_and(|said| said.meaning == Meaning::Opaque));
        let told = why.sentences.iter().chain(&why.otherwise).fold(why.title.clone(), |all, one| all + " " + one);
        let topic = grounds::topic(&session.timeline, step);
        Self {
            quote: why.quote.map(|quote| (quote.clause.to_string(), quote.text)),
            otherwise: why.otherwise,
            terms: glossary::in_text(&told, words),
            lesson: topic.and_then(taught::lesson_of_topic),
            title: why.title,
            sentences: why.sentences,
            clauses: why.clauses.iter().map(ToString::to_string).collect(),
            findings: findings.collect(),
            note,
            is_rule: false,
            frames: taken.and_then(|step| text::frames(step, words)),
            doubts: doubts(player, said, words),
            secret: secret.then_some(player.secrets),
            sealed: sealed.map(|facts| why_sealed(facts, words)),
            from_wire: session.glimpse(step).map(|glimpse| eve::why_seen(glimpse.seen, said, words)),
            wants_key_log: sealed.is_some_and(|facts| tls::wants_key_log(facts.decrypted)),
        }
    }

    /// What a state is for, and what can be said in it.
    fn of_state(phase: Phase, words: &Words) -> Self {
        let (name, why) = match phase {
            Phase::Authorization => (phase.to_string(), "subject-authorization-why"),
            Phase::Transaction => (phase.to_string(), "subject-transaction-why"),
            Phase::Update => (phase.to_string(), "subject-update-why"),
        };
        let mut sentences = vec![words.get(why)];
        let said = RULES.iter().filter(|rule| rule.phase == phase && phase != Phase::Update);
        let said: Vec<&str> = said.map(|rule| rule.keyword.as_str()).collect();
        if !said.is_empty() {
            let said = said.join(", ");
            sentences.push(words.format("subject-commands", &[("commands", (&said).into())]));
        }
        let title = words.format("subject-state-title", &[("state", (&name).into())]);
        Self { title, sentences, clauses: vec![phase.clause().to_string()], is_rule: true, ..Self::default() }
    }

    /// What an arrow or the end of the diagram is.
    fn of_way(name: &str, clause: Clause, words: &Words) -> Self {
        let [title, why] = ["title", "why"].map(|what| words.get(&format!("subject-{name}-{what}")));
        Self { title, sentences: vec![why], clauses: vec![clause.to_string()], is_rule: true, ..Self::default() }
    }

    fn of_rule(rule: usize, words: &Words) -> Self {
        let Some(row) = RULES.get(rule) else { return Self::default() };
        let (state, command) = (row.phase.to_string(), row.keyword.as_str());
        let arguments = [("state", (&state).into()), ("command", command.into())];
        let leaves_update = row.phase == Phase::Update;
        let title = words.format(if leaves_update { "rule-closing-title" } else { "rule-title" }, &arguments);
        let mut sentences = Vec::new();
        if leaves_update {
            sentences.push(words.get("rule-closing-why"));
        } else {
            match row.needs {
                Needs::Nothing => (),
                Needs::AcceptedUser => sentences.push(words.get("rule-needs-user")),
                Needs::NoPendingUser => sentences.push(words.get("rule-needs-no-user")),
            }
            sentences.push(words.format("rule-on-ok", &[("next", (&next(row.on_ok, words)).into())]));
            sentences.push(words.format("rule-on-err", &[("next", (&next(row.on_err, words)).into())]));
            sentences.push(words.get(duty_word(row.duty)));
        }
        Self { title, sentences, clauses: vec![row.clause.to_string()], is_rule: true, ..Self::default() }
    }
}

/// Why octets under TLS are not read.
fn why_sealed(facts: &TlsFacts, words: &Words) -> String {
    match facts.decrypted {
        Decrypted::Yes => words.get("sealed-opened"),
        Decrypted::No(why) | Decrypted::Partly(why) => {
            let why = tls::why_not(why, words);
            let told = words.format("sealed-why", &[("why", (&why).into())]);
            if tls::wants_key_log(facts.decrypted) { format!("{told} {}", words.get("sealed-how")) } else { told }
        }
    }
}

/// Who must have a command, as the Fluent files name it.
#[must_use]
pub fn duty_word(duty: Duty) -> &'static str {
    match duty {
        Duty::Required => "rule-required",
        Duty::Optional => "rule-optional",
        Duty::Historic => "rule-historic",
    }
}

/// What is not certain about a step and the state behind it.
fn doubts(player: &Player, said: Option<&Said>, words: &Words) -> Vec<String> {
    let of_step = said.and_then(|said| text::certainty(said.certainty, words));
    let of_state = player.followed_state().and_then(|state| text::certainty(state.certainty, words));
    [("certainty-of-step", of_step), ("certainty-of-state", of_state)]
        .into_iter()
        .filter_map(|(what, how)| Some(format!("{} {} {}", words.get(what), icons::DASH, how?)))
        .collect()
}

fn next(next: Next, words: &Words) -> String {
    match next {
        Next::Stay => words.get("next-stay"),
        Next::Enter(phase) => words.format("next-enter", &[("state", (&phase.to_string()).into())]),
        Next::Close => words.get("next-close"),
    }
}

/// Paints the panel; without what is to be remarked on it, if that would tell what somebody predicts.
pub fn ui(ui: &mut egui::Ui, model: &Model, blind: bool, shelf: &Shelf, words: &Words, outbox: &mut Outbox) {
    let palette = theme::palette(ui);
    egui::ScrollArea::vertical().id_salt("why").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(900.0));
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(&model.title).size(theme::TITLE).strong().color(palette.strong));
            for clause in &model.clauses {
                chip_ui(ui, clause, palette.accent);
            }
            if let Some(secrets) = model.secret {
                let label = words.get(match secrets {
                    Secrets::Masked => "do-secrets",
                    Secrets::Shown => "hide-secrets",
                });
                if ui.link(label).clicked() {
                    outbox.send(UiCommand::Session(Session::ToggleSecrets));
                }
            }
            if let Some(frames) = &model.frames {
                ui.label(RichText::new(frames).size(theme::SMALL).color(palette.weak));
            }
            if model.is_rule {
                let back = UiCommand::View(View::Explain(None));
                if ui.link(back.label(words)).clicked() {
                    outbox.send(back);
                }
            }
        });
        for sentence in &model.sentences {
            ui.label(RichText::new(sentence).size(theme::BODY + 0.5).color(palette.text));
        }
        if let Some(otherwise) = &model.otherwise {
            ui.label(RichText::new(otherwise).color(palette.weak));
        }
        if let Some((clause, text)) = &model.quote {
            let text = words.format("why-quote", &[("clause", clause.into()), ("text", text.into())]);
            ui.label(RichText::new(text).italics().color(palette.weak));
        }
        if let Some(from_wire) = &model.from_wire {
            ui.label(RichText::new(from_wire).size(theme::BODY + 0.5).color(palette.inside));
        }
        for doubt in &model.doubts {
            ui.label(RichText::new(format!("{} {doubt}", icons::ABOUT)).color(palette.warn));
        }
        if let Some(sealed) = &model.sealed {
            ui.label(RichText::new(sealed).size(theme::BODY + 0.5).color(palette.text));
            ui.horizontal(|ui| {
                if model.wants_key_log {
                    key_log_ui(ui, words, outbox);
                }
                if ui.link(words.get("sealed-more")).clicked() {
                    outbox.send(UiCommand::View(View::Tab(Tab::Packets)));
                }
            });
        }
        for finding in model.findings.iter().filter(|_| !blind) {
            let color = severity_color(finding.severity, palette);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(icons::severity(finding.severity)).color(color));
                ui.label(RichText::new(&finding.text).color(color))
                    .on_hover_text(words.get(severity_word(finding.severity)));
                chip_ui(ui, &finding.clause, color);
            });
        }
        ways_ui(ui, model, shelf, words, outbox);
        if let Some(note) = &model.note {
            ui.add_space(4.0);
            let frame = egui::Frame::new().fill(palette.note).corner_radius(theme::ROUNDING);
            frame.inner_margin(egui::Margin::symmetric(10, 6)).show(ui, |ui| {
                ui.label(RichText::new(note).color(palette.text));
            });
        }
    });
}

/// The ways on: to the lesson that teaches it, and to the terms of the glossary.
fn ways_ui(ui: &mut egui::Ui, model: &Model, shelf: &Shelf, words: &Words, outbox: &mut Outbox) {
    let open = shelf.open_document().map(|document| &document.origin);
    let other = |name: &&str| open != Some(&Origin::Lesson((*name).to_owned()));
    let lesson = model.lesson.filter(other);
    let lesson = lesson.and_then(|name| shelf.lessons.iter().position(|lesson| lesson.name == name));
    if lesson.is_none() && model.terms.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if let Some((place, lesson)) = lesson.and_then(|place| Some((place, shelf.lessons.get(place)?))) {
            let title = lesson.title.get(words.language());
            if ui.link(words.format("palette-lesson", &[("title", title.into())])).clicked() {
                outbox.send(UiCommand::Library(Library::Lesson(place)));
            }
        }
        if !model.terms.is_empty() {
            let label = words.get("why-terms");
            ui.label(RichText::new(label).size(theme::SMALL).color(theme::palette(ui).weak));
        }
        for term in &model.terms {
            let place = TERMS.iter().position(|other| other == term);
            let text = RichText::new(term.name(words)).size(theme::SMALL);
            if ui.link(text).on_hover_text(term.text(words)).clicked()
                && let Some(place) = place
            {
                outbox.send(UiCommand::Learn(Learn::Term(place)));
            }
        }
    });
}
