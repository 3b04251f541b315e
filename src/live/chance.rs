//! Chance: octets of the system that nobody can foresee. Simulations never ask for them.

/// So many octets; `None` if the system has none to give.
#[must_use]
pub fn octets<const COUNT: usize>() -> Option<[u8; COUNT]> {
    let mut octets = [0; COUNT];
    rustls::crypto::ring::default_provider().secure_random.fill(&mut octets).ok()?;
    Some(octets)
}
