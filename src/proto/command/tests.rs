//! Which lines are commands, and why others are not.

use super::*;

#[track_caller]
fn reads(line: &str, expected: &Command) {
    let command = Command::parse(line).expect("a well-formed command");
    assert_eq!(&command, expected);
    assert_eq!(Command::parse(command.to_line()).as_ref(), Ok(expected));
}

#[track_caller]
fn refuses(line: impl AsRef<[u8]>, expected: CommandError) {
    assert_eq!(Command::parse(line), Err(expected));
}

fn message(number: u32) -> MessageNumber {
    MessageNumber::new(number).expect("not 0")
}

#[test]
fn commands_without_arguments() {
    for (line, command) in [
        ("STAT", Command::Stat),
        ("noop", Command::Noop),
        ("Rset", Command::Rset),
        ("QUIT", Command::Quit),
        ("CAPA", Command::Capa),
        ("STLS", Command::Stls),
        ("LAST", Command::Last),
        ("utf8", Command::Utf8),
    ] {
        reads(line, &command);
        refuses(format!("{line} 1"), CommandError::TooManyArguments);
    }
}

#[test]
fn rpop_names_who_asks() {
    reads("RPOP amy", &Command::Rpop { user: "amy".to_owned() });
    refuses("RPOP", CommandError::MissingArgument);
    refuses("RPOP amy bob", CommandError::TooManyArguments);
}

#[test]
fn a_password_keeps_its_spaces() {
    reads("PASS open sesame", &Command::Pass { secret: Secret::new("open sesame") });
    reads("PASS  two  spaces ", &Command::Pass { secret: Secret::new(" two  spaces ") });
    refuses("PASS", CommandError::MissingArgument);
    refuses("PASS ", CommandError::MissingArgument);
}

#[test]
fn list_and_top_differ_in_what_they_need() {
    reads("LIST", &Command::List { message: None });
    reads("LIST 2", &Command::List { message: Some(message(2)) });
    reads("TOP 1 0", &Command::Top { message: message(1), lines: 0 });
    refuses("TOP 10", CommandError::MissingArgument);
    refuses("TOP 1 -1", CommandError::NotANumber);
    refuses("RETR", CommandError::MissingArgument);
    refuses("RETR 0", CommandError::MessageZero);
    refuses("DELE 4294967296", CommandError::NumberTooLarge);
    refuses("LIST 1 2", CommandError::TooManyArguments);
}

#[test]
fn lang_takes_one_range_or_none() {
    reads("LANG", &Command::Lang { range: None });
    reads("LANG *", &Command::Lang { range: Some("*".to_owned()) });
    reads("lang en-boont", &Command::Lang { range: Some("en-boont".to_owned()) });
    refuses("LANG en ru", CommandError::TooManyArguments);
    refuses("LANG ", CommandError::BadSeparator);
}

#[test]
fn one_space_separates_arguments() {
    for line in ["STAT ", "LIST  1", "TOP 1  0", "LIST 1 ", "DELE\u{a0}1 ", "LIST 1\t2"] {
        assert!(Command::parse(line).is_err(), "{line:?}");
    }
    refuses("LIST  1", CommandError::BadSeparator);
    refuses(" STAT", CommandError::UnknownKeyword);
    refuses("", CommandError::EmptyLine);
}

#[test]
fn an_apop_digest_is_lower_case() {
    let digest = "c4c9334bac560ecc979e58001b3e22fb";
    reads(&format!("APOP mrose {digest}"), &Command::Apop { name: "mrose".into(), digest: digest.into() });
    refuses(format!("APOP mrose {}", digest.to_uppercase()), CommandError::BadDigest);
    refuses("APOP mrose", CommandError::MissingArgument);
}

#[test]
fn auth_takes_a_mechanism_and_an_initial_response() {
    reads("AUTH", &Command::Auth { mechanism: None, initial_response: None });
    reads(
        "AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=",
        &Command::Auth { mechanism: Some("PLAIN".into()), initial_response: Some(Secret::new("dGVzdAB0ZXN0AHRlc3Q=")) },
    );
}

#[test]
fn octets_that_are_no_text_are_kept_out_of_names() {
    refuses(b"USER \xcf\xf0".as_slice(), CommandError::NotText);
    refuses("USER a\u{7}", CommandError::NotText);
    reads("USER иван", &Command::User { name: "иван".into() });
    assert!(Command::parse(b"PASS \xcf\xf0".as_slice()).is_ok());
}

#[test]
fn arguments_have_at_most_forty_characters() {
    let name = |length| Command::User { name: "x".repeat(length) };
    assert_eq!(name(40).check_lengths(), Ok(()));
    assert_eq!(name(41).check_lengths(), Err(CommandError::ArgumentTooLong));
    assert!(!CommandLine::read(&[b'x'; 255]).too_long());
    assert!(CommandLine::read(&[b'x'; 256]).too_long());
}

#[test]
fn a_wrong_line_still_tells_its_keyword() {
    let line = CommandLine::read(b"retr one\r\n");
    assert_eq!((line.keyword, line.command), (Some(Keyword::Retr), Err(CommandError::NotANumber)));
}
