//! What came after RFC 1939: response codes, LOGIN-DELAY, EXPIRE, PIPELINING, STLS, UTF8, LANG.

use std::time::Duration;

use super::FIRST;
use super::SECOND;
use super::Table;
use crate::proto::auth::apop_digest;
use crate::proto::secret::Secret;
use crate::session::Fact;
use crate::sim::Profile;
use crate::sim::Store;
use crate::sim::profile::Policy;
use crate::sim::profile::TlsOffer;
use crate::sim::profile::Utf8Offer;
use crate::sim::store::Account;
use crate::sim::terms::Expire;
use crate::sim::terms::Terms;
use crate::sim::terms::Trouble;
use crate::sim::tongue::Tongue;

const DAY: Duration = Duration::from_hours(24);

fn coded() -> Profile {
    Profile { resp_codes: true, auth_resp_code: true, ..Profile::default() }
}

/// A server with UTF-8 mode, and ivan whose name and password are beyond ASCII.
fn beyond_ascii(utf8: Utf8Offer) -> Table {
    let profile = Profile { utf8, languages: Tongue::ALL.to_vec(), tls: TlsOffer::Stls, apop: true, ..coded() };
    let mut table = Table::with(profile, |store: &mut Store| {
        let ivan = Account { user: "йван".into(), password: Some(Secret::new("сезам")), secret: None };
        let olga = Account { user: "ольга".into(), password: None, secret: Some(Secret::new("секрет")) };
        for account in [ivan, olga] {
            store.add_account(account).expect("a new user");
        }
        for text in ["Subject: Обед\n\nx\n", "Subject: Lunch\n\nОбед\n"] {
            store.deliver("йван", text.as_bytes(), None).expect("a user");
        }
    });
    table.world.connect(FIRST).expect("no connection yet");
    table
}

fn login_in_russian(table: &mut Table) {
    table.talk(&[("USER йван", "+OK"), ("PASS сезам", "+OK")]);
}

#[test]
fn f30_codes_are_sent_only_where_they_are_announced() {
    let troubled = |profile: Profile, trouble| {
        let mut table = Table::with(profile, |store: &mut Store| {
            store.ledger_mut().set_terms("amy", Terms { trouble: Some(trouble), ..Terms::default() });
        });
        table.world.connect(FIRST).expect("no connection yet");
        table.says(FIRST, "USER amy");
        table.says(FIRST, "PASS open sesame")
    };
    assert_eq!(
        troubled(Profile::default(), Trouble::Temporary),
        "-ERR the maildrop cannot be opened now, try again later"
    );
    assert!(troubled(coded(), Trouble::Temporary).starts_with("-ERR [SYS/TEMP] the maildrop"));
    assert!(troubled(coded(), Trouble::Permanent).starts_with("-ERR [SYS/PERM] the maildrop"));
    for (profile, expected) in [
        (Profile::default(), "-ERR name or password is wrong"),
        (Profile { auth_resp_code: false, ..coded() }, "-ERR name or password is wrong"),
        (coded(), "-ERR [AUTH] name or password is wrong"),
    ] {
        let mut table = Table::connected(profile);
        table.talk(&[("USER amy", "+OK"), ("PASS wrong", expected)]);
    }
    let mut table = Table::connected(Profile { unknown_users: Policy::Refuse, ..coded() });
    table.talk(&[("USER nobody", "-ERR [AUTH] never heard"), ("CAPA", "+OK"), ("STAT", "-ERR STAT is not allowed")]);
    assert!(table.says(FIRST, "CAPA").contains("\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n"));
}

#[test]
fn f30_a_session_that_meets_trouble_stays_in_authorization() {
    let mut table = Table::with(coded(), |store: &mut Store| {
        store.ledger_mut().set_terms("amy", Terms { trouble: Some(Trouble::Permanent), ..Terms::default() });
    });
    table.world.connect(FIRST).expect("no connection yet");
    table.talk(&[("USER amy", "+OK"), ("PASS wrong", "-ERR [AUTH]"), ("USER amy", "+OK")]);
    table.talk(&[
        ("PASS open sesame", "-ERR [SYS/PERM]"),
        ("STAT", "-ERR STAT is not allowed in the AUTHORIZATION state"),
    ]);
    assert_eq!(table.world.site().store.locked_by("amy"), None);
}

#[test]
fn f31_login_delay_counts_from_the_last_login_that_succeeded() {
    let mut table = Table::connected(Profile { login_delay: Some(Duration::from_mins(5)), ..coded() });
    table.talk(&[("USER amy", "+OK"), ("PASS wrong", "-ERR [AUTH]"), ("USER amy", "+OK"), ("PASS open sesame", "+OK")]);
    table.talk(&[("QUIT", "+OK")]);
    table.world.connect(FIRST).expect("closed");
    table.talk(&[("USER amy", "+OK"), ("PASS wrong", "-ERR [AUTH]"), ("USER amy", "+OK")]);
    table.talk(&[("PASS open sesame", "-ERR [LOGIN-DELAY] too little time has passed since the last login")]);
    // A login that was refused for being too early does not put the next one off.
    table.world.advance(Duration::from_mins(5));
    table.talk(&[("USER amy", "+OK"), ("PASS open sesame", "+OK")]);
    // The time of one user is no matter of another.
    table.world.connect(SECOND).expect("no connection yet");
    let mut table =
        Table::logged_in(Profile { login_delay: Some(Duration::from_mins(5)), apop: true, ..Profile::default() });
    table.world.connect(SECOND).expect("no connection yet");
    let line = table.world.client(SECOND).apop_line("bob", b"tanstaaf").expect("a timestamp");
    assert!(table.says(SECOND, &line).starts_with("+OK"));
}

#[test]
fn f31_expire_0_takes_retr_for_an_implicit_dele_if_the_site_says_so() {
    for (implicit_dele, left) in [(false, 2), (true, 1)] {
        let profile = Profile { expire: Some(Expire::Days(0)), implicit_dele, ..Profile::default() };
        let mut table = Table::logged_in(profile);
        table.talk(&[("TOP 1 0", "+OK"), ("RETR 2", "+OK"), ("RETR 9", "-ERR"), ("DELE 3", "+OK"), ("STAT", "+OK 2 ")]);
        table.talk(&[("QUIT", "+OK goodbye")]);
        assert_eq!(table.stored(), left, "TOP leaves a message where it is");
    }
    let profile = Profile { expire: Some(Expire::Days(0)), implicit_dele: true, ..Profile::default() };
    let mut table = Table::logged_in(profile);
    table.talk(&[("RETR 1", "+OK")]);
    table.lose_line(FIRST);
    assert_eq!(table.stored(), 3, "without QUIT there is no UPDATE, and nothing is removed");
}

#[test]
fn f31_f40_expire_removes_what_has_lain_for_so_many_days_outside_of_the_protocol() {
    let mut table = Table::logged_in(Profile { expire: Some(Expire::Days(30)), ..Profile::default() });
    table.world.advance(10 * DAY);
    table.world.deliver("amy", b"Subject: late\n\nx\n", None).expect("a user");
    table.world.advance(20 * DAY);
    assert_eq!(table.stored(), 1, "the late one has lain for twenty days only");
    table.talk(&[("STAT", "+OK 3 "), ("RETR 1", "+OK"), ("QUIT", "+OK")]);
    table.world.connect(FIRST).expect("closed");
    table.login(FIRST);
    table.talk(&[("STAT", "+OK 1 ")]);
    table.world.advance(10 * DAY);
    assert_eq!(table.stored(), 0);
    let removed: Vec<usize> = table
        .facts()
        .iter()
        .filter_map(|fact| if let Fact::MailRemoved { unique_ids, .. } = fact { Some(unique_ids.len()) } else { None })
        .collect();
    assert_eq!(removed, [3, 1]);
}

#[test]
fn f31_expire_never_and_the_terms_of_one_user_keep_mail() {
    let mut table =
        Table::with(Profile { expire: Some(Expire::Days(1)), ..Profile::default() }, |store: &mut Store| {
            store.ledger_mut().set_terms("amy", Terms { expire: Some(Expire::Never), ..Terms::default() });
            store.deliver("bob", b"Subject: x\n\nx\n", None).expect("a user");
        });
    table.world.advance(400 * DAY);
    assert_eq!((table.stored(), table.world.site().store.mails("bob").count()), (3, 0));
}

#[test]
fn f33_what_was_agreed_in_the_clear_is_forgotten_under_tls() {
    let mut table = beyond_ascii(Utf8Offer::None);
    table.talk(&[("LANG ru", "+OK ru теперь"), ("STLS", "+OK начинайте TLS"), ("NOOP", "-ERR NOOP is not allowed")]);
}

#[test]
fn f35_utf8_is_a_command_of_authorization_and_stls_cannot_follow_it() {
    let mut table = beyond_ascii(Utf8Offer::Mode);
    assert!(table.says(FIRST, "CAPA").contains("\r\nSTLS\r\nUTF8\r\nLANG\r\n"));
    table.talk(&[("UTF8 on", "-ERR UTF8: too many"), ("UTF8", "+OK UTF-8 mode is on"), ("UTF8", "+OK")]);
    assert!(!table.says(FIRST, "CAPA").contains("STLS"), "it is not permitted any more");
    table.talk(&[("STLS", "-ERR STLS cannot follow UTF8")]);
    table.login(FIRST);
    table.talk(&[("UTF8", "-ERR UTF8 is not allowed in the TRANSACTION state")]);
    let mut table = Table::connected(Profile::default());
    table.talk(&[("UTF8", "-ERR unknown command"), ("LANG", "-ERR unknown command")]);
}

#[test]
fn f35_a_message_that_needs_utf8_is_refused_outside_of_the_mode() {
    let mut table = beyond_ascii(Utf8Offer::User);
    login_in_russian(&mut table);
    for line in ["RETR 1", "TOP 1 0", "LIST 1"] {
        table.talk(&[(line, "-ERR [UTF8] this message needs UTF-8 mode")]);
    }
    table.talk(&[("LIST", "+OK 2 messages"), ("UIDL 1", "+OK 1 "), ("RETR 2", "+OK"), ("RETR 3", "-ERR no such")]);
    table.talk(&[("DELE 1", "+OK"), ("RETR 1", "-ERR message 1 already deleted"), ("RSET", "+OK"), ("QUIT", "+OK")]);
    table.world.connect(FIRST).expect("closed");
    table.talk(&[("UTF8", "+OK")]);
    login_in_russian(&mut table);
    assert!(table.says(FIRST, "RETR 1").contains("Subject: Обед\r\n"));
    table.talk(&[("LIST 1", "+OK 1 24"), ("TOP 1 0", "+OK")]);
}

#[test]
fn f35_names_and_passwords_beyond_ascii_need_utf8_user() {
    for offer in [Utf8Offer::None, Utf8Offer::Mode] {
        let mut table = beyond_ascii(offer);
        table.talk(&[("USER йван", "-ERR USER: the argument holds octets"), ("USER amy", "+OK")]);
        table.talk(&[
            ("PASS сезам", "-ERR PASS: the argument holds octets"),
            ("PASS open sesame", "-ERR say USER first"),
        ]);
    }
    let mut table = beyond_ascii(Utf8Offer::User);
    let decomposed = "USER и\u{306}ван";
    table.talk(&[("USER \u{e000}", "-ERR USER"), (decomposed, "+OK"), ("PASS \u{e000}", "-ERR [AUTH]")]);
    table.talk(&[(decomposed, "+OK"), ("PASS се\u{ad}зам", "+OK ????'s maildrop has 2 messages")]);
}

#[test]
fn f35_apop_is_computed_from_prepared_names_and_secrets() {
    let mut table = beyond_ascii(Utf8Offer::User);
    let line = table.world.client(FIRST).apop_line("ольга", "секрет".as_bytes()).expect("a timestamp");
    table.talk(&[(&line, "+OK ?????'s maildrop has 0 messages")]);
    assert_eq!(apop_digest(b"<1@a>", "é".as_bytes()), apop_digest(b"<1@a>", "e\u{301}".as_bytes()));
}

#[test]
fn f36_lang_names_the_language_it_chooses_and_speaks_it_at_once() {
    let mut table = beyond_ascii(Utf8Offer::None);
    let list = "+OK language listing follows\r\nen English\r\nru Русский\r\n.";
    assert_eq!(table.says(FIRST, "LANG"), list);
    table.talk(&[
        ("LANG MUL", "-ERR no such language here"),
        ("LANG ru-RU", "-ERR"),
        ("LANG en ru", "-ERR LANG: too many"),
    ]);
    table.talk(&[
        ("LANG RU", "+OK ru теперь ответы"),
        ("LANG MUL", "-ERR такого языка здесь нет"),
        ("loop", "-ERR неизвестная"),
    ]);
    table.talk(&[("USER amy", "+OK назовите пароль"), ("LANG en", "-ERR после USER"), ("USER amy", "+OK")]);
    table.talk(&[
        ("PASS open sesame", "+OK ящик amy открыт, сообщений: 3"),
        ("STAT", "+OK 3 "),
        ("RETR 1", "+OK октетов: 19"),
    ]);
    table.talk(&[
        ("LANG *", "+OK en the replies are in English now"),
        ("NOOP now", "-ERR NOOP: too many"),
        ("LANG ru", "+OK ru"),
    ]);
    table.talk(&[("UIDL 9", "-ERR сообщения 9 нет"), ("QUIT", "+OK до свидания")]);
}

#[test]
fn f36_each_session_has_its_own_language() {
    let mut table = beyond_ascii(Utf8Offer::None);
    table.world.connect(SECOND).expect("no connection yet");
    table.talk(&[("LANG ru", "+OK ru")]);
    assert!(table.says(SECOND, "NOOP").starts_with("-ERR NOOP is not allowed"));
    table.talk(&[("NOOP", "-ERR команда NOOP в состоянии AUTHORIZATION недопустима")]);
    let mut ru_first =
        Table::connected(Profile { languages: vec![Tongue::Russian, Tongue::English], ..Profile::default() });
    ru_first.talk(&[("NOOP", "-ERR NOOP is not"), ("LANG *", "+OK ru"), ("NOOP", "-ERR команда")]);
}
