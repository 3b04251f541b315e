# What steps mean, told in English.

messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
octets = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}

# --- connections

opened-title = The client opens a connection to the server
opened-why = TCP is connected. The session is in no state yet: AUTHORIZATION begins with the greeting of the server.
opened-midstream-title = The recording begins inside a session
opened-midstream-why = The beginning was not recorded, so greeting, login and earlier marks are unknown until replies tell of them.
greeting-title = The server greets
greeting-why = The greeting is always one line and always positive. With it the session enters the AUTHORIZATION state.
greeting-timestamp = The text between < and > is a timestamp: the server offers APOP.
greeting-err-title = The server greets with an error
greeting-err-why = A greeting has to be a positive reply. A server that does not want to serve says so and closes.
closed-client-title = The client closes the connection
closed-server-title = The server closes the connection
closed-after-quit = QUIT was answered, so everything is in order.
closed-without-quit = No QUIT was said, so there is no UPDATE state and nothing is removed.
closed-sealed = Whether QUIT was said, TLS hides: what became of marked messages is not known.
closed-autologout = The server closes without a word and without UPDATE: that is how an autologout must look.
closed-reset-title = The { $side ->
    [client] client
   *[server] server
} breaks the connection off
closed-lost-title = The line is lost
closed-lost-why = Neither side could say anything. The session ends without UPDATE, so nothing is removed.
closed-recording-title = The recording ends here
closed-recording-why = The session may have gone on; what became of marked messages is not known.
spared = { $count ->
    [one] Message { $numbers } was marked and stays in the maildrop.
   *[other] Messages { $numbers } were marked and stay in the maildrop.
}
gap-title = { $octets ->
    [one] One octet of the { $side ->
        [client] client
       *[server] server
    } is missing
   *[other] { $octets } octets of the { $side ->
        [client] client
       *[server] server
    } are missing
}
conflict-title = { $octets ->
    [one] One octet
   *[other] { $octets } octets
 } of the { $side ->
    [client] client
   *[server] server
 } came again with different content
conflict-why = TCP sends lost octets again, and they are the same. These differ, so that two readers of the same line may understand two different things: a fault on the way, or somebody who wants to deceive an observer. The first copy counts here.
gap-why = They went over the wire, for the other side confirmed them or what follows them came, but they are not in the recording.

# --- commands: what the client wants

command-USER-title = The client names its mailbox: { $argument }
command-USER-why = USER is the first half of a login. A server may say +OK even to a name that it does not know, so that nobody finds out which names exist.
command-PASS-title = The client gives its password
command-PASS-why = PASS must follow a successful USER immediately. The rest of the line is the password, spaces included. Without TLS everyone on the way can read it.
command-RPOP-title = The client asks in the name of { $argument } of its own machine
command-RPOP-why = RPOP stood in place of PASS in RFC 1081 and 1225: the server trusted whoever connects from a port below 1024. RFC 1460 took it out, for anybody can own a machine.
command-APOP-title = The client logs in as { $argument } without showing its password
command-APOP-why = It sends the MD5 digest of the timestamp in the greeting followed by the shared secret. The secret itself is never sent; but MD5 is weak today.
command-AUTH-title = The client starts a login with { $argument }
command-AUTH-why = AUTH hands the login over to a SASL mechanism. The server may send challenges: lines that begin with “+ ”.
command-AUTH-list-title = The client asks for the login mechanisms
command-AUTH-list-why = AUTH without an argument is an old habit of clients. RFC 5034 wants a mechanism; the list stands in CAPA.
command-STLS-title = The client asks for TLS
command-STLS-why = If the server agrees, TLS begins right after the CR LF of its +OK. Nothing may be sent in between.
command-CAPA-title = The client asks what the server can do
command-CAPA-why = CAPA needs no login. The answer may differ after login, and is to be forgotten after STLS.
command-UTF8-title = The client turns UTF-8 mode on
command-UTF8-why = In UTF-8 mode the heads of mails may be beyond ASCII, and the replies too. UTF8 is allowed before the login only, and STLS must not follow it.
command-LANG-title = The client wants the replies in { $argument }
command-LANG-why = Only the text for people changes: +OK, -ERR, numbers and response codes stay as they are.
command-LANG-list-title = The client asks which languages the server speaks
command-LANG-list-why = Without an argument LANG asks for a list: a line for each language, its tag first.
command-LANG-any-title = The client leaves the language to the server
command-LANG-any-why = The star stands for the language that the site prefers.
command-STAT-title = The client asks how much mail there is
command-STAT-why = The reply gives two numbers: messages and octets. Messages marked as deleted count in neither.
command-LIST-title = The client asks for the size of each message
command-LIST-why = Without an argument the reply has several lines; an empty maildrop gives +OK and an empty list.
command-LIST-one-title = The client asks for the size of message { $argument }
command-LIST-one-why = With an argument the reply is one line, without a dot at the end.
command-RETR-title = The client fetches message { $argument }
command-RETR-why = RETR only reads: the message stays in the maildrop. To remove it the client has to say DELE, and QUIT.
command-DELE-title = The client wants message { $argument } deleted
command-DELE-why = DELE only marks. The server removes marked messages in the UPDATE state, which comes with QUIT.
command-NOOP-title = The client does nothing
command-NOOP-why = NOOP asks for a reply and nothing else. It shows that both sides are alive, and starts the autologout timer again.
command-RSET-title = The client takes all deletion marks away
command-RSET-why = RSET undoes marks and nothing else: what was read stays read.
command-TOP-title = The client looks at the head of message { $argument }
command-TOP-why = TOP gives the head, the blank line, and { $lines ->
    [one] one line
   *[other] { $lines } lines
} of the body. Both arguments are needed.
command-UIDL-title = The client asks for the unique-id of each message
command-UIDL-why = Message numbers hold for one session only. A unique-id stays the same over all sessions, so a client knows what it has fetched already.
command-UIDL-one-title = The client asks for the unique-id of message { $argument }
command-UIDL-one-why = With an argument the reply is one line. Nothing may follow the unique-id.
command-LAST-title = The client asks for the highest message it has touched
command-LAST-why = LAST was part of POP3 from RFC 1081 to RFC 1460. RFC 1725 took it out; UIDL does its work better.
command-QUIT-title = The client says goodbye
command-QUIT-why = From the TRANSACTION state QUIT leads into UPDATE, and the server removes what is marked.
command-QUIT-early-why = In the AUTHORIZATION state QUIT ends the session without UPDATE: there is no maildrop to change.
command-QUIT-unknown-why = After a login QUIT leads into UPDATE; before a login it only ends the session.
command-malformed-title = The client sends { $keyword } in a form that POP3 does not know
command-unknown-title = The client sends a line that is no POP3 command
command-unknown-why = The server must answer an unknown command with -ERR.
command-keyboard = Perhaps the keyboard was switched to Russian: in the Latin layout the same keys write { $line }.
look-alike = Character { $column } is { $letter } ({ $code }, { $name }): { $kind ->
    [cyrillic] a Cyrillic letter
    [greek] a Greek letter
    [full-width] a full-width form
    [dash] a dash of typesetters
    [space] a blank of typesetters
    [quote] a quotation mark of typesetters
   *[invisible] nothing is seen of it
}. { $meant }
look-alike-sign = It only looks like the Latin { $sign }.
look-alike-space = It only looks like a space.
look-alike-nothing = Nothing should stand here.
command-inside-tls = The line travelled inside TLS; only the two ends can read it.
command-pipelined = The client did not wait for the reply before: commands are pipelined, and the server answers them in order.
wrong-state = { $keyword } is not allowed in the { $state } state: the server must answer -ERR.
wrong-order-pass = PASS is allowed only immediately after a successful USER: the server must answer -ERR.

error-EmptyLine = The line is empty.
error-UnknownKeyword = The first word is not a keyword of POP3.
error-MissingArgument = An argument is missing.
error-TooManyArguments = There are more arguments than the command takes.
error-BadSeparator = Keyword and arguments are separated by exactly one space.
error-NotANumber = A number is written with the digits 0 to 9 and nothing else.
error-MessageZero = Messages are numbered from 1.
error-NumberTooLarge = The number is too large for any maildrop.
error-BadDigest = The digest of APOP has 32 hexadecimal digits in lower case.
error-NotText = The argument holds octets that are not printable text.
error-ArgumentTooLong = RFC 1939 gives an argument 40 characters; servers with CAPA take lines of up to 255 octets.
error-LineTooLong = A command line has at most 255 octets.

# --- replies: what the server did

reply-ok-USER = The server accepts the name and waits for the password. It may say so to an unknown name too.
reply-err-USER = The server does not accept the name. The client may try USER again, or another way to log in.
reply-ok-PASS = Name and password are right, and the server has locked the maildrop for this session.
reply-err-PASS = The login failed. The client has to begin with USER again; the server may also close the connection.
reply-ok-RPOP = The server trusts the machine of the client, and has locked the maildrop for this session.
reply-err-RPOP = The server does not take the word of this machine for it. A password is needed.
reply-ok-APOP = The digest is right, and the server has locked the maildrop for this session.
reply-err-APOP = The login failed. The client may try again, or another way to log in.
reply-ok-AUTH = The login succeeded, and the server has locked the maildrop for this session.
reply-ok-AUTH-list = The server lists its login mechanisms.
reply-err-AUTH = The login failed, was cancelled, or the mechanism is not there.
reply-ok-STLS = The server agrees: TLS begins right after this line. From then on the client must forget what CAPA said before.
reply-err-STLS = The server refuses TLS. A careful client stops here instead of showing its password.
reply-ok-CAPA = The server lists its capabilities, one a line.
reply-err-CAPA = The server does not know CAPA. The client has to find out what it can do by trying.
reply-ok-UTF8 = UTF-8 mode is on until the session ends.
reply-err-UTF8 = The server stays in ASCII: messages that need UTF-8 may not be had.
reply-ok-LANG = The server names the language it has chosen, and speaks it from this line on.
reply-ok-LANG-list = The server lists its languages, each with its tag and its own name.
reply-err-LANG = The server does not have this language, or has no list to show. It keeps to the language it spoke before.
reply-ok-STAT = The maildrop holds { $count ->
    [one] one message
   *[other] { $count } messages
} of { $octets ->
    [one] one octet
   *[other] { $octets } octets
} altogether, marked ones not counted.
reply-ok-STAT-odd = The server answers, but not with two numbers as it should.
reply-err-STAT = The server cannot say how much mail there is.
reply-ok-LIST = { $count ->
    [0] The list is empty: there is no message without a mark.
    [one] The list has one line: number and size in octets.
   *[other] The list has { $count } lines: number and size in octets. Marked messages are left out, so numbers may be missing.
}
reply-ok-LIST-one = The server gives number and size in octets.
reply-err-LIST = There is no such message, or it is marked as deleted.
reply-ok-RETR = The server sends the whole message: { $octets ->
    [one] one octet
   *[other] { $octets } octets
} as delivered.
reply-err-RETR = There is no such message, or it is marked as deleted.
reply-ok-DELE = The message is marked. It is still there, but until RSET every command that names it gets -ERR.
reply-err-DELE = There is no such message, or it is marked already.
reply-ok-NOOP = The server is there.
reply-err-NOOP = Even NOOP is allowed only in the TRANSACTION state.
reply-ok-RSET = No message carries a mark any more.
reply-err-RSET = The marks stay as they are.
reply-ok-TOP = The server sends the head and the lines that were asked for: { $octets ->
    [one] one octet
   *[other] { $octets } octets
}.
reply-err-TOP = There is no such message, it is marked, or the server does not have TOP, which is optional.
reply-ok-UIDL = { $count ->
    [0] The list is empty: there is no message without a mark.
    [one] The list has one line: number and unique-id.
   *[other] The list has { $count } lines: number and unique-id.
}
reply-ok-UIDL-one = The server gives number and unique-id.
reply-err-UIDL = There is no such message, it is marked, or the server does not have UIDL, which is optional.
reply-ok-LAST = The server gives the highest number that was touched.
reply-err-LAST = The server does not know LAST any more.
reply-ok-QUIT = The server removes what is marked, gives the maildrop free and closes the connection.
reply-ok-QUIT-early = The server says goodbye. There was no login, so nothing changes.
reply-err-QUIT = The server could not remove all marked messages. It gives the maildrop free and closes all the same; a message without a mark is never removed.
reply-ok-malformed = The server accepts what POP3 does not know. A strict server answers -ERR.
reply-err-malformed = The server refuses the line, as it must.
reply-ok-out-of-place = The server accepts a command that is not allowed here. A strict server answers -ERR.
reply-err-out-of-place = The server refuses, as it must: the command is not allowed here.
empty-line = (an empty line)
reply-title = The server answers { $indicator } to { $command }
reply-lost-title = The status line of the reply to { $command } is missing
reply-lost-why = Its octets are not in the recording, so it is not known whether the command succeeded.
reply-unasked-title = The server says something that was not asked
reply-unasked-why = Every line of the server but the greeting answers a command. This one has none: either the command was not recorded, or the server talks out of turn.
reply-rest-title = The rest of a reply whose beginning was not recorded
reply-rest-why = The lines go up to the dot that ends a multi-line reply.
reply-stuffed = { $count ->
    [one] One line begins with a dot; it travelled with one dot more, which is taken away here.
   *[other] { $count } lines begin with a dot; each travelled with one dot more, which is taken away here.
}
reply-terminator = The five octets CR LF . CR LF end the reply; the first two of them belong to the line before.
reply-unterminated = The dot that ends the reply did not come: it is cut off.
reply-holes = { $octets ->
    [one] One octet
   *[other] { $octets } octets
} of it are missing in the recording.
reply-plus = The reply begins with “+” alone. Only +OK and -ERR are replies; “+ ” is a challenge of AUTH.
reply-code-IN-USE = The code [IN-USE] says: name and password were right, but another session has the maildrop.
reply-code-LOGIN-DELAY = The code [LOGIN-DELAY] says: the last login was too short a time ago.
reply-code-SYS = The code [SYS] says: the trouble is the server’s own, not one of name and password.
reply-code-SYS-TEMP = The code [SYS/TEMP] says: the trouble will pass; try again later.
reply-code-SYS-PERM = The code [SYS/PERM] says: the trouble stays until somebody mends it.
reply-code-AUTH = The code [AUTH] says: it is a matter of name and password.
reply-code-UTF8 = The code [UTF8] says: the client has to enter UTF-8 mode first.
challenge-title = The server sends a challenge
challenge-empty-title = The server asks for the client’s first words
challenge-why = A line that begins with “+ ” belongs to the login; the rest of it is base64.
challenge-CRAM-MD5 = The text is different each time, and the client has to make a digest of it and of the secret.
challenge-XOAUTH2-refused = The token is not good. The reason comes as a challenge, so the client has to answer before it hears -ERR.
challenge-SCRAM-question = The server adds its own part to the nonce, and says with which salt and how often the password is hashed.
challenge-SCRAM-proof = Here the server proves that it knows the password too. Nothing can be sent along with +OK, so the proof comes as a challenge.
sasl-title = The client answers within the login
sasl-cancel-title = The client cancels the login
sasl-why = The line is base64 and no command, whatever it looks like.
sasl-cancel-why = A line with * alone gives the login up; the server must answer -ERR.
sasl-empty = The line is empty: the client has nothing more to say, and the server may finish.
sasl-SCRAM-first = The client gives its name and a nonce, which is a word that it has just made up. A password is not in it.
sasl-SCRAM-proof = The proof is made of the password and of all that both sides have said, so it is of no use in another session.
mechanism-PLAIN = PLAIN gives name and password as they are: base64 hides nothing, so TLS should cover the session.
mechanism-LOGIN = LOGIN asks for the name and then for the password. It is no standard, and base64 hides nothing.
mechanism-CRAM-MD5 = With CRAM-MD5 the password stays at home: the client answers with a digest. The server has to know the secret itself.
mechanism-XOAUTH2 = XOAUTH2 gives a token instead of the password. Whoever has the token can log in while it is valid, so TLS should cover the session.
mechanism-SCRAM-SHA-256 = With SCRAM both sides prove that they know the password and neither of them says it. The server need not even store it.
opaque-title = { $octets ->
    [one] One octet of the { $side ->
        [client] client
       *[server] server
    } under TLS
   *[other] { $octets } octets of the { $side ->
        [client] client
       *[server] server
    } under TLS
}
opaque-why = Who sees only the wire can tell that something is said, and how much, but not what.
stray-title = The { $side ->
    [client] client
   *[server] server
} says something that is not POP3
stray-why = It is kept and shown; the session is read on after it.
fragment-title = A piece of a line
fragment-why = The rest of the line is not in the recording, or never came.

flaw-NotUpperCase = +OK and -ERR must be written in upper case.
flaw-TooLong = A status line has at most 512 octets.
flaw-BareLf = The line ends with LF alone; CR LF is wanted.
flaw-NoSpace = A space is missing after the indicator.

# --- what changed

change-entered = The session enters the { $state } state.
change-named = The mailbox is { $user }.
change-marked = { $count ->
    [one] Message { $numbers } carries a deletion mark.
   *[other] Messages { $numbers } carry a deletion mark.
}
change-unmarked = { $count ->
    [one] Message { $numbers } lost its mark.
   *[other] Messages { $numbers } lost their marks.
}
change-removed = { $count ->
    [one] Message { $numbers } is removed for good.
   *[other] Messages { $numbers } are removed for good.
}
change-perhaps-removed = { $count ->
    [one] Whether message { $numbers } was removed is not known.
   *[other] Which of the messages { $numbers } were removed is not known.
}
change-covered = From here on the words are covered by TLS.

# --- POP2, SMTP and IMAP

content = { $count ->
    [one] a mail of one octet
   *[other] a mail of { $count } octets
}
turn-opened-title = The client opens a connection to the { $protocol } server, port { $port }
turn-POP2-opened-why = POP2 came three years before POP3. Its rule is: if anything goes wrong, close the connection.
turn-SMTP-opened-why = SMTP brings a mail to the server; POP3 and IMAP only fetch what it has brought. The server speaks first.
turn-IMAP-opened-why = IMAP works on the mailbox where it lies. The server speaks first.
turn-closed-in-order = The goodbye was said, so everything is in order.
turn-closed-early = No goodbye was said. A mail that was not taken in whole is not delivered, and marks are void.
turn-change-reached = The { $protocol } session enters the { $state } state.
turn-wrong-state = { $verb } has no place in the { $state } state.
turn-fact-arrived-why = The mail lies in the maildrop now. SMTP has done its part; the owner will fetch it with POP3 or read it with IMAP.
turn-fact-removed-POP2-why = ACKD only marked it. The mailbox is changed when the session ends, or when FOLD selects another.
turn-fact-removed-IMAP-why = EXPUNGE removes at once what has the flag \Deleted. IMAP has no UPDATE state.
turn-POP2-unknown-title = The client sends a line that is no POP2 command
turn-POP2-unknown-why = The server answers with a minus sign and closes.
turn-POP2-HELO-title = The client gives name and password at once
turn-POP2-HELO-why = One command does what USER and PASS do in POP3. The password travels as it is; a blank in it is written as backslash and blank.
turn-POP2-FOLD-title = The client selects another mailbox
turn-POP2-FOLD-why = What was marked in the mailbox before is removed now. POP3 has no folders.
turn-POP2-READ-title = The client asks how long a message is
turn-POP2-READ-why = Without a number the current message is meant. The client needs the length: the message itself has no mark at its end.
turn-POP2-RETR-title = The client is ready to receive the message
turn-POP2-RETR-why = RETR has no number: it means the message whose length was told last. If that length was zero, the server closes the connection.
turn-POP2-ACKS-title = The client has the message; the server shall keep it
turn-POP2-ACKS-why = Each message is acknowledged. ACKS keeps it and moves on to the next one.
turn-POP2-ACKD-title = The client has the message; the server may delete it
turn-POP2-ACKD-why = ACKD marks the message and moves on to the next one. It is removed when the session ends or another mailbox is selected.
turn-POP2-NACK-title = The client did not receive the message
turn-POP2-NACK-why = The message is kept and stays the current one, so RETR brings it again.
turn-POP2-QUIT-title = The client says goodbye
turn-POP2-QUIT-why = The server removes what ACKD marked, says a plus sign and closes.
turn-POP2-greeting-title = The POP2 server greets
turn-POP2-greeting-why = A plus sign, the name of the protocol, the name of the server. In POP2 a lone + does mean success.
turn-POP2-plus-title = The server says yes
turn-POP2-plus-why = POP2 has four signs: + for success, - for failure, # for a count of messages, = for a length.
turn-POP2-minus-title = The server says no, and closes
turn-POP2-minus-why = There is no second attempt in POP2: whatever goes wrong ends the session.
turn-POP2-count-title = The server tells how many messages there are
turn-POP2-count-why = The sign # stands before a count. The messages have the numbers from 1 up to it.
turn-POP2-length-title = The server tells how long the message is
turn-POP2-length-why = The sign = stands before a length in octets, each line end counted as two. So many octets will follow a RETR.
turn-POP2-length-zero-title = The server tells a length of zero
turn-POP2-length-zero-why = There is no such message, or it is marked, or it is empty. The client must not ask for it: the server would close.
turn-POP2-content-title = The server sends the message
turn-POP2-content-why = The message comes without a status line, without stuffed dots and without a terminator: the length that was told says where it ends.
turn-SMTP-unknown-title = The client sends a line that is no SMTP command
turn-SMTP-unknown-why = The server answers 500, and the session goes on.
turn-SMTP-EHLO-title = The client names itself and asks what the server can do
turn-SMTP-EHLO-why = Every session begins so. The reply lists the extensions, one on each line.
turn-SMTP-HELO-title = The client names itself in the old way
turn-SMTP-HELO-why = HELO is older than the extensions; clients that want none of them may still say it.
turn-SMTP-MAIL-title = The client begins a mail and says who sends it
turn-SMTP-MAIL-why = This address is on the envelope: here the mail returns if it cannot be delivered. It stands in angle brackets right after the colon.
turn-SMTP-RCPT-title = The client says to whom the mail goes
turn-SMTP-RCPT-why = One RCPT for each recipient. The envelope decides who gets the mail, whatever stands in the field To.
turn-SMTP-DATA-title = The client wants to send the mail itself
turn-SMTP-DATA-why = The client waits for the reply: only after a 354 are its lines a mail and no commands.
turn-SMTP-RSET-title = The client takes the mail back that it began
turn-SMTP-RSET-why = The server forgets sender and recipients. In POP3 the command of this name takes deletion marks away.
turn-SMTP-VRFY-title = The client asks whether there is such a user
turn-SMTP-VRFY-why = Most servers do not say: a list of users would help those who send what nobody wants.
turn-SMTP-NOOP-title = The client wants nothing but an answer
turn-SMTP-NOOP-why = NOOP changes nothing and may be said at any time.
turn-SMTP-QUIT-title = The client says goodbye
turn-SMTP-QUIT-why = The server answers 221 and closes. Mails that were taken in are not concerned.
turn-SMTP-greeting-title = The SMTP server greets
turn-SMTP-greeting-why = 220 means: ready. This code belongs to the greeting; commands are answered with others.
turn-SMTP-greeting-no-title = The SMTP server does not want to serve
turn-SMTP-greeting-no-why = A greeting with 554 says that no mail is taken here. Only QUIT is left.
turn-SMTP-yes-title = The server says yes
turn-SMTP-yes-why = A code of three digits stands before the text. The first digit 2 says that it was done; 250 is the usual yes.
turn-SMTP-yes-mail-title = The server has taken the mail in
turn-SMTP-yes-mail-why = From this reply on the server answers for the mail: it has to deliver it, or to say that it could not. It wrote Return-Path and Received on top.
turn-SMTP-yes-quit-title = The server says goodbye
turn-SMTP-yes-quit-why = 221 belongs to QUIT: the server closes the connection now.
turn-SMTP-more-title = The server waits for the mail
turn-SMTP-more-why = The first digit 3 says: so far so good, go on. After 354 everything is mail, up to a line with a single dot.
turn-SMTP-no-order-title = The command comes at the wrong time
turn-SMTP-no-order-why = 503 tells of a wrong order. First EHLO, then MAIL, then RCPT, then DATA.
turn-SMTP-no-syntax-title = The server does not understand the line
turn-SMTP-no-syntax-why = 500 stands for an unknown command, 501 for wrong arguments, 555 for an unknown parameter. Nothing has changed.
turn-SMTP-no-title = The server says no
turn-SMTP-no-why = The first digit 4 means: not now, try later. 5 means: not at all.
turn-SMTP-gives-up-title = The server gives up and closes
turn-SMTP-gives-up-why = 421 may come at any time, whatever was asked.
turn-SMTP-content-title = The client sends the mail
turn-SMTP-content-why = Head, blank line, body, and a line with a single dot: POP3 took this end from SMTP. A line that begins with a dot gets one more on the way.
turn-IMAP-unknown-title = The client sends a line that is no IMAP command of this server
turn-IMAP-unknown-why = A command begins with a tag that the client chooses. The server answers BAD; this server knows only what the lessons need.
turn-IMAP-CAPABILITY-title = The client asks what the server can do
turn-IMAP-CAPABILITY-why = CAPA in POP3 asks the same.
turn-IMAP-LOGIN-title = The client gives name and password
turn-IMAP-LOGIN-why = Without TLS the password travels as it is. The first word of the line is a tag: the reply will carry it.
turn-IMAP-SELECT-title = The client opens a mailbox
turn-IMAP-SELECT-why = A user may have many mailboxes; INBOX is where mail arrives. No lock is taken: several clients may have it open.
turn-IMAP-FETCH-title = The client asks for messages, or for what is known of them
turn-IMAP-FETCH-why = FETCH brings as much as is asked for: flags, size, the head alone, or all. BODY[] sets the flag \Seen; BODY.PEEK[] does not.
turn-IMAP-STORE-title = The client changes flags
turn-IMAP-STORE-why = Flags live on the server and outlive the session. \Deleted is a flag like the others: nothing is removed yet.
turn-IMAP-EXPUNGE-title = The client removes what is flagged as deleted
turn-IMAP-EXPUNGE-why = It happens at once, and the numbers of those that follow move up. In POP3 numbers never change within a session.
turn-IMAP-NOOP-title = The client asks for news
turn-IMAP-NOOP-why = NOOP does nothing, but the server may tell what happened meanwhile: new mail shows within the session.
turn-IMAP-LOGOUT-title = The client says goodbye
turn-IMAP-LOGOUT-why = Everything stays on the server as it is, flags included.
turn-IMAP-greeting-title = The IMAP server greets
turn-IMAP-greeting-why = A star stands before what belongs to no command. With OK the client has to log in.
turn-IMAP-greeting-no-title = The IMAP server does not want to serve
turn-IMAP-greeting-no-why = A greeting with BYE ends the session before it begins.
turn-IMAP-ok-title = The server has done it
turn-IMAP-ok-why = The tag says which command is answered; so several may be under way at once. OK ends it.
turn-IMAP-no-title = The server refuses the command
turn-IMAP-no-why = NO means: understood, but not possible. BAD means: not understood, or not here.
turn-IMAP-more-title = The server waits for the rest of the command
turn-IMAP-more-why = A plus sign asks the client to go on.
turn-IMAP-told-title = The server tells something
turn-IMAP-told-why = A star stands before what the server tells on the way to the reply, or unasked.
turn-IMAP-told-sizes-title = The server tells how many messages there are
turn-IMAP-told-sizes-why = EXISTS counts all messages of the mailbox, RECENT those that no session was told of before.
turn-IMAP-told-FETCH-title = The server sends a message, or what is known of it
turn-IMAP-told-FETCH-why = A number in braces is a length: so many octets follow the line end. IMAP needs no terminator and no stuffed dots.
turn-IMAP-told-EXPUNGE-title = The server tells that a message is gone
turn-IMAP-told-EXPUNGE-why = All messages after it have a number less by one from now on.
turn-IMAP-told-BYE-title = The server says that it will close
turn-IMAP-told-BYE-why = BYE comes before the tagged OK of LOGOUT, or by itself when the server gives up.
turn-IMAP-content-title = The client goes on with its command
turn-IMAP-content-why = The server asked for it with a plus sign.

# --- facts from inside

fact-note-title = A word of the author
fact-holds-title = The maildrop of { $user } holds { $count ->
    [0] no message
    [one] one message
   *[other] { $count } messages
}
fact-holds-why = This is what the server knows before anyone connects. The wire does not show it.
fact-arrived-title = New mail arrives for { $user }
fact-arrived-why = A session sees the maildrop as it was at login. New mail shows in the next session.
fact-locked-title = The server locks the maildrop of { $user }
fact-locked-why = While one session has the lock, no other can log in to the same maildrop.
fact-released-title = The maildrop of { $user } is free again
fact-released-why = The lock lives as long as the session.
fact-removed-title = { $count ->
    [one] One message is removed from the maildrop of { $user }
   *[other] { $count } messages are removed from the maildrop of { $user }
}
fact-removed-why = The UPDATE state removes what was marked, and where nothing may stay (EXPIRE 0) perhaps what was read. A rule of the site may remove messages at any time, outside of the protocol.
fact-autologout-title = The client was silent for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
fact-autologout-why = A server may have an autologout timer, of ten minutes at least. When it runs out the server closes without a reply and without UPDATE.
fact-let-go-title = Not kept: { $octets ->
    [one] one octet
   *[other] { $octets } octets
 }
fact-let-go-why = The session said more than the program keeps of one session, or of all of them together. What was heard before is whole.
fact-time-title = Time passes: { $time }
fact-time-why = Nothing is said in between.
fact-tls-title = Both sides have agreed on keys
fact-tls-why = Everything from here on travels inside TLS. The simulator shows what the two ends say; the wire shows none of it.
fact-died-title = The server dies
fact-died-greeting = It died before it could greet. Its system resets the connection, and the client knows only that nobody is there.
fact-died-dele = The +OK of DELE is out, and then the server dies. A mark is only a promise for UPDATE; there will be no UPDATE, so nothing is removed.
fact-died-quit = QUIT has come, and the server dies before it enters UPDATE. Nothing is removed. The client hears no reply, so it cannot know.
fact-died-update = It died in the middle of UPDATE, when { $count ->
        [0] nothing was removed yet
        [one] one message was removed
       *[other] { $count } messages were removed
    }. The client hears no reply, so it cannot know which messages are gone.
fact-update-failed-title = The disk is full: { $removed } removed, { $left } left
fact-update-failed-why = To remove messages a server often has to write the maildrop anew, and there is no room. RFC 1939 lets it say -ERR; whatever it has not removed stays. It must not remove messages that were not marked.
fact-meddled-removed-title = Mallory takes { $line } out of the reply
fact-meddled-removed-why = The server said this line, and the client never hears it. In the clear nobody can tell: nothing protects a reply against whoever sits in the middle.
fact-meddled-answered-title = Mallory answers { $command } in the place of the server
fact-meddled-answered-why = The server never hears this command; for it the client has not asked for TLS at all. The client hears -ERR, and has to decide: go on in the clear, or give up.
fact-gave-up-title = The client gives up
fact-gave-up-why = It was told to say nothing secret where TLS does not cover the connection. It says QUIT. It gets no mail, and no eavesdropper gets its password.
fact-expectation-title = The reply is not the one that the scenario expects

# --- filters

filter-key-user = Whom the client said it is
filter-key-mech = How it tried to log in: USER, APOP, or the mechanism of AUTH
filter-key-login = What came of the login
filter-key-client = The end that opened the connection
filter-key-server = The end that listened
filter-key-port = The port of the server
filter-key-state = The last state reached
filter-key-tls = Whether and how TLS covers the session
filter-key-cmd = A command that was said
filter-key-status = A reply that was said
filter-key-finding = What was remarked
filter-key-severity = How much a finding matters
filter-key-start = When the session began
filter-key-end = When it ended
filter-key-duration = How long it took
filter-key-reply = The longest wait for a reply
filter-key-median = The median of the waits for replies
filter-key-commands = How many commands were said
filter-key-messages = How many messages came
filter-key-octets = How many octets these messages have
filter-key-marked = How many messages were marked as deleted
filter-key-deleted = How many messages were removed
filter-key-client-octets = Octets that the client said
filter-key-server-octets = Octets that the server said
filter-key-lost = Octets that are missing in the recording
filter-key-frames = How many frames the session has
filter-key-complete = Whether all of it was recorded
filter-key-index = Its place in the file, from 0

filter-value-text = a text
filter-value-address = an address such as 10.0.0.1, 10.0.0.1:110 or 10.1.0.0/16
filter-value-number = a whole number such as 10000 or 10k
filter-value-duration = a duration such as 1.5s or 200ms
filter-value-time = a time in UTC such as 2026-01-02 or 2026-01-02T10:00
filter-value-state = authorization, transaction, update or none
filter-value-tls = none, stls or implicit
filter-value-command = a command such as DELE, or other
filter-value-status = +OK or -ERR
filter-value-finding = the name of a finding
filter-value-severity = error, warning or note
filter-value-yes-no = yes or no
filter-value-login = ok, failed or none

filter-wrong-key = There is no such key
filter-wrong-key-near = There is no such key; is { $key } meant?
filter-wrong-value = { $key } wants { $expected }
filter-wrong-order = { $key } can be compared with : or = alone
filter-wrong-finding = No finding has such a name
filter-wrong-no-term = A condition is missing here
filter-wrong-quote = This quote is not closed
filter-wrong-open = This parenthesis is not closed
filter-wrong-stray = This parenthesis closes nothing
filter-wrong-deep = Too many parentheses and negations in each other

# --- findings

finding-unknown-command = A line of the client is no POP3 command
finding-empty-command = The client sends an empty line where a command must stand
finding-old-command = A command of the early RFCs that RFC 1939 no longer has
finding-missing-argument = The command lacks an argument
finding-extra-argument = The command has more arguments than it takes
finding-leading-space = A blank stands before the command
finding-trailing-space = A blank stands after the command
finding-bad-separator = The words of the command are not parted by exactly one space
finding-not-a-number = A word stands where a number must stand
finding-negative-number = The number has a minus sign, but it cannot be negative
finding-message-zero = Message number 0: messages are counted from 1
finding-number-too-large = The number is larger than any maildrop could need
finding-leading-zeros = The number has zeros in front; not every server reads it alike
finding-malformed-digest = The digest of APOP is not 32 hexadecimal digits in lower case
finding-non-ascii-command = The command holds octets beyond ASCII
finding-look-alike-letters = The command holds characters that only look like those of a command
finding-utf8-login-unannounced = A name or a password beyond ASCII, though UTF8 is announced without USER
finding-control-in-command = The command holds control characters
finding-lower-case-command = The keyword is not in capitals; that is allowed
finding-command-too-long = A command line has more than 255 octets
finding-argument-too-long = An argument has more than 40 characters, and without CAPA no server has to take it
finding-huge-top = TOP asks for so many lines that it fetches the whole message
finding-auth-without-mechanism = AUTH without a mechanism: an old habit to ask for the list
finding-bare-line-feed = A line ends with LF alone instead of CR LF
finding-bare-line-feed-inside = Inside the lines stands a LF without CR
finding-bare-carriage-return = A CR stands without its LF
finding-wrong-state = A command is not allowed in this state
finding-wrong-state-accepted = The server accepts a command that is not allowed in this state
finding-old-command-accepted = The server still has a command of the early RFCs that RFC 1939 no longer has
finding-unknown-command-accepted = The server accepts a command that no RFC of POP3 has
finding-malformed-accepted = The server accepts a command that is not well-formed, though it must refuse it
finding-pass-without-user = PASS does not follow right after an accepted USER
finding-pass-without-user-accepted = The server accepts PASS, though no accepted USER stands right before it
finding-pass-expected = After an accepted USER only PASS or QUIT may follow
finding-second-login = The client logs in again in a session that is logged in
finding-command-after-quit = The client goes on after QUIT
finding-before-greeting = The client speaks before the greeting of the server
finding-no-quit = The client closes without QUIT, so there is no UPDATE
finding-closed-unasked = The server closes the connection because a command was written wrong: -ERR is enough
finding-status-not-upper-case = The indicator of a reply is not in capitals
finding-malformed-status = No space parts the indicator of a reply from its text
finding-plus-status = A positive reply begins with “+” instead of “+OK”
finding-status-too-long = A status line has more than 512 octets
finding-not-a-reply = A line of the server is no reply
finding-unasked-reply = A reply comes that nothing asked for
finding-negative-greeting = The server greets with -ERR and lets nobody in
finding-non-ascii-reply = The reply holds octets beyond ASCII
finding-language-without-tag = The reply to LANG does not begin with the tag of the language
finding-control-in-reply = The reply holds control characters
finding-unterminated = A multi-line reply lacks the dot at its end
finding-cut-short = The multi-line reply broke off before its end
finding-unanswered-command = The server closes the connection and leaves a command without a reply
finding-autologout-reply = The server says something that nobody asked for and goes: at an autologout it should be silent
finding-autologout-too-early = The server gave up before ten minutes of silence had passed
finding-in-use = Another session has the maildrop; name and password are right
finding-login-delayed = The server wants more time between two logins
finding-temporary-failure = The server has trouble that will pass
finding-permanent-failure = The server has trouble that somebody must mend
finding-credentials-refused = The server says that name or password are wrong
finding-utf8-needed = The message can be had in UTF-8 mode only
finding-unknown-response-code = The response code in brackets is not a known one
finding-response-code-unannounced = A response code, though CAPA does not list RESP-CODES
finding-misplaced-response-code = The response code has no meaning in the reply to this command
finding-capa-refused = The server does not have CAPA: what it can do must be tried
finding-empty-capa = The list of capabilities is empty
finding-malformed-capability = A line of the list is no capability
finding-capability-too-long = A capability line has more than 512 octets
finding-repeated-capability = A capability stands twice in the list
finding-unknown-capability = A capability that is not registered and has no X in front
finding-sasl-without-mechanism = SASL is announced without any mechanism
finding-expire-zero = EXPIRE 0: messages that were read may not stay on the server
finding-capability-vanishes = A capability from before the login is missing after it
finding-capability-differs = A capability has other arguments after the login, though it may not
finding-capability-refused = The server announces a command and then does not know it
finding-unannounced-command = The command works, though CAPA does not list it
finding-auth-unannounced = The client says AUTH, though the server does not announce SASL
finding-initial-response-unannounced = AUTH carries an initial response, though the server does not announce SASL
finding-pipelining-unannounced = The client does not wait for replies, though PIPELINING is not announced
finding-cleartext-password = A password goes over the wire in the clear
finding-login-refused = The login is refused
finding-password-guessing = Three logins were refused in one session: perhaps somebody guesses
finding-same-password-again = The client sends the name and password that were just refused
finding-user-refused = The reply to USER tells strangers which names do not exist
finding-apop-md5 = APOP builds on MD5, which is weak today
finding-apop-without-timestamp = APOP, though the greeting has no timestamp to make a digest of
finding-malformed-timestamp = What stands in angle brackets in the greeting is no timestamp for APOP
finding-repeated-timestamp = The greeting has the timestamp of an earlier one
finding-login-delay-ignored = The server accepts a login sooner than its LOGIN-DELAY allows
finding-scram-unproved = SCRAM succeeds, but the server has not proved that it knows the password
finding-cancel-accepted = The server accepts a login that the client called off
finding-not-base64 = A line of AUTH is not base64
finding-two-passwords = Another password opened the same maildrop before: perhaps any does
finding-digest-repeated = The digest was made of the timestamp of another session: the server does not check it
finding-maildrop-shared = Another session has this maildrop open: there is no lock
finding-clear-though-stls = The password goes in the clear, though the server offers STLS
finding-stls-refused = The server refuses STLS
finding-stls-stripped = Somebody in the middle takes STLS away: the server would have it, and the client does not get it
finding-clear-after-refused-stls = TLS was refused, and the client gives the password in the clear all the same
finding-stls-in-tls = STLS, though TLS covers the session already
finding-stls-announced-in-tls = STLS is announced, though TLS covers the session already
finding-command-behind-stls = The client does not wait for the reply to STLS: the command could be smuggled in
finding-clear-after-stls = Where TLS must begin, octets come in the clear
finding-stls-after-utf8 = STLS after UTF8 is forbidden
finding-clear-on-tls-port = The port is that of POP3 over TLS, and the server speaks in the clear
finding-malformed-drop-listing = The reply to STAT lacks its two numbers
finding-malformed-listing = A line of the list is not written as POP3 wants it
finding-extra-in-listing = More than number and size is told; the RFC strongly advises against it
finding-listing-from-zero = The list has a message of number 0
finding-older-message-appears = In front of the messages of an earlier session is one that it did not have; perhaps the server shows only the newest
finding-repeated-number = A message number stands twice in the list
finding-not-ascending = The message numbers of the list do not ascend
finding-wrong-number-listed = The reply tells of another message than was asked for
finding-count-changed = The number of messages changed, though a session sees its maildrop unchanged
finding-count-differs = STAT, LIST and UIDL do not tell of the same number of messages
finding-number-beyond-maildrop = The maildrop has fewer messages than this number
finding-number-beyond-accepted = The server accepts a message number beyond the maildrop
finding-listed-message-refused = The server refuses a message that is in its maildrop and not marked
finding-size-differs = The message has another size than was announced
finding-sum-differs = The octets of STAT are not the sum of the sizes in LIST
finding-listed-size-changed = The size of a message is another than LIST said before
finding-announced-size-differs = The text after +OK tells another size than was delivered
finding-top-too-long = TOP brings more lines of the body than were asked for
finding-marked-named = The command names a message that is marked as deleted
finding-marked-accepted = The server accepts a command that names a message marked as deleted
finding-marked-twice = The server marks a message as deleted a second time
finding-marked-listed = The list still has a message that is marked as deleted
finding-marked-counted = STAT still counts messages that are marked as deleted
finding-marks-lost = Marked messages were kept, for no QUIT was said
finding-marks-in-doubt = QUIT was not answered: nobody outside knows whether the marked messages are gone
finding-update-failed = The server could not remove all marked messages
finding-rset-without-effect = RSET said yes, and yet what was marked as deleted has not come back
finding-spared-message-gone = A message is gone that was marked in a session without QUIT; nobody had the right to remove it but a rule of the site
finding-malformed-unique-id = The unique-id has not 1 to 70 characters from “!” to “~”
finding-text-behind-unique-id = Text stands after the unique-id, where nothing may follow
finding-repeated-unique-id = Two messages have the same unique-id; only equal messages may
finding-reused-unique-id = The unique-id belonged to a message of another size
finding-unique-id-changed = The message had another unique-id in the same session
finding-stuffing-forgotten = A line begins with a single dot: the server forgot to double it, and it gets lost
finding-nul-in-message = The message holds a NUL octet
finding-long-line = A line of the message has more than 998 octets
finding-non-ascii-head = The head of the message holds octets beyond ASCII
finding-utf8-outside-mode = The server has UTF-8 mode, and sends a head beyond ASCII to a client that has not turned it on
finding-malformed-head = A line in the head of the message is no field
finding-no-blank-line = No empty line parts the head of the message from its body
finding-empty-message = The message has no octet at all
finding-octets-missing = Octets are missing in the recording
finding-conflicting-octets = Octets came again with different content; the first copy counts

# ---- what an exercise still misses
goal-none = none
goal-not-yet = The goal is not reached yet.
goal-holds = The maildrop of { $user } does not hold what it should.
goal-fetched = Not every message that is wanted was fetched whole.
goal-marked = At the end exactly these messages should be marked: { $numbers }.
goal-logged-in = { $user } has not logged in.
goal-over = The session has not been ended with QUIT.
goal-state = At the end the session should be in the { $state } state.
goal-covered = A password travelled in the clear.
goal-said = { $keyword } has not been said with success.
goal-never-said = { $keyword } must not be used here.
goal-at-most = { $count ->
    [one] One command has to be enough.
   *[other] { $count } commands have to be enough.
}
goal-waited = { $count ->
    [one] One minute has to pass first.
   *[other] { $count } minutes have to pass first.
}
goal-no-errors = One of the replies was -ERR.
goal-chosen = This is not the step.
goal-answered = This is not the answer.
