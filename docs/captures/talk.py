#!/usr/bin/env python3
"""The sessions that are held from Python: with poplib, or by hand over a bare socket.

    talk.py SESSION HOST PORT USER PASSWORD

SESSION is the name of one of the functions below.
"""

import os
import poplib
import socket
import ssl
import sys
import time


def tour(host, port, user, password):
    """Every command that poplib knows for a plain session."""
    box = poplib.POP3(host, port)
    try:
        box.capa()
    except poplib.error_proto:
        pass  # A server from before RFC 2449.
    box.user(user)
    box.pass_(password)
    count, _ = box.stat()
    box.list()
    box.list(2)
    box.uidl()
    box.uidl(2)
    box.noop()
    box.top(2, 3)
    for number in range(1, count + 1):
        box.retr(number)
    box.dele(1)
    box.stat()
    box.rset()
    box.stat()
    box.quit()


def fetch(host, port, user, password):
    """Read everything, remove nothing."""
    box = poplib.POP3(host, port)
    box.user(user)
    box.pass_(password)
    count, _ = box.stat()
    for number in range(1, count + 1):
        box.retr(number)
    box.quit()


def wrong(host, port, user, password):
    """A wrong password, then QUIT; the right one in a second session."""
    box = poplib.POP3(host, port)
    box.user(user)
    try:
        box.pass_("nine-bridges")
    except poplib.error_proto:
        pass
    box.quit()
    box = poplib.POP3(host, port)
    box.user(user)
    box.pass_(password)
    box.stat()
    box.quit()


def dropped(host, port, user, password):
    """Two mails are marked, the connection goes away without QUIT, and both are still there."""
    box = poplib.POP3(host, port)
    box.user(user)
    box.pass_(password)
    box.stat()
    box.dele(1)
    box.dele(2)
    box.stat()
    box.close()
    time.sleep(1)
    box = poplib.POP3(host, port)
    box.user(user)
    box.pass_(password)
    box.stat()
    box.list()
    box.quit()


def apop(host, port, user, password):
    """The password itself does not cross the wire."""
    box = poplib.POP3(host, port)
    box.apop(user, password)
    count, _ = box.stat()
    box.list()
    for number in range(1, count + 1):
        box.retr(number)
    box.top(2, 0)
    box.quit()


def stls(host, port, user, password):
    """STLS first; the rest cannot be read in the capture."""
    context = ssl.create_default_context(cafile="/srv/record/server.crt")
    context.check_hostname = False
    box = poplib.POP3(host, port)
    box.capa()
    box.stls(context)
    box.user(user)
    box.pass_(password)
    box.stat()
    box.retr(1)
    box.quit()


def covered_tour(host, port, user, password):
    """STLS with TLS 1.2, every mail, and some of the commands; the secrets go to SSLKEYLOGFILE."""
    context = ssl.create_default_context(cafile="/srv/record/server.crt")
    context.check_hostname = False
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    context.keylog_filename = os.environ["SSLKEYLOGFILE"]
    box = poplib.POP3(host, port)
    box.stls(context)
    box.capa()
    box.user(user)
    box.pass_(password)
    count, _ = box.stat()
    box.list()
    box.uidl()
    box.top(2, 3)
    for number in range(1, count + 1):
        box.retr(number)
    box.dele(1)
    box.rset()
    box.quit()


class Wire:
    """A bare socket."""

    def __init__(self, host, port, buffer=None):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        if buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(20)
        self.socket.connect((host, port))
        self.file = self.socket.makefile("rb", buffering=0)
        self.line()

    def line(self):
        return self.file.readline()

    def send(self, octets):
        self.socket.sendall(octets)

    def ask(self, line, multi=False):
        """Send a line with CR LF, wait for the answer."""
        self.send(line.encode("ascii") + b"\r\n")
        status = self.line()
        if multi and status.startswith(b"+OK"):
            while self.line() not in (b".\r\n", b""):
                pass
        return status

    def to_the_end(self):
        while self.file.read(65536):
            pass

    def close(self):
        self.file.close()
        self.socket.close()


def pipelined(host, port, user, password):
    """A whole session in one segment, without waiting for any answer."""
    wire = Wire(host, port)
    wire.send(
        f"USER {user}\r\nPASS {password}\r\n".encode("ascii")
        + b"STAT\r\nLIST\r\nUIDL\r\nTOP 2 3\r\nRETR 1\r\nRETR 2\r\nRETR 3\r\n"
        + b"DELE 3\r\nNOOP\r\nRSET\r\nRETR 99\r\nQUIT\r\n"
    )
    wire.to_the_end()
    wire.close()


def cut(host, port, user, password):
    """The client goes away in the middle of a long mail."""
    wire = Wire(host, port, buffer=4096)
    wire.ask(f"USER {user}")
    wire.ask(f"PASS {password}")
    wire.ask("STAT")
    wire.ask("RETR 1", multi=True)
    wire.send(b"RETR 2\r\n")
    wire.line()
    for _ in range(40):
        wire.line()
    time.sleep(0.5)
    wire.close()


def mistakes(host, port, user, password):
    """What a server says to a client that errs, and to one that is careless but right."""
    wire = Wire(host, port)
    steps = [
        ("HELO example.com", False),  # another protocol
        ("STAT", False),  # too early
        (f"user {user}", False),  # keywords may be in any case
        (f"Pass {password}", False),
        ("stat", False),
        ("LIST 9", False),  # no such mail
        ("RETR 0", False),  # numbers begin with 1
        ("RETR", False),  # no number
        ("TOP 1", False),  # no count of lines
        ("DELE 1", False),
        ("RETR 1", False),  # marked, and so out of reach
        ("DELE 1", False),
        ("LIST", True),
        ("RSET now", False),
        ("RSET", False),
        ("XYZZY", False),
        ("Top 1 2", True),
    ]
    for line, multi in steps:
        wire.ask(line, multi)
        time.sleep(0.1)
    wire.send(b"NOOP\n")  # LF without CR
    wire.line()
    wire.send(b"QU")  # a line in three pieces
    time.sleep(0.2)
    wire.send(b"IT\r")
    time.sleep(0.2)
    wire.send(b"\n")
    wire.to_the_end()
    wire.close()


def late(host, port, user, password):
    """Log in, tell our parent, go on when it says so: the capture begins in between."""
    wire = Wire(host, port)
    wire.ask(f"USER {user}")
    wire.ask(f"PASS {password}")
    wire.ask("STAT")
    print("logged in", flush=True)
    sys.stdin.readline()
    wire.ask("LIST", multi=True)
    wire.ask("RETR 1", multi=True)
    wire.ask("TOP 2 2", multi=True)
    wire.ask("QUIT")
    wire.to_the_end()
    wire.close()


def together(host, port, user, password):
    """Two people at the same time: USER, PASS and so on of both, turn by turn."""
    people = [(user, password), ("boris", "two words")]
    wires = [Wire(host, port) for _ in people]
    for wire, (name, _) in zip(wires, people):
        wire.ask(f"USER {name}")
    for wire, (_, secret) in zip(wires, people):
        wire.ask(f"PASS {secret}")
    for line, multi in [("STAT", False), ("LIST", True), ("RETR 1", True), ("DELE 1", False)]:
        for wire in wires:
            wire.ask(line, multi)
    for wire in reversed(wires):
        wire.ask("QUIT")
        wire.to_the_end()
        wire.close()


def locked(host, port, user, password):
    """The same person a second time, while the maildrop is still open; and again afterwards."""
    first = Wire(host, port)
    first.ask(f"USER {user}")
    first.ask(f"PASS {password}")
    first.ask("STAT")
    second = Wire(host, port)
    second.ask(f"USER {user}")
    second.ask(f"PASS {password}")
    second.ask("QUIT")
    second.to_the_end()
    second.close()
    first.ask("RETR 1", multi=True)
    first.ask("DELE 1")
    first.ask("QUIT")
    first.to_the_end()
    first.close()
    third = Wire(host, port)
    third.ask(f"USER {user}")
    third.ask(f"PASS {password}")
    third.ask("STAT")
    third.ask("QUIT")
    third.to_the_end()
    third.close()


def uidl(host, port, user, password):
    """LIST, RETR and TOP before UIDL and after it."""
    wire = Wire(host, port)
    wire.ask(f"USER {user}")
    wire.ask(f"PASS {password}")
    wire.ask("LIST", multi=True)
    wire.ask("RETR 1", multi=True)
    wire.ask("TOP 2 1", multi=True)
    wire.ask("UIDL", multi=True)
    wire.ask("LIST", multi=True)
    wire.ask("RETR 1", multi=True)
    wire.ask("TOP 2 1", multi=True)
    wire.ask("QUIT")
    wire.to_the_end()
    wire.close()


SESSIONS = [tour, fetch, wrong, dropped, apop, stls, covered_tour, pipelined, cut, mistakes, late, together]
SESSIONS += [locked, uidl]


def main():
    name, host, port, user, password = sys.argv[1:]
    {session.__name__: session for session in SESSIONS}[name](host, int(port), user, password)


if __name__ == "__main__":
    main()
