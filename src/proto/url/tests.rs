//! The examples of RFC 2384, and what is no POP URL.

use super::*;

#[track_caller]
fn reads(text: &str, user: Option<&str>, auth: Option<&UrlAuth>, host: &str, port: u16) {
    let url: PopUrl = text.parse().expect("a POP URL");
    assert_eq!((url.user.as_deref(), url.auth(), url.host.as_str(), url.port()), (user, auth, host, port));
    assert_eq!(url.to_string().parse(), Ok(url), "what is printed means the same");
}

#[track_caller]
fn refuses(text: &str, expected: PopUrlError) {
    assert_eq!(text.parse::<PopUrl>(), Err(expected), "{text}");
}

#[test]
fn the_examples_of_rfc_2384_are_read() {
    reads("pop://rg@mailsrv.qualcomm.com", Some("rg"), Some(&UrlAuth::Any), "mailsrv.qualcomm.com", 110);
    reads("pop://rg;AUTH=+%41pop@mail.eudora.com", Some("rg"), Some(&UrlAuth::Apop), "mail.eudora.com", 110);
    reads("pop://rg;AUTH=+APOP@mail.eudora.com:8110", Some("rg"), Some(&UrlAuth::Apop), "mail.eudora.com", 8110);
    let scram = UrlAuth::Sasl("SCRAM-MD5".to_owned());
    reads("pop://baz;AUTH=SCRAM-MD5@foo.bar", Some("baz"), Some(&scram), "foo.bar", 110);
}

#[test]
fn all_but_the_host_may_be_left_out() {
    reads("pop://localhost", None, None, "localhost", 110);
    reads("POP://127.0.0.1:1110", None, None, "127.0.0.1", 1110);
    reads("pop://[::1]:1110", None, None, "::1", 1110);
    reads("pop://[2001:db8::1]", None, None, "2001:db8::1", 110);
    reads("pop://;auth=*@h", None, Some(&UrlAuth::Any), "h", 110);
    reads("pop://a;AUTH=*@h", Some("a"), Some(&UrlAuth::Any), "h", 110);
    reads("pop://a;AUTH=+X-OWN@h", Some("a"), Some(&UrlAuth::Extension("X-OWN".to_owned())), "h", 110);
}

#[test]
fn what_is_not_safe_is_written_with_percent_signs() {
    reads("pop://amy%20b%3b%40x;AUTH=plain@h", Some("amy b;@x"), Some(&UrlAuth::Sasl("PLAIN".into())), "h", 110);
    reads("pop://%D0%B8%D0%B2%D0%B0%D0%BD@h", Some("иван"), Some(&UrlAuth::Any), "h", 110);
    let url: PopUrl = "pop://amy%20b@h".parse().expect("a POP URL");
    assert_eq!(url.to_string(), "pop://amy%20b@h");
    refuses("pop://amy b@h", PopUrlError::Reserved(' '));
    refuses("pop://иван@h", PopUrlError::Reserved('и'));
    refuses("pop://a@b@h", PopUrlError::Reserved('@'));
    refuses("pop://a%2@h", PopUrlError::BadEscape);
    refuses("pop://a%ff@h", PopUrlError::NotText);
    refuses("pop://a%0D%0ADELE%201@h", PopUrlError::NotText);
}

#[test]
fn a_password_is_refused_with_a_reason() {
    refuses("pop://amy:sesame@h", PopUrlError::Password);
    assert!(PopUrlError::Password.to_string().contains("RFC 2384"));
}

#[test]
fn what_is_no_pop_url_is_refused() {
    for text in ["", "pop:", "imap://h", "pops://h", "//h", "h:110", "рор://h"] {
        refuses(text, PopUrlError::NotPop);
    }
    refuses("pop://", PopUrlError::NoHost);
    refuses("pop://a@", PopUrlError::NoHost);
    refuses("pop://a@:110", PopUrlError::NoHost);
    refuses("pop://@h", PopUrlError::NotText);
    refuses("pop://a;AUTH=@h", PopUrlError::BadAuth);
    refuses("pop://a;AUTH=+@h", PopUrlError::BadAuth);
    refuses("pop://a;TYPE=x@h", PopUrlError::BadAuth);
    refuses("pop://a;AUTH=a.b@h", PopUrlError::BadAuth);
    refuses("pop://h/", PopUrlError::Path);
    refuses("pop://h_x", PopUrlError::BadHost);
    refuses("pop://[::g]", PopUrlError::BadHost);
    for port in ["0", "65536", "+1", "", "1a"] {
        refuses(&format!("pop://h:{port}"), PopUrlError::BadPort);
    }
}
