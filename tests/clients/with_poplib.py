"""poplib gives the lines of a message without their ends; CR LF belongs behind each."""

import os
import pathlib
import poplib
import ssl

# Longer lines are an error to poplib, though POP3 sets no limit to those of a message.
poplib._MAXLINE = 1 << 20

mode = os.environ["MODE"]
context = ssl.create_default_context(cafile=os.environ["CERTIFICATE"])
if mode == "tls":
    server = poplib.POP3_SSL("localhost", int(os.environ["TLS_PORT"]), context=context, timeout=60)
else:
    server = poplib.POP3("localhost", int(os.environ["PORT"]), timeout=60)
if mode == "stls":
    server.stls(context)
server.user(os.environ["LOGIN"])
server.pass_(os.environ["PASSWORD"])
count, _ = server.stat()
for number in range(1, count + 1):
    _, lines, _ = server.retr(number)
    content = b"".join(line + b"\r\n" for line in lines)
    pathlib.Path(os.environ["OUT"], f"{number:03}.eml").write_bytes(content)
server.quit()
