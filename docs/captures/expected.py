#!/usr/bin/env python3
"""Say what the captures hold, and check it against what was put in.

    expected.py CAPTURES

CAPTURES is the directory with the capture files, with mails/ and with put-in.txt, the list
kept by record.sh of the mails that it laid into each maildrop, and when. expected.json is
written there.

The packets are taken apart by tshark alone. The commands, answers and mails are then read
from both directions of each connection by the few rules of RFC 1939 and RFC 5034, and every
mail that was read must be the one that lay under its number, octet for octet.
"""

import base64
import json
import pathlib
import subprocess
import sys

PORTS = (110, 995, 1110, 1995)
TLS_PORTS = (995, 1995)
# Who it is where the capture begins after the login.
LATE_USER = "anna"
MULTI_LINE_ALWAYS = ("CAPA", "RETR", "TOP")
MULTI_LINE_WITHOUT_ARGUMENT = ("LIST", "UIDL", "AUTH")


def tshark(file, *arguments):
    keys = file.with_suffix(".keys")
    opened = ["-o", f"tls.keylog_file:{keys}"] if keys.exists() else []
    command = ["tshark", "-n", "-d", "tcp.port==1995,tls", *opened, "-r", str(file), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def connections(file):
    """The TCP connections of a capture in order of their first packets."""
    fields = ["tcp.stream", "frame.time_epoch", "ip.src", "ipv6.src", "tcp.srcport"]
    fields += ["ip.dst", "ipv6.dst", "tcp.dstport", "tcp.flags.syn"]
    rows = tshark(file, "-T", "fields", *[word for field in fields for word in ("-e", field)])
    found = {}
    for row in rows.splitlines():
        stream, time, *ends, syn = row.split("\t")
        ip4, ip6, port, to_ip4, to_ip6, to_port = ends
        source, destination = (ip4 or f"[{ip6}]", int(port)), (to_ip4 or f"[{to_ip6}]", int(to_port))
        if source[1] in PORTS:
            source, destination = destination, source
        here = found.setdefault(
            int(stream),
            {"client": source, "server": destination, "from": float(time), "whole": syn in ("1", "True")},
        )
        assert (here["client"], here["server"]) == (source, destination)
        here["to"] = float(time)
    return [found[stream] | {"stream": stream} for stream in sorted(found)]


def directions(file, connection, layer="tcp"):
    """The octets of the client and those of the server, reassembled by tshark.

    With the layer `tls` only those that it could decrypt.
    """
    text = tshark(file, "-q", "-z", f"follow,{layer},raw,{connection['stream']}")
    lines = text.splitlines()
    first = next(line for line in lines if line.startswith("Node 0: ")).removeprefix("Node 0: ")
    if first == ":0":  # There is nothing of this layer.
        return [b"", b""]
    assert "Node 1: " in text
    client_is_first = not first.endswith(f":{connection['server'][1]}")
    sides = [b"", b""]
    start = next(i for i, line in enumerate(lines) if line.startswith("Node 1: ")) + 1
    for line in lines[start:]:
        if line.startswith("==="):
            break
        sides[line.startswith("\t")] += bytes.fromhex(line.strip())
    return sides if client_is_first else sides[::-1]


class Lines:
    """Reads lines off a stream of octets; a last line without its end does not count."""

    def __init__(self, octets):
        self.octets = octets
        self.at = 0

    def next(self):
        end = self.octets.find(b"\n", self.at)
        if end < 0:
            return None
        line = self.octets[self.at : end + 1]
        self.at = end + 1
        return line

    def rest(self):
        rest = self.octets[self.at :]
        self.at = len(self.octets)
        return rest

    def multi_line(self):
        """The content of a multi-line answer without the dots that were put in, and whether it ended."""
        content = b""
        while (line := self.next()) is not None:
            if line == b".\r\n":
                return content, True
            content += line[1:] if line.startswith(b".") else line
        rest = self.rest()
        return content + (rest[1:] if rest.startswith(b".") else rest), False


def text_of(line):
    return line.rstrip(b"\r\n").decode("ascii")


def status_of(line):
    return next((status for status in ("+OK", "-ERR") if line is not None and line.startswith(status.encode())), None)


def dialogue(connection, client, server, inside):
    """Commands, statuses and multi-line answers of one connection, and of what it is inside TLS."""
    if connection["server"][1] in TLS_PORTS:
        if inside == [b"", b""]:
            return [], None, True
        exchanges, greeting, _ = words(connection, *inside)
        return exchanges, greeting, True
    exchanges, greeting, encrypted = words(connection, client, server)
    if encrypted:
        exchanges += words(connection, *inside, greets=False)[0]
    return exchanges, greeting, encrypted


def words(connection, client, server, greets=True):
    client, server = Lines(client), Lines(server)
    greeting = status_of(server.next()) if connection["whole"] and greets else None
    exchanges = []
    while (line := client.next()) is not None:
        words = text_of(line).split(" ")
        keyword = words[0].upper()
        exchange = {"line": text_of(line), "keyword": keyword, "words": words, "content": None, "user": None}
        exchanges.append(exchange)
        if keyword == "PASS":
            exchange["line"] = words[0]
        secrets = words[2:] if keyword == "AUTH" else []
        if keyword == "AUTH":
            exchange["line"] = " ".join(words[:2])
        answer = server.next()
        while keyword == "AUTH" and answer is not None and answer.startswith(b"+") and not answer.startswith(b"+OK"):
            answered = client.next()
            if answered is None:
                answer = None
                break
            secrets.append(text_of(answered))
            answer = server.next()
        exchange["status"] = status_of(answer)
        if keyword in ("USER", "APOP"):
            exchange["user"] = words[1]
        elif secrets:
            exchange["user"] = user_of(words[1].upper(), secrets)
        if exchange["status"] == "+OK":
            if keyword in MULTI_LINE_ALWAYS or (keyword in MULTI_LINE_WITHOUT_ARGUMENT and len(words) == 1):
                exchange["content"], exchange["ended"] = server.multi_line()
            if keyword == "STLS":
                return exchanges, greeting, True
    assert client.rest() == b""
    return exchanges, greeting, False


def user_of(mechanism, secrets):
    """Who logs in, by the last word of the client."""
    if mechanism == "LOGIN":
        return base64.b64decode(secrets[0]).decode()
    octets = base64.b64decode(secrets[-1])
    return (octets.split(b"\0")[1] if mechanism == "PLAIN" else octets.split(b" ")[0]).decode()


def top_of(mail, count):
    head, body = mail.split(b"\r\n\r\n", 1)
    return head + b"\r\n\r\n" + b"".join(body.splitlines(keepends=True)[:count])


class Maildrops:
    """What lies in the maildrops at a moment, from what was put in and what was removed."""

    def __init__(self, put_in):
        self.changes = []
        for line in pathlib.Path(put_in).read_text().splitlines():
            time, user, *change = line.split()
            self.changes.append((float(time), user, change))

    def removed(self, time, user, numbers):
        self.changes.append((time, user, ["remove", *numbers]))

    def at(self, moment, user):
        drop = []
        for time, whose, (what, *which) in sorted(self.changes):
            if time > moment or whose != user:
                continue
            if what == "empty":
                drop = []
            elif what == "add":
                drop = drop + which
            else:
                drop = [name for number, name in enumerate(drop, 1) if number not in which]
        return drop


class Mails:
    def __init__(self, directory):
        self.directory = directory
        self.octets = {file.name: file.read_bytes() for file in sorted(directory.iterdir())}

    def file_of(self, name, content, unique):
        """The file with exactly these octets; a mail that the server changed gets a file of its own.

        The only change that is allowed for is a header X-UIDL with what UIDL has said.
        """
        if self.octets[f"{name}.eml"] == content:
            return f"{name}.eml"
        lines = content.splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(b"X-UIDL: ")]
        assert f"X-UIDL: {unique}\r\n".encode() in lines, name
        assert len(kept) + 1 == len(lines) and b"".join(kept) == self.octets[f"{name}.eml"], name
        changed = f"{name}-with-x-uidl.eml"
        assert self.octets.setdefault(changed, content) == content
        (self.directory / changed).write_bytes(content)
        return changed


def session_of(connection, client, server, inside, maildrops, mails, where):
    exchanges, greeting, encrypted = dialogue(connection, client, server, inside)
    user = None if connection["whole"] else LATE_USER
    marked, unique, messages, tops = set(), {}, [], []
    for exchange in exchanges:
        user = exchange["user"] or user
        words, okay = exchange["words"], exchange["status"] == "+OK"
        drop = maildrops.at(connection["from"], user)
        if exchange["keyword"] == "UIDL" and exchange["content"] is not None:
            unique = dict(line.split(" ", 1) for line in exchange["content"].decode().splitlines())
        elif exchange["keyword"] == "RETR" and exchange["content"] is not None:
            name = drop[int(words[1]) - 1]
            if exchange["ended"]:
                file = mails.file_of(name, exchange["content"], unique.get(words[1]))
            else:
                file = f"{name}.eml"
                assert mails.octets[file].startswith(exchange["content"]), where
            messages.append({"number": int(words[1]), "eml": file, "complete": exchange["ended"]})
        elif exchange["keyword"] == "TOP" and exchange["content"] is not None:
            name, count = drop[int(words[1]) - 1], int(words[2])
            exact = top_of(mails.octets[f"{name}.eml"], count) == exchange["content"]
            whole = mails.octets[f"{name}.eml"] == exchange["content"]
            tops.append(
                {"number": int(words[1]), "lines": count, "eml": f"{name}.eml", "exact": exact, "whole": whole}
            )
        elif exchange["keyword"] == "DELE" and okay:
            marked.add(int(words[1]))
        elif exchange["keyword"] == "RSET" and okay:
            marked.clear()
        elif exchange["keyword"] == "QUIT" and okay and marked:
            maildrops.removed(connection["to"], user, marked)
    return {
        "client": "{}:{}".format(*connection["client"]),
        "server": "{}:{}".format(*connection["server"]),
        "from_the_start": connection["whole"],
        "encrypted": encrypted,
        **({"decrypted": inside != [b"", b""]} if encrypted else {}),
        "greeting": greeting,
        "commands": [exchange["line"] for exchange in exchanges],
        "statuses": [exchange["status"] for exchange in exchanges],
        "messages": messages,
        "tops": tops,
    }


def main():
    directory = pathlib.Path(sys.argv[1])
    maildrops = Maildrops(directory / "put-in.txt")
    mails = Mails(directory / "mails")
    files = [file for file in directory.iterdir() if file.suffix in (".pcap", ".pcapng")]
    captures = {}
    # In order of time, for the maildrops.
    for file in sorted(files, key=lambda file: connections(file)[0]["from"]):
        captures[file.name] = [
            session_of(
                connection,
                *directions(file, connection),
                directions(file, connection, "tls"),
                maildrops,
                mails,
                file.name,
            )
            for connection in connections(file)
        ]
    read = sum(len(session["messages"]) for sessions in captures.values() for session in sessions)
    expected = {name: {"sessions": captures[name]} for name in sorted(captures)}
    (directory / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(captures)} captures, {read} mails read, all of them as they were put in")


if __name__ == "__main__":
    main()
