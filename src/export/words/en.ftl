# What stands on sheets, in English.

paper-client = Client
paper-server = Server
paper-more = … and { $count ->
    [one] { $count } line more
   *[other] { $count } lines more
}
paper-cut = … and { $count ->
    [one] { $count } character more
   *[other] { $count } characters more
}
paper-sealed = { $count ->
    [one] { $count } octet that cannot be read
   *[other] { $count } octets that cannot be read
}
paper-steps = { $count ->
    [one] One step
   *[other] { $count } steps
}
paper-ladder = The session
paper-step-by-step = Step by step
paper-answers = Answers
paper-number = No.
paper-time = Time, s
paper-who = Who
paper-said = What is said
paper-why = What happens, and why
paper-state = State
paper-finding = Finding
paper-task = Write what the server answers, and the state after it. The dashed lines went inside TLS.
paper-nobody = –
