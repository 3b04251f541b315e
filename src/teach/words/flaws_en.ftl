# What is wrong with scenarios and exercises as they are written. English, as `popscope check` says it.
# --- the text
flaw-ron-end = the text ends too early
flaw-ron-sign = a { $sign } is wanted here
flaw-ron-string = a text in quotation marks is wanted here
flaw-ron-quote = a text lacks the quotation mark at its end
flaw-ron-integer = a whole number is wanted here
flaw-ron-number = a number is wanted here
flaw-ron-boolean = true or false is wanted here
flaw-ron-identifier = a name is wanted here
flaw-ron-bounds = no number of this size can stand here
flaw-ron-comment = a comment that begins with /* has no end
flaw-ron-trailing = there is text after the last bracket
flaw-ron-deep = too many brackets stand in each other
flaw-ron-character = { $character } has no place here
flaw-ron-field = there is no field { $name } here; there are: { $known }
flaw-ron-variant = there is no { $name } here; there are: { $known }
flaw-ron-missing = the field { $name } is missing
flaw-ron-twice = the field { $name } stands here twice
flaw-ron-other = this cannot be read: { $detail }
flaw-too-much = a scenario has at most { $most } octets
flaw-not-text = the file is not UTF-8 text at octet { $octet }
# --- head, users, clients
flaw-words = the { $language } text is empty
flaw-start = a time such as { $example } is wanted
flaw-users = without a user there is no maildrop
flaw-user-name = a name is one word of printable characters
flaw-user-twice = there is a user { $user } already
flaw-no-user = there is no user { $user }
flaw-no-password = { $user } needs a password or a secret
flaw-two-passwords = a password or a secret, not both (RFC 1939 §13)
flaw-not-prepared = a name beyond ASCII is written as SASLprep makes it (RFC 6856 §2.2)
flaw-iterations = SCRAM hashes once at least and { $most } times at most
flaw-salt = a salt has at least one character
flaw-client-name = each client has a name of its own
flaw-client-address = an address such as 192.0.2.1 is wanted
flaw-port = a port is a number from 1 to 65535
flaw-no-client = there is no client { $name }: { $known }
flaw-nameless-clients = there is no client { $name }: none of them has a name
# --- mails
flaw-mail-octets = the text has { $octets } octets, not { $wanted }
flaw-mail-field = a field of the head is one line
flaw-mail-large = a generated message has at most { $most } octets
flaw-mails-large = all generated messages together have at most { $most } octets
flaw-mail-small = a message with this head has at least { $least } octets
flaw-unique-id-empty = a unique-id has at least one character
flaw-unique-id-long = a unique-id has at most 70 characters
flaw-unique-id-character = a unique-id consists of the characters from '!' to '~'
flaw-unique-id-used = the unique-id { $unique-id } was used before
flaw-smtp-unique-id = the server chooses the unique-id of a mail that SMTP brings
flaw-no-message = there is no message { $unique-id }
flaw-locked = the maildrop is locked
# --- the server
flaw-host = a host is written in letters, digits, dots and hyphens
flaw-server-address = an address and a port are wanted, such as 198.51.100.1:110
flaw-profile = there is no profile { $name }: { $known }
flaw-young = { $what } came with RFC { $rfc }: too young for a server of this generation
flaw-never-a-password = without TLS this server could never take a password
flaw-autologout = an autologout timer has at least ten minutes, 600 seconds (RFC 1939 §3)
flaw-attempts = a client has at least one attempt
flaw-capability = a capability is one short line
flaw-timestamp-wanted = with APOP the greeting has a { "{timestamp}" } (RFC 1939 §7)
flaw-timestamp-unasked = a { "{timestamp}" } offers APOP, so write apop: true too
flaw-auth-resp-code = AUTH-RESP-CODE needs RESP-CODES: write resp_codes: true too
flaw-implicit-dele = an implicit DELE is what EXPIRE 0 allows: write expire: Days(0) too (RFC 2449 §6.7)
flaw-bracket = where RESP-CODES is announced a bracket begins a response code (RFC 2449 §8)
flaw-text-placeholder = unknown placeholder { "{" }{ $name }{ "}" }: this text knows { $known }
flaw-text-brace = a brace stands alone: write { "{{" } or { "}}" } for a brace that is said
flaw-text-positive = this text says yes, so it begins with { $start }
flaw-text-negative = this text says no, so it begins with -ERR
flaw-text-read = clients read this text: it begins with "+OK { $start }"
flaw-text-behind = nothing may follow { "{unique_id}" } (RFC 1939 §7)
flaw-text-control = a status line is one line without control characters
flaw-text-long = a status line has at most 512 octets
# --- the line
flaw-latency = a latency has at most { $most } milliseconds
flaw-latency-twice = the latency stands in the line too: once is enough
flaw-rate = a line passes at least { $least } octets in a second
flaw-segment = a segment has 1 to { $most } octets
flaw-segment-zero = segments are counted from 1
flaw-segments = at most { $most } segments are listed: loss_percent takes any number
flaw-small-segments = here { $largest } octets may be said at once: a segment has at least { $least }
flaw-loss = at most { $most } of a hundred segments are lost by chance
flaw-seed = a seed needs a loss_percent
flaw-cut = octets are counted from 1: a line that is cut at once is none
# --- the steps
flaw-steps = nothing happens
flaw-several-lines = a command is one line: Pipeline sends several at once
flaw-raw = { $what } (SendRaw sends it all the same)
flaw-of = { $name }: { $what }
flaw-needs = { $keyword } needs { $keyword ->
        [PASS] a password
        [APOP] a name and a digest
        [AUTH] a mechanism
        [RETR] a message number
        [DELE] a message number
        [TOP] a message number and a number of lines
       *[other] a name
    }
flaw-line-empty = the line is empty
flaw-line-keyword = unknown keyword
flaw-line-missing = an argument is missing
flaw-line-many = too many arguments
flaw-line-separator = arguments are separated by one space
flaw-line-number = not a number
flaw-line-zero = message numbers start at 1
flaw-line-large = the number is too large
flaw-line-digest = the digest is not 32 lower-case hexadecimal digits
flaw-line-text = the argument holds octets that are not printable text
flaw-line-argument = an argument is longer than 40 characters
flaw-line-length = the line is longer than 255 octets
flaw-other-unknown = no such command
flaw-other-here = no such command here
flaw-other-long = the line is too long
flaw-other-end = a line ends with CR LF
flaw-other-arguments = the arguments are wrong
flaw-other-number = a message number is wanted
flaw-other-path = a path in angle brackets is wanted
flaw-other-parameter = no such parameter
flaw-other-tag = a command begins with a tag
flaw-other-literal = literals are not taken here
flaw-other-set = a set of message numbers is wanted
flaw-other-item = no such item here
flaw-other-flag = no such flag
# --- what was expected and did not come
flaw-unmet = expected { $wanted }, got { $got }
flaw-not-connected = there is no open connection
flaw-connected = the connection is open already
wanted-ok = a positive reply
wanted-err = a negative reply
wanted-challenge = a challenge
wanted-closed = no reply and a closed connection
wanted-connect = a connection to be opened
wanted-open = an open connection
wanted-end = a connection to be ended
wanted-deliver = a message to be delivered
wanted-remove = a message to be removed
wanted-timestamp = a greeting with a timestamp
wanted-scram-first = ScramFirst and a challenge
wanted-scram-final = ScramFinal and a challenge
wanted-name = a name
got-no-reply = no reply
got-closed = no reply, and a closed connection
got-nothing = nothing to compute with
# --- exercises
flaw-exercise-ground = an exercise has one of scenario, lesson and capture
flaw-exercise-lesson = there is no lesson { $name }
flaw-exercise-capture = there is no capture { $name }
flaw-exercise-words = words are wanted in English and in Russian
flaw-exercise-hint = a student who is stuck needs a hint
flaw-exercise-typing = nobody can type into a capture
flaw-exercise-command = { $name } is no command
flaw-exercise-conditions = a list of conditions is not empty
flaw-exercise-solution = the solution does not reach the goal
flaw-exercise-done = the goal is reached before anything is typed
