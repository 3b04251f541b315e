# sessions side by side

compare-summary = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $count ->
    [0] no difference but words
    [one] { $count } differs in more than words
   *[other] { $count } differ in more than words
}.
compare-greeting = greeting
compare-closed = end of the connection
compare-challenge = challenge of the server
compare-alone = a line of the server
compare-gap = octets are missing
compare-unanswered = no reply
compare-unterminated = without its last dot
compare-block = { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}, { $octets ->
    [one] { $octets } octet
   *[other] { $octets } octets
}
compare-marked = marked: { $numbers }
compare-removed = removed: { $numbers }
compare-presence = only in some
compare-command = command
compare-status = reply
compare-text = words
compare-block-differs = what is delivered
compare-state = state
compare-marks = marks
