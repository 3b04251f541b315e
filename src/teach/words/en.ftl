# What steps mean, told in English.

messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
octets = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
