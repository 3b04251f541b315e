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
lines = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}

# --- соединения

opened-title = Клиент открывает соединение с сервером
opened-why = TCP соединён. Сеанс ещё ни в каком состоянии: AUTHORIZATION начинается с приветствия сервера.
opened-midstream-title = Запись начинается посреди сеанса
opened-midstream-why = Начало не записано, поэтому приветствие, вход и прежние пометки неизвестны, пока о них не скажут ответы.
greeting-title = Сервер приветствует клиента
greeting-why = Приветствие — всегда одна строка и всегда положительный ответ. С ним сеанс входит в состояние AUTHORIZATION.
greeting-timestamp = Текст между < и > — метка времени: сервер предлагает APOP.
greeting-err-title = Вместо приветствия сервер сообщает об ошибке
greeting-err-why = Приветствие должно быть положительным ответом. Сервер, который не хочет работать, говорит об этом и закрывает соединение.
closed-client-title = Клиент закрывает соединение
closed-server-title = Сервер закрывает соединение
closed-after-quit = На QUIT был дан ответ, так что всё в порядке.
closed-without-quit = Команды QUIT не было, поэтому нет и состояния UPDATE: ничего не удаляется.
closed-autologout = Сервер закрывает соединение без единого слова и без UPDATE: именно так должен выглядеть автоматический выход.
closed-reset-title = { $side ->
    [client] Клиент
   *[server] Сервер
} обрывает соединение
closed-lost-title = Связь оборвалась
closed-lost-why = Ни одна сторона не успела ничего сказать. Сеанс кончается без UPDATE, поэтому ничего не удаляется.
closed-recording-title = Здесь запись кончается
closed-recording-why = Сеанс мог продолжаться; что стало с помеченными сообщениями, неизвестно.
spared = { $count ->
    [1] Сообщение { $numbers } было помечено и остаётся в почтовом ящике.
   *[other] Сообщения { $numbers } были помечены и остаются в почтовом ящике.
}
gap-title = { $octets ->
    [one] Не хватает { $octets } октета { $side ->
        [client] клиента
       *[server] сервера
    }
    [few] Не хватает { $octets } октетов { $side ->
        [client] клиента
       *[server] сервера
    }
   *[many] Не хватает { $octets } октетов { $side ->
        [client] клиента
       *[server] сервера
    }
}
conflict-title = { $octets ->
    [one] { $octets } октет пришёл
    [few] { $octets } октета пришли
   *[many] { $octets } октетов пришли
 } ещё раз с другим содержимым (от { $side ->
    [client] клиента
   *[server] сервера
 })
conflict-why = TCP повторяет потерянные октеты, и они должны совпадать. Эти отличаются: два наблюдателя могут прочитать на одном проводе разное. Так бывает при неисправности или когда кто-то хочет обмануть наблюдателя. Здесь считается первая копия
gap-why = Они прошли по проводу: другая сторона их подтвердила, или пришло то, что за ними следует, — но в записи их нет.

# --- команды: чего хочет клиент

command-USER-title = Клиент называет почтовый ящик: { $argument }
command-USER-why = USER — первая половина входа. Сервер может ответить +OK и на незнакомое имя, чтобы никто не узнал, какие имена существуют.
command-PASS-title = Клиент передаёт пароль
command-PASS-why = PASS должна следовать сразу за успешной USER. Остаток строки — пароль, вместе с пробелами. Без TLS его может прочесть каждый на пути.
command-RPOP-title = Клиент просит впустить его от имени { $argument } своей машины
command-RPOP-why = В RFC 1081 и 1225 команда RPOP заменяла PASS: сервер верил каждому, кто подключился с порта ниже 1024. В RFC 1460 её убрали: завести свою машину может кто угодно.
command-APOP-title = Клиент входит как { $argument }, не показывая пароля
command-APOP-why = Он посылает дайджест MD5 от метки времени из приветствия и общего секрета. Сам секрет не передаётся; но MD5 сегодня слаб.
command-AUTH-title = Клиент начинает вход по механизму { $argument }
command-AUTH-why = AUTH передаёт вход механизму SASL. Сервер может задавать вопросы строками, которые начинаются с «+ ».
command-AUTH-list-title = Клиент спрашивает, какие есть механизмы входа
command-AUTH-list-why = AUTH без аргумента — старая привычка клиентов. RFC 5034 требует механизм; список есть в CAPA.
command-STLS-title = Клиент просит TLS
command-STLS-why = Если сервер согласен, TLS начинается сразу за CR LF его ответа +OK. Между ними ничего посылать нельзя.
command-CAPA-title = Клиент спрашивает, что умеет сервер
command-CAPA-why = CAPA не требует входа. После входа ответ может быть другим, а после STLS прежний ответ надо забыть.
command-STAT-title = Клиент спрашивает, сколько почты
command-STAT-why = В ответе два числа: сообщения и октеты. Помеченные на удаление сообщения не входят ни в одно из них.
command-LIST-title = Клиент спрашивает размер каждого сообщения
command-LIST-why = Без аргумента ответ многострочный; для пустого ящика это +OK и пустой список.
command-LIST-one-title = Клиент спрашивает размер сообщения { $argument }
command-LIST-one-why = С аргументом ответ — одна строка, без точки в конце.
command-RETR-title = Клиент забирает сообщение { $argument }
command-RETR-why = RETR только читает: сообщение остаётся в ящике. Чтобы удалить его, клиенту нужны DELE и QUIT.
command-DELE-title = Клиент хочет удалить сообщение { $argument }
command-DELE-why = DELE только ставит пометку. Помеченное сервер удаляет в состоянии UPDATE, которое наступает по QUIT.
command-NOOP-title = Клиент ничего не делает
command-NOOP-why = NOOP просит ответа и больше ничего. Она показывает, что обе стороны живы, и заново пускает таймер автоматического выхода.
command-RSET-title = Клиент снимает все пометки удаления
command-RSET-why = RSET отменяет пометки и больше ничего: прочитанное остаётся прочитанным.
command-TOP-title = Клиент смотрит заголовок сообщения { $argument }
command-TOP-why = TOP даёт заголовок, пустую строку и { $lines ->
    [one] { $lines } строку
    [few] { $lines } строки
   *[many] { $lines } строк
} тела. Нужны оба аргумента.
command-UIDL-title = Клиент спрашивает уникальный идентификатор каждого сообщения
command-UIDL-why = Номера сообщений действуют только в одном сеансе. Уникальный идентификатор один и тот же во всех сеансах, поэтому клиент знает, что он уже забрал.
command-UIDL-one-title = Клиент спрашивает уникальный идентификатор сообщения { $argument }
command-UIDL-one-why = С аргументом ответ — одна строка. За идентификатором ничего стоять не может.
command-LAST-title = Клиент спрашивает наибольший номер, к которому он обращался
command-LAST-why = LAST была в POP3 с RFC 1081 по RFC 1460. RFC 1725 её убрал; UIDL делает то же лучше.
command-QUIT-title = Клиент прощается
command-QUIT-why = Из состояния TRANSACTION команда QUIT ведёт в UPDATE, и сервер удаляет помеченное.
command-QUIT-early-why = В состоянии AUTHORIZATION команда QUIT кончает сеанс без UPDATE: ящика, который можно изменить, ещё нет.
command-QUIT-unknown-why = После входа QUIT ведёт в UPDATE; до входа она только кончает сеанс.
command-malformed-title = Клиент посылает { $keyword } в виде, которого POP3 не знает
command-unknown-title = Клиент посылает строку, которая не является командой POP3
command-unknown-why = На неизвестную команду сервер обязан ответить -ERR.
command-lookalike = Эти буквы лишь похожи на буквы ключевого слова: { $lookalike }.
command-inside-tls = Строка прошла внутри TLS; прочесть её могут только оба конца.
command-pipelined = Клиент не дождался прежнего ответа: команды идут конвейером, и сервер отвечает на них по порядку.
wrong-state = В состоянии { $state } команда { $keyword } не допускается: сервер обязан ответить -ERR.
wrong-order-pass = PASS допускается только сразу после успешной USER: сервер обязан ответить -ERR.

error-EmptyLine = Строка пуста.
error-UnknownKeyword = Первое слово — не ключевое слово POP3.
error-MissingArgument = Не хватает аргумента.
error-TooManyArguments = Аргументов больше, чем принимает команда.
error-BadSeparator = Ключевое слово и аргументы разделяет ровно один пробел.
error-NotANumber = Число пишется цифрами от 0 до 9, и ничем больше.
error-MessageZero = Сообщения нумеруются с 1.
error-NumberTooLarge = Число больше любого почтового ящика.
error-BadDigest = Дайджест APOP — 32 шестнадцатеричные цифры строчными буквами.
error-NotText = В аргументе есть октеты, которые не являются печатным текстом.
error-ArgumentTooLong = RFC 1939 отводит аргументу 40 символов; серверы с CAPA принимают строки до 255 октетов.
error-LineTooLong = В строке команды не больше 255 октетов.

# --- ответы: что сделал сервер

reply-ok-USER = Сервер принимает имя и ждёт пароля. Так он ответил бы и на незнакомое имя.
reply-err-USER = Сервер не принимает имени. Клиент может повторить USER или войти иначе.
reply-ok-PASS = Имя и пароль верны, и сервер заблокировал почтовый ящик для этого сеанса.
reply-err-PASS = Войти не удалось. Клиент должен снова начать с USER, а сервер может и закрыть соединение.
reply-ok-RPOP = Сервер верит машине клиента и занял ящик для этого сеанса.
reply-err-RPOP = На слово этой машине сервер не верит. Нужен пароль.
reply-ok-APOP = Дайджест верен, и сервер заблокировал почтовый ящик для этого сеанса.
reply-err-APOP = Войти не удалось. Клиент может попробовать ещё раз или войти иначе.
reply-ok-AUTH = Вход удался, и сервер заблокировал почтовый ящик для этого сеанса.
reply-ok-AUTH-list = Сервер перечисляет механизмы входа.
reply-err-AUTH = Войти не удалось, вход отменён, или такого механизма нет.
reply-ok-STLS = Сервер согласен: TLS начинается сразу за этой строкой. После этого клиент обязан забыть прежний ответ на CAPA.
reply-err-STLS = Сервер отказывает в TLS. Осторожный клиент здесь остановится, чтобы не показать пароля.
reply-ok-CAPA = Сервер перечисляет свои возможности, по одной в строке.
reply-err-CAPA = Сервер не знает CAPA. Клиенту остаётся узнавать его возможности пробами.
reply-ok-STAT = В почтовом ящике { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}, всего { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}; помеченные не считаются.
reply-ok-STAT-odd = Сервер отвечает, но не двумя числами, как должен.
reply-err-STAT = Сервер не может сказать, сколько почты.
reply-ok-LIST = { $count ->
    [0] Список пуст: сообщений без пометки нет.
    [one] В списке { $count } строка: номер и размер в октетах.
    [few] В списке { $count } строки: номер и размер в октетах. Помеченные пропущены, поэтому номера могут идти не подряд.
   *[many] В списке { $count } строк: номер и размер в октетах. Помеченные пропущены, поэтому номера могут идти не подряд.
}
reply-ok-LIST-one = Сервер даёт номер и размер в октетах.
reply-err-LIST = Такого сообщения нет, или оно помечено на удаление.
reply-ok-RETR = Сервер передаёт сообщение целиком: { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
} в доставленном виде.
reply-err-RETR = Такого сообщения нет, или оно помечено на удаление.
reply-ok-DELE = Сообщение помечено. Оно ещё на месте, но до RSET на каждую команду с его номером сервер ответит -ERR.
reply-err-DELE = Такого сообщения нет, или оно уже помечено.
reply-ok-NOOP = Сервер на месте.
reply-err-NOOP = Даже NOOP допускается только в состоянии TRANSACTION.
reply-ok-RSET = Ни на одном сообщении больше нет пометки.
reply-err-RSET = Пометки остаются как были.
reply-ok-TOP = Сервер передаёт заголовок и запрошенные строки: { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}.
reply-err-TOP = Такого сообщения нет, оно помечено, или на сервере нет необязательной команды TOP.
reply-ok-UIDL = { $count ->
    [0] Список пуст: сообщений без пометки нет.
    [one] В списке { $count } строка: номер и уникальный идентификатор.
    [few] В списке { $count } строки: номер и уникальный идентификатор.
   *[many] В списке { $count } строк: номер и уникальный идентификатор.
}
reply-ok-UIDL-one = Сервер даёт номер и уникальный идентификатор.
reply-err-UIDL = Такого сообщения нет, оно помечено, или на сервере нет необязательной команды UIDL.
reply-ok-LAST = Сервер даёт наибольший номер, к которому обращались.
reply-err-LAST = LAST серверу больше не известна.
reply-ok-QUIT = Сервер удаляет помеченное, освобождает почтовый ящик и закрывает соединение.
reply-ok-QUIT-early = Сервер прощается. Входа не было, поэтому ничего не меняется.
reply-err-QUIT = Сервер не смог удалить все помеченные сообщения. Ящик он всё равно освобождает и соединение закрывает; сообщение без пометки не удаляется никогда.
reply-ok-malformed = Сервер принимает то, чего POP3 не знает. Строгий сервер отвечает -ERR.
reply-err-malformed = Сервер отказывает, как и обязан.
reply-ok-out-of-place = Сервер принимает команду, которая здесь не допускается. Строгий сервер отвечает -ERR.
reply-err-out-of-place = Сервер отказывает, как и обязан: здесь эта команда не допускается.
empty-line = (пустая строка)
reply-title = Сервер отвечает { $indicator } на { $command }
reply-lost-title = Строки состояния ответа на { $command } нет
reply-lost-why = Её октетов нет в записи, поэтому неизвестно, удалась ли команда.
reply-unasked-title = Сервер говорит, хотя его не спрашивали
reply-unasked-why = Каждая строка сервера, кроме приветствия, отвечает на команду. У этой команды нет: либо она не записана, либо сервер говорит не в свою очередь.
reply-rest-title = Остаток ответа, начало которого не записано
reply-rest-why = Строки идут до точки, которая кончает многострочный ответ.
reply-stuffed = { $count ->
    [one] { $count } строка начинается с точки; в пути у неё было на точку больше, здесь лишняя снята.
    [few] { $count } строки начинаются с точки; в пути у каждой было на точку больше, здесь лишняя снята.
   *[many] { $count } строк начинаются с точки; в пути у каждой было на точку больше, здесь лишняя снята.
}
reply-terminator = Пять октетов CR LF . CR LF завершают ответ; первые два из них принадлежат строке перед точкой.
reply-unterminated = Точка, которая кончает ответ, не пришла: он оборван.
reply-holes = В записи не хватает { $octets ->
    [one] { $octets } октета
   *[other] { $octets } октетов
} этого ответа.
reply-plus = Ответ начинается с одного «+». Ответы — только +OK и -ERR; «+ » — вопрос сервера в AUTH.
reply-code-IN-USE = Код [IN-USE] говорит: имя и пароль верны, но ящик занят другим сеансом.
reply-code-LOGIN-DELAY = Код [LOGIN-DELAY] говорит: с прошлого входа прошло слишком мало времени.
reply-code-SYS-TEMP = Код [SYS/TEMP] говорит: помеха временная, попробуйте позже.
reply-code-SYS-PERM = Код [SYS/PERM] говорит: помеха останется, пока её не устранят.
reply-code-AUTH = Код [AUTH] говорит: дело в имени и пароле.
reply-code-UTF8 = Код [UTF8] говорит: сначала клиент должен включить режим UTF-8.
challenge-title = Сервер задаёт вопрос
challenge-empty-title = Сервер ждёт первых слов клиента
challenge-why = Строка, которая начинается с «+ », относится ко входу; остальное в ней — base64.
sasl-title = Клиент отвечает в ходе входа
sasl-cancel-title = Клиент отменяет вход
sasl-why = Эта строка — base64, а не команда, на что бы она ни была похожа.
sasl-cancel-why = Строка из одной * прекращает вход; сервер обязан ответить -ERR.
opaque-title = { $side ->
    [client] Клиент
   *[server] Сервер
}: { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
} под TLS
opaque-why = Кто видит только провод, может сказать, что идёт разговор и сколько в нём октетов, но не о чём он.
stray-title = { $side ->
    [client] Клиент
   *[server] Сервер
} говорит что-то, что не является POP3
stray-why = Это сохранено и показано; дальше сеанс читается как прежде.
fragment-title = Кусок строки
fragment-why = Остатка строки нет в записи, или он не пришёл.

flaw-NotUpperCase = +OK и -ERR пишутся только прописными буквами.
flaw-TooLong = В строке состояния не больше 512 октетов.
flaw-BareLf = Строка кончается одним LF, а нужны CR LF.
flaw-NoSpace = После признака ответа не хватает пробела.

# --- что изменилось

change-entered = Сеанс входит в состояние { $state }.
change-named = Почтовый ящик — { $user }.
change-marked = { $count ->
    [1] Сообщение { $numbers } помечено на удаление.
   *[other] Сообщения { $numbers } помечены на удаление.
}
change-unmarked = { $count ->
    [1] С сообщения { $numbers } снята пометка.
   *[other] С сообщений { $numbers } сняты пометки.
}
change-removed = { $count ->
    [1] Сообщение { $numbers } удалено навсегда.
   *[other] Сообщения { $numbers } удалены навсегда.
}
change-perhaps-removed = { $count ->
    [1] Удалено ли сообщение { $numbers }, неизвестно.
   *[other] Какие из сообщений { $numbers } удалены, неизвестно.
}
change-covered = Дальше слова закрыты TLS.

# --- что знает только сам сервер

fact-note-title = Слово автора
fact-holds-title = { $count ->
    [0] Почтовый ящик { $user } пуст
    [one] В почтовом ящике { $user } { $count } сообщение
    [few] В почтовом ящике { $user } { $count } сообщения
   *[many] В почтовом ящике { $user } { $count } сообщений
}
fact-holds-why = Это сервер знает ещё до того, как кто-нибудь соединится. На проводе этого не видно.
fact-arrived-title = Для { $user } приходит новая почта
fact-arrived-why = Сеанс видит почтовый ящик таким, каким он был при входе. Новая почта покажется в следующем сеансе.
fact-locked-title = Сервер блокирует почтовый ящик { $user }
fact-locked-why = Пока ящик заблокирован одним сеансом, другой войти в него не может.
fact-released-title = Почтовый ящик { $user } снова свободен
fact-released-why = Блокировка длится столько же, сколько сеанс.
fact-removed-title = { $count ->
    [one] Из почтового ящика { $user } удалено { $count } сообщение
    [few] Из почтового ящика { $user } удалены { $count } сообщения
   *[many] Из почтового ящика { $user } удалено { $count } сообщений
}
fact-removed-why = Удаляет только состояние UPDATE, и только помеченное.
fact-autologout-title = Клиент молчал { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}
fact-autologout-why = У сервера может быть таймер автоматического выхода, не меньше десяти минут. Когда время истекло, сервер закрывает соединение без ответа и без UPDATE.
fact-let-go-title = Не сохранено: { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
 }
fact-let-go-why = В этой сессии или во всех вместе сказано больше, чем программа хранит. Услышанное раньше сохранено полностью.
fact-time-title = Проходит время: { $time }
fact-time-why = За это время ничего не сказано.
fact-tls-title = Обе стороны договорились о ключах
fact-tls-why = Всё дальнейшее идёт внутри TLS. Симулятор показывает, что говорят оба конца; на проводе этого не видно.
fact-died-title = Сервер погибает
fact-died-greeting = Он погиб, не успев поздороваться. Система сбрасывает соединение, и клиент знает лишь, что там никого нет.
fact-died-dele = Ответ +OK на DELE уже отправлен, и тут сервер погибает. Пометка — только обещание для UPDATE; UPDATE не будет, и ничего не удаляется.
fact-died-quit = QUIT пришла, а сервер погибает, не войдя в UPDATE. Ничего не удалено. Клиент не слышит ответа и знать этого не может.
fact-died-update = Он погиб посреди UPDATE, когда { $count ->
        [0] ещё ничего не было удалено
        [one] было удалено { $count } сообщение
        [few] было удалено { $count } сообщения
       *[many] было удалено { $count } сообщений
    }. Клиент не слышит ответа и не может знать, каких сообщений больше нет.
fact-update-failed-title = Диск полон: удалено { $removed }, осталось { $left }
fact-update-failed-why = Чтобы удалить сообщения, серверу часто приходится переписать весь ящик, а места нет. RFC 1939 позволяет ответить -ERR; всё, что не удалено, остаётся. Удалять непомеченное он не вправе.
fact-meddled-removed-title = Мэллори вычёркивает { $line } из ответа
fact-meddled-removed-why = Сервер эту строку сказал, а клиент её никогда не услышит. На открытой линии этого не заметить: ничто не защищает ответ от того, кто сидит посередине.
fact-meddled-answered-title = Мэллори отвечает на { $command } вместо сервера
fact-meddled-answered-why = Сервер этой команды не слышал: для него клиент о TLS и не просил. Клиент слышит -ERR и должен решить: продолжать открыто или отступить.
fact-gave-up-title = Клиент отступает
fact-gave-up-why = Ему велено не говорить ничего секретного, если соединение не прикрыто TLS. Он говорит QUIT. Писем он не получит, но и пароля никто не подслушает.
fact-expectation-title = Ответ не тот, которого ждёт сценарий

# --- фильтры

filter-key-user = Кем назвался клиент
filter-key-mech = Как он входил: USER, APOP или механизм AUTH
filter-key-login = Чем кончился вход
filter-key-client = Сторона, открывшая соединение
filter-key-server = Сторона, ждавшая соединения
filter-key-port = Порт сервера
filter-key-state = Последнее достигнутое состояние
filter-key-tls = Закрыт ли сеанс TLS и как
filter-key-cmd = Команда, которая была сказана
filter-key-status = Ответ, который был дан
filter-key-finding = Что замечено
filter-key-severity = Насколько важно замечание
filter-key-start = Когда сеанс начался
filter-key-end = Когда он кончился
filter-key-duration = Сколько он длился
filter-key-reply = Самое долгое ожидание ответа
filter-key-median = Медиана ожиданий ответа
filter-key-commands = Сколько было команд
filter-key-messages = Сколько пришло сообщений
filter-key-octets = Сколько в этих сообщениях октетов
filter-key-marked = Сколько сообщений помечено для удаления
filter-key-deleted = Сколько сообщений удалено
filter-key-client-octets = Октеты, сказанные клиентом
filter-key-server-octets = Октеты, сказанные сервером
filter-key-lost = Октеты, которых нет в записи
filter-key-frames = Сколько в сеансе кадров
filter-key-complete = Записан ли он целиком
filter-key-index = Его место в файле, с нуля

filter-value-text = текст
filter-value-address = адрес, например 10.0.0.1, 10.0.0.1:110 или 10.1.0.0/16
filter-value-number = целое число, например 10000 или 10k
filter-value-duration = длительность, например 1.5s или 200ms
filter-value-time = время UTC, например 2026-01-02 или 2026-01-02T10:00
filter-value-state = authorization, transaction, update или none
filter-value-tls = none, stls или implicit
filter-value-command = команда, например DELE, или other
filter-value-status = +OK или -ERR
filter-value-finding = имя замечания
filter-value-severity = error, warning или note
filter-value-yes-no = yes или no
filter-value-login = ok, failed или none

filter-wrong-key = Такого ключа нет
filter-wrong-key-near = Такого ключа нет; может быть, { $key }?
filter-wrong-value = Для { $key } нужно: { $expected }
filter-wrong-order = { $key } сравнивается только через : или =
filter-wrong-finding = Замечания с таким именем нет
filter-wrong-no-term = Здесь не хватает условия
filter-wrong-quote = Эта кавычка не закрыта
filter-wrong-open = Эта скобка не закрыта
filter-wrong-stray = Эта скобка ничего не закрывает
filter-wrong-deep = Слишком много скобок и отрицаний друг в друге

# --- замечания

finding-unknown-command = Строка клиента — не команда POP3
finding-empty-command = Вместо команды клиент прислал пустую строку
finding-old-command = Команда из ранних RFC, которой в RFC 1939 уже нет
finding-missing-argument = У команды не хватает аргумента
finding-extra-argument = У команды больше аргументов, чем она принимает
finding-leading-space = Перед командой стоит пробел
finding-trailing-space = После команды стоит лишний пробел
finding-bad-separator = Слова команды разделены не ровно одним пробелом
finding-not-a-number = На месте числа стоит слово
finding-negative-number = Число с минусом, а отрицательным оно быть не может
finding-message-zero = Номер сообщения 0, а сообщения считаются с 1
finding-number-too-large = Число больше, чем может понадобиться любому почтовому ящику
finding-leading-zeros = В начале числа нули: не все серверы читают его одинаково
finding-malformed-digest = Дайджест APOP — не 32 шестнадцатеричные цифры в нижнем регистре
finding-non-ascii-command = В команде есть октеты вне ASCII
finding-control-in-command = В команде есть управляющие символы
finding-lower-case-command = Команда написана не прописными буквами; это допускается
finding-command-too-long = В строке команды больше 255 октетов
finding-argument-too-long = Аргумент длиннее 40 символов, а без CAPA сервер не обязан его принять
finding-huge-top = TOP просит столько строк, что получит сообщение целиком
finding-auth-without-mechanism = AUTH без механизма: старая привычка спрашивать их список
finding-bare-line-feed = Строка кончается одним LF вместо CR LF
finding-bare-line-feed-inside = Внутри строк стоит LF без CR
finding-bare-carriage-return = CR стоит без своего LF
finding-wrong-state = В этом состоянии команда не допускается
finding-wrong-state-accepted = Сервер принимает команду, которая в этом состоянии не допускается
finding-malformed-accepted = Сервер принимает неверно написанную команду, хотя обязан ответить отказом
finding-pass-without-user = PASS идёт не сразу после принятой команды USER
finding-pass-without-user-accepted = Сервер принимает PASS, хотя прямо перед ней нет принятой команды USER
finding-pass-expected = После принятой команды USER допускаются только PASS и QUIT
finding-second-login = Клиент входит ещё раз, хотя вход уже выполнен
finding-command-after-quit = Клиент продолжает после QUIT
finding-before-greeting = Клиент говорит раньше, чем сервер поздоровался
finding-no-quit = Клиент закрывает соединение без QUIT, и состояния UPDATE не будет
finding-closed-unasked = Сервер закрыл соединение из-за неверно записанной команды: хватило бы -ERR
finding-status-not-upper-case = Признак ответа написан не прописными буквами
finding-malformed-status = Признак ответа не отделён от текста пробелом
finding-plus-status = Положительный ответ начинается с «+», а не с «+OK»
finding-status-too-long = В строке состояния больше 512 октетов
finding-not-a-reply = Строка сервера — не ответ
finding-unasked-reply = Пришёл ответ, о котором не просили
finding-negative-greeting = Сервер вместо приветствия отвечает -ERR и никого не пускает
finding-non-ascii-reply = В ответе есть октеты вне ASCII
finding-control-in-reply = В ответе есть управляющие символы
finding-unterminated = У многострочного ответа нет точки в конце
finding-cut-short = Многострочный ответ оборвался, не дойдя до конца
finding-unanswered-command = Сервер закрыл соединение, не ответив на команду
finding-autologout-reply = Сервер без вопроса что-то сказал и ушёл: при автоматическом выходе ему следует молчать
finding-autologout-too-early = Сервер прервал сеанс раньше, чем прошло десять минут молчания
finding-in-use = Почтовый ящик занят другим сеансом; имя и пароль верны
finding-login-delayed = Сервер требует большего промежутка между входами
finding-temporary-failure = У сервера временный сбой
finding-permanent-failure = У сервера сбой, который сам не пройдёт
finding-credentials-refused = Сервер сообщает, что имя или пароль неверны
finding-utf8-needed = Сообщение доступно только в режиме UTF-8
finding-unknown-response-code = Код ответа в скобках неизвестен
finding-response-code-unannounced = Код ответа, хотя в списке CAPA нет RESP-CODES
finding-misplaced-response-code = В отклике на эту команду такой код ответа не имеет смысла
finding-capa-refused = У сервера нет CAPA: его возможности придётся проверять на деле
finding-empty-capa = Список возможностей пуст
finding-malformed-capability = Строка списка не описывает возможность
finding-capability-too-long = В строке возможности больше 512 октетов
finding-repeated-capability = Возможность указана в списке дважды
finding-unknown-capability = Возможность не зарегистрирована и не начинается с X
finding-sasl-without-mechanism = SASL объявлена без единого механизма
finding-expire-zero = EXPIRE 0: прочитанные сообщения нельзя оставлять на сервере
finding-capability-vanishes = Возможность, объявленная до входа, после него пропала
finding-capability-differs = Аргументы возможности после входа другие, хотя меняться не должны
finding-capability-refused = Сервер объявил команду, а потом её не узнаёт
finding-unannounced-command = Команда работает, хотя в списке CAPA её нет
finding-auth-unannounced = Клиент говорит AUTH, хотя сервер не объявил SASL
finding-initial-response-unannounced = В AUTH есть начальный ответ, хотя сервер не объявил SASL
finding-pipelining-unannounced = Клиент не ждёт ответов, хотя PIPELINING не объявлена
finding-cleartext-password = Пароль идёт по проводу открытым текстом
finding-login-refused = Вход отклонён
finding-password-guessing = Три отказа во входе за один сеанс: возможно, кто-то подбирает пароль
finding-same-password-again = Клиент повторяет имя и пароль, которые только что отклонены
finding-user-refused = Отклик на USER выдаёт посторонним, каких имён нет
finding-apop-md5 = APOP опирается на MD5, а он сегодня слаб
finding-apop-without-timestamp = APOP, хотя в приветствии нет отметки времени для дайджеста
finding-malformed-timestamp = То, что стоит в угловых скобках приветствия, — не отметка времени для APOP
finding-repeated-timestamp = В приветствии та же отметка времени, что и в одном из прежних
finding-cancel-accepted = Сервер принимает вход, от которого клиент отказался
finding-not-base64 = Строка обмена AUTH — не base64
finding-two-passwords = Тот же ящик раньше открыл другой пароль: возможно, подходит любой
finding-digest-repeated = Дайджест сделан из отметки времени другого сеанса: сервер его не проверяет
finding-maildrop-shared = Этот ящик уже открыт в другом сеансе: блокировки нет
finding-clear-though-stls = Пароль идёт открытым текстом, хотя сервер предлагает STLS
finding-stls-refused = Сервер отказывает в STLS
finding-stls-stripped = Кто-то посередине отнимает STLS: сервер его умеет, а клиенту он не достаётся
finding-clear-after-refused-stls = В TLS отказано, а клиент всё равно передаёт пароль открытым текстом
finding-stls-in-tls = STLS, хотя сеанс уже защищён TLS
finding-stls-announced-in-tls = STLS объявлена, хотя сеанс уже защищён TLS
finding-command-behind-stls = Клиент не дождался ответа на STLS: такую команду мог подставить посторонний
finding-clear-after-stls = Там, где должен начаться TLS, октеты идут открыто
finding-stls-after-utf8 = STLS после UTF8 запрещена
finding-clear-on-tls-port = Порт отведён для POP3 поверх TLS, а сервер говорит открыто
finding-malformed-drop-listing = В отклике на STAT нет двух чисел
finding-malformed-listing = Строка списка написана не так, как требует POP3
finding-extra-in-listing = Сказано больше, чем номер и размер; RFC настоятельно этого не советует
finding-listing-from-zero = В списке есть сообщение с номером 0
finding-repeated-number = Номер сообщения указан в списке дважды
finding-not-ascending = Номера сообщений в списке идут не по возрастанию
finding-wrong-number-listed = В отклике речь о другом сообщении, не о том, о котором спросили
finding-count-changed = Число сообщений изменилось, хотя в течение сеанса почтовый ящик не меняется
finding-count-differs = STAT, LIST и UIDL называют разное число сообщений
finding-number-beyond-maildrop = В почтовом ящике меньше сообщений, чем этот номер
finding-number-beyond-accepted = Сервер принимает номер, которого в почтовом ящике нет
finding-listed-message-refused = Сервер отказывает в сообщении, которое есть в ящике и не помечено
finding-size-differs = Размер сообщения не тот, что был объявлен
finding-sum-differs = Октеты в STAT не равны сумме размеров из LIST
finding-listed-size-changed = Размер сообщения не тот, что раньше называла LIST
finding-announced-size-differs = Текст после +OK называет не тот размер, который пришёл
finding-top-too-long = TOP приносит больше строк тела, чем просили
finding-marked-named = Команда называет сообщение с пометкой на удаление
finding-marked-accepted = Сервер принимает команду с номером сообщения, помеченного на удаление
finding-marked-twice = Сервер ставит пометку на удаление второй раз
finding-marked-listed = В списке осталось сообщение с пометкой на удаление
finding-marked-counted = STAT всё ещё считает сообщения с пометкой на удаление
finding-marks-lost = Помеченные сообщения остались: QUIT не было
finding-marks-in-doubt = На QUIT не ответили: снаружи не узнать, удалены ли помеченные сообщения
finding-update-failed = Сервер не смог удалить все помеченные сообщения
finding-rset-without-effect = На RSET сервер ответил согласием, но помеченное на удаление не вернулось
finding-spared-message-gone = Пропало сообщение, помеченное в сеансе без QUIT; удалить его могло разве что правило самого сервера
finding-malformed-unique-id = Уникальный идентификатор — не 1–70 символов от «!» до «~»
finding-text-behind-unique-id = После уникального идентификатора стоит текст, а там ничего быть не должно
finding-repeated-unique-id = У двух сообщений один уникальный идентификатор; так можно только одинаковым
finding-reused-unique-id = Этот уникальный идентификатор был у сообщения другого размера
finding-unique-id-changed = В том же сеансе у сообщения был другой уникальный идентификатор
finding-stuffing-forgotten = Строка начинается с одной точки: сервер её не удвоил, и точка пропадёт
finding-nul-in-message = В сообщении есть нулевой октет
finding-long-line = В строке сообщения больше 998 октетов
finding-non-ascii-head = В заголовке сообщения есть октеты вне ASCII
finding-malformed-head = Строка в заголовке сообщения — не поле
finding-no-blank-line = Заголовок сообщения не отделён от тела пустой строкой
finding-empty-message = В сообщении нет ни одного октета
finding-octets-missing = В записи не хватает октетов
finding-conflicting-octets = Октеты пришли ещё раз с другим содержимым; считается первая копия

# ---- чего ещё не хватает в упражнении
goal-none = нет
goal-not-yet = Цель ещё не достигнута.
goal-holds = В почтовом ящике { $user } не то, что требуется.
goal-fetched = Получены целиком не все нужные сообщения.
goal-marked = В конце должны быть помечены ровно эти сообщения: { $numbers }.
goal-logged-in = Вход пользователя { $user } ещё не выполнен.
goal-over = Сеанс не завершён командой QUIT.
goal-state = В конце сеанс должен быть в состоянии { $state }.
goal-covered = Пароль прошёл открытым текстом.
goal-said = Команда { $keyword } ещё не выполнена успешно.
goal-never-said = Команду { $keyword } здесь использовать нельзя.
goal-at-most = { $count ->
    [one] Должно хватить { $count } команды.
    [few] Должно хватить { $count } команд.
   *[many] Должно хватить { $count } команд.
}
goal-waited = { $count ->
    [one] Сначала должна пройти { $count } минута.
    [few] Сначала должны пройти { $count } минуты.
   *[many] Сначала должно пройти { $count } минут.
}
goal-no-errors = Среди ответов есть -ERR.
goal-chosen = Это не тот шаг.
goal-answered = Ответ не тот.
