//! Learning in the window: the welcome, the course, myths, riddles and exercises, all pressed.

use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use popscope::learn::course::course;
use popscope::learn::exercise::Deed;
use popscope::learn::library;
use popscope::learn::material;
use popscope::learn::myth::myths;
use popscope::session::Cursor;
use popscope::session::cursor::Move;
use popscope::teach::Language;
use popscope::ui::App;
use popscope::ui::command::Central;
use popscope::ui::command::Learn;
use popscope::ui::command::Library;
use popscope::ui::command::Overlay;
use popscope::ui::command::Page;
use popscope::ui::command::Session;
use popscope::ui::command::UiCommand;
use popscope::ui::learning::Verdict;
use popscope::ui::link::Link;
use popscope::ui::prefs::Prefs;
use popscope::ui::prefs::Shown;

use super::sample;
use super::window::Window;

/// A window with the whole course, as the program starts.
fn course_window(prefs: Prefs, greets: bool) -> Window {
    sized_course_window(prefs, greets, [1280.0, 800.0])
}

fn sized_course_window(prefs: Prefs, greets: bool, size: [f32; 2]) -> Window {
    let mut app = App::new(prefs, popscope::ui::open::course(), popscope::ui::open::opener());
    app.learning.greets = greets;
    app.outbox.send(UiCommand::Library(Library::Lesson(0)));
    let builder = Harness::builder().with_size(size).with_max_steps(400);
    let builder = builder.with_context_setup(move |ctx| prefs.install(ctx));
    let mut window = Window { harness: builder.build_ui_state(sample::whole_window, app) };
    window.harness.step();
    window.wait();
    window
}

impl Window {
    /// Wishes for something that has no button here, and waits for what comes of it.
    fn wish(&mut self, wish: UiCommand) {
        self.harness.state_mut().outbox.send(wish);
        self.harness.step();
        self.wait();
    }
}

#[test]
fn the_welcome_comes_once_and_leaves_for_whatever_is_chosen() {
    let mut window = course_window(Prefs::default(), true);
    assert_eq!(window.app().views.overlay, Some(Overlay::Welcome));
    assert_eq!(window.app().views.central, Central::Ladder, "the lesson is seen behind it");
    assert!(window.app().progress.welcomed, "it does not come by itself again");
    assert!(0 < window.app().player.total(), "a lesson is open behind it");
    window.press("Start: What is a maildrop?");
    window.wait();
    assert_eq!((window.app().views.overlay, window.app().views.central), (None, Central::Ladder));
    window.key(Key::F9);
    assert_eq!(window.app().views.central, Central::Learn(Page::Welcome));
    window.key(Key::Escape);
    assert_eq!(window.app().views.central, Central::Ladder);
    window.choose("Help", "Welcome");
    window.press("Just show me a session");
    assert_eq!(window.app().views.central, Central::Ladder);
    window.key(Key::F9);
    window.press("Show me an example");
    window.wait();
    assert_eq!(window.app().views.central, Central::Ladder);
    assert_eq!(window.app().shelf.open_document().map(|document| &*document.title.en), Some("Reading a capture"));
}

#[test]
fn without_a_welcome_the_lesson_is_there_at_once() {
    let window = course_window(Prefs::default(), false);
    assert_eq!(window.app().views.central, Central::Ladder);
    assert_eq!(window.app().shelf.open_document().map(|document| &*document.title.en), Some("What is a maildrop?"));
}

#[test]
fn the_whole_course_is_stepped_to_its_end() {
    // There are many steps, and a small window is painted fast.
    let shown = Shown { library: false, side: false, ..Shown::default() };
    let mut window = sized_course_window(Prefs { shown, ..Prefs::default() }, false, [640.0, 420.0]);
    let lessons: Vec<_> = course().lessons().collect();
    for (place, lesson) in lessons.iter().enumerate() {
        let title = &*lesson.title.en;
        assert_eq!(window.app().shelf.open_document().map(|document| &*document.title.en), Some(title));
        let total = material::find(&lesson.name).expect("a lesson").timeline.len();
        assert_eq!(window.app().player.total(), total, "{title}");
        for step in 0..total {
            assert_eq!(window.app().player.cursor().0, step, "{title}");
            window.harness.key_press(Key::ArrowRight);
            window.harness.step();
        }
        window.harness.run();
        assert!(window.app().player.at_end(), "{title}");
        assert!(window.app().progress.lessons.contains(&lesson.name), "{title}");
        if place + 1 < lessons.len() {
            window.key(Key::F7);
            window.wait();
        }
    }
    assert_eq!(window.app().progress.lessons.len(), lessons.len());
    window.key(Key::F9);
    assert!(window.is_shown("Once more from the start"));
}

#[test]
fn the_library_has_chapters_and_ticks() {
    let mut window = course_window(Prefs::default(), false);
    assert!(window.is_shown("The post office · 0/4"));
    window.key(Key::End);
    window.harness.run();
    assert!(window.is_shown("The post office · 1/4"));
    assert!(window.is_shown("This lesson is done."));
    window.press("Next: A first session (F7)");
    window.wait();
    assert_eq!(window.app().shelf.open_document().map(|document| &*document.title.en), Some("A first session"));
}

#[test]
fn the_end_of_a_branch_is_not_the_end_of_the_lesson() {
    let mut window = course_window(Prefs::default(), false);
    for _ in 0..8 {
        window.key(Key::ArrowRight);
    }
    window.key(Key::F2);
    window.write("STAT");
    window.key(Key::Enter);
    assert!(window.app().player.at_end() && window.is_shown("1: STAT"));
    assert!(window.app().progress.lessons.is_empty());
    assert!(!window.is_shown("This lesson is done."));
}

#[test]
fn every_myth_plays_up_to_the_step_that_shows_it() {
    let mut window = course_window(Prefs::default(), false);
    window.key(Key::F3);
    assert_eq!(window.app().views.central, Central::Learn(Page::Myths));
    for (place, myth) in myths().iter().enumerate() {
        window.wish(UiCommand::Learn(Learn::Myth(place)));
        assert!(window.is_shown(&myth.truth.en), "{}", myth.code());
        window.press("See it happen");
        window.wait();
        assert_eq!(window.app().views.central, Central::Ladder, "{}", myth.code());
        assert_eq!(window.app().player.cursor().step(), myth.step(), "{}", myth.code());
        assert!(window.app().progress.myths.contains(&myth.number));
    }
    window.key(Key::F3);
    window.wish(UiCommand::Learn(Learn::Myth(0)));
    window.press("Next myth");
    assert_eq!(window.app().learning.myth, 1);
    window.press("Back to the session");
    assert_eq!(window.app().views.central, Central::Ladder);
}

#[test]
fn a_reply_is_predicted_with_the_keys() {
    let mut window = course_window(Prefs::default(), false);
    let three_states = course().lessons().position(|lesson| lesson.name == "three-states").expect("a lesson");
    window.wish(UiCommand::Library(Library::Lesson(three_states)));
    window.key(Key::F6);
    assert!(window.is_shown("Predict the replies: go on until a command waits for its reply."));
    while window.app().learning.predicting.as_ref().expect("riddles").question().is_none() {
        window.key(Key::Enter);
    }
    assert!(window.is_shown("How will the server reply to STAT?"));
    let before = window.app().player.cursor().0;
    window.key(Key::Num2); // -ERR
    assert!(window.is_shown("In which state is the session after the reply to STAT?"));
    assert_eq!(window.app().player.cursor().0, before, "the reply is hidden as long as a question is open");
    window.key(Key::Num2); // TRANSACTION, which is wrong
    assert_eq!(window.app().player.cursor().0, before + 1);
    assert!(window.is_shown("You chose TRANSACTION; right is AUTHORIZATION"));
    let score = window.app().progress.score;
    assert_eq!((score.asked, score.right, score.streak, score.best), (2, 1, 0, 1));
    // What is stepped over counts for nothing.
    while window.app().learning.predicting.as_ref().expect("riddles").question().is_none() {
        window.key(Key::Enter);
    }
    window.key(Key::ArrowRight);
    assert_eq!(window.app().progress.score, score);
    window.press("Show the replies again");
    assert!(window.app().learning.predicting.is_none());
}

#[test]
fn a_whole_session_can_be_predicted_by_pressing() {
    let mut window = course_window(Prefs::default(), false);
    let rset = course().lessons().position(|lesson| lesson.name == "rset").expect("a lesson");
    window.wish(UiCommand::Library(Library::Lesson(rset)));
    window.choose("Teach", "Predict the replies");
    let mut asked = 0;
    while !window.app().player.at_end() {
        let question = window.app().learning.predicting.as_ref().and_then(|riddles| riddles.question()).cloned();
        match question {
            Some(question) => {
                asked += 1;
                window.wish(UiCommand::Learn(Learn::Predict(question.right)));
            }
            None => window.wish(UiCommand::Cursor(Move::Forward)),
        }
    }
    let score = window.app().progress.score;
    assert!(20 < asked);
    assert_eq!((score.asked, score.right, score.best), (asked, asked, asked));
    assert!(window.is_shown("The session is over."));
}

#[test]
fn what_would_give_the_answer_away_is_hidden() {
    let mut window = course_window(Prefs::default(), false);
    window.key(Key::F6);
    window.press("Findings");
    assert!(window.is_shown("Hidden while you predict the replies."));
    window.press("Logins and times");
    assert!(window.is_shown("Hidden while you predict the replies."));
    window.press("Why");
    assert!(!window.is_shown("Hidden while you predict the replies."));
    for page in ["Stream", "Compare"] {
        window.press(page);
        assert!(window.is_shown("Hidden while you predict the replies."), "{page}");
    }
}

#[test]
fn an_exercise_is_typed_and_checked() {
    let mut window = course_window(Prefs::default(), false);
    window.key(Key::F4);
    window.press("Only message 2 stays, to be done");
    window.press("Hint 0/3");
    assert!(window.is_shown("What has to go must be marked first."));
    window.press("Begin");
    assert_eq!(window.app().views.central, Central::Ladder);
    for line in ["DELE 1", "/fly", "DELE 2"] {
        window.ctrl(Key::A); // What could not be sent stands there again.
        window.write(line);
        window.key(Key::Enter);
    }
    assert!(window.is_shown("The maildrop of amy does not hold what it should."));
    window.press("Take back");
    assert_eq!(window.app().learning.doing.as_ref().expect("an exercise").said, ["DELE 1"]);
    window.harness.get_by_label("A command, such as STAT").focus();
    window.harness.run();
    for line in ["DELE 3", "QUIT"] {
        window.write(line);
        window.key(Key::Enter);
    }
    assert_eq!(window.app().learning.doing.as_ref().expect("an exercise").verdict, Some(Verdict::Done));
    assert!(window.is_shown("Number 3 stayed number 3 after DELE 1"));
    let typed = Deed::Typed(["DELE 1", "DELE 3", "QUIT"].map(str::to_owned).to_vec());
    assert_eq!(window.app().progress.exercises.get("leave-only-two"), Some(&typed));
    assert!(window.is_shown("Done."));
    let next = window.app().learning.next_to_do(&window.app().progress).expect("there are more");
    let (next, title) = (next.0, next.1.title.clone());
    assert_eq!(next, window.app().learning.exercise + 1);
    window.press("All exercises");
    assert!(window.is_shown("Only message 2 stays, done"));
    window.press("Back to the session");
    window.press(&format!("Next: {}", popscope::learn::material::text(&title, Language::English)));
    assert_eq!(window.app().learning.exercise, next);
    assert_eq!(window.app().learning.doing.as_ref().map(|doing| doing.verdict.clone()), Some(None));
    window.press("All exercises");
    assert!(window.is_shown("1 of "));
}

#[test]
fn a_line_that_cannot_be_sent_is_said_and_stays_in_the_field() {
    let mut window = course_window(Prefs::default(), false);
    window.wish(UiCommand::Learn(Learn::Begin(0)));
    window.write("/fly");
    window.key(Key::Enter);
    assert!(window.is_shown("Words with a slash"));
    assert_eq!(window.app().learning.doing.as_ref().expect("an exercise").said.len(), 0);
    assert_eq!(window.app().views.task.line, "/fly");
}

#[test]
fn what_was_typed_waits_while_another_exercise_is_done() {
    let mut window = course_window(Prefs::default(), false);
    let said = |window: &Window| window.app().learning.doing.as_ref().expect("an exercise").said.clone();
    window.wish(UiCommand::Learn(Learn::Begin(0)));
    window.write("NOOP");
    window.key(Key::Enter);
    window.write("half a li");
    assert_eq!(said(&window), ["NOOP"]);
    window.wish(UiCommand::Learn(Learn::Begin(1)));
    assert!(said(&window).is_empty() && window.app().views.task.line.is_empty());
    window.wish(UiCommand::Learn(Learn::Begin(0)));
    assert_eq!(said(&window), ["NOOP"]);
    assert_eq!(window.app().views.task.line, "half a li");
    window.wish(UiCommand::Learn(Learn::Restart));
    assert!(said(&window).is_empty());
}

#[test]
fn a_link_begins_its_exercise() {
    let mut window = course_window(Prefs::default(), false);
    window.wish(UiCommand::Learn(Learn::Begin(2)));
    let origin = window.app().shelf.open_document().expect("a document").origin.clone();
    let link = Link { origin, session: 0, cursor: Cursor(2) };
    let mut window = course_window(Prefs::default(), false);
    let ctx = window.harness.ctx.clone();
    window.app_mut().open_link(&ctx, link);
    window.harness.run();
    assert_eq!(window.app().learning.exercise, 2);
    assert!(window.app().learning.doing.is_some());
    assert_eq!(window.cursor(), 2);
    assert!(window.is_shown("All exercises"));
}

#[test]
fn a_step_is_marked_as_its_ends_count_it() {
    let mut window = course_window(Prefs::default(), false);
    let place = library::exercises().iter().position(|exercise| exercise.name == "spot-top").expect("one");
    window.wish(UiCommand::Learn(Learn::Begin(place)));
    let Ok(Deed::Marked(number)) = library::exercises()[place].solution() else { panic!("a step") };
    window.wish(UiCommand::Cursor(Move::To(number - 1)));
    window.wish(UiCommand::Session(Session::ToggleEyes));
    assert!(window.app().player.cursor().0 != number, "the wire shows fewer steps");
    window.press(&format!("Mark step {number}"));
    assert_eq!(window.app().learning.doing.as_ref().expect("an exercise").verdict, Some(Verdict::Done));
}

#[test]
fn a_step_is_marked_and_a_question_answered() {
    let mut window = course_window(Prefs::default(), false);
    let place = |name: &str| library::exercises().iter().position(|exercise| exercise.name == name).expect("one");
    window.wish(UiCommand::Learn(Learn::Begin(place("spot-the-mistake"))));
    let exercise = library::exercise("spot-the-mistake").expect("an exercise");
    let Ok(Deed::Marked(number)) = exercise.solution() else { panic!("a step") };
    window.wish(UiCommand::Cursor(Move::To(3)));
    window.press("Mark step 4");
    assert!(window.is_shown("This is not the step."));
    window.wish(UiCommand::Cursor(Move::To(number - 1)));
    window.press(&format!("Mark step {number}"));
    assert!(window.app().progress.exercises.contains_key("spot-the-mistake"));
    window.wish(UiCommand::Learn(Learn::Begin(place("never-deleted"))));
    window.write("2");
    window.press("Answer");
    assert!(window.is_shown("This is not the answer."));
    window.harness.get_by_label("Your answer").focus();
    window.harness.run();
    window.ctrl(Key::A);
    window.write("3");
    window.key(Key::Enter);
    assert!(window.app().progress.exercises.contains_key("never-deleted"));
}

#[test]
fn every_exercise_can_be_done_in_the_window() {
    let mut window = course_window(Prefs::default(), false);
    for (place, exercise) in library::exercises().iter().enumerate() {
        window.wish(UiCommand::Learn(Learn::Begin(place)));
        match exercise.solution().expect("a solution") {
            Deed::Typed(lines) => {
                for line in lines {
                    window.wish(UiCommand::Learn(Learn::Say(line)));
                }
            }
            Deed::Marked(number) => {
                window.wish(UiCommand::Cursor(Move::To(number - 1)));
                window.wish(UiCommand::Learn(Learn::Mark));
            }
            Deed::Answered(answer) => window.wish(UiCommand::Learn(Learn::Answer(answer))),
        }
        assert!(window.app().progress.exercises.contains_key(&exercise.name), "{}", exercise.name);
    }
    window.key(Key::F4);
    let all = library::exercises().len();
    assert!(window.is_shown(&format!("{all} of {all} exercises done")));
}

#[test]
fn an_exercise_of_a_teacher_is_opened_as_a_file_and_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("homework.ron");
    let text = include_str!("../../../scenarios/course/exercises/change-your-mind.ron");
    std::fs::write(&path, text.replace("One mark too many", "Homework")).expect("a file");
    let mut window = course_window(Prefs::default(), false);
    window.wish(UiCommand::Library(Library::Open(vec![path.clone()])));
    assert!(window.is_shown("Messages 1 and 3 are marked, but 3 was a slip."));
    for line in ["RSET", "DELE 1", "QUIT"] {
        window.wish(UiCommand::Learn(Learn::Say(line.to_owned())));
    }
    assert!(window.app().progress.exercises.keys().any(|name| name.starts_with("homework#")));
    window.key(Key::F4);
    assert!(window.is_shown("Homework, done"));
    std::fs::write(&path, text.replace("\"RSET\", \"DELE 1\"", "\"RSET\"")).expect("a file");
    window.wish(UiCommand::Library(Library::Open(vec![path])));
    assert!(window.is_shown("the solution does not reach the goal"), "what is wrong with it is said");
}

#[test]
fn the_pages_of_learning_speak_russian() {
    let prefs = Prefs { language: Language::Russian, ..Prefs::default() };
    let mut window = course_window(prefs, true);
    assert!(window.is_shown("Начать: Что такое почтовый ящик?"));
    window.key(Key::F3);
    assert!(window.is_shown("Что говорит стандарт"));
    window.key(Key::F4);
    assert!(window.is_shown("Осмотреться, не выполнено"));
}

#[test]
fn progress_is_kept_as_text_and_read_again() {
    let mut window = course_window(Prefs::default(), true);
    window.wish(UiCommand::Learn(Learn::Begin(0)));
    window.wish(UiCommand::Learn(Learn::Say("STAT".to_owned())));
    window.wish(UiCommand::Library(Library::Lesson(0)));
    window.key(Key::End);
    let progress = window.app().progress.clone();
    let text = ron::to_string(&progress).expect("text");
    assert_eq!(ron::from_str::<popscope::learn::Progress>(&text).expect("progress"), progress);
    assert!(progress.welcomed && progress.lessons.contains("what-is-a-maildrop"));
    let older: popscope::learn::Progress = ron::from_str("(welcomed: true)").expect("what is missing has its default");
    assert!(older.welcomed && older.exercises.is_empty());
}
