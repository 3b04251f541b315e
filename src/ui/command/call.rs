//! What can be wished of a connection to a server of the user's own choice.

/// Wishes about the connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Call {
    /// Show the form.
    Form,
    /// Connect as the form says.
    Connect,
    /// Connect once more, and accept the certificate that was turned down.
    Trust,
    /// Close the connection; asked again, at once.
    Disconnect,
    /// Write a line into the field.
    Write(String),
    /// Say the line that was typed, unless it gives a password away.
    Say,
    /// Say it all the same.
    SayAnyway,
    /// Let the client of a lesson speak, by its name.
    Lesson(String),
    /// Let it speak no more.
    NoLesson,
    /// Let it say what comes next.
    Next,
    /// Let it go on by itself, or no longer.
    Alone,
    /// Go over what it would say next.
    Skip,
}

impl Call {
    /// Its name in the Fluent files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Form => "do-call-form",
            Self::Connect => "do-call-connect",
            Self::Trust => "call-trust",
            Self::Disconnect => "do-call-disconnect",
            Self::Write(_) | Self::Say => "call-say",
            Self::SayAnyway => "call-say-anyway",
            Self::Lesson(_) | Self::NoLesson => "call-lesson",
            Self::Next => "call-next",
            Self::Alone => "call-alone",
            Self::Skip => "call-skip",
        }
    }
}
