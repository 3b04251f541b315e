//! The window: every control is pressed, and what it does is seen.

mod access;
mod by_hand;
mod calling;
mod captures;
mod comparing;
mod controls;
mod editor;
mod fit;
mod fitting;
mod glyphs;
mod learning;
mod line;
mod live;
mod mails;
mod models;
mod presenting;
mod roads;
mod sample;
mod seeing;
mod together;
mod window;
