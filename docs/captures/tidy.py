#!/usr/bin/env python3
"""Take the names of the processor and of the operating system out of a pcapng file.

    tidy.py FILE

dumpcap writes them into the section header and into the description of the interface, and
they say more about the computer than about POP3. Nothing else changes: every other option
and every other block stays octet for octet.
"""

import pathlib
import struct
import sys

# Kind of block: the length of its fixed part and the options that go.
TIDIED = {
    0x0A0D0D0A: (16, (2, 3)),  # section header: shb_hardware, shb_os
    0x00000001: (8, (12,)),  # interface description: if_os
}


def without(options, gone):
    kept = b""
    at = 0
    while at < len(options):
        code, size = struct.unpack_from("<HH", options, at)
        after = at + 4 + (size + 3) // 4 * 4
        if code not in gone:
            kept += options[at:after]
        at = after
    return kept


def main():
    path = pathlib.Path(sys.argv[1])
    old = path.read_bytes()
    assert struct.unpack_from("<I4xI", old) == (0x0A0D0D0A, 0x1A2B3C4D), "not a little-endian pcapng file"
    new = b""
    at = 0
    while at < len(old):
        kind, length = struct.unpack_from("<II", old, at)
        block = old[at : at + length]
        if kind in TIDIED:
            fixed, gone = TIDIED[kind]
            body = block[8 : 8 + fixed] + without(block[8 + fixed : -4], gone)
            size = struct.pack("<I", 12 + len(body))
            block = block[:4] + size + body + size
        new += block
        at += length
    path.write_bytes(new)


if __name__ == "__main__":
    main()
