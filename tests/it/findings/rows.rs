//! A few lines of a session, and all that is remarked on them.

/// A session of which nothing is remarked.
const CORRECT: &str = "@login
C: STAT
S: +OK 2 42
C: LIST
S: +OK 2 messages (42 octets)
S: 1 21
S: 2 21
S: .
C: UIDL
S: +OK
S: 1 abc
S: 2 def
S: .
C: TOP 1 0
S: +OK
S: Subject: a
S: 
S: .
C: RETR 1
S: +OK 21 octets
S: Subject: a
S: 
S: ..dots
S: .
C: DELE 1
S: +OK
C: STAT
S: +OK 1 21
C: LIST
S: +OK
S: 2 21
S: .
C: RSET
S: +OK
C: LIST 1
S: +OK 1 21
C: QUIT
S: +OK
@closed S";

/// Scripts with the codes that they give, in the order of the steps.
pub(super) fn rows() -> Vec<(String, &'static str)> {
    let long = |count: usize| "x".repeat(count);
    let mut rows: Vec<(String, &'static str)> =
        ROWS.iter().map(|(script, codes)| ((*script).to_owned(), *codes)).collect();
    rows.push((CORRECT.to_owned(), ""));
    rows.extend([
        (format!("S: +OK\nC: USER {}\nS: -ERR [SYS/TEMP]", long(250)), "command-too-long temporary-failure"),
        (format!("S: +OK\nC: CAPA\nS: -ERR\nC: USER {}\nS: +OK", long(41)), "capa-refused argument-too-long"),
        (format!("S: +OK {}", long(506)), ""),
        (format!("S: +OK {}", long(507)), "status-too-long"),
        (format!("S: +OK\nC: CAPA\nS: +OK\nS: IMPLEMENTATION {}\nS: .", long(495)), ""),
        (format!("S: +OK\nC: CAPA\nS: +OK\nS: IMPLEMENTATION {}\nS: .", long(496)), "capability-too-long"),
        (format!("@login\nC: UIDL\nS: +OK\nS: 1 {}\nS: 2 {}\nS: .", long(70), long(71)), "malformed-unique-id"),
        (format!("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: {}\nS: .", long(998)), ""),
        (format!("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: {}\nS: .", long(999)), "long-line"),
    ]);
    rows
}

const ROWS: &[(&str, &str)] = &[
    // ---- how commands are written
    ("S: +OK\nC: RERT 1\nS: -ERR", "unknown-command"),
    ("S: +OK\nC: STARTTLS\nS: -ERR", "unknown-command"),
    ("S: +OK\nC= \\r\\n\nS: -ERR", "empty-command"),
    ("@login\nC: LAST\nS: +OK 1", "old-command old-command-accepted"),
    ("@login\nC: HELP\nS: +OK", "unknown-command unknown-command-accepted"),
    ("S: +OK\nC: USER amy\nS: +OK\nC: RPOP amy\nS: -ERR", "old-command"),
    ("S: +OK\nC: UTF8\nS: -ERR\nC: LANG\nS: -ERR", ""),
    ("@login\nC: UTF8\nS: -ERR", "wrong-state"),
    ("@login\nC: UTF8\nS: +OK", "wrong-state wrong-state-accepted"),
    ("S: +OK\nC: UTF8 on\nS: -ERR", "extra-argument"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: UTF8 USER\nS: USER\nS: .\nC: USER \\xd0\\xb8\nS: +OK", ""),
    (
        "S: +OK\nC: CAPA\nS: +OK\nS: UTF8\nS: USER\nS: .\nC: UTF8\nS: +OK\nC: USER \\xd0\\xb8\nS: +OK",
        "utf8-login-unannounced",
    ),
    ("@login\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: LANG ru\nS: +OK ru", "unannounced-command"),
    ("S: +OK\nC: LANG ru\nS: +OK", "language-without-tag"),
    ("S: +OK\nC: LANG ru\nS: +OK \\xd1\\x80\\xd1\\x83", "language-without-tag"),
    // ---- what AUTH and LOGIN-DELAY promise
    (
        "@tls\nS: +OK\nC: AUTH SCRAM-SHA-256 biwsbj1hLHI9eA==\nS: + cj14eSxzPVlRPT0saT0x\nC: Yz0=\nS: +OK",
        "scram-unproved",
    ),
    (
        "@tls\nS: +OK\nC: AUTH SCRAM-SHA-256 biwsbj1hLHI9eA==\nS: + cj14eSxzPVlRPT0saT0x\nC: Yz0=\nS: + dj1BQUFB\nC: \nS: +OK",
        "",
    ),
    ("S: +OK\nC: AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIHgBAQ==\nS: +OK", "cleartext-password"),
    (
        "@tls\nS: +OK\nC: CAPA\nS: +OK\nS: USER\nS: LOGIN-DELAY 60\nS: .\nC: USER amy\nS: +OK\nC: PASS sesame\nS: +OK\n\
         C: QUIT\nS: +OK\n@closed S\n@wait 50\n@open\n@login\nC: QUIT\nS: +OK",
        "login-delay-ignored",
    ),
    (
        "@tls\nS: +OK\nC: CAPA\nS: +OK\nS: USER\nS: LOGIN-DELAY 60\nS: .\nC: USER amy\nS: +OK\nC: PASS sesame\nS: +OK\n\
         C: QUIT\nS: +OK\n@closed S\n@wait 60\n@open\n@login\nC: QUIT\nS: +OK",
        "",
    ),
    (
        "@login\nC: CAPA\nS: +OK\nS: UTF8\nS: .\nC: RETR 1\nS: +OK\nS: Subject: \\xd0\\xb4\nS: \nS: .",
        "utf8-outside-mode",
    ),
    ("@login\nC: TOP 1\nS: -ERR", "missing-argument"),
    ("S: +OK\nC: USER\nS: -ERR", "missing-argument"),
    ("@login\nC: NOOP now\nS: -ERR", "extra-argument"),
    ("@login\nC:  NOOP\nS: -ERR", "leading-space"),
    ("@login\nC: NOOP \nS: -ERR", "trailing-space"),
    ("@login\nC: TOP 1  2\nS: -ERR", "bad-separator"),
    ("@login\nC: RETR one\nS: -ERR", "not-a-number"),
    ("@login\nC: TOP 1 -1\nS: -ERR", "negative-number"),
    ("@login\nC: RETR 0\nS: -ERR", "message-zero"),
    ("@login\nC: RETR 4294967296\nS: -ERR", "number-too-large"),
    ("@login\nC: DELE 01\nS: -ERR", "leading-zeros"),
    ("@login\nC: TOP 1 0\nS: -ERR", ""),
    ("@tls\nS: +OK <1@a>\nC: APOP amy C4C9334BAC560ECC979E58001B3E22FB\nS: -ERR", "malformed-digest"),
    ("S: +OK\nC: USER \\xd0\\xb8\nS: -ERR [AUTH]", "non-ascii-command credentials-refused"),
    ("S: +OK\nC: US\\xd0\\x95R amy\nS: -ERR", "unknown-command look-alike-letters"),
    ("S: +OK\nC: USER \\xd0\\xb0my\nS: -ERR [AUTH]", "look-alike-letters credentials-refused"),
    ("@login\nC: RETR\\xc2\\xa01\nS: -ERR", "unknown-command look-alike-letters"),
    ("S: +OK\nC: USER \\xd0\\xb0my\\xff\nS: -ERR [AUTH]", "non-ascii-command credentials-refused"),
    ("S: +OK\nC: UTF8\nS: +OK\nC: USER \\xd0\\xb8\nS: +OK", ""),
    ("S: +OK\nC: USER a\\x07b\nS: -ERR [AUTH]", "control-in-command credentials-refused"),
    ("@login\nC: stat\nS: +OK 0 0\nC: Stat\nS: +OK 0 0", "lower-case-command"),
    ("@login\nC: TOP 1 99999999\nS: -ERR", "huge-top"),
    ("S: +OK\nC: AUTH\nS: +OK\nS: PLAIN\nS: .", "auth-without-mechanism"),
    // ---- line ends
    ("@login\nC= NOOP\\n\nS: +OK", "bare-line-feed"),
    ("@login\nC: NOOP\nS= +OK\\n", "bare-line-feed"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: c\\nd\nS: .", "bare-line-feed-inside"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: c\\rd\nS: .", "bare-carriage-return"),
    ("@login\nC: NOOP\\r\nS: -ERR", "unknown-command bare-carriage-return"),
    // ---- states and order
    ("S: +OK\nC: STAT\nS: -ERR", "wrong-state"),
    ("S: +OK\nC: STAT\nS: +OK 0 0", "wrong-state wrong-state-accepted"),
    ("@login\nC: STLS\nS: -ERR", "wrong-state stls-in-tls"),
    ("S: +OK\nC: USER\nS: +OK", "missing-argument malformed-accepted"),
    ("@login\nC: RSET now\nS: +OK", "extra-argument malformed-accepted"),
    ("@tls\nS: +OK\nC: PASS x\nS: -ERR", "pass-without-user login-refused"),
    ("@tls\nS: +OK\nC: PASS x\nS: +OK", "pass-without-user pass-without-user-accepted"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: CAPA\nS: -ERR\nC: PASS x\nS: +OK", "capa-refused"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: USER eve\nS: -ERR [AUTH]", "pass-expected credentials-refused"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: QUIT\nS: +OK", ""),
    ("@login\nC: USER amy\nS: -ERR", "second-login"),
    ("@login\nC: USER amy\nS: +OK", "second-login wrong-state-accepted"),
    ("@login\nC: QUIT\nS: +OK\nC: NOOP\n@closed S", "command-after-quit"),
    ("C: USER amy\n@closed C", "before-greeting"),
    ("@login\n@closed C", "no-quit"),
    ("@login\nC: DELE 1\nS: +OK\n@closed C", "marks-lost"),
    ("@login\n@lost", ""),
    ("@tls\nS: +OK\nC: USER\nS: -ERR\n@closed S", "missing-argument closed-unasked"),
    ("@tls\nS: +OK\nC: USER\nS: -ERR\n@wait 600\n@closed S", "missing-argument"),
    // ---- replies
    ("S: +ok", "status-not-upper-case"),
    ("S: +OKready", "malformed-status"),
    ("@login\nC: NOOP\nS: + fine", "plus-status"),
    ("@login\nC: NOOP\nS: 250 fine", "not-a-reply"),
    ("@login\nC: NOOP\nS: +OK\nS: +OK\nC: NOOP\nS: +OK", "unasked-reply"),
    ("S: -ERR too many connections\n@closed S", "negative-greeting"),
    ("S: +OK \\xd0\\xb4\\xd0\\xb0", "non-ascii-reply"),
    ("S: +OK\nC: LANG ru\nS: +OK ru \\xd0\\xb4\\xd0\\xb0\nC: QUIT\nS: +OK \\xd0\\xb4\\xd0\\xb0", ""),
    ("S: +OK\nC: LANG\nS: +OK\nS: ru \\xd0\\xb4\\xd0\\xb0\nS: .\nC: QUIT\nS: +OK", ""),
    ("S: +OK\nC: LANG ru\nS: +OK ru\nC: STLS\nS: -ERR", "stls-refused"),
    ("S: +OK\nC: LANG ru\nS: +OK ru\nC: USER \\xd0\\xb4\nS: +OK", "non-ascii-command"),
    ("S: +OK \\x1b[2J", "control-in-reply"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5\n@closed S", "unterminated"),
    ("@login\nC: LIST\nC: STAT\nS: +OK\nS: 1 5\nS: +OK 1 5", "pipelining-unannounced unterminated"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\n@closed C", "cut-short no-quit"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b", "cut-short"),
    ("@login\nC: NOOP\n@reset S", "unanswered-command"),
    (
        "@tls\nS: +OK\nC: USER amy\nS: +OK\nC: PASS x\nC: USER amy\nS: -ERR wrong\n@closed S",
        "pipelining-unannounced login-refused",
    ),
    ("@login\nC: QUIT\nS: +OK\n@closed S", ""),
    ("@login\n@wait 900\nS: -ERR autologout\n@closed S", "autologout-reply"),
    ("@login\n@wait 300\nS: -ERR Disconnected for inactivity.\n@closed S", "autologout-reply autologout-too-early"),
    // ---- response codes
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: PASS x\nS: -ERR [IN-USE] busy", "in-use login-refused"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: PASS x\nS: -ERR [LOGIN-DELAY] later", "login-delayed login-refused"),
    ("@login\nC: STAT\nS: -ERR [SYS/TEMP/disk] later", "temporary-failure"),
    ("@login\nC: STAT\nS: -ERR [SYS/PERM] never", "permanent-failure"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: PASS x\nS: -ERR [AUTH] no", "credentials-refused login-refused"),
    ("@login\nC: RETR 1\nS: -ERR [UTF8] no", "utf8-needed"),
    ("@login\nC: CAPA\nS: +OK\nS: RESP-CODES\nS: .\nC: STAT\nS: -ERR [MOON] full", "unknown-response-code"),
    ("@login\nC: STAT\nS: -ERR [MOON] full", ""),
    (
        "@login\nC: CAPA\nS: +OK\nS: UIDL\nS: .\nC: STAT\nS: -ERR [SYS/TEMP]",
        "temporary-failure response-code-unannounced",
    ),
    ("@login\nC: STAT\nS: -ERR [IN-USE]", "misplaced-response-code"),
    ("@login\nC: NOOP\nS: +OK [SYS/TEMP]", "misplaced-response-code"),
    // ---- capabilities
    ("S: +OK\nC: CAPA\nS: -ERR", "capa-refused"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: .", "empty-capa"),
    ("S: +OK\nC: CAPA\nS: +OK\nS:  TOP\nS: UIDL\nS: .", "malformed-capability"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: top\nS: .", "repeated-capability"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: APOP\nS: X-MOON\nS: .", "unknown-capability"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: SASL\nS: .", "sasl-without-mechanism"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: EXPIRE 0\nS: .", "expire-zero"),
    (
        "@tls\nS: +OK\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK\n\
         C: CAPA\nS: +OK\nS: SASL PLAIN\nS: TOP\nS: .",
        "capability-vanishes",
    ),
    (
        "@tls\nS: +OK\nC: CAPA\nS: +OK\nS: USER\nS: EXPIRE 60\nS: LOGIN-DELAY 9 USER\nS: .\nC: USER amy\nS: +OK\n\
         C: PASS x\nS: +OK\nC: CAPA\nS: +OK\nS: USER\nS: EXPIRE 30\nS: LOGIN-DELAY 5\nS: .",
        "capability-differs",
    ),
    ("@login\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: TOP 1 0\nS: -ERR Unknown command", "capability-refused"),
    ("@login\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: TOP 1 0\nS: -ERR no such message", ""),
    ("@login\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: UIDL\nS: +OK\nS: .", "unannounced-command"),
    ("@tls\nS: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK", "unannounced-command"),
    ("S: +OK\nC: CAPA\nS: +OK\nS: TOP\nS: .\nC: AUTH CRAM-MD5\nS: -ERR", "auth-unannounced login-refused"),
    (
        "@tls\nS: +OK\nC: CAPA\nS: -ERR\nC: AUTH PLAIN AGEAYg==\nS: -ERR",
        "capa-refused initial-response-unannounced login-refused",
    ),
    ("@login\nC: NOOP\nC: NOOP\nS: +OK\nS: +OK", "pipelining-unannounced"),
    ("@login\nC: CAPA\nS: +OK\nS: PIPELINING\nS: .\nC: NOOP\nC: NOOP\nS: +OK\nS: +OK", ""),
    // ---- logins
    ("S: +OK\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK", "cleartext-password"),
    ("S: +OK\nC: AUTH PLAIN AGEAYg==\nS: +OK", "cleartext-password"),
    ("@tls\nS: +OK\nC: USER amy\nS: +OK\nC: PASS x\nS: -ERR no", "login-refused"),
    (
        "@tls\nS: +OK\nC: USER a\nS: +OK\nC: PASS x\nS: -ERR\nC: USER a\nS: +OK\nC: PASS y\nS: -ERR\n\
         C: USER a\nS: +OK\nC: PASS z\nS: -ERR\nC: USER a\nS: +OK\nC: PASS w\nS: -ERR",
        "login-refused login-refused login-refused password-guessing login-refused",
    ),
    (
        "@tls\nS: +OK\nC: USER a\nS: +OK\nC: PASS x\nS: -ERR\nC: USER a\nS: +OK\nC: PASS x\nS: -ERR",
        "login-refused same-password-again login-refused",
    ),
    ("S: +OK\nC: USER eve\nS: -ERR nobody of that name", "user-refused"),
    ("S: +OK <1.2@host>\nC: APOP amy c4c9334bac560ecc979e58001b3e22fb\nS: +OK", "apop-md5"),
    ("S: +OK\nC: APOP amy c4c9334bac560ecc979e58001b3e22fb\nS: +OK", "apop-md5 apop-without-timestamp"),
    ("S: +OK <now>", "malformed-timestamp"),
    ("S: +OK <1@host>\n@closed C\n@open\nS: +OK <1@host>", "repeated-timestamp"),
    ("S: +OK <1@host>\n@closed C\n@open\nS: +OK <2@host>", ""),
    ("@tls\nS: +OK\nC: AUTH PLAIN\nS= + \\r\\n\nC: *\nS: +OK", "cancel-accepted"),
    ("@tls\nS: +OK\nC: AUTH PLAIN\nS= + \\r\\n\nC: *\nS: -ERR", ""),
    ("@tls\nS: +OK\nC: AUTH PLAIN\nS= + \\r\\n\nC: AGE=AYg=\nS: -ERR", "not-base64 login-refused"),
    ("@tls\nS: +OK\nC: AUTH LOGIN\nS: + User name?\nC: *\nS: -ERR", "not-base64"),
    ("@login\nC: QUIT\nS: +OK\n@closed S\n@open\nS: +OK\nC: USER amy\nS: +OK\nC: PASS other\nS: +OK", "two-passwords"),
    ("@login\nC: QUIT\nS: +OK\n@closed S\n@open\n@login", ""),
    (
        "@tls\nS: +OK <1@a>\nC: APOP amy c4c9334bac560ecc979e58001b3e22fb\nS: +OK\nC: QUIT\nS: +OK\n@closed S\n\
         @open\nS: +OK <2@a>\nC: APOP amy c4c9334bac560ecc979e58001b3e22fb\nS: +OK",
        "apop-md5 apop-md5 digest-repeated",
    ),
    ("@login\n@open\n@login", "maildrop-shared"),
    ("@login\nC: QUIT\nS: +OK\n@open\n@login", ""),
    // ---- TLS
    (
        "S: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: USER\nS: .\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK",
        "cleartext-password clear-though-stls",
    ),
    ("S: +OK\nC: STLS\nS: -ERR not today", "stls-refused"),
    ("S: +OK\nC: STLS\n@meddled STLS\nS: -ERR not today", "stls-stripped stls-refused"),
    (
        "S: +OK\nC: STLS\nS: -ERR\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK",
        "stls-refused cleartext-password clear-after-refused-stls",
    ),
    ("@tls\nS: +OK\nC: STLS\nS: -ERR", "stls-in-tls"),
    ("@tls\nS: +OK\nC: CAPA\nS: -ERR\nC: USER amy\nS: +OK\nC: PASS x\nS: +OK\nC: UIDL\nS: +OK\nS: .", "capa-refused"),
    ("@tls\nS: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .", "stls-announced-in-tls"),
    ("S: +OK\nC= STLS\\r\\nCAPA\\r\\n\nS: -ERR", "pipelining-unannounced command-behind-stls stls-refused"),
    ("S: +OK\nC: STLS\nS: +OK\nC: CAPA", "clear-after-stls"),
    ("S: +OK\nC: STLS\nS: +OK\nS: +OK injected", "clear-after-stls"),
    ("S: +OK\nC: STLS\nS: +OK\nC= \\x16\\x03\\x01\\0\\x05hello\nS= \\x16\\x03\\x03\\0\\x05hello", ""),
    ("S: +OK\nC: UTF8\nS: +OK\nC: STLS\nS: -ERR", "stls-after-utf8 stls-refused"),
    ("@port 995\nS: +OK", "clear-on-tls-port"),
    // ---- numbers and lists
    ("@login\nC: STAT\nS: +OK two messages", "malformed-drop-listing"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5\nS: two\nS: .", "malformed-listing"),
    ("@login\nC: LIST\nS: +OK\nS: 1  5\nS: .", "malformed-listing"),
    ("@login\nC: LIST 1\nS: +OK fine", "malformed-listing"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5 extra\nS: .", "extra-in-listing"),
    ("@login\nC: STAT\nS: +OK 1 5 extra", "extra-in-listing"),
    ("@login\nC: LIST\nS: +OK\nS: 0 5\nS: 1 5\nS: .", "listing-from-zero"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5\nS: 1 5\nS: .", "repeated-number"),
    ("@login\nC: LIST\nS: +OK\nS: 2 5\nS: 1 5\nS: .", "not-ascending"),
    ("@login\nC: LIST 2\nS: +OK 1 5", "wrong-number-listed"),
    ("@login\nC: UIDL 2\nS: +OK 1 abc", "wrong-number-listed"),
    ("@login\nC: STAT\nS: +OK 1 5\nC: STAT\nS: +OK 2 10", "count-changed"),
    ("@login\nC: STAT\nS: +OK 2 5\nC: LIST\nS: +OK\nS: 1 5\nS: .", "count-differs"),
    ("@login\nC: STAT\nS: +OK 1 5\nC: RETR 2\nS: -ERR", "number-beyond-maildrop"),
    ("@login\nC: STAT\nS: +OK 1 5\nC: DELE 2\nS: +OK", "number-beyond-maildrop number-beyond-accepted"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5\nS: .\nC: RETR 1\nS: -ERR", "listed-message-refused"),
    ("@login\nC: LIST\nS: +OK\nS: 1 5\nS: .\nC: RETR 1\nS: -ERR [SYS/TEMP] later", "temporary-failure"),
    (
        "@login\nC: UIDL\nS: +OK\nS: 1 b\nS: 2 c\nS: .\nC: QUIT\nS: +OK\n@closed S\n\
         @open\n@login\nC: UIDL\nS: +OK\nS: 1 a\nS: 2 b\nS: 3 c\nS: .",
        "older-message-appears",
    ),
    (
        "@login\nC: UIDL\nS: +OK\nS: 1 b\nS: 2 c\nS: .\nC: QUIT\nS: +OK\n@closed S\n\
         @open\n@login\nC: UIDL\nS: +OK\nS: 1 c\nS: 2 d\nS: .",
        "",
    ),
    // ---- sizes
    ("@login\nC: LIST\nS: +OK\nS: 1 5\nS: .\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: .", "size-differs"),
    ("@login\nC: STAT\nS: +OK 1 6\nC: LIST\nS: +OK\nS: 1 5\nS: .", "sum-differs"),
    ("@login\nC: LIST 1\nS: +OK 1 5\nC: LIST 1\nS: +OK 1 6", "listed-size-changed"),
    ("@login\nC: RETR 1\nS: +OK 5 octets\nS: A: b\nS: \nS: .", "announced-size-differs"),
    ("@login\nC: TOP 1 1\nS: +OK\nS: A: b\nS: \nS: one\nS: two\nS: .", "top-too-long"),
    // ---- deletion marks
    ("@login\nC: DELE 1\nS: +OK\nC: RETR 1\nS: -ERR", "marked-named"),
    ("@login\nC: DELE 1\nS: +OK\nC: LIST 1\nS: +OK 1 5", "marked-named marked-accepted"),
    ("@login\nC: DELE 1\nS: +OK\nC: DELE 1\nS: +OK", "marked-named marked-twice"),
    ("@login\nC: DELE 1\nS: +OK\nC: LIST\nS: +OK\nS: 1 5\nS: .", "marked-listed"),
    ("@login\nC: STAT\nS: +OK 2 9\nC: DELE 1\nS: +OK\nC: STAT\nS: +OK 2 9", "marked-counted"),
    ("@login\nC: DELE 1\nS: +OK\n@reset S", "marks-lost"),
    ("@login\nC: DELE 1\nS: +OK\nC: QUIT\n@lost", "marks-in-doubt"),
    ("@login\nC: DELE 1\nS: +OK\nC: QUIT\nS: -ERR some deleted messages not removed", "update-failed"),
    ("@login\nC: STAT\nS: +OK 2 9\nC: DELE 1\nS: +OK\nC: RSET\nS: +OK\nC: STAT\nS: +OK 1 5", "rset-without-effect"),
    ("@login\nC: DELE 1\nS: +OK\nC: RSET\nS: +OK\nC: RETR 1\nS: -ERR", "rset-without-effect"),
    (
        "@login\nC: STAT\nS: +OK 2 9\nC: DELE 1\nS: +OK\n@reset S\n@open\n@login\nC: STAT\nS: +OK 1 5",
        "marks-lost spared-message-gone",
    ),
    (
        "@login\nC: UIDL\nS: +OK\nS: 1 a\nS: 2 b\nS: .\nC: DELE 1\nS: +OK\n@reset S\n\
         @open\n@login\nC: UIDL\nS: +OK\nS: 1 b\nS: 2 c\nS: .",
        "marks-lost spared-message-gone",
    ),
    ("@login\nC: STAT\nS: +OK 2 9\nC: DELE 1\nS: +OK\n@reset S\n@open\n@login\nC: STAT\nS: +OK 3 13", "marks-lost"),
    (
        "@login\nC: STAT\nS: +OK 2 9\nC: DELE 1\nS: +OK\nC: QUIT\n@reset S\n@open\n@login\nC: STAT\nS: +OK 1 5",
        "unanswered-command marks-in-doubt",
    ),
    // ---- unique-ids
    ("@login\nC: UIDL\nS: +OK\nS: 1 \\xd0\\xb4\nS: .", "malformed-unique-id"),
    ("@login\nC: UIDL\nS: +OK\nS: 1 abc def\nS: .", "text-behind-unique-id"),
    ("@login\nC: UIDL\nS: +OK\nS: 1 abc\nS: 2 abc\nS: .", "repeated-unique-id"),
    (
        "@login\nC: LIST\nS: +OK\nS: 1 5\nS: .\nC: UIDL 1\nS: +OK 1 abc\nC: QUIT\nS: +OK\n@closed S\n\
         @open\n@login\nC: UIDL 1\nS: +OK 1 abc\nC: LIST 1\nS: +OK 1 7",
        "reused-unique-id",
    ),
    ("@login\nC: UIDL 1\nS: +OK 1 abc\nC: UIDL 1\nS: +OK 1 abd", "unique-id-changed"),
    // ---- messages
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: .hidden\nS: .", "stuffing-forgotten"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: \nS: a\\0b\nS: .", "nul-in-message"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: \\xe9\nS: \nS: \\xe9\nS: .", "non-ascii-head"),
    ("@login\nC: RETR 1\nS: +OK\nS: From amy\nS: A: b\nS: \nS: text\nS: .", "malformed-head"),
    ("@login\nC: RETR 1\nS: +OK\nS: A: b\nS: just text\nS: .", "no-blank-line"),
    ("@login\nC: RETR 1\nS: +OK\nS: .", "empty-message"),
    // ---- the recording
    ("@login\n@gap C 5", "octets-missing"),
    ("@login\n@conflict S 2", "conflicting-octets"),
];
