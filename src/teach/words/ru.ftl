# Что значит каждый шаг: по-русски.

messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
octets = { $count ->
    [one] { $count } октет
    [few] { $count } октета
   *[many] { $count } октетов
}
