//! The menu of steps that can be added: command lines, and every other kind, in groups.

use eframe::egui;
use eframe::egui::containers::menu::MenuButton;

use crate::source::scenario_file::SaidFile;
use crate::source::scenario_file::ScenarioFile;
use crate::source::scenario_file::StepFile;
use crate::source::write;
use crate::teach::Words;
use crate::ui::command::Edit;
use crate::ui::command::UiCommand;
use crate::ui::editor::steps::kind::Kind;
use crate::ui::icons;
use crate::ui::outbox::Outbox;

/// The commands that need no more than themselves, by what they are about.
const LINES: [(&str, &[&str]); 2] = [
    ("ed-add-mails", &["STAT", "LIST", "LIST 1", "UIDL", "RETR 1", "TOP 1 0", "DELE 1", "RSET", "NOOP", "LAST"]),
    ("ed-add-session", &["CAPA", "STLS", "UTF8", "LANG *", "QUIT"]),
];
/// All other kinds.
const KINDS: [(&str, &[Kind]); 5] = [
    (
        "ed-add-computed",
        &[Kind::Apop, Kind::Base64, Kind::CramMd5, Kind::Xoauth2, Kind::ScramFirst, Kind::ScramFinal, Kind::ScramEnd],
    ),
    ("ed-add-connection", &[Kind::Connect, Kind::On, Kind::ConnectTo, Kind::Close]),
    ("ed-add-wire", &[Kind::SendRaw, Kind::Pipeline, Kind::SendMail]),
    ("ed-add-faults", &[Kind::Drop, Kind::Reset, Kind::Line, Kind::Dies]),
    ("ed-add-time", &[Kind::Advance, Kind::Deliver, Kind::SiteRemoves]),
];
/// What is offered at once.
const FIRST: [Kind; 3] = [Kind::Send, Kind::Expect, Kind::Note];

/// A step of the menu: what it is called there, and what it is.
type Offer = (String, StepFile);

/// The groups of the menu, each with its name in the Fluent files.
fn groups(file: &ScenarioFile, words: &Words) -> Vec<(&'static str, Vec<Offer>)> {
    let line = |line: &str| {
        let said = SaidFile { octets: line.as_bytes().to_vec(), expect: None };
        (line.to_owned(), StepFile::Send(said))
    };
    let lines = LINES.map(|(word, lines)| (word, lines.iter().copied().map(line).collect()));
    let kinds = KINDS.map(|(word, kinds)| (word, kinds.iter().map(|kind| offer(*kind, file, words)).collect()));
    let user = file.users.first();
    let name = user.map_or("amy", |user| user.name.as_str());
    let password = user.and_then(|user| user.password.as_deref()).unwrap_or("secret");
    let logins = [format!("USER {name}"), format!("PASS {password}")];
    let mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2"].map(|name| format!("AUTH {name}"));
    let login = logins.iter().chain(&mechanisms).map(|login| line(login)).collect();
    std::iter::once(("ed-add-login", login)).chain(lines).chain(kinds).collect()
}

fn offer(kind: Kind, file: &ScenarioFile, words: &Words) -> Offer {
    let user = file.users.first().map_or("amy", |user| &user.name);
    // To go on as another client, there has to be another one.
    let client = file.clients.get(1).or(file.clients.first()).map_or("laptop", |client| &client.name);
    (words.get(kind.word()), kind.step(None, user, client))
}

/// Paints the button and its menu; what is chosen there comes to stand at this place.
pub(super) fn add_ui(
    ui: &mut egui::Ui,
    word: &str,
    at: usize,
    file: &ScenarioFile,
    words: &Words,
    outbox: &mut Outbox,
) {
    let button = egui::Button::new(format!("{} {}", words.get(word), icons::UNFOLDED));
    MenuButton::from_button(button).ui(ui, |ui| {
        let mut item = |ui: &mut egui::Ui, (name, step): Offer| {
            if ui.button(name).clicked() {
                outbox.send(UiCommand::Edit(Edit::Insert(at, write::step(&step, "        "))));
                ui.close();
            }
        };
        for kind in FIRST {
            item(ui, offer(kind, file, words));
        }
        ui.separator();
        for (word, offers) in groups(file, words) {
            ui.menu_button(words.get(word), |ui| {
                for offer in offers {
                    item(ui, offer);
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::edit;
    use crate::source::place::Key;
    use crate::source::scenario_file;
    use crate::teach::Language;
    use crate::ui::editor::state::TEMPLATE;

    #[test]
    fn every_kind_of_step_is_in_the_menu_and_what_is_in_it_can_be_read() {
        let words = crate::ui::text::words(Language::English);
        let file = scenario_file::read(TEMPLATE).expect("our own scenario");
        let first = FIRST.map(|kind| offer(kind, &file, &words));
        let offers: Vec<Offer> =
            first.into_iter().chain(groups(&file, &words).into_iter().flat_map(|(_, offers)| offers)).collect();
        for kind in Kind::ALL {
            assert!(offers.iter().any(|(_, step)| Kind::of(step) == kind), "{kind:?}");
        }
        for (name, step) in offers {
            let text = edit::insert(TEMPLATE, &[Key::Name("steps")], 0, &write::step(&step, "        "));
            let read = scenario_file::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(read.steps.first().map(Kind::of), Some(Kind::of(&step)), "{name}");
        }
    }
}
