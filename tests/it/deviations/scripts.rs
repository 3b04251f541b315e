//! One script for each deviation: what a client says that provokes it.

use popscope::sim::Deviation as D;

/// Each deviation and its script; `!` stands before the step whose reply breaks the law.
pub(super) const SCRIPTS: &[(D, &str)] = &[
    (D::StatCountsMarked, "login\n> STAT\n> DELE 1\n! > STAT\n> QUIT"),
    (D::ListShowsMarked, "login\n> DELE 1\n! > LIST\n> UIDL\n> QUIT"),
    (D::MarkedStaysReadable, "login\n> DELE 1\n! > RETR 1\n> TOP 1 0\n> QUIT"),
    (D::MarkedStaysListed, "login\n> DELE 1\n! > LIST 1\n> UIDL 1\n> QUIT"),
    (D::MarksTwice, "login\n> DELE 1\n! > DELE 1\n> QUIT"),
    (D::RsetKeepsMarks, "login\n> STAT\n> DELE 1\n> RSET\n! > STAT\n> QUIT"),
    (D::MarksOutliveTheSession, "login\n> STAT\n> DELE 1\nDrop\nlogin\n! > STAT\n> QUIT\nlogin\n> STAT\n> QUIT"),
    (D::DeletesAtOnce, "login\n> STAT\n> DELE 1\n> RSET\n! > STAT\n> QUIT"),
    (D::RemovesWithoutQuit, "login\n> UIDL\n> DELE 1\nDrop\nlogin\n! > UIDL\n> QUIT"),
    (D::NumbersCloseUp, "login\n> LIST\n> DELE 1\n! > LIST\n> RETR 2\n> QUIT"),
    (D::NumbersFromZero, "login\n! > LIST\n> DELE 1\n> QUIT"),
    (D::ListIgnoresArgument, "login\n! > LIST 2\n> QUIT"),
    (
        D::SeesNewMail,
        "login\n> STAT\nDeliver(user: \"amy\", message: Text(\"Subject: 4\\n\\nx\\n\"))\n! > STAT\n> RETR 4\n> QUIT",
    ),
    (D::ReadOnce, "login\n> LIST\n> RETR 1\n! > RETR 1\n> QUIT"),
    (D::NewestHundredOnly, HUNDRED),
    (D::SizesCountLineFeeds, "login\n> STAT\n> LIST\n! > RETR 1\n> QUIT"),
    (D::NoTerminator, "login\n! > LIST\n> STAT\n> QUIT"),
    (D::TopNotStuffed, "login\n! > TOP 1 9\n> QUIT"),
    (D::FirstLineNotStuffed, "login\n! > RETR 2\n> QUIT"),
    (D::TopGivesAll, "login\n> TOP 1 0\n! > TOP 1 1\n> QUIT"),
    (D::ExtraLine, "login\n> LIST\n! > RETR 1\n> QUIT"),
    (D::RsetRepliesTwice, "login\n> DELE 1\n! > RSET\n> STAT\n> QUIT"),
    (D::LineFeedOnly, "login\n! > LIST\n> RETR 1\n> QUIT"),
    (D::LowerCaseStatus, "login\n! > STAT\n> RETR 9\n> QUIT"),
    (D::SilentOnUnknown, "login\n> XYZZY\n! > QUIT"),
    (D::EmptyReplies, "Connect\n! > STAT\n> USER amy\n> PASS sesame\n> QUIT"),
    (D::PlusErr, "login\n! > RETR 9\n> STAT\n> QUIT"),
    (D::EchoesLongLines, ECHO),
    (D::AutologoutReply, "login\n> DELE 1\n! Advance(601)"),
    (D::AutologoutAsInSmtp, "login\n> DELE 1\n! Advance(601)"),
    (D::AutologoutTooEarly, "login\n> DELE 1\n! Advance(120)"),
    (D::AnyPassword, "login\n> QUIT\nConnect\n> USER amy\n! > PASS wrong\n> QUIT"),
    (D::PasswordCutAtBlank, "login\n> QUIT\nConnect\n> USER amy\n! > PASS sesame seed\n> QUIT"),
    (D::ApopUnchecked, APOP),
    (D::TimestampRepeats, "login\n> QUIT\n! Connect\n> QUIT"),
    (D::NoLock, "login\nother\n! login\n> DELE 1\n> QUIT\nfirst\n> RETR 1\n> QUIT"),
    (D::BareUserAccepted, "Connect\n! > USER\n> QUIT"),
    (D::ArgumentErrorCloses, "Connect\n! > USER"),
    (D::NoopAnywhere, "Connect\n! > NOOP\n> QUIT"),
    (D::RsetAnywhere, "Connect\n! > RSET\n> QUIT"),
    (D::HelpAnywhere, "Connect\n! > HELP\n> USER amy\n> PASS sesame\n> help\n> QUIT"),
    (D::LastStillThere, "login\n> RETR 2\n! > LAST\n> RSET\n> LAST\n> QUIT"),
    (D::RsetTakesArgument, "login\n> DELE 1\n! > RSET 1\n> STAT\n> QUIT"),
    (D::TopWithoutLines, "login\n! > TOP 1\n> QUIT"),
    (D::TopAnnouncedButMissing, "login\n> CAPA\n! > TOP 1 0\n> QUIT"),
    (D::TopUnannounced, "login\n> CAPA\n! > TOP 1 0\n> QUIT"),
    (D::CapabilitiesVanish, "Connect\n> CAPA\n> USER amy\n> PASS sesame\n! > CAPA\n> QUIT"),
];

/// The same digest in two sessions, whose timestamps differ.
const APOP: &str = "Connect\n> APOP bob c4c9334bac560ecc979e58001b3e22fb\n> QUIT\n\
    Connect\n! > APOP bob c4c9334bac560ecc979e58001b3e22fb\n> QUIT";

/// A line of more than 512 octets.
const ECHO: &str = concat!(
    "login\n! > XYZZY ",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxx\n> QUIT"
);

/// Says something ten times.
macro_rules! ten {
    ($text:expr) => {
        concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)
    };
}

/// A hundred and three messages, of which the newest go.
const HUNDRED: &str = concat!(
    ten!(ten!("Deliver(user: \"amy\", message: Text(\"Subject: x\\n\\nx\\n\"))\n")),
    "login\n> UIDL\n> DELE 100\n> QUIT\nlogin\n! > UIDL\n> QUIT"
);
