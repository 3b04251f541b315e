//! Small things that several views are made of.

pub mod chart;
pub mod chip;
pub mod command_button;
pub mod edged;
pub mod facts;
pub mod focus;
pub mod search_field;
pub mod section;
pub mod transport_icon;
pub mod whole_text;
