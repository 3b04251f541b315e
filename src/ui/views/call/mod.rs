//! A connection to a server of the user's own choice: the form, and the line in which one talks to it.

pub mod form;
pub mod line;
pub mod model;
pub mod state;

pub use form::ui as form_ui;
pub use line::ui as line_ui;
pub use model::Model;
pub use state::State;
