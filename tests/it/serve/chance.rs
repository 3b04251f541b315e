//! What must not be foreseen on a real socket is made of chance, and the simulation throws no dice.

use std::collections::BTreeSet;

use popscope::live::Options;
use popscope::live::site::Wanted;
use popscope::proto::auth::apop_digest;
use popscope::proto::auth::apop_timestamp;
use popscope::proto::auth::decode_base64;
use popscope::proto::auth::encode_base64;
use popscope::session::ConnectionId;
use popscope::session::Time;
use popscope::sim::profile::Mechanism;
use popscope::sim::server::Endpoint;
use popscope::sim::server::Site;

use super::Client;
use super::Server;
use super::options;
use super::site;

/// Sessions of each server.
const SESSIONS: usize = 20;

fn everything() -> Site {
    let mechanisms = vec![Mechanism::CramMd5, Mechanism::ScramSha256];
    Wanted { apop: true, mechanisms, ..Wanted::default() }.of(site(&["amy"]))
}

/// What a server asks a client, decoded.
fn asks(client: &mut Client, line: &str) -> String {
    let reply = client.says(line, "+ ");
    String::from_utf8(decode_base64(&reply.as_bytes()[2..]).expect("base64")).expect("text")
}

#[test]
fn no_timestamp_challenge_or_nonce_of_a_real_server_comes_twice() {
    // Two servers of the same second and the same site: only chance can tell them apart.
    let servers = [(), ()].map(|()| Server::start(Options { site: everything(), ..options(&[]) }));
    let mut words = BTreeSet::new();
    for server in &servers {
        for _ in 0..SESSIONS {
            let mut client = Client::dial(server.address());
            let greeting = client.line();
            let timestamp = apop_timestamp(greeting.as_bytes()).expect("a timestamp").to_vec();
            words.insert(String::from_utf8(timestamp).expect("text"));
            for _ in 0..2 {
                words.insert(asks(&mut client, "AUTH CRAM-MD5"));
                client.says("*", "-ERR");
                let first = encode_base64(b"n,,n=amy,r=mine");
                let question = asks(&mut client, &format!("AUTH SCRAM-SHA-256 {first}"));
                let nonce = question.split(',').next().and_then(|word| word.strip_prefix("r=mine")).expect("a nonce");
                assert!(16 <= nonce.len(), "{question}");
                words.insert(nonce.to_owned());
                client.says("*", "-ERR");
            }
        }
    }
    assert_eq!(words.len(), servers.len() * SESSIONS * 5);
}

#[test]
fn apop_works_with_a_timestamp_of_chance() {
    let server = Server::start(Options { site: everything(), ..options(&[]) });
    let mut client = Client::dial(server.address());
    let greeting = client.line();
    let digest = apop_digest(apop_timestamp(greeting.as_bytes()).expect("a timestamp"), b"sesame");
    client.says(&format!("APOP amy {digest}"), "+OK");
}

#[test]
fn a_simulated_server_greets_alike_each_time() {
    let greeting = || Endpoint::accept(ConnectionId(3), Time::from_nanos(5), &everything()).1.octets;
    assert_eq!(greeting(), greeting());
}
