# The words of the window, in English.

# --- what can be done

do-first = To the beginning
do-back = One step back
do-forward = One step forward
do-last = To the end
do-go-to = To this step
do-play = Play or pause
do-pause = Pause
do-slower = Slower
do-faster = Faster
do-open = Open a file…
do-key-log = Open a key log…
do-show = Show
do-close = Close
do-cancel = Cancel
do-previous-session = Previous session
do-next-session = Next session
do-next-finding = Next finding
do-previous-finding = Previous finding
do-secrets = Show secrets
hide-secrets = Hide secrets
do-fold = Fold or unfold
do-unfold-all = Unfold all data
do-fold-all = Fold all data
do-copy-transcript = Copy the transcript
do-mail-readable = Read the mail
do-mail-parts = Show the parts of the mail
do-mail-fields = Show the header fields of the mail
do-mail-raw = Show the mail as delivered
do-save-message = Save the mail…
do-save-all = Save all attachments…
do-copy-stream = Copy everything that was said
do-save-mails = Save every mail of the session…
do-save-stream = Save everything that was said…
do-save-handout = Handout (HTML)…
do-save-questions = Questions, answers at the end (HTML)…
do-save-svg = Picture of the ladder (SVG)…
do-save-svg-here = Picture up to this step (SVG)…
do-save-png = Picture of the ladder (PNG)…
do-save-png-here = Picture up to this step (PNG)…
do-save-mermaid = Diagram for Mermaid…
do-copy-link = Copy a link to this step
menu-compare = Compare
menu-save-as = Save for others
picture-too-long = This ladder is too long for a picture of dots. SVG and the handout hold it whole.
do-tab-why = Show why
do-tab-bytes = Show the bytes
do-tab-message = Show the message
do-tab-transcript = Show the transcript
do-tab-packets = Show the packets
do-tab-exchanges = Show logins and times
do-tab-findings = Show the findings
do-rule = Explain this arrow
do-rule-back = Back to the step
do-english = English
do-russian = Russian (Русский)
do-next-language = Next language
do-theme-system = Theme of the system
do-theme-light = Light theme
do-theme-dark = Dark theme
do-other-theme = Light or dark
do-zoom-in = Larger
do-zoom-out = Smaller
do-zoom-reset = Original size
menu-ladder = Ladder and motion
do-ladder-larger = Larger ladder
do-ladder-smaller = Smaller ladder
do-ladder-usual = Usual size of the ladder
ladder-zoom-hint = The wheel does it too, with Ctrl held down over the ladder.
ladder-overview = Steps { $from } to { $to } of { $total }, from afar
do-axis = Draw time to scale
bar-axis = To scale
axis-cut = { $time } of silence, cut
axis-mark = 1 mark = { $time }
do-travel = Let messages travel
do-reduce-motion = Reduced motion
do-full-screen = Full screen
do-present = Present to a room
do-presenter-notes = Notes
do-pointer = Pointer, laser or spotlight
presenter-leave = Leave the presentation
do-forget-recent = Forget these files
menu-recent = Recent files
do-panel-library = Library
do-panel-side = State and maildrop
do-panel-lower = Tabs below
do-keys = Keys
do-palette = All commands
do-about = About popscope
do-close-overlay = Close
do-dismiss = Dismiss
do-central-sessions = Table of the sessions
do-central-summary = Summary of the capture
do-central-mailboxes = Fate of the messages
do-central-ladder = Replay of the session
do-central-stream = Everything that was said
do-treat = Treat as POP3
do-filter = Show what a filter finds
do-find = Find…
do-quit = Quit

# --- menus and tabs

menu-file = File
menu-session = Session
menu-view = View
menu-teach = Teach
menu-rules = Commands of each state
menu-help = Help
tab-why = Why
tab-bytes = Bytes
tab-message = Message
tab-transcript = Transcript
tab-packets = Packets
tab-exchanges = Logins and times
tab-findings = Findings

# --- the bar

step-of = Step { $shown } of { $total }
seconds = { $time } s
speed = How fast it plays
scrubber = Place in the session
key-space = Space

# --- the library

library-lessons = Lessons
library-files = Files
library-nothing = Nothing matches
filter = Filter
open-hint = Captures (pcap, pcapng) and scenarios (ron)
close-file = Close { $name }
cancel-job = Cancel loading { $subject }
dismiss = Dismiss: { $subject }
choose-title = Open captures or scenarios
choose-filter = Captures and scenarios
choose-all = All files
key-log-title = Open a key log
key-log-filter = Key logs (SSLKEYLOGFILE)
key-log-hint = A file of secrets that one end of the connection wrote down, as programs do that are told SSLKEYLOGFILE. The capture is read again with it.
one-key-log = Only one key log is used at a time: this one is left out.
no-capture-for-key-log = This is a key log. Open the capture first that it belongs to.
no-sessions = No POP3 session was found in this file.
internal-error = An error inside the program. Please report it, with this file if you can.
drop-here = Drop to open
stopped = Loading was stopped: the sessions that had been found are shown

# --- a capture as a whole

central-sessions = Sessions
central-summary = Summary
central-mailboxes = Mailboxes
central-ladder = Replay
central-stream = Stream
sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
replies = { $count ->
    [one] { $count } reply
   *[other] { $count } replies
}
severity-error = Error
severity-warning = Warning
severity-note = Note
duration-micros = { $time } µs
duration-millis = { $time } ms
size-octets = { $size } B
size-kilo = { $size } kB
size-mega = { $size } MB
size-giga = { $size } GB
summary-file = File
summary-reading = is still being read
summary-sessions = POP3 sessions
summary-messages = Messages fetched
summary-connections = TCP connections
summary-packets = Packets
summary-octets = Octets of the file
summary-first = First packet
summary-last = Last packet
summary-length = From first to last
summary-left-out = Left out
summary-ports = Ports taken for POP3
summary-over-time = Sessions over time (UTC)
summary-over-time-words = Picture: { $count } sessions began between { $first } and { $last }, at most { $most } in one sixtieth of that time
summary-commands = Commands by kind
summary-no-command = no command
summary-replies = Reply times
summary-median = median { $median }
summary-percentile = 95 % within { $most }
summary-replies-words = Picture: half of { $count } replies came within { $median }, and 95 % within { $most }
summary-findings = Findings
summary-no-findings = Nothing is to be remarked.
summary-findings-hint = The number is that of the sessions. A click shows them.
summary-found = { $times } in { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
}
summary-logins = Logins
summary-accepted = accepted
summary-refused = refused
summary-covers = Encryption
summary-clear = in the clear
summary-stls = STLS
summary-implicit = TLS from the start
summary-opened = Opened with secrets: { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
summary-sealed = Sealed: { $count ->
    [one] { $count } session
   *[other] { $count } sessions
} ({ $why })
summary-other = Other TCP ports
summary-other-port = { $count ->
    [one] { $count } connection
   *[other] { $count } connections
}, { $octets } octets
summary-other-hint = Connections to this port are read as POP3 whatever is said there; the file is read again.
summary-port = Port
stream-text = Text
stream-hex = Hex
stream-save = Save…
stream-find = Find in what was said
stream-next = Next place
stream-previous = Previous place
stream-hits = { $hit } of { $all }
stream-too-long = The session is too long for the clipboard: save it as a file.
mailboxes-mailbox = Mailbox
mailboxes-message = Message
mailboxes-octets = Octets
mailboxes-seen = First seen
mailboxes-sessions = Sessions
mailboxes-fate = Fate
mailboxes-filter = Find messages, mailboxes, fates
mailboxes-number = number { $number }
mailboxes-empty = No session of this capture spoke of a message.
mailboxes-reading = The fate of the messages is told when the file is read to its end.
mailboxes-unknown = The file was not read to its end, so the fate of its messages is not known.
mailboxes-left-out = Messages seen for which there was no room: { $count }
contradiction-came-back = it came back after it was removed
contradiction-shared-unique-id = another message has its unique-id
contradiction-content-changed = its content changed
event-listed = listed
event-topped = head fetched
event-fetched-in-part = fetched in part
event-fetched = fetched
event-marked = marked
event-unmarked = unmarked
event-spared = spared
event-perhaps-removed = perhaps removed
event-removed = removed
exchanges-empty = No command was said in this session.
login-tls = in TLS
login-cancelled = given up
login-unknown = no reply seen
credential-password = password
credential-token = token
credential-digest = digest
credential-undecoded = octets
secret-field = Check a secret
secret-hint = It is held against the digests of this session, and kept nowhere.
secret-matches = this is the secret
secret-differs = this is not the secret
timing-rounds = { $count ->
    [one] { $count } round trip
   *[other] { $count } round trips
}
timing-waited = { $time } of waiting
timing-saved = pipelining would have saved at least { $time }
timing-step = Step
timing-step-why = The step of the command
timing-command = Command
timing-command-why = What the client asked for
timing-reply = Reply time
timing-reply-why = From the end of the command to the first octet of the reply; the bars are logarithmic
timing-think = Think time
timing-think-why = From the end of the reply before to the command
timing-octets = Octets
timing-octets-why = Octets of the reply
sorted-up = sorted upwards
sorted-down = sorted downwards
sessions-session = Session { $number }
sessions-nothing = No session matches the filter.
sessions-count = { $shown } of { $all }
sessions-filter = Filter of the sessions
sessions-filter-hint = Filter: user:amy status:-ERR octets>10k
filter-help = Filter help
filter-help-title = What a filter can ask for
filter-help-text = Terms side by side must all hold. “or” joins alternatives, “-” turns a term around, parentheses group, a star stands for anything.
sessions-number = No
sessions-number-why = The number of the session in the file
sessions-start = Start
sessions-start-why = When its first packet came, in UTC
sessions-duration = Length
sessions-duration-why = From the first packet to the last
sessions-client = Client
sessions-client-why = The end that opened the connection
sessions-server = Server
sessions-server-why = The end that listened
sessions-user = User
sessions-user-why = Whom the client said it is
sessions-state = State
sessions-state-why = The last state that was reached
sessions-tls = TLS
sessions-tls-why = Whether TLS covers the session
sessions-commands = Cmds
sessions-commands-why = How many commands were said
sessions-messages = Mails
sessions-messages-why = How many times RETR or TOP brought a message
sessions-octets = Octets
sessions-octets-why = Octets that both sides said
sessions-marks = Marks
sessions-marks-why = Messages marked as deleted, and how many of them were removed
sessions-findings = Findings
sessions-findings-why = What is to be remarked: errors, warnings, notes
sessions-slowest = Slowest
sessions-slowest-why = The longest wait for a reply
sessions-frames = { $count ->
    [one] { $count } frame
   *[other] { $count } frames
}
sessions-whole = recorded whole
sessions-not-whole = not recorded whole
sessions-octets-words = client { $client }, server { $server }, lost { $lost }
sessions-marks-words = marked { $marked }, removed { $removed }
sessions-findings-words = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}, { $notes ->
    [one] { $notes } note
   *[other] { $notes } notes
}

# --- the ladder

time = Time, s
side-client = Client
side-server = Server
fold = Fold the data of step
unfold = Unfold the data of step
more-lines = … and { $count ->
    [one] { $count } line more
   *[other] { $count } lines more
}
opaque = { $count ->
    [one] { $count } octet that cannot be read
   *[other] { $count } octets that cannot be read
}

# --- the state diagram

diagram = State
greeting = greeting +OK
closed = closed
closed-now = closed, the session is here
state-unknown = not known: the recording began later
state-now = { $state }, the session is here
server-closes = server closes
without-quit = without QUIT
rule-possible = can be said now
rule-impossible = cannot be said now
taken-times =
    { $count ->
        [one] taken once
       *[other] taken { $count } times
    }
taken-refused =
    { $count ->
        [one] refused once
       *[other] refused { $count } times
    }
subject-state-title = The { $state } state
subject-authorization-why = The client says who it is. The session enters this state with the greeting of the server. A login that succeeds leads on into TRANSACTION; QUIT ends the session at once, and nothing is removed.
subject-transaction-why = The maildrop is open and locked: nobody else can change it. DELE only marks messages. The session leaves this state with QUIT, or because the line drops.
subject-update-why = The server removes the marked messages, gives the lock back and says goodbye. Only QUIT in the TRANSACTION state leads here.
subject-commands = Commands of this state: { $commands }.
subject-greeting-title = The greeting
subject-greeting-why = The server speaks first: one line with +OK. With it the session enters the AUTHORIZATION state.
subject-dropped-title = A session that ends without QUIT
subject-dropped-why = The line drops, one side closes, or the server has waited too long. There is no UPDATE state: no message is removed, and the marks are forgotten.
subject-closed-title = The end of the session
subject-closed-why = The connection is closed and the maildrop is free again. What was removed in the UPDATE state is gone; everything else is still there.
rule-title = { $command } in the { $state } state
rule-needs-user = It is allowed right after a USER that was answered with +OK.
rule-needs-no-user = It is not allowed while a USER waits for its PASS.
rule-on-ok = After +OK { $next }.
rule-on-err = After -ERR { $next }.
rule-required = Every server must have it.
rule-optional = A server may have it or not.
rule-historic = It was removed from the protocol; only very old servers have it.
rule-closing-title = The server leaves the UPDATE state by itself
rule-closing-why = QUIT was said in the TRANSACTION state. The server removes the marked messages, gives the lock back, answers QUIT and closes the connection. Nothing can be said in the UPDATE state.
next-stay = the session stays in the same state
next-enter = it enters the { $state } state
next-close = the server closes the connection

# --- the maildrop

maildrop = Maildrop
maildrop-unknown = The server has not told anything yet
maildrop-no-totals = { $count ->
    [one] { $count } message was named
   *[other] { $count } messages were named
}; STAT tells the totals
maildrop-other = What { $protocol } tells is not gathered here.
maildrop-empty = Messages appear here as the replies tell of them.
marked-count = { $count } marked
octets-unmarked = unmarked: { $octets }
removed-count = { $count } removed
octets-left = left: { $octets }
column-number = No
column-octets = Octets
column-unique-id = Unique-id
column-subject = Subject
column-fate = Fate
fate-kept = kept
fate-marked = marked
fate-unmarked = unmarked
fate-removed = removed
fate-spared = spared
fate-unknown = unknown
fate-kept-why = It is in the maildrop and stays there.
fate-marked-why = DELE marked it. Only QUIT removes it.
fate-unmarked-why = It was marked, and RSET took the mark away.
fate-removed-why = It was marked, and at QUIT the server removed it in the UPDATE state.
fate-spared-why = It was marked, but the session ended without QUIT: it stays.
fate-unknown-why = It was marked, and the server could not remove everything.
inside-title = Inside the server: the wire does not show this
inside-user = Maildrop of { $user }, { $lock }
inside-locked = locked by { $client }
inside-free = not locked
inside-empty = No messages

# --- the tabs below

start-title = Nothing has happened yet
start-why = This is the moment before the first step. Each step shows one message on the wire, or one thing that happens.
start = Play from the beginning
start-keys = Press the right arrow key for the next step, or Space to play.
bytes-empty = Nothing was said in this step.
octets-shown = {""}, the first { $count } are shown
octet-keyword = keyword
octet-keyword-why = The first word says what is wanted. Its case does not matter (RFC 1939 §3).
octet-unknown = no keyword
octet-unknown-why = A keyword of POP3 should stand here.
octet-space = space
octet-space-why = One space parts a keyword from its argument, and arguments from one another (RFC 1939 §3).
octet-argument = argument
octet-argument-why = What the keyword is about: printable ASCII (RFC 1939 §3).
octet-status = status indicator
octet-status-why = +OK says yes, -ERR no, + alone asks for more (RFC 1939 §3, RFC 5034 §4).
octet-code = response code
octet-code-why = The reason in a form that programs can read (RFC 2449 §8).
octet-number = number
octet-number-why = Clients read this number: of a message, of messages, or of octets (RFC 1939 §5).
octet-unique-id = unique-id
octet-unique-id-why = The name of a message over all sessions (RFC 1939 §7).
octet-timestamp = timestamp
octet-timestamp-why = It offers APOP, and is another one in each session (RFC 1939 §7).
octet-digest = digest
octet-digest-why = It proves that the client knows the secret, and does not tell it (RFC 1939 §7).
octet-base64 = base64
octet-base64-why = Octets written as letters, for the line must be text (RFC 5034 §4). It hides nothing.
octet-text = text
octet-text-why = For people, or part of a message; no program has to read it.
octet-stuffing = stuffing dot
octet-stuffing-why = The line begins with a dot, so one was put before it; the client takes it away (RFC 1939 §3).
octet-terminator = terminator
octet-terminator-why = A line of a single dot ends the reply; it is no part of what is delivered (RFC 1939 §3).
octet-cr = CR
octet-cr-why = Carriage return, 13: the first half of the line end.
octet-lf = LF
octet-lf-why = Line feed, 10: the second half of the line end. Alone it ends no line (RFC 1939 §3).
octet-opaque = unreadable
octet-opaque-why = Octets of TLS, or of anything else that cannot be read.
octet-secret = It is a secret and masked.
bytes-hint = Point at an octet to see what it is.
bytes-piece = { $name }, { $count ->
    [one] octet { $from }
   *[other] octets { $from } to { $to }
}:
bytes-sum = { $wire } on the wire − { $status } status line − { $terminator } terminator − { $stuffed } stuffing = { $delivered } delivered and counted
bytes-sum-why = Each line end counts as two octets; stuffing dots and the terminator do not count (RFC 1939 §11).
bytes-sum-not-whole = (octets are missing)
bytes-list-said = LIST said { $said } of message { $number }, { $other } came:
bytes-stat-said = STAT says { $said }, the sizes of LIST make { $other }:
bytes-agrees = the same.
bytes-differs = not the same!
peel-base64 = { $count ->
    [one] Inside the base64: { $count } octet
   *[other] Inside the base64: { $count } octets
}
peel-no-base64 = This is no base64.
peel-on-behalf = on behalf of
peel-name = name
peel-password = password
peel-token = token
peel-text = text
peel-apop = How the digest is made: MD5 of the timestamp and, right after it, the secret
peel-cram-md5 = How the digest is made: HMAC-MD5 of the challenge, keyed with the secret
peel-challenge = challenge
peel-secret = secret
peel-type-secret = Type the secret to check it
peel-md5 = MD5 of both
peel-hmac-md5 = HMAC-MD5
peel-sent = sent
peel-same = The client sent just this: it knows the secret.
peel-other = The client sent something else: it has another secret.
peel-unknown = The secret is not known here.
peel-forget = Forget the secret
message-empty = No message was fetched yet. RETR fetches a whole message, TOP its head and some lines.
message-whole = Message { $number }, whole, { $octets ->
    [one] { $octets } octet
   *[other] { $octets } octets
} as delivered in step { $step }
message-top = Message { $number }, its head and some lines, { $octets ->
    [one] { $octets } octet
   *[other] { $octets } octets
} as delivered in step { $step }
message-cut = Message { $number }, as much as was recorded, { $octets ->
    [one] { $octets } octet
   *[other] { $octets } octets
} in step { $step }
message-awaited = The mail is large and is being taken apart…
mail-readable = Readable
mail-tree = Parts
mail-fields = Headers
mail-raw = Raw
mail-guessed = guessed: { $charset }
mail-guessed-why = These octets do not say in which character set they are. By their letters this one is likely.
mail-from-html = Reduced from HTML: no scripts, styles or pictures. After the words of a link stands where it leads.
mail-text-cut = Some of this text is missing.
mail-text-perhaps-cut = TOP asked for some lines only; the text may go on.
mail-no-text = There is no text to read in this mail.
mail-more = Show more
mail-more-why = { $octets } octets of text are shown
mail-to-parts = { $count ->
    [one] Show the attachment among the parts
   *[other] Show { $count } attachments among the parts
}
mail-no-fields = There is no header in this mail.
mail-raw-fields = As they came, too
mail-field-cut = The rest is too long to be shown here.
mail-fields-left-out = { $count ->
    [one] { $count } further field is
   *[other] { $count } further fields are
} not shown.
mail-parts = Parts: { $count }, attached: { $attached }
mail-parts-left-out = { $count ->
    [one] { $count } further part is
   *[other] { $count } further parts are
} not shown.
mail-save = Save…
mail-save-part = Save part { $place }…
mail-no-octets = Nothing was delivered.
mail-raw-hint = { $count ->
    [one] { $count } line
   *[other] { $count } lines
} as delivered, without stuffing dots
part-place = Place
part-type = Type
part-charset = Charset
part-encoding = Encoding
part-octets = Octets, decoded
part-name = Declared name
part-name-why = The mail declares this name. Files are saved under names of our own.
part-octets-why = { $decoded } octets decoded, { $encoded } as delivered; octets { $start } to { $end } of the mail
part-damaged = Octets that are none of the encoding: { $count }
part-is-damaged = damaged
part-cut = cut
part-perhaps-cut = may be cut
part-too-deep = lies too deep
part-no-parts = no parts found
save-title = Save as
save-folder-title = Folder for the attachments
saved = { $count ->
    [one] Saved: { $place }
   *[other] { $count } files saved in { $place }
}
attachment = Attached: { $name }, { $octets ->
    [one] { $octets } octet
   *[other] { $octets } octets
}
copy = Copy
transcript-hint = Everything said up to this step. C is the client, S the server.
packets-empty = Take a step to see where it came from.
packets-client = Client
packets-server = Server
packets-time = Time
packets-since = Since the beginning
packets-took = Took
packets-octets = Octets
packets-start = First octet, of all of its side
packets-certainty = How sure it is
packets-count = How many frames
packets-frames = Frames of the capture
packets-script = Lines of the scenario
frames = { $count ->
    [one] frame { $list }
   *[other] frames { $list }
}
tls-title = TLS of the session
tls-remark = as the handshake tells it; nobody has verified the certificate
tls-decrypted = Read inside
tls-began = Began
tls-began-stls = after STLS, in frame { $frame }
tls-began-implicit = with the first octet, in frame { $frame }
tls-version = Version
tls-suite = Cipher suite
tls-server-name = Server asked for
tls-offered = Protocols offered
tls-protocol = Protocol chosen
tls-subject = Certificate of
tls-issuer = Issued by
tls-names = Good for
tls-valid = Valid
tls-validity = { $from } – { $to } UTC
tls-alerts = Alerts
tls-alert = { $side ->
    [client] client
   *[server] server
}: { $name }{ $weight ->
    [fatal] {" (fatal)"}
   *[warning] {""}
}, frame { $frame }
tls-all = all of it
tls-nothing = nothing
tls-partly = some of it
tls-why-nothing-inside = nothing was said inside, the handshake did not get so far
tls-why-no-secrets = its secrets are in no key log that was given
tls-why-secrets-late = its secrets stand in the capture after the packets that need them
tls-why-no-handshake = the beginning of the handshake was not recorded
tls-why-cipher-suite = this cipher suite or version is none that popscope opens
tls-why-gap = octets are missing, and with them the count of the records
tls-why-not-authentic = the records were changed, or the secrets are not their own
tls-why-malformed = what is there are no records of TLS
tls-why-renegotiation = both sides negotiated a second time
sealed-opened = What was said inside was opened with the secrets that were given. These octets are TLS itself: handshake, alerts and the like.
sealed-why = It cannot be read here: { $why }.
sealed-how = To look inside, open a key log: the file into which client or server wrote their secrets (SSLKEYLOGFILE).
sealed-more = What the handshake tells
findings-empty = Nothing is to be remarked on this session.
findings-step = Step { $number }
certainty-likely = likely: octets before it are missing
certainty-unknown = not known: what it belongs to was not recorded
certainty-of-step = What this means is not certain
certainty-of-state = The state after it is not certain

# --- by hand

do-hand-type = Type a command
do-hand-send = Send
do-hand-connect = Connect
do-hand-wait = Wait a minute
do-hand-wait-long = Wait ten minutes
do-hand-drop = Drop the line
do-hand-close = Close without QUIT
do-hand-reset = Reset the connection
do-hand-client = Be this client
do-hand-undo = Take the last line back
do-hand-redo = Do it again
do-hand-empty = Empty session
do-hand-rename = Rename the branch…
do-hand-delete = Delete the branch
do-hand-restore = Bring the deleted branch back
do-hand-save = Save the branch as a scenario…
do-panel-hand = Line to type commands in
deed-connect = connect
deed-wait = { $count ->
    [one] wait { $count } second
   *[other] wait { $count } seconds
}
deed-wait-minutes = { $count ->
    [one] wait { $count } minute
   *[other] wait { $count } minutes
}
deed-drop = the line drops
deed-close = close
deed-reset = reset
hand-title = You are the client
hand-client = client
hand-field = Command line
hand-hint = Type a command ({ $keys }), right or wrong, and press Enter
hand-hint-connect = Not connected: connect first
hand-account-password = user { $user }, password { $password }
hand-account-secret = user { $user }, secret { $secret }
hand-accounts = Who has a maildrop here
hand-begins = A new branch begins at this step
hand-goes-on = Goes on with this branch
hand-not-connected = There is no connection: this client has to connect first.
hand-connected = This client has a connection already.
hand-keyboard = The keyboard is switched to Russian.
hand-offer = Write { $line }
hand-compute = Compute: { $keyword } { $user }
hand-computed = Computed of the secret and of what the server asked: { $line }
hand-set-right = Set right: { $right }
hand-end = Line end
hand-end-crlf = CR LF, as the RFC wants it
hand-end-lf = LF alone
hand-end-none = No line end: the server waits for more
hand-escapes = { $backslash }r { $backslash }n { $backslash }t { $backslash }0 { $backslash }x41 stand for octets
hand-more = More
hand-more-why = Wait, end the connection, take lines back
hand-minutes = minutes
hand-wait = Wait
hand-script = Script
hand-branch = Branch
hand-leaves = Leaves its script or branch after step { $step }
hand-compare-with = Compare with…
hand-deleted = Deleted: { $name }
hand-empty-name = Type it yourself
hand-empty-why = A server, three small mails, and a client that waits for what you type
hand-drafts = { $count ->
    [one] { $count } branch
   *[other] { $count } branches
}
hand-name = Name of the branch
hand-name-ok = Rename
hand-set-aside = What you typed at an earlier text of this scenario is kept in this file.
hand-changed = The lesson has changed since you typed your branches: here it is as it was then.
futures-title = Two futures: { $quit } left after QUIT, { $lost } if the line drops
futures-named = of the messages named so far
futures-quit = QUIT now
futures-lost = The line drops now
futures-left = { $count ->
    [one] { $count } message is left
   *[other] { $count } messages are left
}
futures-removed = removed: { $numbers }
futures-none-removed = nothing is removed
futures-marks-lost = the marks are forgotten
futures-why = Only QUIT leads into the UPDATE state, and only there is anything removed.
futures-would = If it came here

# --- over the window

palette-hint = What do you want to do?
palette-nothing = No command matches
palette-lesson = Lesson: { $title }
about-text = See POP3: step through a session, or replay captured traffic, one message at a time. Nothing leaves this computer unless you connect to a server.

# --- what is wrong with files

no-such-lesson = There is no lesson of this name.
error-unreadable = The file cannot be read: { $detail }
error-not-saved = It cannot be saved: { $detail }
error-no-secrets = This is no key log: no line of it holds a secret of TLS.
error-scenario = The scenario cannot be played: { $detail }
error-empty = The file is empty.
error-no-capture = This is no capture file: { $detail }
error-cut = The file is cut short in its header, at octet { $octet }.
problem-cut = The file is cut short in frame { $frame }, at octet { $octet }.
problem-damaged = The file is damaged after frame { $frame }, at octet { $octet }: { $detail }
problem-unreadable = The file cannot be read after frame { $frame }, at octet { $octet }: { $detail }
problem-secrets-late = TLS sessions whose secrets stand after their end and were not used: { $count }
problem-unkept = Octets of messages of which only size and digest were kept, to bound the memory: { $count }
problem-sessions-cut = Octets of sessions that were let go to bound the memory: { $count }
problem-gaps = Octets that were not captured: { $count }
problem-snapped = Octets that were cut off their frames: { $count }
problem-conflicts = Octets that were sent again with different content: { $count }
problem-out-of-place = Octets that came outside their place and were left out: { $count }
problem-fragments = Fragments that never became whole packets: { $count }
problem-flows = Open flows that were let go to bound the memory: { $count }

# --- learning
do-welcome = Welcome
do-myths = Myths
do-exercises = Exercises
do-predict = Predict the replies
do-predict-choice = Choose this answer
do-play-myth = See it happen
do-begin = Begin
do-restart = Start over
do-say = Send
do-unsay = Take back
do-mark = Mark this step
do-answer = Answer
do-hint = Hint
do-next-lesson = Next lesson
do-save-results = Save the results…
learn-welcome = Welcome
learn-myths = Myths
learn-exercises = Exercises
learn-back = Back to the session
library-chapter = { $title } · { $done }/{ $count }
library-done = done
welcome-title = See POP3
welcome-text = How a mail program fetches mail from a server, one message at a time.
welcome-learn = Learn
welcome-learn-text = A course of short lessons, from the maildrop to TLS. Each one shows one idea, step by step.
welcome-lessons = { $done } of { $count } lessons done
welcome-start = Start: { $title }
welcome-go-on = Go on: { $title }
welcome-anew = Once more from the start
welcome-myths = Myths of lecture notes · { $done }/{ $count }
welcome-open = Open a capture
welcome-open-text = What a real mail program said to a real server: packets recorded with Wireshark or tcpdump.
welcome-tour = Show me an example
welcome-drop = Or drop a file anywhere on this window.
welcome-try = Try it yourself
welcome-try-text = Type commands to a server inside the program. Nothing leaves this computer, and nothing can break.
welcome-type = Type the first command
welcome-exercises = All exercises · { $done }/{ $count }
welcome-empty = A server to play with freely
welcome-close = Just show me a session
welcome-again = This page comes back with F9, or from the menu Help.
myths-text = What lecture notes say, and what is true.
myths-said = Said in lecture note { $note }, line { $line } ({ $code })
myths-truth = What the standard says
myths-happens = What happens
myths-next = Next myth
exercises-text = Each one is checked by the program.
exercises-talk = Hold a session
exercises-read = Read a session
exercises-spot = Spot the violation
exercises-done = done
exercises-open = to be done
exercises-go-on = Go on
exercises-hint = Hint { $taken }/{ $count }
exercises-counted = { $done } of { $count } exercises done
exercises-student = Your name
exercises-results-text = The file holds what you did; your teacher checks it with:
save-results-title = Save the results
task-line = A command, such as STAT
task-answer = Your answer
task-mark = Mark step { $step }
task-list = All exercises
task-done = Done.
task-next = Next: { $title }
typed-too-many = So many lines are not needed. Start over.
typed-no-line = This is no line that can be sent.
typed-unknown = Words with a slash: /connect, /drop, /close, /wait 60, /as NAME, /apop NAME SECRET, /base64 TEXT.
typed-no-client = There is no client { $name } here.
lesson-done = This lesson is done.
lesson-next = Next: { $title } ({ $key })
predict-sign = How will the server reply to { $command }?
predict-state = In which state is the session after the reply to { $command }?
predict-count = How many messages will STAT count?
predict-lines = How many lines will the list have?
predict-marks = How many messages are marked after { $command }?
predict-removed = How many messages will QUIT remove?
predict-challenge = + (a challenge)
predict-was-right = { $given }: right
predict-was-wrong = You chose { $given }; right is { $right }
predict-score = { $right } of { $asked } right · streak { $streak } (best { $best })
predict-step-on = Predict the replies: go on until a command waits for its reply.
predict-go-on = Go on (Enter)
predict-over = The session is over.
predict-off = Show the replies again
predict-hidden = Hidden while you predict the replies.
# ---- the line and its faults, and what the wire shows
menu-line = The line and the wire
do-true-times = Play in true times
do-eyes = See the ends’ view or the wire’s view
do-segments = Show segments
do-line = The line…
do-line-set = Set the line
do-line-reset = As in the scenario
do-line-copy = Copy as scenario text
do-tab-eve = What Eve learnt
tab-eve = Eve
tab-eve-why = Eve is whoever listens on the wire between client and server.
bar-segments = Segments
bar-true-times = True times
bar-line = Line…
eyes-ends = Ends’ view
eyes-ends-hint = See the session as its two ends do, and what happens inside
eyes-wire = Wire’s view
eyes-wire-hint = See the session as Eve does, who listens on the wire
segment-row = #{ $number } Seq { $sequence } Len { $length } · { $time } s
segment-lost = lost
segment-again = sending { $count }
segment-copy = a copy
segments-more = and { $count } more
frame-row = Frame { $number } · { $time } s
frame-row-only = Frame { $number }
line-title = The line
line-perfect = Perfect
line-mobile = Mobile
line-satellite = Satellite
line-modem = Modem
line-latency = Latency, one way
line-millis = {" "}ms
line-rate = Bandwidth
line-per-second = {" "}octets/s
line-any-rate = no limit
line-segment = Segment size
line-loss = Loss
line-other-seed = Other ones
line-lose = Lost segments
line-lose-hint = Numbers of segments; a number that stands twice is lost twice
line-cut = Cut
line-no-cut = nowhere
line-cut-after = after octet
line-dies = The server dies
line-never = never
line-dies-greeting = before the greeting
line-dies-dele = after the +OK of DELE
line-dies-quit = at QUIT, before UPDATE
line-dies-update = amid UPDATE, removed:
line-disk = The disk is full
line-disk-after = when so many are removed:
line-hint = Every change plays the session anew. The lesson itself stays as it is.
line-copy-hint = These lines go into a scenario file of your own
eve-title = What Eve has learnt so far
eve-nothing = Nothing yet.
eve-who = Who talks to whom
eve-logins = Logins
eve-mails = Mails
eve-sealed = Under TLS
eve-active = What an attacker who does more than listen could do
eve-ends = { $client } talks to { $server }.
eve-greeting = The server greets with “{ $greeting }”.
eve-tls-none = Nothing is encrypted.
eve-tls-stls = TLS covers it from STLS on: that it is mail was to be read before.
eve-tls-implicit = TLS covers it from the first octet; that it is mail only the port tells.
eve-has-name = { $user }: the name, and no secret.
eve-has-password = { $user }: the password { $secret }, by { $mechanism }.
eve-has-digest = { $user }: a digest of { $mechanism }. It holds for this session only, and no word of her small list gives it; she can try more words at home, as many as she likes.
eve-untried = { $user }: a digest of { $mechanism }. It holds for this session only, and to try a word on it takes long: it was not tried here. She has the time.
eve-guessed = { $user }: a digest of { $mechanism }. She tried words until one gave the same: { $secret }.
eve-undecoded = { $user }: a response of { $mechanism } that she cannot read.
eve-accepted = The server accepted it.
eve-can-log-in = She can log in with it.
eve-refused = The server refused it.
eve-no-name = (no name)
eve-mail = “{ $subject }”, { $octets }: she has all of it.
eve-mail-part = “{ $subject }”, { $octets }: she has a part of it.
eve-more-mails = { $count ->
        [one] and one more
       *[other] and { $count } more
    }
eve-sealed-counts = { $turns ->
        [one] The client spoke once
       *[other] The client spoke { $turns } times
    }: { $client } octets of the client and { $server } of the server, all sealed.
eve-sealed-answers = { $count ->
        [one] One answer is
       *[other] { $count } answers are
    } long enough for a list or a mail: { $sizes } octets. She guesses their number and their sizes, and nothing of what they say.
eve-active-refused = STLS was refused here. Perhaps by the server; perhaps by somebody in the middle. Nobody can tell from the wire.
eve-active-clear = In the clear: change any word, put commands in, and answer in the place of the server.
eve-active-stls = Before STLS: take STLS out of the reply to CAPA, and hope that the client goes on in the clear. After it: break the connection off, and no more.
eve-active-implicit = Break the connection off, and no more, as long as the client checks the certificate.
eve-why-clear = On the wire: nothing covers these octets, so Eve reads each of them.
eve-why-handshake = On the wire: a message of the TLS handshake. Eve sees that TLS begins, and the sizes; in real life the name of the server is often to be read in it.
eve-why-sealed = On the wire: records of TLS with { $count } octets. Eve sees who speaks, when, and about how much; the keys she does not have.
eve-why-outline = On the wire: Eve sees this from outside, as everybody on the way does.
# ---- sessions side by side

central-compare = Compare
do-central-compare = Sessions side by side
do-compare-generations = Compare generations
do-compare-profiles = Compare profiles
do-compare-with = Compare with…
do-compare-anew = Compare with something else…
compare-generations-of = Generations: { $title }
compare-profiles-of = Profiles: { $title }
compare-hint-script = Run the same commands against a server of every generation, from RFC 918 to today (generations), or against servers with habits of their own (profiles).
compare-hint-no-script = Only a script can be played against other servers: a lesson or a scenario file.
compare-hint-with = Or lay the open session beside another one that is open:
compare-alone-here = No other session is open. Open a second file or lesson, and come back.
compare-only = Only differences
compare-columns = Columns
compare-show-column = Show { $name }
compare-said = Said
compare-same-in-all = The sessions do not differ in anything.
compare-keys = Arrow keys choose a cell; Enter or a click opens the session there.
compare-differs = differs
compare-gone = The session is not open any more.

central-live = Live
do-central-live = Live server
do-live-start = Start the live server
do-live-stop = Stop the live server
do-live-hold = Hold each reply of the live server
do-save-pcapng = Capture with every octet, passwords too (pcapng)…
welcome-live = A server for a real mail program
live-title = Live server
live-text = A POP3 server for real mail programs. Only this computer reaches it.
live-start = Start
live-stop = Stop
live-runs = Runs on { $address }
live-rests = Not running
live-settings = Server
live-profile = Profile
live-tls = TLS
live-tls-none = none
live-tls-stls = STLS
live-tls-implicit = from the first octet
live-port = Port
live-port-hint = 0 is any free port
live-connect = Connect to it
live-address = Address
live-user = User
live-password = Password
live-certificate = SHA-256 of the certificate
live-pem = Certificate for clients that want to trust it
live-thunderbird = Thunderbird
live-thunderbird-text = Protocol POP3, hostname { $host }, port { $port }, connection security { $security }, authentication Normal password, username { $user }
live-security-none = None
live-security-stls = STARTTLS
live-security-implicit = SSL/TLS
live-copy = Copy
live-copy-of = Copy: { $what }
live-sessions = Sessions
live-no-sessions = Nobody has connected yet.
live-first = Start the server: then its address and the settings of mail programs stand here.
live-is-open = goes on
live-hold = Hold each reply until I let it go
live-held = Held back
live-held-of = Session { $number }: the reply waits
live-held-message = and after it the message of { $octets } octets
live-release = Let go
live-change = Send this instead
live-reply = Reply in its place
live-bad-port = A port is a number from 0 to 65535.
live-port-taken = Port { $port } is taken by another program. Choose another one, or 0 for any free port.
live-other-port = Port 1110 is taken by another program, so the server runs on port { $port }.
live-failed = The server does not start: { $detail }
live-trouble = The live server: { $detail }
live-left-out = Sessions for which there was no room: { $count }. Close this document to make room.
progress-title = Your progress
progress-unread = Part of what was saved cannot be read. The rest is here, and the whole text stays in the file of the settings under “progress-unread”.
no-link = No link leads here: copy one in the lesson or the file from which this was made.
live-no-link = What happens live is in no file: save it to come back to it.

# --- the glossary, and the ways on from Why

do-glossary = Glossary
learn-glossary = Glossary
glossary-text = What the words of POP3 mean. Why leads here from every step.
glossary-lesson = The lesson on it: { $title }
glossary-near = Words that occur here:
why-quote = { $clause }: “{ $text }”
why-terms = Words:

# --- to be tried at any step

menu-try = Try here
do-try-drop = Try here: the line drops now
do-try-quit = Try here: the client says QUIT now
do-try-password = Try here: somebody logs in with a wrong password
do-try-second = Try here: a second client wants the same maildrop
do-try-dies = Try here: the server dies in UPDATE
do-try-silence = Try here: the client is silent for ten minutes
do-try-return = Back to where it was tried
deed-dies = the server dies in UPDATE
hand-not-here = This cannot happen at this step.

# --- the session in words

do-words = The session in words
learn-words = The session in words
words-text = Every step up to the cursor, line by line, as a screen reader reads it.
words-field = The session in words
words-left-out = { $count ->
    [one] { $count } earlier step is left out.
   *[other] { $count } earlier steps are left out.
}
words-step = { $step }. { $time }. { $who }: { $said }
words-happens = { $step }. { $time }. { $what }
words-who = { $side ->
    [client] The client
   *[server] The server
}
words-who-named = { $side ->
    [client] The client
   *[server] The server
} { $name }
words-state = State of the session: { $state }.
words-maildrop = Maildrop: { $count ->
    [one] { $count } message
   *[other] { $count } messages
} named.
words-message = Message { $number }: { $octets }, { $fate }.
words-octets-unknown = size not told
words-next = Allowed now: { $commands }.
words-before-greeting = connected, before the greeting

# --- how large everything is

menu-zoom = Size of text
do-zoom-80 = 80 %
do-zoom-125 = 125 %
do-zoom-150 = 150 %
do-zoom-175 = 175 %
do-zoom-200 = 200 %

# --- where one view stands in the place of another

pane-hand = Type
pane-no-hand = Here nothing can be typed: only a scenario goes on by hand.

live-half-serve = Be the server
live-half-connect = Connect to a server
live-left = Session { $number }: the client left before its reply was let go.
do-call-form = Connect to a server…
do-call-connect = Connect
do-call-disconnect = Disconnect from the server
call-page-title = Connect to a server
call-page-text = You are the client of a real server: your own, or one that you may try things on.
call-title = Server
call-text = Nothing is looked up or sent before you press Connect. What you do there is done: DELE and QUIT remove real mail.
call-address-hint = A name or an address, with a port if it has its own; or a POP URL: pop://amy@mail.example.org
call-tls-choose = Choose: nothing is taken for granted.
call-tls-implicit-hint = The whole connection is covered. The usual port is 995 (RFC 8314).
call-tls-stls-hint = The connection begins in the clear and is covered before anything is said; if the server refuses, nothing is. The usual port is 110 (RFC 2595).
call-tls-none-hint = Everything goes in the clear. The usual port is 110. STLS can be typed later.
call-clear-warning = Without TLS everybody on the way can read what is said: names, passwords, mail.
call-waits = Give up
call-wait-connection = no connection after
call-wait-beginning = no greeting or TLS after
call-wait-silence = silence after
call-seconds = s
call-minutes = min
call-connect = Connect
call-disconnect = Disconnect
call-leave = Leave at once
call-form = Back to the form
call-none = Not connected
call-calling = Connecting to { $address }…
call-open = Connected to { $address }
call-not-made = There was no connection.
call-over-client = The connection to { $address } was closed from here.
call-over-server = { $address } closed the connection.
call-over-reset = The connection to { $address } was broken off.
call-over-lost = The connection to { $address } is lost.
call-covered = TLS
call-covered-hint = TLS covers what is said.
call-stays-here = no TLS, within this computer
call-stays-here-hint = Nothing of it leaves this computer, so you are not warned before a password.
call-in-clear = no TLS: others can read along
call-in-clear-hint = Everybody on the way can read what is said. You are warned before a password.
call-waits-for-reply = waiting for the reply
call-field = Line to the server
call-hint = A command, then Enter
call-hint-challenge = The response to { $mechanism }, in base64; * calls the login off
call-say = Say
call-say-anyway = Say it anyway
call-take-back = Take it back
call-gives-away = This line has a password in it, and no TLS covers it: everybody on the way to the server can read it. Say STLS first, or connect with TLS.
call-stls-waits = A reply is still due. STLS has to wait for it.
call-lesson = Lesson
call-lesson-hint = Its client speaks in your place, with the names and passwords of the lesson: they are in every copy of this program. It stops when the server answers otherwise than in the lesson.
call-role = { $title }: { $made } of { $all }
call-role-done = all is said
call-next = Next
call-alone = All
call-pause = Pause
call-skip = Skip
call-no-lesson = Put it away
call-unexpected = The server of the lesson answered { $expected }; this one answered { $got }.
call-unexpected-end = The server closed the connection; that of the lesson answered.
call-tone-positive = +OK
call-tone-negative = -ERR
call-tone-challenge = with a challenge
call-tone-strange = with what is no reply
call-trust = Connect all the same, with this certificate
call-trust-text = Nothing was said inside TLS. Somebody on the way could have put this certificate in the place of the right one. If you know it, compare the SHA-256 with that of the server. It is accepted for one connection.
call-unreadable = cannot be read
call-doubt-issuer = The certificate is not trusted: nobody whom this system trusts vouches for it. Perhaps the server has made it itself.
call-doubt-name = The certificate is not trusted: it is for other names than the one you typed.
call-doubt-expired = The certificate is not trusted: its time is over.
call-doubt-early = The certificate is not trusted: its time has not come yet.
call-doubt-other = This is not the certificate that you accepted.
call-doubt-roots = The certificate is not trusted: this system has no roots that could vouch for any.
call-doubt-detail = The certificate is not trusted: { $detail }
call-choose-tls = Choose whether and how TLS is to cover the connection.
call-no-host = Type the address of the server.
call-other-scheme = This is the URL of something else. One of POP3 begins with pop://.
call-bad-address = This is no address of a server: { $detail }
call-no-address = There is no address of { $host }: { $detail }
call-cannot-connect = { $address } does not take the connection: { $detail }
call-lost = The connection is lost: { $detail }
call-not-said = The server takes nothing more; { $octets } octets were not said.
call-slow = The server took too long to begin.
call-silent = The server was silent for too long.
call-too-much = The server has said more than { $octets } octets.
call-not-pop3 = What the server says is no line of POP3.
call-injected = Before TLS began there was more than the server was asked for. Anybody can have put it there, so the connection was given up.
call-stls-refused = The server refuses STLS, so nothing else was said: { $detail }
call-withheld = The server refuses STLS, so what was said after it was not sent ({ $octets } octets).
call-no-greeting = The server does not greet: { $detail }
call-tls-failed = TLS failed: { $detail }
call-tls-cannot = TLS cannot begin: { $detail }
call-system = The system does not do its part: { $detail }

# --- the scenario editor

central-editor = Scenario editor
do-central-editor = Scenario editor
do-edit-new = New scenario
do-edit-copy = Edit a copy
do-edit-file = Edit
do-edit-retell = Turn into a scenario…
do-edit-duplicate = Duplicate as a new file
do-edit-change = Change the scenario
do-edit-undo = Undo
do-edit-redo = Redo
do-edit-save = Save
do-edit-save-as = Save the scenario as…
do-edit-copy-text = Copy the text
do-edit-play = Play this
do-edit-row = Choose a step
do-edit-next-problem = Next problem
do-edit-above = Add above
do-edit-below = Add below
do-edit-twice = Duplicate
do-edit-remove = Delete
do-edit-up = Move up
do-edit-down = Move down
do-edit-lose = Do not save
do-edit-stay = Go back
ed-edit-hint = The scenario editor: change the steps and see at once what comes of them
ed-more = More
ed-unsaved = not saved
ed-saved = saved
ed-play-hint = Show it on the ladder, up to the chosen step (Ctrl+Enter)
ed-playing = Playing…
ed-right = Everything happens as expected
ed-wrong = { $count ->
     [one] One problem
   *[other] { $count } problems
}
ed-broken = The text cannot be read: line { $line }
ed-broken-text = The table comes back as soon as the text can be read again. Nothing is lost.
ed-show-source = Show the text
ed-problem = Line { $line }: { $text }
ed-more-remarks = and { $count } more
ed-restored = This was not saved when the program ended last. Here it is again.
ed-ask-lose = { $name } has changes that are not saved
ed-ask-lose-text = Another scenario is to be opened. Save these changes first?
ed-ask-over = { $name } was changed by somebody else
ed-ask-over-text = The file is not as it was when it was opened. Replace it with this text?
ed-replace = Replace
ed-steps = Steps
ed-server = Server
ed-maildrops = Maildrops
ed-clients = Clients
ed-about = Title
ed-source = Text (RON)
ed-step = Step { $number }:
ed-keys = Arrows choose, Enter types, Insert adds, Alt+arrows move
ed-add-step = Add a step
ed-col-kind = What happens
ed-col-what = What is said
ed-col-expect = Expected
ed-col-reply = Reply
ed-col-state = State after it
ed-choose = Choose step { $number }
ed-drag = Drag to move the step
ed-kind-of = Step { $number }: what happens
ed-expected-of = Step { $number }: what is expected
ed-cell = Step { $number }: { $what }
ed-mail-field = Mail { $number }: { $what }
ed-unmet = Expected { $wanted }, got { $got }
ed-reply-octets = ({ $octets } octets)
ed-state-greeting = before the greeting
ed-state-unknown = unknown
ed-state-closed = closed
ed-kind-send = Command
ed-kind-on = Another client
ed-kind-connect = Connect
ed-kind-connect-to = Connect to…
ed-kind-expect = Expect
ed-kind-note = Note
ed-kind-advance = Wait
ed-kind-deliver = Mail arrives
ed-kind-close = Close
ed-kind-drop = Line is lost
ed-kind-reset = Reset
ed-kind-pipeline = Several commands
ed-kind-raw = Raw octets
ed-kind-base64 = Base64
ed-kind-apop = APOP
ed-kind-cram = CRAM-MD5
ed-kind-xoauth2 = XOAUTH2
ed-kind-scram-first = SCRAM: name
ed-kind-scram-final = SCRAM: proof
ed-kind-scram-end = SCRAM: end
ed-kind-mail = Mail over SMTP
ed-kind-removes = The site removes
ed-kind-line = Line changes
ed-kind-dies = The server is to die
ed-dies = when
ed-exp-none = anything
ed-exp-ok = +OK
ed-exp-err = -ERR
ed-exp-challenge = a challenge
ed-exp-is = exactly this
ed-exp-lines = these lines
ed-exp-nothing = no reply
ed-exp-closed = closing
ed-client = client
ed-protocol = protocol
ed-command = command
ed-text = text
ed-raw = octets
ed-commands = commands
ed-user = user
ed-secret = secret
ed-password = password
ed-seconds = seconds
ed-unique-id = unique-id
ed-line = line
ed-note-en = note, English
ed-note-ru = note, Russian
ed-mail = text of the mail
ed-octets = octets
ed-subject = subject
ed-from = sender
ed-title-en = title, English
ed-title-ru = title, Russian
ed-about-en = what it shows, English
ed-about-ru = what it shows, Russian
ed-start = begins at (RFC 3339)
ed-latency = latency, milliseconds
ed-pause = pause before each command, milliseconds
ed-profile-hint = what is set below counts before the profile
ed-host = host name
ed-logins = Logins
ed-commands-server = Commands
ed-cleartext = Without TLS
ed-cleartext-refuse = refuses passwords
ed-autologout = closes after silence, seconds
ed-attempts = closes after failed logins
ed-deviations = deviations, such as ["no-lock"]
ed-texts = Words of the server (empty: as usual)
ed-text-greeting = greeting
ed-text-user = USER accepted
ed-text-login = maildrop opened
ed-text-login-failed = wrong password
ed-text-locked = maildrop locked
ed-text-quit = QUIT before the login
ed-text-unknown-user = user unknown
ed-text-user-first = PASS without USER
ed-text-pass-next = something other than PASS after USER
ed-text-tls-first = password without TLS
ed-text-unknown-mechanism = AUTH: mechanism unknown
ed-text-bad-response = AUTH: response wrong
ed-text-cancelled = AUTH: cancelled
ed-text-stls = TLS begins
ed-text-tls-active = TLS is on already
ed-text-capa = capabilities follow
ed-text-stat = STAT
ed-text-list = LIST follows
ed-text-list-one = LIST of one message
ed-text-retr = message follows
ed-text-top = head and lines follow
ed-text-dele = message marked
ed-text-noop = NOOP
ed-text-rset = marks taken away
ed-text-uidl = UIDL follows
ed-text-uidl-one = UIDL of one message
ed-text-last = LAST
ed-text-no-such-message = no such message
ed-text-deleted = message is marked already
ed-text-update = QUIT after the login
ed-text-not-removed = QUIT: not everything removed
ed-text-unknown-command = command unknown
ed-text-wrong-state = command of another state
ed-text-malformed = arguments wrong
ed-text-too-long = line too long
ed-text-ahead = sent too early
ed-text-login-delay = login too soon
ed-text-temporary-trouble = maildrop out of order for now
ed-text-permanent-trouble = maildrop out of order
ed-text-tls-too-late = STLS after UTF8
ed-text-utf8 = UTF8 on
ed-text-utf8-needed = message needs UTF8
ed-text-languages = languages follow
ed-text-language = language changed
ed-text-unknown-language = language unknown
ed-texts-all = All other replies ({ $count })
ed-insert = Insert
ed-add-login = Log in
ed-add-mails = Messages
ed-add-session = Session
ed-add-computed = Computed logins
ed-add-connection = Clients and connections
ed-add-wire = Octets
ed-add-faults = Faults
ed-add-time = Time and mail
ed-user-name = name of the mailbox
ed-password-long = password (PASS, PLAIN, LOGIN)
ed-secret-long = secret (APOP, CRAM-MD5)
ed-token-long = token (XOAUTH2)
ed-add-user = Add a user
ed-remove-user = Delete this user
ed-mails = { $count ->
     [0] No mails
   *[other] Mails: { $count }
}
ed-mail-number = Mail { $number }
ed-mail-twice = Duplicate
ed-mail-up = Move up
ed-mail-remove = Delete
ed-add-mail = Add a mail
ed-add-size = Add a mail of a size
ed-one-client = There is one client, and it has no name.
ed-client-name = name
ed-address = address
ed-add-client = Add a client
ed-remove-client = Delete
retell-agrees = All { $count } exchanges go as in the recording; names, addresses, secrets and texts are others.
retell-nothing = Nothing was said in this session that can be read.
retell-all-sealed = All of this session is inside TLS. Open a key log first.
retell-other = This session is not POP3.
retell-too-long = This session is too long for a scenario.
retell-beginning = The recording begins inside the session: what must have come before was added.
retell-sealed = What TLS hides is left out.
retell-gaps = Octets that were not recorded: { $count }
retell-pieces = Pieces that are neither commands nor replies, left out: { $count }
retell-line-ends = Mails whose line ends were not CR LF: { $count }
retell-sizes = Mails of which only the size is kept: { $count }
retell-shortened = Mails made shorter, for a scenario holds at most 16 MiB of one and 256 MiB of all: { $count }
retell-mechanism = A login that the simulator does not know became USER and PASS.
retell-capabilities = Capabilities that the simulator does not know: { $count }
retell-differs = Exchange { $number }, { $said }: { $was } in the recording, { $is } here

# --- menus in menus

menu-hand = By hand
menu-mail = The mail that was fetched
menu-live = Serve and connect
menu-editor = The open scenario

# --- what a key has done

toast-look = { $key }: { $what }. { $key } again takes it back.
toast-try = { $key }: { $what }. { $back } leads back.
toast-typed = This was taken for a word, and stands in the line. A letter alone is a command: { $keys } shows all keys.
toast-word = Several letters at once are taken for a word, and nothing is done. { $keys } shows all keys.
