//! The dialogs of the system: each waits in a thread of its own, and there is one at a time.

use std::sync::Arc;

use eframe::egui;
use rfd::FileDialog;

use crate::export::whole_file;
use crate::ui::document::Session;
use crate::ui::document::Title;
use crate::ui::jobs::Jobs;
use crate::ui::jobs::Kind;
use crate::ui::jobs::Report;
use crate::ui::notice::Notice;
use crate::ui::save::Saving;
use crate::ui::save::What;
use crate::ui::save::save_mails;

impl Jobs {
    /// Asks where to save with the dialog of the system, and saves. The dialog asks before a file is replaced.
    pub fn ask_where_to_save(&mut self, ctx: &egui::Context, title: String, saving: Saving) {
        self.ask(ctx, title, move |dialog| {
            let path = match saving.what {
                What::Message | What::Part(_) => dialog.set_file_name(saving.name()).save_file(),
                What::All => dialog.pick_folder(),
            };
            path.map_or(Report::Nothing, |path| saving.save(&path))
        });
    }

    /// Asks for a folder with the dialog of the system, and saves all mails of a session in it.
    pub fn ask_where_to_save_mails(&mut self, ctx: &egui::Context, title: String, session: Arc<Session>) {
        self.ask(ctx, title, move |dialog| {
            let folder = dialog.pick_folder();
            folder.map_or(Report::Nothing, |folder| save_mails(&session, &folder))
        });
    }

    /// Asks for files with the dialog of the system.
    pub fn ask_for_files(&mut self, ctx: &egui::Context, title: String, filter: String, all: String) {
        self.ask(ctx, title, move |dialog| {
            let dialog =
                dialog.add_filter(filter, &["pcap", "pcapng", "cap", "gz", "zst", "ron"]).add_filter(all, &["*"]);
            dialog.pick_files().map_or(Report::Nothing, Report::Chosen)
        });
    }

    /// Asks for a key log with the dialog of the system.
    pub fn ask_for_key_log(&mut self, ctx: &egui::Context, title: String, filter: String, all: String) {
        self.ask(ctx, title, move |dialog| {
            let dialog = dialog.add_filter(filter, &["keys", "log", "txt", "keylog"]).add_filter(all, &["*"]);
            dialog.pick_file().map_or(Report::Nothing, Report::ChosenKeyLog)
        });
    }

    /// Asks where to save something with the dialog of the system, and saves it. It is made aside.
    pub fn save_made(
        &mut self,
        ctx: &egui::Context,
        title: String,
        name: String,
        make: impl FnOnce() -> Result<Vec<u8>, Title> + Send + 'static,
    ) {
        self.ask(ctx, title, move |dialog| {
            let Some(path) = dialog.set_file_name(name).save_file() else {
                return Report::Nothing;
            };
            let saved = make().and_then(|octets| {
                whole_file::replace(&path, &octets).map_err(|error| Title::same(&error.to_string()))
            });
            match saved {
                Ok(()) => Report::Nothing,
                Err(text) => Report::Failed(Notice { subject: path.display().to_string(), text }),
            }
        });
    }

    /// Asks where a scenario is to be saved with the dialog of the system, which asks before a file is replaced.
    pub fn ask_for_path(&mut self, ctx: &egui::Context, title: String, name: String) {
        self.ask(ctx, title, move |dialog| {
            let dialog = dialog.set_file_name(name).add_filter("RON", &["ron"]);
            dialog.save_file().map_or(Report::Nothing, Report::EditPath)
        });
    }

    /// Opens a dialog, unless one is open: one is enough.
    fn ask(&mut self, ctx: &egui::Context, title: String, work: impl FnOnce(FileDialog) -> Report + Send + 'static) {
        if self.running.iter().any(|job| job.is_dialog) {
            return;
        }
        self.spawn(ctx, title.clone(), Title::same(&title), Kind::Dialog, move |_| {
            work(FileDialog::new().set_title(title))
        });
    }
}
