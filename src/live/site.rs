//! What a live server serves: maildrops, and who may open them with what.

use std::time::Duration;

use crate::proto::Command;
use crate::proto::secret::Secret;
use crate::sim::Mail;
use crate::sim::Store;
use crate::sim::store::Account;

pub use crate::sim::profile::Mechanism;
pub use crate::sim::profile::Profile;
pub use crate::sim::profile::TlsOffer;
pub use crate::sim::server::Site;

/// What is wanted of a server beside its maildrops.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// How the server presents itself; otherwise as it does anyway.
    pub profile: Option<Box<Profile>>,
    /// The greeting has a timestamp, and APOP is there.
    pub apop: bool,
    /// The time from one login to the next; otherwise that of the profile.
    pub login_delay: Option<Duration>,
    /// The mechanisms of AUTH; none means those that the server has anyway.
    pub mechanisms: Vec<Mechanism>,
}

/// Who may open a maildrop, for people who want to try.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name of the mailbox.
    pub user: String,
    /// The password, or the secret of APOP and CRAM-MD5.
    pub secret: Option<Secret>,
    /// Whether there is a secret only: USER and PASS do not open this maildrop.
    pub secret_only: bool,
    /// How many messages there are.
    pub messages: usize,
    /// Their octets.
    pub octets: u64,
}

/// A mechanism by its name on the wire.
pub fn mechanism(name: &str) -> Result<Mechanism, String> {
    let found = Mechanism::ALL.into_iter().find(|mechanism| mechanism.name().eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let names: Vec<_> = Mechanism::ALL.iter().map(|mechanism| mechanism.name()).collect();
        format!("the mechanisms are {}", names.join(", "))
    })
}

/// A profile that comes with the program, by its name.
pub fn profile(name: &str) -> Result<Box<Profile>, String> {
    Profile::named(name).map(Box::new).ok_or_else(|| {
        let names: Vec<_> = Profile::names().collect();
        format!("the profiles are {}", names.join(", "))
    })
}

/// Whether a name can be said in USER.
#[must_use]
pub fn is_user(name: &str) -> bool {
    matches!(Command::parse(format!("USER {name}")), Ok(Command::User { name: read }) if read == name)
}

/// A server with these mails in the maildrop of each user. They share the octets.
#[must_use]
pub fn of_mails(mails: &[Mail], users: &[String], password: &str) -> Site {
    let mut store = Store::new();
    for user in users {
        let secret = Some(Secret::new(password));
        let account = Account { user: user.as_str().into(), password: secret.clone(), secret };
        // A user who is named twice has one maildrop.
        if store.add_account(account).is_ok() {
            for mail in mails {
                store.deliver_copy(user, mail).expect("the unique-ids of a folder are unique");
            }
        }
    }
    Site { store, ..Site::default() }
}

impl Wanted {
    /// The server as it is wanted. With another profile, APOP or AUTH one secret serves for all ways to log in.
    #[must_use]
    pub fn of(&self, mut site: Site) -> Site {
        if let Some(profile) = &self.profile {
            site.profile = Profile::clone(profile);
        }
        if self.profile.is_some() || self.apop || !self.mechanisms.is_empty() {
            site.store = with_one_secret(&site.store);
        }
        site.profile.apop |= self.apop;
        if self.login_delay.is_some() {
            // The reason is told in a response code (RFC 2449 §8.1.1).
            site.profile.login_delay = self.login_delay;
            site.profile.resp_codes = true;
        }
        if !self.mechanisms.is_empty() {
            site.profile.mechanisms.clone_from(&self.mechanisms);
        }
        site
    }
}

fn with_one_secret(store: &Store) -> Store {
    let mut whole = Store::new();
    for user in store.users() {
        let Some(account) = store.account(user) else { continue };
        let secret = account.password.clone().or_else(|| account.secret.clone());
        let account = Account { password: secret.clone(), secret, ..account.clone() };
        whole.add_account(account).expect("each user is there once");
        for mail in store.mails(user) {
            whole.deliver_copy(user, mail).expect("unique-ids are unique");
        }
    }
    whole
}

/// Whether and how its author wants it to speak TLS.
#[must_use]
pub fn tls_of(site: &Site) -> TlsOffer {
    site.profile.tls
}

/// Who may open the maildrops of a site.
#[must_use]
pub fn logins(site: &Site) -> Vec<Login> {
    let login = |user: &std::sync::Arc<str>| {
        let account = site.store.account(user)?;
        let (messages, octets) =
            site.store.mails(user).fold((0, 0), |(count, octets), mail| (count + 1, octets + mail.size()));
        let secret_only = account.password.is_none();
        let secret = account.password.clone().or_else(|| account.secret.clone());
        Some(Login { user: user.to_string(), secret, secret_only, messages, octets })
    };
    site.store.users().filter_map(login).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_share_the_octets_of_a_folder() {
        let mail = Mail::new("a".parse().expect("a unique-id"), b"Subject: a\r\n\r\nx\r\n");
        let site = of_mails(&[mail], &["amy1".to_owned(), "amy2".to_owned()], "x");
        let of = |user| site.store.mails(user).next().expect("a mail").octets().as_ptr();
        assert_eq!(of("amy1"), of("amy2"));
        let told: Vec<_> = logins(&site).iter().map(|login| (login.user.clone(), login.messages)).collect();
        assert_eq!(told, [("amy1".to_owned(), 1), ("amy2".to_owned(), 1)]);
    }

    #[test]
    fn one_secret_serves_for_every_way_to_log_in() {
        let secret = Some(Secret::new("tanstaaf"));
        let mut store = Store::new();
        let account = Account { user: "mrose".into(), password: None, secret: secret.clone() };
        store.add_account(account).expect("a new user");
        let site = Wanted { apop: true, ..Wanted::default() }.of(Site { store, ..Site::default() });
        let account = site.store.account("mrose").expect("the user");
        assert_eq!((&account.password, &account.secret), (&secret, &secret));
        assert!(site.profile.apop && site.profile.mechanisms.is_empty());
    }

    #[test]
    fn mechanisms_have_their_names_in_any_case() {
        assert_eq!(mechanism("cram-md5"), Ok(Mechanism::CramMd5));
        assert!(mechanism("none").is_err_and(|error| error.contains("PLAIN")));
    }

    #[test]
    fn a_user_is_one_word() {
        assert!(is_user("amy") && is_user("amy@example.org"));
        assert!(!["", "a b", "a\r", "a\n"].into_iter().any(is_user));
    }
}
