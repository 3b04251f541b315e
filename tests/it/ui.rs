//! The window: every control is pressed, and what it does is seen.

mod access;
mod by_hand;
mod calling;
mod captures;
mod comparing;
mod controls;
mod editor;
mod glyphs;
mod inspecting;
mod learning;
mod library;
mod line;
mod live;
mod mails;
mod models;
mod moving;
mod presenting;
mod reading;
mod roads;
mod sample;
mod sealed;
mod seeing;
mod stream;
mod together;
mod window;
