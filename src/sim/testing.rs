//! A talk with one service, for the tests of the engines.

use crate::proto::Protocol;
use crate::proto::other::State;
use crate::proto::other::Verb;
use crate::proto::secret::Secret;
use crate::session::ConnectionId;
use crate::session::Fact;
use crate::session::Time;
use crate::sim::Profile;
use crate::sim::Service;
use crate::sim::Store;
use crate::sim::server::Site;
use crate::sim::server::answer::Then;
use crate::sim::store::Account;

/// A service, and all that it told.
pub(crate) struct Talk {
    pub(crate) service: Service,
    pub(crate) site: Site,
    pub(crate) facts: Vec<Fact>,
    pub(crate) closed: bool,
}

/// Amy has two mails, Ben an empty maildrop.
pub(crate) fn site() -> Site {
    let mut store = Store::new();
    for (user, password) in [("amy", "sesame"), ("ben", "open sesame")] {
        let account = Account { user: user.into(), password: Some(Secret::new(password)), secret: None };
        store.add_account(account).expect("two users");
    }
    for text in ["Subject: one\r\n\r\n.dot\r\n", "Subject: two\r\n\r\nx\r\n"] {
        store.deliver("amy", text.as_bytes(), None).expect("a user");
    }
    Site { profile: Profile { host: "mail.example.org".to_owned(), ..Profile::default() }, store }
}

impl Talk {
    pub(crate) fn new(protocol: Protocol, site: Site) -> Self {
        let (service, greeting) = Service::accept(protocol, ConnectionId(0), Time::default(), &site);
        assert!(greeting.octets.ends_with(b"\r\n"));
        Self { service, site, facts: Vec::new(), closed: false }
    }

    /// Says octets, and hears all that is answered.
    pub(crate) fn say(&mut self, octets: impl AsRef<[u8]>) -> String {
        let mut heard = Vec::new();
        let (facts, closed) = (&mut self.facts, &mut self.closed);
        self.service.hear_each(octets.as_ref(), Time::default(), &mut self.site, |answer, _, _| {
            heard.extend_from_slice(&answer.octets);
            facts.extend(answer.facts);
            *closed |= answer.then == Then::Close;
        });
        String::from_utf8(heard).expect("text")
    }

    /// The same with one command line.
    pub(crate) fn line(&mut self, line: &str) -> String {
        self.say(format!("{line}\r\n"))
    }

    pub(crate) fn state(&self) -> State {
        self.service.standing().other.expect("a protocol beside POP3")
    }
}

/// Says every command in every state. `way` leads into the state; `command` is a well-formed command of the
/// verb; `refusal` is the start of what is answered to one that has no place in the state.
pub(crate) fn every_command_in_every_state(
    protocol: Protocol,
    way: impl Fn(State) -> Vec<&'static str>,
    command: impl Fn(Verb) -> &'static str,
    refusal: &str,
) {
    for state in State::all(protocol).into_iter().filter(|state| !state.is_last()) {
        for verb in Verb::all(protocol) {
            let mut talk = Talk::new(protocol, site());
            for line in way(state) {
                talk.line(line);
            }
            assert_eq!(talk.state(), state, "the way into the state");
            let reply = talk.line(command(verb));
            let refused = reply.starts_with(refusal);
            assert_eq!(refused, !verb.allowed_in(state), "{verb} in {state}: {reply}");
        }
    }
}
