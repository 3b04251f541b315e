//! The window: all that people see and press. The only part that knows egui.
//!
//! ```text
//! Document ─► Player (timeline, cursor, snapshot) ─► Model of each view ─► paint
//!                ▲                                                          │
//!                └──────────────── UiCommand ◄── Outbox ◄───────────────────┘
//! ```

pub mod command;
pub mod outbox;

pub mod backlog;
pub mod by_hand;
pub mod call;
pub mod document;
pub mod drafts;
pub mod editor;
pub mod learning;
pub mod letters;
pub mod live;
pub mod player;
pub mod remarks;
pub mod shelf;
pub mod storage;
pub mod stories;
pub mod tally;
pub mod toast;

pub mod fonts;
pub mod icons;
pub mod measure;
pub mod motion;
pub mod text;
pub mod theme;

pub mod views;
pub mod widgets;

pub mod jobs;
pub mod notice;
pub mod prefs;

pub mod app;
pub mod calm;
pub mod frame_times;
pub mod languages;
mod layout;
pub mod link;
pub mod open;
pub mod presenter;
pub mod recent;
pub mod room;
pub mod save;
pub mod sheet;
pub mod shortcut;
pub mod start;

pub use app::App;
pub use start::StartOptions;
pub use start::run;
