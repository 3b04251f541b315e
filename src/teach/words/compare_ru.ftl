# сеансы рядом

compare-summary = { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
   *[many] { $rows } строк
}; { $count ->
    [0] различий, кроме слов, нет
    [one] { $count } отличается не только словами
    [few] { $count } отличаются не только словами
   *[many] { $count } отличаются не только словами
}.
compare-greeting = приветствие
compare-closed = конец соединения
compare-challenge = запрос сервера
compare-alone = строка сервера
compare-gap = не хватает октетов
compare-unanswered = ответа нет
compare-unterminated = без последней точки
compare-block = { $lines ->
    [one] { $lines } строка
    [few] { $lines } строки
   *[many] { $lines } строк
}, { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}
compare-marked = помечены: { $numbers }
compare-removed = удалены: { $numbers }
compare-presence = не у всех
compare-command = команда
compare-status = ответ
compare-text = слова
compare-block-differs = переданное
compare-state = состояние
compare-marks = пометки
