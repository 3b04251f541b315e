# What stands on sheets, in Russian.

paper-client = Клиент
paper-server = Сервер
paper-more = … и ещё { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}
paper-sealed = { $count ->
    [one] { $count } октет, который нельзя прочитать
    [few] { $count } октета, которые нельзя прочитать
   *[many] { $count } октетов, которые нельзя прочитать
}
paper-steps = { $count ->
    [one] { $count } шаг
    [few] { $count } шага
   *[many] { $count } шагов
}
paper-ladder = Сеанс
paper-step-by-step = Шаг за шагом
paper-answers = Ответы
paper-number = №
paper-time = Время, с
paper-who = Кто
paper-said = Что сказано
paper-why = Что происходит и почему
paper-state = Состояние
paper-finding = Находка
paper-task = Впишите, что отвечает сервер и в каком состоянии после этого сеанс. Пунктирные линии прошли внутри TLS.
paper-nobody = –
