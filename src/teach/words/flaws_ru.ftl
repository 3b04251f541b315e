# Что не так в сценариях и упражнениях, как они написаны.
# --- текст
flaw-ron-end = текст обрывается раньше времени
flaw-ron-sign = здесь нужен знак { $sign }
flaw-ron-string = здесь нужен текст в кавычках
flaw-ron-quote = в конце текста не хватает кавычки
flaw-ron-integer = здесь нужно целое число
flaw-ron-number = здесь нужно число
flaw-ron-boolean = здесь нужно true или false
flaw-ron-identifier = здесь нужно имя
flaw-ron-bounds = числа такой величины здесь стоять не может
flaw-ron-comment = комментарий, начатый знаками /*, не закрыт
flaw-ron-trailing = после последней скобки есть лишний текст
flaw-ron-deep = слишком много скобок друг в друге
flaw-ron-character = { $character } здесь не к месту
flaw-ron-field = поля { $name } здесь нет; есть: { $known }
flaw-ron-variant = слова { $name } здесь нет; есть: { $known }
flaw-ron-missing = не хватает поля { $name }
flaw-ron-twice = поле { $name } стоит здесь дважды
flaw-ron-other = это не читается: { $detail }
flaw-too-much = в сценарии может быть не больше { $most ->
        [one] { $most } октета
       *[other] { $most } октетов
    }
flaw-not-text = файл — не текст в UTF-8, начиная с октета { $octet }
# --- начало, пользователи, клиенты
flaw-words = { $language ->
        [ru] русский
       *[en] английский
    } текст пуст
flaw-start = здесь нужно время, например { $example }
flaw-users = без пользователя нет и почтового ящика
flaw-user-name = имя — одно слово из печатных знаков
flaw-user-twice = пользователь { $user } уже есть
flaw-no-user = пользователя { $user } нет
flaw-no-password = пользователю { $user } нужен пароль или секрет
flaw-two-passwords = нужен пароль или секрет, но не оба (RFC 1939 §13)
flaw-not-prepared = имя вне ASCII пишут так, как его даёт SASLprep (RFC 6856 §2.2)
flaw-iterations = SCRAM хеширует не меньше одного раза и не больше { $most }
flaw-salt = в соли хотя бы один знак
flaw-client-name = у каждого клиента своё имя
flaw-client-address = здесь нужен адрес, например 192.0.2.1
flaw-port = порт — число от 1 до 65535
flaw-no-client = клиента { $name } нет; есть: { $known }
flaw-nameless-clients = клиента { $name } нет: имени нет ни у одного
# --- письма
flaw-mail-octets = { $octets ->
        [one] в тексте { $octets } октет
        [few] в тексте { $octets } октета
       *[many] в тексте { $octets } октетов
    }, а не { $wanted }
flaw-mail-field = поле заголовка — одна строка
flaw-mail-large = в составленном письме может быть не больше { $most ->
        [one] { $most } октета
       *[other] { $most } октетов
    }
flaw-mails-large = во всех составленных письмах вместе может быть не больше { $most ->
        [one] { $most } октета
       *[other] { $most } октетов
    }
flaw-mail-small = письмо с таким заголовком не короче { $least ->
        [one] { $least } октета
       *[other] { $least } октетов
    }
flaw-unique-id-empty = в уникальном идентификаторе хотя бы один знак
flaw-unique-id-long = в уникальном идентификаторе не больше 70 знаков
flaw-unique-id-character = уникальный идентификатор состоит из знаков от «!» до «~»
flaw-unique-id-used = уникальный идентификатор { $unique-id } уже был
flaw-smtp-unique-id = уникальный идентификатор письма, пришедшего по SMTP, выбирает сервер
flaw-no-message = сообщения { $unique-id } нет
flaw-locked = почтовый ящик заблокирован
# --- сервер
flaw-host = имя хоста пишут буквами, цифрами, точками и дефисами
flaw-server-address = здесь нужны адрес и порт, например 198.51.100.1:110
flaw-profile = профиля { $name } нет; есть: { $known }
flaw-young = { $what } появилась в RFC { $rfc }: для сервера этого поколения рано
flaw-never-a-password = без TLS этот сервер никогда не принял бы пароля
flaw-autologout = таймер автоматического выхода — не меньше десяти минут, 600 секунд (RFC 1939 §3)
flaw-attempts = у клиента хотя бы одна попытка
flaw-capability = возможность — одна короткая строка
flaw-timestamp-wanted = при APOP в приветствии стоит { "{timestamp}" } (RFC 1939 §7)
flaw-timestamp-unasked = { "{timestamp}" } предлагает APOP, поэтому нужно и apop: true
flaw-auth-resp-code = AUTH-RESP-CODE требует RESP-CODES: нужно и resp_codes: true
flaw-implicit-dele = неявная DELE разрешена лишь при EXPIRE 0: нужно и expire: Days(0) (RFC 2449 §6.7)
flaw-bracket = где объявлена RESP-CODES, скобка начинает код ответа (RFC 2449 §8)
flaw-text-placeholder = подстановки { "{" }{ $name }{ "}" } нет; в этом тексте есть: { $known }
flaw-text-brace = фигурная скобка без пары: чтобы её произнести, пишут { "{{" } или { "}}" }
flaw-text-positive = этот ответ — согласие, он начинается с { $start }
flaw-text-negative = этот ответ — отказ, он начинается с -ERR
flaw-text-read = этот ответ читают программы: он начинается с «+OK { $start }»
flaw-text-behind = после { "{unique_id}" } ничего стоять не может (RFC 1939 §7)
flaw-text-control = строка состояния — одна строка без управляющих знаков
flaw-text-long = в строке состояния не больше 512 октетов
# --- линия
flaw-latency = задержка — не больше { $most ->
        [one] { $most } миллисекунды
       *[other] { $most } миллисекунд
    }
flaw-latency-twice = задержка указана и в line: хватит одного раза
flaw-rate = линия пропускает не меньше { $least ->
        [one] { $least } октета
       *[other] { $least } октетов
    } в секунду
flaw-segment = в сегменте от 1 до { $most ->
        [one] { $most } октета
       *[other] { $most } октетов
    }
flaw-segment-zero = сегменты считаются с 1
flaw-segments = перечислить можно не больше { $most ->
        [one] { $most } сегмента
       *[other] { $most } сегментов
    }; loss_percent берёт сколько угодно
flaw-small-segments = здесь за раз может прийти октетов: { $largest }; в сегменте их не меньше { $least }
flaw-loss = случайно теряется не больше { $most } из ста сегментов
flaw-seed = seed имеет смысл только вместе с loss_percent
flaw-cut = октеты считаются с 1: линия, оборванная сразу, — не линия
# --- шаги
flaw-steps = ничего не происходит
flaw-several-lines = команда — одна строка: несколько сразу посылает Pipeline
flaw-raw = { $what } (SendRaw пошлёт и так)
flaw-of = { $name }: { $what }
flaw-needs = { $keyword }: { $keyword ->
        [PASS] нужен пароль
        [APOP] нужны имя и дайджест
        [AUTH] нужен механизм
        [RETR] нужен номер сообщения
        [DELE] нужен номер сообщения
        [TOP] нужны номер сообщения и число строк
       *[other] нужно имя
    }
flaw-line-empty = строка пуста
flaw-line-keyword = такого ключевого слова нет
flaw-line-missing = не хватает аргумента
flaw-line-many = слишком много аргументов
flaw-line-separator = аргументы разделяет один пробел
flaw-line-number = это не число
flaw-line-zero = сообщения нумеруются с 1
flaw-line-large = число слишком велико
flaw-line-digest = дайджест — не 32 шестнадцатеричные цифры строчными буквами
flaw-line-text = в аргументе есть октеты, которые не являются печатным текстом
flaw-line-argument = аргумент длиннее 40 знаков
flaw-line-length = строка длиннее 255 октетов
flaw-other-unknown = такой команды нет
flaw-other-here = такой команды здесь нет
flaw-other-long = строка слишком длинная
flaw-other-end = строка кончается парой CR LF
flaw-other-arguments = аргументы неверны
flaw-other-number = нужен номер сообщения
flaw-other-path = нужен адрес в угловых скобках
flaw-other-parameter = такого параметра нет
flaw-other-tag = команда начинается с метки
flaw-other-literal = литералы здесь не принимаются
flaw-other-set = нужен набор номеров сообщений
flaw-other-item = таких сведений здесь не дают
flaw-other-flag = такого флага нет
# --- что ожидалось и не пришло
flaw-unmet = ожидалось: { $wanted }; пришло: { $got }
flaw-not-connected = нет открытого соединения
flaw-connected = соединение уже открыто
wanted-ok = положительный ответ
wanted-err = отрицательный ответ
wanted-challenge = запрос сервера
wanted-closed = ответа нет, соединение закрыто
wanted-connect = соединение, которое можно открыть
wanted-open = открытое соединение
wanted-end = соединение, которое можно закончить
wanted-deliver = сообщение, которое можно доставить
wanted-remove = сообщение, которое можно удалить
wanted-timestamp = приветствие с меткой времени
wanted-scram-first = ScramFirst и запрос сервера
wanted-scram-final = ScramFinal и запрос сервера
wanted-name = имя
got-no-reply = ответа нет
got-closed = ответа нет, и соединение закрыто
got-nothing = вычислить не из чего
# --- упражнения
flaw-exercise-ground = в упражнении стоит что-то одно: scenario, lesson или capture
flaw-exercise-lesson = урока { $name } нет
flaw-exercise-capture = записи { $name } нет
flaw-exercise-words = нужны слова и по-английски, и по-русски
flaw-exercise-hint = тому, кто застрял, нужна подсказка
flaw-exercise-typing = в запись нельзя набирать команды
flaw-exercise-command = { $name } — не команда
flaw-exercise-conditions = список условий не может быть пустым
flaw-exercise-solution = решение не достигает цели
flaw-exercise-done = цель достигнута раньше, чем что-либо набрано
