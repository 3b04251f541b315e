//! The table of all findings: code, severity and clause. Everything else about a code comes from here.

use std::fmt;

use super::Severity;
use crate::proto::Clause;
use crate::proto::spec;

/// Makes the enum and its tables from one table.
macro_rules! codes {
    ($($(#[$doc:meta])+ $code:ident $name:literal $severity:ident $clause:ident;)+) => {
        /// What can be remarked.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $($(#[$doc])+ $code,)+
        }

        impl Code {
            /// Every code, by subject.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$code),+];

            /// Its name in files and on the command line.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name,)+ }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$code => Severity::$severity,)+ }
            }

            /// Where it is written.
            #[must_use]
            pub fn clause(self) -> Clause {
                match self { $(Self::$code => spec::$clause,)+ }
            }
        }
    };
}

codes! {
    // ---- how commands are written

    /// A line of the client is no command.
    UnknownCommand "unknown-command" Warning BASIC_OPERATION;
    /// The line of a command is empty.
    EmptyCommand "empty-command" Warning BASIC_OPERATION;
    /// LAST, RPOP or XTND: commands of the RFCs before 1725.
    OldCommand "old-command" Note LAST;
    /// A command lacks an argument.
    MissingArgument "missing-argument" Error BASIC_OPERATION;
    /// A command has more arguments than it takes.
    ExtraArgument "extra-argument" Error BASIC_OPERATION;
    /// A blank stands before the keyword.
    LeadingSpace "leading-space" Error GRAMMAR;
    /// A blank stands at the end of a command.
    TrailingSpace "trailing-space" Error GRAMMAR;
    /// Something else than one space between the words of a command.
    BadSeparator "bad-separator" Error BASIC_OPERATION;
    /// A word stands where a number must stand.
    NotANumber "not-a-number" Error AUTHORIZATION;
    /// A number with a minus sign.
    NegativeNumber "negative-number" Error OPTIONAL;
    /// Message number 0.
    MessageZero "message-zero" Error AUTHORIZATION;
    /// A number beyond 32 bits.
    NumberTooLarge "number-too-large" Note AUTHORIZATION;
    /// A number with zeros in front.
    LeadingZeros "leading-zeros" Note AUTHORIZATION;
    /// The digest of APOP is not 32 lower-case hexadecimal digits.
    MalformedDigest "malformed-digest" Error OPTIONAL;
    /// A command holds octets beyond ASCII.
    NonAsciiCommand "non-ascii-command" Error BASIC_OPERATION;
    /// A command holds characters that only look like those of a command.
    LookAlikeLetters "look-alike-letters" Error BASIC_OPERATION;
    /// A name or a password beyond ASCII, though the server takes UTF-8 in mails alone.
    Utf8LoginUnannounced "utf8-login-unannounced" Error UTF8_USER;
    /// A command holds control characters.
    ControlInCommand "control-in-command" Error BASIC_OPERATION;
    /// The keyword is not in capitals, which is allowed.
    LowerCaseCommand "lower-case-command" Note BASIC_OPERATION;
    /// A command line is longer than 255 octets.
    CommandTooLong "command-too-long" Error LENGTHS;
    /// An argument has more than 40 characters, and the server has no CAPA.
    ArgumentTooLong "argument-too-long" Warning BASIC_OPERATION;
    /// TOP asks for so many lines that it means the whole message.
    HugeTop "huge-top" Note OPTIONAL;
    /// AUTH without a mechanism.
    AuthWithoutMechanism "auth-without-mechanism" Note AUTH;

    // ---- line ends

    /// A line ends with LF alone.
    BareLineFeed "bare-line-feed" Error BASIC_OPERATION;
    /// A LF without CR stands inside a message or a list.
    BareLineFeedInside "bare-line-feed-inside" Warning MAIL_BODY;
    /// A CR without LF.
    BareCarriageReturn "bare-carriage-return" Warning BASIC_OPERATION;

    // ---- states and order

    /// A command is not allowed in the state.
    WrongState "wrong-state" Warning BASIC_OPERATION;
    /// The server accepts a command that is not allowed in the state.
    WrongStateAccepted "wrong-state-accepted" Error BASIC_OPERATION;
    /// The server has LAST or RPOP.
    OldCommandAccepted "old-command-accepted" Note LAST;
    /// The server accepts a command that no RFC of POP3 has.
    UnknownAccepted "unknown-command-accepted" Note BASIC_OPERATION;
    /// The server accepts a command that is not well-formed.
    MalformedAccepted "malformed-accepted" Error BASIC_OPERATION;
    /// PASS without an accepted USER right before it.
    PassWithoutUser "pass-without-user" Warning OPTIONAL;
    /// The server accepts PASS without an accepted USER right before it.
    PassWithoutUserAccepted "pass-without-user-accepted" Error OPTIONAL;
    /// Something else than PASS or QUIT follows an accepted USER.
    PassExpected "pass-expected" Warning OPTIONAL;
    /// A login in a session that is logged in.
    SecondLogin "second-login" Warning AUTHORIZATION;
    /// A command behind QUIT.
    CommandAfterQuit "command-after-quit" Warning BASIC_OPERATION;
    /// The client speaks before the greeting.
    BeforeGreeting "before-greeting" Warning AUTHORIZATION;
    /// The client went away without QUIT.
    NoQuit "no-quit" Note UPDATE;
    /// The server closes the connection because a command was not well-formed.
    ClosedUnasked "closed-unasked" Warning BASIC_OPERATION;

    // ---- replies

    /// An indicator is not in upper case.
    StatusNotUpperCase "status-not-upper-case" Error BASIC_OPERATION;
    /// An indicator runs into the text.
    MalformedStatus "malformed-status" Error GRAMMAR;
    /// A positive reply begins with `+` alone.
    PlusStatus "plus-status" Error BASIC_OPERATION;
    /// A status line is longer than 512 octets.
    StatusTooLong "status-too-long" Error BASIC_OPERATION;
    /// A line of the server that is no reply.
    NotAReply "not-a-reply" Error BASIC_OPERATION;
    /// A reply that nothing asked for.
    UnaskedReply "unasked-reply" Error BASIC_OPERATION;
    /// The greeting is negative.
    NegativeGreeting "negative-greeting" Warning AUTHORIZATION;
    /// A status line holds octets beyond ASCII.
    NonAsciiReply "non-ascii-reply" Warning GRAMMAR;
    /// The reply to LANG does not begin with the language that it is in.
    LanguageWithoutTag "language-without-tag" Error LANG;
    /// A status line holds control characters.
    ControlInReply "control-in-reply" Warning GRAMMAR;
    /// A multi-line reply without its last dot.
    Unterminated "unterminated" Error BASIC_OPERATION;
    /// A multi-line reply broke off with the connection or the recording.
    CutShort "cut-short" Note BASIC_OPERATION;
    /// The server closes and leaves a command without a reply.
    Unanswered "unanswered-command" Warning BASIC_OPERATION;
    /// A reply that nothing asked for, before the connection ends: an autologout that speaks.
    AutologoutReply "autologout-reply" Warning BASIC_OPERATION;
    /// The server gave up before ten minutes of silence.
    AutologoutTooEarly "autologout-too-early" Error BASIC_OPERATION;

    // ---- response codes

    /// `[IN-USE]`: another session has the maildrop.
    InUse "in-use" Note IN_USE;
    /// `[LOGIN-DELAY]`: the last login was too short a time ago.
    LoginDelayed "login-delayed" Note LOGIN_DELAY;
    /// `[SYS/TEMP]`: trouble that will pass.
    TemporaryFailure "temporary-failure" Note SYS_CODE;
    /// `[SYS/PERM]`: trouble that somebody has to mend.
    PermanentFailure "permanent-failure" Note SYS_CODE;
    /// `[AUTH]`: name or password are wrong.
    CredentialsRefused "credentials-refused" Note AUTH_CODE;
    /// `[UTF8]`: the message needs UTF-8 mode.
    Utf8Needed "utf8-needed" Note UTF8_CODE;
    /// A response code that no registry knows.
    UnknownResponseCode "unknown-response-code" Note RESPONSE_CODES;
    /// A response code of a server that does not announce RESP-CODES.
    ResponseCodeUnannounced "response-code-unannounced" Note RESPONSE_CODES;
    /// A response code in a reply where it has no meaning.
    MisplacedResponseCode "misplaced-response-code" Warning RESPONSE_CODES;

    // ---- capabilities

    /// The server does not have CAPA.
    CapaRefused "capa-refused" Note CAPA;
    /// The list of capabilities is empty.
    EmptyCapa "empty-capa" Note CAPA;
    /// A line of the list is no capability.
    MalformedCapability "malformed-capability" Error GRAMMAR;
    /// A capability line is longer than 512 octets.
    CapabilityTooLong "capability-too-long" Error CAPA;
    /// A capability stands twice in the list.
    RepeatedCapability "repeated-capability" Note CAPA;
    /// A capability that no registry knows and that has no X in front.
    UnknownCapability "unknown-capability" Note REGISTRY;
    /// SASL is announced without a mechanism.
    SaslWithoutMechanism "sasl-without-mechanism" Warning SASL;
    /// `EXPIRE 0`: nothing may stay on the server.
    ExpireZero "expire-zero" Note EXPIRE;
    /// A capability of AUTHORIZATION is missing in the list of TRANSACTION.
    CapabilityVanishes "capability-vanishes" Error CAPA;
    /// A capability has other arguments after the login, though they may not differ.
    CapabilityDiffers "capability-differs" Warning CAPA;
    /// A command that was announced is refused as unknown.
    CapabilityRefused "capability-refused" Warning CAPA;
    /// A command that was not announced works.
    UnannouncedCommand "unannounced-command" Warning CAPA;
    /// AUTH where no SASL was announced.
    AuthUnannounced "auth-unannounced" Warning SASL;
    /// An initial response where no SASL was announced.
    InitialResponseUnannounced "initial-response-unannounced" Error SASL;
    /// Commands without waiting for the replies, where no PIPELINING was announced.
    PipeliningUnannounced "pipelining-unannounced" Note PIPELINING;

    // ---- logins

    /// A password went over the wire in the clear.
    CleartextPassword "cleartext-password" Warning CLEARTEXT;
    /// A login was refused.
    LoginRefused "login-refused" Note AUTHORIZATION;
    /// Three logins in one session were refused.
    PasswordGuessing "password-guessing" Warning SECURITY;
    /// The same name and password again, after they were refused.
    SamePasswordAgain "same-password-again" Note AUTHORIZATION;
    /// USER was refused: this tells which names exist.
    UserRefused "user-refused" Note SECURITY;
    /// APOP builds on MD5.
    ApopMd5 "apop-md5" Note MD5;
    /// APOP where the greeting has no timestamp.
    ApopWithoutTimestamp "apop-without-timestamp" Warning OPTIONAL;
    /// Something in angle brackets in the greeting that is no timestamp.
    MalformedTimestamp "malformed-timestamp" Warning OPTIONAL;
    /// Two greetings with the same timestamp.
    RepeatedTimestamp "repeated-timestamp" Error OPTIONAL;
    /// The server accepts a login sooner after the last one than it announced.
    LoginDelayIgnored "login-delay-ignored" Warning LOGIN_DELAY_TAG;
    /// SCRAM ends with +OK, and the server has not proved that it knows the password too.
    ScramUnproved "scram-unproved" Error SCRAM;
    /// The server accepts a login that the client called off.
    CancelAccepted "cancel-accepted" Error AUTH;
    /// A line of AUTH that is not base64.
    NotBase64 "not-base64" Error AUTH;
    /// Two different passwords open the same maildrop.
    TwoPasswords "two-passwords" Warning AUTHORIZATION;
    /// The server accepts the digest that was made of another timestamp.
    DigestRepeated "digest-repeated" Error OPTIONAL;
    /// Two sessions have the same maildrop at a time.
    MaildropShared "maildrop-shared" Error AUTHORIZATION;

    // ---- TLS

    /// A password in the clear, though the server offers STLS.
    ClearThoughStls "clear-though-stls" Warning CLEARTEXT;
    /// The server refuses STLS.
    StlsRefused "stls-refused" Note STLS;
    /// Somebody in the middle took STLS away: it is known from inside, the wire shows a refusal at most.
    StlsStripped "stls-stripped" Warning STLS;
    /// TLS was refused, and the password went in the clear.
    ClearAfterRefusedStls "clear-after-refused-stls" Warning STLS;
    /// STLS under TLS.
    StlsInTls "stls-in-tls" Note STLS;
    /// STLS is announced under TLS.
    StlsAnnouncedInTls "stls-announced-in-tls" Note STLS;
    /// A command behind STLS before its reply: it could be taken for one of the covered session.
    CommandBehindStls "command-behind-stls" Error STLS;
    /// Octets in the clear where TLS must begin.
    ClearAfterStls "clear-after-stls" Error STLS;
    /// STLS behind UTF8.
    StlsAfterUtf8 "stls-after-utf8" Error UTF8;
    /// POP3 in the clear on the port of POP3 over TLS.
    ClearOnTlsPort "clear-on-tls-port" Warning IMPLICIT_TLS;

    // ---- numbers and lists

    /// The reply to STAT has not its two numbers.
    MalformedDropListing "malformed-drop-listing" Error TRANSACTION;
    /// A line of a list has not its form.
    MalformedListing "malformed-listing" Error TRANSACTION;
    /// Text behind the numbers of STAT or LIST.
    ExtraInListing "extra-in-listing" Warning TRANSACTION;
    /// A list has a message of number 0.
    ListingFromZero "listing-from-zero" Error AUTHORIZATION;
    /// In front of messages of an earlier session is one that it did not have.
    OlderMessageAppears "older-message-appears" Note AUTHORIZATION;
    /// A list has a number twice.
    RepeatedNumber "repeated-number" Error TRANSACTION;
    /// The numbers of a list do not ascend.
    NotAscending "not-ascending" Note TRANSACTION;
    /// The reply tells of another message than was asked for.
    WrongNumberListed "wrong-number-listed" Error TRANSACTION;
    /// The number of messages changed within the session.
    CountChanged "count-changed" Warning AUTHORIZATION;
    /// STAT, LIST and UIDL tell of different numbers of messages.
    CountDiffers "count-differs" Warning TRANSACTION;
    /// A command names a number beyond the maildrop.
    NumberBeyondMaildrop "number-beyond-maildrop" Warning TRANSACTION;
    /// The server accepts a number beyond the maildrop.
    NumberBeyondAccepted "number-beyond-accepted" Warning TRANSACTION;
    /// The server refuses a message that its maildrop has and that is not marked.
    ListedMessageRefused "listed-message-refused" Warning TRANSACTION;

    // ---- sizes

    /// RETR delivers another size than LIST announced.
    SizeDiffers "size-differs" Warning MESSAGE_FORMAT;
    /// The octets of STAT are not the sum of LIST.
    SumDiffers "sum-differs" Note TRANSACTION;
    /// LIST tells another size of a message than before.
    ListedSizeChanged "listed-size-changed" Warning TRANSACTION;
    /// The text behind +OK tells another size than was delivered.
    AnnouncedSizeDiffers "announced-size-differs" Note SUMMARY;
    /// TOP brings more lines of the body than were asked for.
    TopTooLong "top-too-long" Warning OPTIONAL;

    // ---- deletion marks

    /// A command names a message that is marked as deleted.
    MarkedNamed "marked-named" Warning TRANSACTION;
    /// The server accepts a command that names a marked message.
    MarkedAccepted "marked-accepted" Error TRANSACTION;
    /// The server marks a message twice.
    MarkedTwice "marked-twice" Error TRANSACTION;
    /// A list still has a marked message.
    MarkedListed "marked-listed" Error TRANSACTION;
    /// STAT still counts marked messages.
    MarkedCounted "marked-counted" Error TRANSACTION;
    /// Marked messages were kept for want of QUIT.
    MarksLost "marks-lost" Note UPDATE;
    /// QUIT was not answered: whether the marked messages are gone is not known.
    MarksInDoubt "marks-in-doubt" Note UPDATE;
    /// The server could not remove all marked messages.
    UpdateFailed "update-failed" Note UPDATE;
    /// RSET said yes, and what was marked is still missing.
    RsetWithoutEffect "rset-without-effect" Error TRANSACTION;
    /// A message is gone whose mark was void, because its session ended without QUIT.
    SparedMessageGone "spared-message-gone" Warning UPDATE;

    // ---- unique-ids

    /// A unique-id has not 1 to 70 characters from `!` to `~`.
    MalformedUniqueId "malformed-unique-id" Error OPTIONAL;
    /// Text behind a unique-id.
    TextBehindUniqueId "text-behind-unique-id" Error OPTIONAL;
    /// A list has a unique-id twice.
    RepeatedUniqueId "repeated-unique-id" Note OPTIONAL;
    /// Two different messages have the same unique-id.
    ReusedUniqueId "reused-unique-id" Warning OPTIONAL;
    /// The unique-id of a message changed within the session.
    UniqueIdChanged "unique-id-changed" Error OPTIONAL;

    // ---- messages

    /// A line begins with one dot and goes on: the server forgot to stuff it.
    StuffingForgotten "stuffing-forgotten" Error BASIC_OPERATION;
    /// A message holds a NUL octet.
    NulInMessage "nul-in-message" Warning MAIL_LINES;
    /// A line of a message is longer than 998 octets.
    LongLine "long-line" Warning MAIL_LENGTHS;
    /// The head of a message holds octets beyond ASCII.
    NonAsciiHead "non-ascii-head" Warning MAIL_HEAD;
    /// A head beyond ASCII outside of UTF-8 mode, from a server that has that mode.
    Utf8OutsideMode "utf8-outside-mode" Error UTF8;
    /// The head of a message has a line that is no field.
    MalformedHead "malformed-head" Warning MAIL_HEAD;
    /// No empty line parts head and body.
    NoBlankLine "no-blank-line" Warning MAIL_LINES;
    /// RETR delivers nothing.
    EmptyMessage "empty-message" Note TRANSACTION;

    // ---- the recording

    /// Octets are missing in the recording.
    OctetsMissing "octets-missing" Note BASIC_OPERATION;
    /// Octets came again with different content.
    ConflictingOctets "conflicting-octets" Warning SEQUENCE_NUMBERS;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
