//! The commands that need no more than themselves, in the order in which the palette and the card of the keys show them.

use super::Call;
use super::Central;
use super::Compare;
use super::Edit;
use super::Hand;
use super::Learn;
use super::Library;
use super::Live;
use super::Mail;
use super::MailView;
use super::Overlay;
use super::Page;
use super::Panel;
use super::Playback;
use super::Session;
use super::Tab;
use super::UiCommand;
use super::View;
use super::Zooming;
use crate::session::cursor::Move;
use crate::source::branch::Ending;
use crate::source::branch::Situation;
use crate::teach::Language;
use crate::ui::prefs::Theme;
use crate::ui::sheet::Sheet;

impl UiCommand {
    /// The commands that need no more than themselves: those of menus, keys and palette.
    pub const LISTED: &[Self] = &[
        Self::Cursor(Move::Forward),
        Self::Cursor(Move::Back),
        Self::Cursor(Move::First),
        Self::Cursor(Move::Last),
        Self::Playback(Playback::Toggle),
        Self::Playback(Playback::Slower),
        Self::Playback(Playback::Faster),
        Self::Playback(Playback::TrueTimes),
        Self::Library(Library::Ask),
        Self::Library(Library::AskKeyLog),
        Self::Library(Library::ForgetRecent),
        Self::Library(Library::PreviousSession),
        Self::Library(Library::NextSession),
        Self::Session(Session::NextFinding),
        Self::Session(Session::PreviousFinding),
        Self::Session(Session::ToggleSecrets),
        Self::Session(Session::ToggleEyes),
        Self::Session(Session::ToggleSegments),
        Self::Session(Session::ToggleLine),
        Self::Session(Session::UnfoldAll),
        Self::Session(Session::FoldAll),
        Self::Session(Session::CopyTranscript),
        Self::Mail(Mail::View(MailView::Readable)),
        Self::Mail(Mail::View(MailView::Parts)),
        Self::Mail(Mail::View(MailView::Fields)),
        Self::Mail(Mail::View(MailView::Raw)),
        Self::Mail(Mail::SaveMessage),
        Self::Mail(Mail::SaveAll),
        Self::Session(Session::CopyStream),
        Self::Session(Session::SaveStream),
        Self::Session(Session::SaveMails),
        Self::Session(Session::Save(Sheet::Handout)),
        Self::Session(Session::Save(Sheet::Questions)),
        Self::Session(Session::Save(Sheet::Svg)),
        Self::Session(Session::Save(Sheet::SvgToHere)),
        Self::Session(Session::Save(Sheet::Png)),
        Self::Session(Session::Save(Sheet::PngToHere)),
        Self::Session(Session::Save(Sheet::Mermaid)),
        Self::Session(Session::Save(Sheet::Pcapng)),
        Self::Session(Session::CopyLink),
        Self::View(View::Central(Central::Sessions)),
        Self::View(View::Central(Central::Summary)),
        Self::View(View::Central(Central::Mailboxes)),
        Self::View(View::Central(Central::Ladder)),
        Self::View(View::Central(Central::Stream)),
        Self::View(View::Central(Central::Learn(Page::Welcome))),
        Self::View(View::Central(Central::Learn(Page::Myths))),
        Self::View(View::Central(Central::Learn(Page::Exercises))),
        Self::View(View::Central(Central::Learn(Page::Glossary))),
        Self::View(View::Central(Central::Learn(Page::Words))),
        Self::Learn(Learn::TogglePredict),
        Self::Learn(Learn::NextLesson),
        Self::Learn(Learn::SaveResults),
        Self::View(View::Central(Central::Compare)),
        Self::Compare(Compare::Generations),
        Self::Compare(Compare::Profiles),
        Self::Compare(Compare::Anew),
        Self::View(View::Central(Central::Live)),
        Self::Live(Live::Start),
        Self::Live(Live::Stop),
        Self::Live(Live::Hold),
        Self::Live(Live::Call(Call::Form)),
        Self::Live(Live::Call(Call::Disconnect)),
        Self::View(View::Central(Central::Editor)),
        Self::Edit(Edit::New),
        Self::Edit(Edit::Copy),
        Self::Edit(Edit::Retell),
        Self::Edit(Edit::Duplicate),
        Self::Edit(Edit::Save),
        Self::Edit(Edit::SaveAs),
        Self::Edit(Edit::Play),
        Self::View(View::Find),
        Self::View(View::Tab(Tab::Why)),
        Self::View(View::Tab(Tab::Bytes)),
        Self::View(View::Tab(Tab::Message)),
        Self::View(View::Tab(Tab::Transcript)),
        Self::View(View::Tab(Tab::Packets)),
        Self::View(View::Tab(Tab::Exchanges)),
        Self::View(View::Tab(Tab::Findings)),
        Self::View(View::Tab(Tab::Eve)),
        Self::View(View::TogglePanel(Panel::Library)),
        Self::View(View::TogglePanel(Panel::Side)),
        Self::View(View::TogglePanel(Panel::Lower)),
        Self::View(View::TogglePanel(Panel::Hand)),
        Self::Hand(Hand::Type),
        Self::Hand(Hand::Connect),
        Self::Hand(Hand::Wait(1)),
        Self::Hand(Hand::Wait(10)),
        Self::Hand(Hand::End(Ending::Drop)),
        Self::Hand(Hand::End(Ending::Close)),
        Self::Hand(Hand::End(Ending::Reset)),
        Self::Hand(Hand::Undo),
        Self::Hand(Hand::Redo),
        Self::Hand(Hand::Empty),
        Self::Hand(Hand::Rename),
        Self::Hand(Hand::Delete),
        Self::Hand(Hand::Restore),
        Self::Hand(Hand::Save),
        Self::Hand(Hand::Try(Situation::LineDrops)),
        Self::Hand(Hand::Try(Situation::Quit)),
        Self::Hand(Hand::Try(Situation::WrongPassword)),
        Self::Hand(Hand::Try(Situation::SecondClient)),
        Self::Hand(Hand::Try(Situation::ServerDies)),
        Self::Hand(Hand::Try(Situation::Silence)),
        Self::Hand(Hand::Return),
        Self::View(View::NextLanguage),
        Self::View(View::Language(Language::English)),
        Self::View(View::Language(Language::Russian)),
        Self::View(View::OtherTheme),
        Self::View(View::Theme(Theme::System)),
        Self::View(View::Theme(Theme::Light)),
        Self::View(View::Theme(Theme::Dark)),
        Self::View(View::ZoomIn),
        Self::View(View::ZoomOut),
        Self::View(View::ZoomReset),
        Self::View(View::Zoom(80)),
        Self::View(View::Zoom(125)),
        Self::View(View::Zoom(150)),
        Self::View(View::Zoom(175)),
        Self::View(View::Zoom(200)),
        Self::View(View::Ladder(Zooming::Larger)),
        Self::View(View::Ladder(Zooming::Smaller)),
        Self::View(View::Ladder(Zooming::Usual)),
        Self::View(View::Axis),
        Self::View(View::Travel),
        Self::View(View::ReduceMotion),
        Self::View(View::FullScreen),
        Self::View(View::Present),
        Self::View(View::PresenterNotes),
        Self::View(View::Pointer),
        Self::View(View::Overlay(Some(Overlay::Palette))),
        Self::View(View::Overlay(Some(Overlay::Keys))),
        Self::View(View::Overlay(Some(Overlay::About))),
        Self::View(View::Overlay(None)),
        Self::View(View::Explain(None)),
        Self::Quit,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let mut keys: Vec<_> = UiCommand::LISTED.iter().flat_map(UiCommand::keys).collect();
        let all = keys.len();
        keys.sort_by_key(|key| format!("{key:?}"));
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn every_command_has_its_words() {
        for language in Language::ALL {
            let words = crate::ui::text::words(language);
            for wish in UiCommand::LISTED {
                assert!(words.has(wish.word()), "{} in {language}", wish.word());
            }
        }
    }
}
