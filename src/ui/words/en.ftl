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
do-show = Show
do-close = Close
do-cancel = Cancel
do-previous-session = Previous session
do-next-session = Next session
do-secrets = Show secrets
hide-secrets = Hide secrets
do-fold = Fold or unfold
do-unfold-all = Unfold all data
do-fold-all = Fold all data
do-copy-transcript = Copy the transcript
do-tab-why = Show why
do-tab-bytes = Show the bytes
do-tab-message = Show the message
do-tab-transcript = Show the transcript
do-tab-packets = Show the packets
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
do-full-screen = Full screen
do-panel-library = Library
do-panel-side = State and maildrop
do-panel-lower = Tabs below
do-keys = Keys
do-palette = All commands
do-about = About popscope
do-close-overlay = Close
do-dismiss = Dismiss
do-quit = Quit

# --- menus and tabs

menu-file = File
menu-session = Session
menu-view = View
menu-teach = Teach
menu-help = Help
tab-why = Why
tab-bytes = Bytes
tab-message = Message
tab-transcript = Transcript
tab-packets = Packets

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
no-sessions = No POP3 session was found in this file.
internal-error = An error inside the program. Please report it, with this file if you can.
drop-here = Drop to open

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
maildrop-empty = Messages appear here as the replies tell of them.
marked-count = { $count } marked
octets-unmarked = unmarked: { $octets }
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
fate-removed-why = It was marked, and QUIT removed it in the UPDATE state.
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
octet-text = text
octet-head = keyword or status
octet-line-end = line end
octet-stuffing = stuffing dot
octet-terminator = terminator
octet-secret = masked secret
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
packets-frames = Frames of the capture
packets-script = Lines of the scenario

# --- over the window

palette-hint = What do you want to do?
palette-nothing = No command matches
palette-lesson = Lesson: { $title }
about-text = See POP3: step through a session, or replay captured traffic, one message at a time. Nothing leaves this computer.

# --- what is wrong with files

no-such-lesson = There is no lesson of this name.
error-unreadable = The file cannot be read: { $detail }
error-no-secrets = This is no key log: no line of it holds a secret of TLS.
error-scenario = The scenario cannot be played: { $detail }
error-empty = The file is empty.
error-no-capture = This is no capture file: { $detail }
error-cut = The file is cut short in its header, at octet { $octet }.
problem-cut = The file is cut short in frame { $frame }, at octet { $octet }.
problem-damaged = The file is damaged after frame { $frame }, at octet { $octet }: { $detail }
problem-unreadable = The file cannot be read after frame { $frame }, at octet { $octet }: { $detail }
problem-secrets-late = TLS sessions whose secrets stand behind their end and were not used: { $count }
problem-sessions-cut = Octets of sessions that were let go to bound the memory: { $count }
problem-gaps = Octets that were not captured: { $count }
problem-snapped = Octets that were cut off their frames: { $count }
problem-conflicts = Octets that were sent again with different content: { $count }
problem-out-of-place = Octets that came outside their place and were left out: { $count }
problem-fragments = Fragments that never became whole packets: { $count }
problem-flows = Open flows that were let go to bound the memory: { $count }
