#!/usr/bin/env python3
"""Write the mails of the recordings into a directory, with CR LF line ends.

    mails.py DIRECTORY

Everything in them is invented: the people, the addresses, the log of the server.
The octets are the same on every run.
"""

import base64
import pathlib
import struct
import sys
import zlib

CRLF = b"\r\n"


def mail(headers, body, charset="utf-8"):
    """Headers are lines of ASCII; the body is a list of lines, or None for a mail without one."""
    octets = b"".join(line.encode("ascii") + CRLF for line in headers) + CRLF
    return octets + b"".join(line.encode(charset) + CRLF for line in body or [])


def encoded_words(text, charset, how):
    """RFC 2047, one encoded word for each string in the list."""
    words = []
    for part in text:
        octets = part.encode(charset)
        if how == "B":
            coded = base64.b64encode(octets).decode("ascii")
        else:
            coded = "".join("_" if o == 0x20 else f"={o:02X}" for o in octets)
        words.append(f"=?{charset}?{how}?{coded}?=")
    return words


def welcome():
    return mail(
        [
            "Date: Mon, 04 Mar 2024 09:15:00 +0000",
            "From: Vera Lindqvist <vera@example.org>",
            "To: Anna Petrova <anna@example.org>",
            "Subject: Your maildrop is ready",
            "Message-ID: <20240304091500.welcome@example.org>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
        ],
        [
            "Dear Anna,",
            "",
            "your maildrop is open. The server speaks POP3 and listens on port 110;",
            "say USER and PASS, and it will tell you how many mails are waiting.",
            "",
            "A mail stays with us until you have said DELE and then QUIT. Until that",
            "QUIT you may change your mind with RSET, and so may a broken cable.",
            "",
            "Good reading,",
            "Vera",
        ],
    )


def dots():
    return mail(
        [
            "Date: Mon, 04 Mar 2024 11:40:12 +0000",
            "From: Thomas Okafor <thomas@example.com>",
            "To: Anna Petrova <anna@example.org>",
            "Subject: Lines that begin with a dot",
            "Message-ID: <20240304114012.dots@example.com>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
        ],
        [
            "Anna, here is every kind of dot that I could think of.",
            "The next line is a lone dot. It is part of my mail, not its end:",
            ".",
            "And these begin with dots too:",
            "..",
            ".hidden",
            "...",
            ".. two dots and some words",
            "  . a dot behind two spaces, which nobody has to touch",
            "A dot at the end of a line is harmless.",
            "",
            "The server puts one more dot before every line that begins with one,",
            "and your program takes it away again. My last line is a lone dot:",
            ".",
        ],
    )


def russian():
    subject = encoded_words(["Почему письмо ", "остаётся на сервере"], "utf-8", "B")
    sender = encoded_words(["Ольга Смирнова"], "utf-8", "B")
    return mail(
        [
            "Date: Tue, 05 Mar 2024 08:02:47 +0300",
            f"From: {sender[0]} <olga@example.net>",
            "To: Anna Petrova <anna@example.org>",
            f"Subject: {subject[0]}",
            f" {subject[1]}",
            "Message-ID: <20240305080247.russian@example.net>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        ],
        [
            "Здравствуйте, Анна!",
            "",
            "Вы спрашивали, почему письмо, уже прочитанное на работе, снова",
            "приходит на домашний компьютер. Так и задумано: команда RETR только",
            "передаёт письмо и ничего не удаляет. Удаление идёт в два шага:",
            "",
            "  1) DELE ставит пометку, которую помнит только этот сеанс;",
            "  2) QUIT переводит сеанс в состояние UPDATE, и лишь тогда",
            "     помеченные письма исчезают из ящика.",
            "",
            "Если связь оборвётся раньше QUIT, пометки пропадут, а письма",
            "останутся на месте. А чтобы не забирать одно и то же дважды,",
            "почтовая программа запоминает ответы на команду UIDL.",
            "",
            "С уважением,",
            "Ольга",
        ],
    )


def windows_1251():
    subject = encoded_words(["Размер письма ", "в октетах"], "windows-1251", "Q")
    sender = encoded_words(["Пётр Волков"], "windows-1251", "Q")
    return mail(
        [
            "Date: Tue, 05 Mar 2024 19:30:05 +0300",
            f"From: {sender[0]} <petr@example.net>",
            "To: Anna Petrova <anna@example.org>",
            f"Subject: {subject[0]}",
            f" {subject[1]}",
            "Message-ID: <20240305193005.windows-1251@example.net>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=windows-1251",
            "Content-Transfer-Encoding: 8bit",
        ],
        [
            "Анна, добрый вечер!",
            "",
            "Сервер считает не буквы, а октеты. Это письмо в кодировке",
            "windows-1251, и каждая русская буква занимает в нём один октет;",
            "в UTF-8 она заняла бы два. Конец строки всегда считается за два:",
            "CR и LF, даже если на диске сервера хранится только LF.",
            "",
            "А точка, добавленная при передаче перед точкой в начале строки,",
            "в размер письма не входит.",
            "",
            "Пётр",
        ],
        "windows-1251",
    )


def picture():
    """A PNG of 16 by 16 black and white pixels: an envelope."""
    rows = [
        "................",
        "................",
        ".##############.",
        ".##..........##.",
        ".#.#........#.#.",
        ".#..#......#..#.",
        ".#...#....#...#.",
        ".#....#..#....#.",
        ".#...#.##.#...#.",
        ".#..#......#..#.",
        ".#.#........#.#.",
        ".##..........##.",
        ".##############.",
        "................",
        "................",
        "................",
    ]
    pixels = b""
    for row in rows:
        bits = int("".join("0" if pixel == "#" else "1" for pixel in row), 2)
        pixels += b"\0" + struct.pack(">H", bits)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 1, 0, 0, 0, 0))
        # Level 0 stores without compressing, so that every zlib gives the same octets.
        + chunk(b"IDAT", zlib.compress(pixels, 0))
        + chunk(b"IEND", b"")
    )


def attachment():
    coded = base64.b64encode(picture()).decode("ascii")
    return mail(
        [
            "Date: Wed, 06 Mar 2024 14:21:33 +0100",
            "From: Ingrid Weber <ingrid@example.com>",
            "To: Anna Petrova <anna@example.org>",
            "Subject: An envelope for your collection",
            "Message-ID: <20240306142133.attachment@example.com>",
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="=_envelope_01"',
        ],
        [
            "This is a mail in several parts. The server neither knows nor cares.",
            "",
            "--=_envelope_01",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "Hello Anna,",
            "",
            "the picture is sixteen pixels wide and sixteen high. To POP3 it is just",
            "more lines of text: base64 turned three octets into four letters.",
            "",
            "Ingrid",
            "--=_envelope_01",
            'Content-Type: image/png; name="envelope.png"',
            "Content-Transfer-Encoding: base64",
            'Content-Disposition: attachment; filename="envelope.png"',
            "",
        ]
        + [coded[i : i + 76] for i in range(0, len(coded), 76)]
        + ["--=_envelope_01--"],
    )


def long():
    """A day in the log of a mail server: long, but not the same line again and again."""
    seed = 1939

    def pick(bound):
        nonlocal seed
        seed = (seed * 1103515245 + 12345) % 2**31
        return (seed >> 12) % bound

    people = ["anna", "boris", "clara", "daniel", "elena", "farid", "greta", "hugo"]
    address = {name: f"192.0.2.{17 + 6 * i}" for i, name in enumerate(people)}
    waiting = {name: [600 + pick(4000) for _ in range(1 + pick(5))] for name in people}
    lines = [
        "Dear Anna,",
        "",
        "you wanted to know what a POP3 server does all day. This is the log of",
        "yesterday: who came, how many mails were waiting, how many were read and",
        "how many were deleted. Note the sessions that ended without QUIT: what",
        "they had marked was still there when the same person came back.",
        "",
        "time      user    from          waiting  read    octets  deleted  left  end",
        "--------  ------  ------------  -------  ----  --------  -------  ----  -------",
    ]
    second = 5 * 3600
    sessions = read_in_all = octets_in_all = 0
    while True:
        second += 30 + pick(460)
        if second >= 23 * 3600:
            break
        for name in people:
            if pick(9) == 0:
                waiting[name].append(600 + pick(9000))
        name = people[pick(len(people))]
        drop = waiting[name]
        read = min(len(drop), pick(4))
        octets = sum(drop[:read])
        broken = pick(12) == 0
        deleted = pick(read + 1)
        left = len(drop) if broken else len(drop) - deleted
        lines.append(
            f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}  {name:<6}  {address[name]:<12}"
            f"  {len(drop):>7}  {read:>4}  {octets:>8}  {deleted:>7}  {left:>4}  "
            + ("no QUIT" if broken else "QUIT")
        )
        if not broken:
            waiting[name] = drop[deleted:]
        sessions += 1
        read_in_all += read
        octets_in_all += octets
    lines += [
        "",
        f"{sessions} sessions, {read_in_all} mails read, {octets_in_all} octets. It was a quiet day.",
        "",
        "Vera",
    ]
    return mail(
        [
            "Date: Thu, 07 Mar 2024 07:00:00 +0000",
            "From: Vera Lindqvist <vera@example.org>",
            "To: Anna Petrova <anna@example.org>",
            "Subject: A day in the log of the mail server",
            "Message-ID: <20240307070000.long@example.org>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
        ],
        lines,
    )


def empty():
    return mail(
        [
            "Date: Thu, 07 Mar 2024 16:55:41 +0000",
            "From: Thomas Okafor <thomas@example.com>",
            "To: Anna Petrova <anna@example.org>",
            "Subject: (nothing below this line)",
            "Message-ID: <20240307165541.empty@example.com>",
        ],
        None,
    )


MAILS = {
    "welcome": welcome,
    "dots": dots,
    "russian": russian,
    "windows-1251": windows_1251,
    "attachment": attachment,
    "long": long,
    "empty": empty,
}


def main():
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    for name, make in MAILS.items():
        (directory / f"{name}.eml").write_bytes(make())


if __name__ == "__main__":
    main()
