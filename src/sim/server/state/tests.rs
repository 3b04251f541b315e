//! What the server promises: the facts of POP3, one test each.
