# Слова окна: по-русски.

# --- что можно сделать

do-first = В начало
do-back = На шаг назад
do-forward = На шаг вперёд
do-last = В конец
do-go-to = К этому шагу
do-play = Пуск или пауза
do-pause = Пауза
do-slower = Медленнее
do-faster = Быстрее
do-open = Открыть файл…
do-key-log = Открыть журнал ключей…
do-show = Показать
do-close = Закрыть
do-cancel = Отменить
do-previous-session = Предыдущий сеанс
do-next-session = Следующий сеанс
do-next-finding = Следующая находка
do-previous-finding = Предыдущая находка
do-secrets = Показать секреты
hide-secrets = Скрыть секреты
do-fold = Свернуть или развернуть
do-unfold-all = Развернуть все данные
do-fold-all = Свернуть все данные
do-copy-transcript = Скопировать стенограмму сеанса
do-mail-readable = Прочитать письмо
do-mail-parts = Показать части письма
do-mail-fields = Показать поля заголовка письма
do-mail-raw = Показать письмо, как оно пришло
do-save-message = Сохранить письмо…
do-save-all = Сохранить все вложения…
do-copy-stream = Скопировать всё, что сказано
do-save-mails = Сохранить все письма сеанса…
do-save-stream = Сохранить всё, что сказано…
do-save-handout = Раздаточный лист (HTML)…
do-save-questions = Вопросы, ответы в конце (HTML)…
do-save-svg = Рисунок лестницы (SVG)…
do-save-svg-here = Рисунок до этого шага (SVG)…
do-save-png = Рисунок лестницы (PNG)…
do-save-png-here = Рисунок до этого шага (PNG)…
do-save-mermaid = Диаграмма для Mermaid…
do-copy-link = Скопировать ссылку на этот шаг
menu-compare = Сравнить
menu-save-as = Сохранить для других
picture-too-long = Эта лестница слишком длинна для растрового рисунка. В SVG и в раздаточный лист она входит целиком.
do-tab-why = Показать, почему
do-tab-bytes = Показать байты
do-tab-message = Показать сообщение
do-tab-transcript = Показать стенограмму сеанса
do-tab-packets = Показать пакеты
do-tab-exchanges = Показать входы и время
do-tab-findings = Показать находки
do-rule = Объяснить эту стрелку
do-rule-back = Назад к шагу
do-english = Английский (English)
do-russian = Русский
do-next-language = Следующий язык
do-theme-system = Тема системы
do-theme-light = Светлая тема
do-theme-dark = Тёмная тема
do-other-theme = Светлая или тёмная
do-zoom-in = Крупнее
do-zoom-out = Мельче
do-zoom-reset = Исходный размер
menu-ladder = Лестница и движение
do-ladder-larger = Крупнее лестницу
do-ladder-smaller = Мельче лестницу
do-ladder-usual = Обычный размер лестницы
ladder-zoom-hint = То же делает колесо мыши с Ctrl над лестницей.
ladder-overview = Шаги с { $from } по { $to } из { $total }, издали
do-axis = Время в масштабе
bar-axis = В масштабе
axis-cut = { $time } тишины, вырезано
axis-mark = 1 деление = { $time }
do-travel = Показывать движение сообщений
do-reduce-motion = Меньше движения
do-full-screen = Во весь экран
do-present = Показать аудитории
do-presenter-notes = Заметки
do-pointer = Указатель, лазер или прожектор
presenter-leave = Закончить показ
do-forget-recent = Забыть эти файлы
menu-recent = Недавние файлы
do-panel-library = Библиотека
do-panel-side = Состояние и ящик
do-panel-lower = Вкладки внизу
do-keys = Клавиши
do-palette = Все команды
do-about = О программе popscope
do-close-overlay = Закрыть
do-dismiss = Убрать
do-central-sessions = Таблица сеансов
do-central-summary = Сводка записи
do-central-mailboxes = Судьба сообщений
do-central-ladder = Показ сеанса
do-central-stream = Всё, что сказано
do-treat = Считать портом POP3
do-filter = Показать, что находит фильтр
do-find = Найти…
do-quit = Выход

# --- меню и вкладки

menu-file = Файл
menu-session = Сеанс
menu-view = Вид
menu-teach = Обучение
menu-rules = Команды каждого состояния
menu-help = Справка
tab-why = Почему
tab-bytes = Байты
tab-message = Сообщение
tab-transcript = Стенограмма
tab-packets = Пакеты
tab-exchanges = Входы и время
tab-findings = Находки

# --- панель управления

step-of = Шаг { $shown } из { $total }
seconds = { $time } с
speed = Скорость показа
scrubber = Место в сеансе
key-space = Пробел

# --- библиотека

library-lessons = Уроки
library-files = Файлы
library-nothing = Ничего не найдено
filter = Поиск
open-hint = Записи трафика (pcap, pcapng) и сценарии (ron)
close-file = Закрыть { $name }
cancel-job = Отменить загрузку { $subject }
dismiss = Убрать: { $subject }
choose-title = Открыть записи трафика или сценарии
choose-filter = Записи и сценарии
choose-all = Все файлы
key-log-title = Открыть журнал ключей
key-log-filter = Журналы ключей (SSLKEYLOGFILE)
key-log-hint = Файл секретов, записанных одной из сторон соединения: так делают программы, которым задано SSLKEYLOGFILE. Запись будет прочитана с ним заново.
one-key-log = За один раз используется только один журнал ключей: этот пропущен.
no-capture-for-key-log = Это журнал ключей. Сначала откройте запись трафика, к которой он относится.
no-sessions = В этом файле нет ни одного сеанса POP3.
internal-error = Ошибка внутри программы. Пожалуйста, сообщите о ней и, если можно, приложите этот файл.
drop-here = Отпустите, чтобы открыть
stopped = Загрузка прервана: показаны найденные сеансы

# --- запись целиком

central-sessions = Сеансы
central-summary = Сводка
central-mailboxes = Ящики
central-ladder = Показ
central-stream = Поток
sessions = { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанса
   *[many] { $count } сеансов
}
replies = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[many] { $count } ответов
}
severity-error = Ошибка
severity-warning = Предупреждение
severity-note = Замечание
duration-micros = { $time } мкс
duration-millis = { $time } мс
size-octets = { $size } Б
size-kilo = { $size } кБ
size-mega = { $size } МБ
size-giga = { $size } ГБ
summary-file = Файл
summary-reading = ещё читается
summary-sessions = Сеансов POP3
summary-messages = Получено сообщений
summary-connections = Соединений TCP
summary-packets = Пакетов
summary-octets = Октетов в файле
summary-first = Первый пакет
summary-last = Последний пакет
summary-length = От первого до последнего
summary-left-out = Пропущено
summary-ports = Порты, принятые за POP3
summary-over-time = Сеансы по времени (UTC)
summary-over-time-words = Рисунок: между { $first } и { $last } начато сеансов: { $count }, не более { $most } за одну шестидесятую этого времени
summary-commands = Команды по видам
summary-no-command = не команда
summary-replies = Время ответа
summary-median = медиана { $median }
summary-percentile = 95 % не дольше { $most }
summary-replies-words = Рисунок: половина ответов (всего { $count }) пришла за { $median }, 95 % — за { $most }
summary-findings = Находки
summary-no-findings = Находок нет.
summary-findings-hint = Число — количество сеансов. Щелчок покажет их.
summary-found = { $times } в { $sessions ->
    [one] { $sessions } сеансе
   *[other] { $sessions } сеансах
}
summary-logins = Входы
summary-accepted = приняты
summary-refused = отклонены
summary-covers = Шифрование
summary-clear = открыто
summary-stls = STLS
summary-implicit = TLS с начала
summary-opened = Прочитано с помощью секретов: { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанса
   *[many] { $count } сеансов
}
summary-sealed = Закрыто: { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанса
   *[many] { $count } сеансов
} ({ $why })
summary-other = Другие порты TCP
summary-other-port = { $count ->
    [one] { $count } соединение
    [few] { $count } соединения
   *[many] { $count } соединений
}, октетов: { $octets }
summary-other-hint = Соединения с этим портом читаются как POP3, что бы там ни говорилось; файл читается заново.
summary-port = Порт
stream-text = Текст
stream-hex = Hex
stream-save = Сохранить…
stream-find = Найти в сказанном
stream-next = Следующее место
stream-previous = Предыдущее место
stream-hits = { $hit } из { $all }
stream-too-long = Сеанс слишком велик для буфера обмена: сохраните его в файл.
mailboxes-mailbox = Ящик
mailboxes-message = Сообщение
mailboxes-octets = Октеты
mailboxes-seen = Впервые
mailboxes-sessions = Сеансы
mailboxes-fate = Судьба
mailboxes-filter = Найти сообщения, ящики, судьбу
mailboxes-number = номер { $number }
mailboxes-empty = Ни в одном сеансе записи не говорилось о сообщениях.
mailboxes-reading = О судьбе сообщений можно сказать, когда файл прочитан до конца.
mailboxes-unknown = Файл не прочитан до конца, поэтому судьба сообщений неизвестна.
mailboxes-left-out = Сообщений встречено сверх предела: { $count }
contradiction-came-back = вернулось после удаления
contradiction-shared-unique-id = тот же уникальный идентификатор у другого сообщения
contradiction-content-changed = содержимое изменилось
event-listed = названо в списке
event-topped = получен заголовок
event-fetched-in-part = получено частично
event-fetched = получено
event-marked = помечено
event-unmarked = пометка снята
event-spared = уцелело
event-perhaps-removed = возможно, удалено
event-removed = удалено
exchanges-empty = В этом сеансе не было команд.
login-tls = в TLS
login-cancelled = прерван
login-unknown = ответа не видно
credential-password = пароль
credential-token = токен
credential-digest = дайджест
credential-undecoded = октеты
secret-field = Проверить секрет
secret-hint = Сверяется с дайджестами этого сеанса и нигде не хранится.
secret-matches = это верный секрет
secret-differs = это не тот секрет
timing-rounds = { $count ->
    [one] { $count } обмен
    [few] { $count } обмена
   *[many] { $count } обменов
}
timing-waited = ожидание { $time }
timing-saved = конвейер сберёг бы не менее { $time }
timing-step = Шаг
timing-step-why = Шаг, на котором дана команда
timing-command = Команда
timing-command-why = О чём просил клиент
timing-reply = Время ответа
timing-reply-why = От конца команды до первого октета ответа; столбики логарифмические
timing-think = Раздумье
timing-think-why = От конца предыдущего ответа до команды
timing-octets = Октеты
timing-octets-why = Октеты ответа
sorted-up = по возрастанию
sorted-down = по убыванию
sessions-session = Сеанс { $number }
sessions-nothing = Фильтру не отвечает ни один сеанс.
sessions-count = { $shown } из { $all }
sessions-filter = Фильтр сеансов
sessions-filter-hint = Фильтр: user:amy status:-ERR octets>10k
filter-help = Справка по фильтру
filter-help-title = О чём может спросить фильтр
filter-help-text = Все стоящие рядом условия должны выполняться. «or» соединяет варианты, «-» обращает условие, скобки объединяют, звёздочка заменяет что угодно.
sessions-number = №
sessions-number-why = Номер сеанса в файле
sessions-start = Начало
sessions-start-why = Когда пришёл первый пакет (UTC)
sessions-duration = Длина
sessions-duration-why = От первого пакета до последнего
sessions-client = Клиент
sessions-client-why = Сторона, открывшая соединение
sessions-server = Сервер
sessions-server-why = Сторона, принявшая соединение
sessions-user = Имя
sessions-user-why = Кем назвался клиент
sessions-state = Состояние
sessions-state-why = Последнее достигнутое состояние
sessions-tls = TLS
sessions-tls-why = Закрыт ли сеанс TLS
sessions-commands = Ком.
sessions-commands-why = Сколько команд было дано
sessions-messages = Писем
sessions-messages-why = Сколько раз RETR или TOP принесли сообщение
sessions-octets = Октеты
sessions-octets-why = Октеты, сказанные обеими сторонами
sessions-marks = Пометки
sessions-marks-why = Сообщения, помеченные на удаление, и сколько из них удалено
sessions-findings = Находки
sessions-findings-why = Что замечено: ошибки, предупреждения, замечания
sessions-slowest = Ответ
sessions-slowest-why = Самое долгое ожидание ответа
sessions-frames = { $count ->
    [one] { $count } кадр
    [few] { $count } кадра
   *[many] { $count } кадров
}
sessions-whole = записан целиком
sessions-not-whole = записан не целиком
sessions-octets-words = клиент { $client }, сервер { $server }, потеряно { $lost }
sessions-marks-words = помечено { $marked }, удалено { $removed }
sessions-findings-words = ошибок: { $errors }, предупреждений: { $warnings }, замечаний: { $notes }

# --- лестница

time = Время, с
side-client = Клиент
side-server = Сервер
fold = Свернуть данные шага
unfold = Развернуть данные шага
more-lines = … и ещё { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}
opaque = { $count ->
    [one] { $count } октет, который нельзя прочитать
    [few] { $count } октета, которые нельзя прочитать
   *[many] { $count } октетов, которые нельзя прочитать
}

# --- диаграмма состояний

diagram = Состояние
greeting = приветствие +OK
closed = закрыто
closed-now = закрыто, сеанс здесь
state-unknown = неизвестно: запись началась позже
state-now = { $state }, сеанс здесь
server-closes = сервер закрывает
without-quit = без QUIT
rule-possible = сейчас можно
rule-impossible = сейчас нельзя
taken-times =
    { $count ->
        [one] пройдено { $count } раз
        [few] пройдено { $count } раза
       *[many] пройдено { $count } раз
    }
taken-refused =
    { $count ->
        [one] отказано { $count } раз
        [few] отказано { $count } раза
       *[many] отказано { $count } раз
    }
subject-state-title = Состояние { $state }
subject-authorization-why = Клиент называет себя. Сеанс входит в это состояние с приветствием сервера. Удачный вход ведёт дальше, в TRANSACTION; QUIT сразу завершает сеанс, и ничего не удаляется.
subject-transaction-why = Ящик открыт и заперт для других: никто больше его не изменит. DELE только помечает письма. Сеанс покидает это состояние по QUIT или при обрыве связи.
subject-update-why = Сервер удаляет помеченные письма, снимает блокировку и прощается. Сюда ведёт только QUIT в состоянии TRANSACTION.
subject-commands = Команды этого состояния: { $commands }.
subject-greeting-title = Приветствие
subject-greeting-why = Первым говорит сервер: одна строка с +OK. С ней сеанс входит в состояние AUTHORIZATION.
subject-dropped-title = Сеанс, завершённый без QUIT
subject-dropped-why = Связь оборвалась, одна из сторон закрыла соединение или сервер не дождался. Состояния UPDATE нет: ни одно письмо не удаляется, пометки забыты.
subject-closed-title = Конец сеанса
subject-closed-why = Соединение закрыто, ящик снова свободен. То, что удалено в состоянии UPDATE, исчезло; всё остальное на месте.
rule-title = { $command } в состоянии { $state }
rule-needs-user = Разрешена сразу после USER, на которую сервер ответил +OK.
rule-needs-no-user = Не разрешена, пока после USER ожидается PASS.
rule-on-ok = После +OK { $next }.
rule-on-err = После -ERR { $next }.
rule-required = Её обязан знать каждый сервер.
rule-optional = Сервер может её знать, а может и не знать.
rule-historic = Её исключили из протокола; она есть только у очень старых серверов.
rule-closing-title = Из состояния UPDATE сервер выходит сам
rule-closing-why = В состоянии TRANSACTION была дана команда QUIT. Сервер удаляет помеченные сообщения, снимает блокировку, отвечает на QUIT и закрывает соединение. В состоянии UPDATE нельзя дать ни одной команды.
next-stay = сеанс остаётся в том же состоянии
next-enter = сеанс переходит в состояние { $state }
next-close = сервер закрывает соединение

# --- почтовый ящик

maildrop = Почтовый ящик
maildrop-unknown = Сервер ещё ничего не сообщил
maildrop-no-totals = { $count ->
    [one] Названо { $count } сообщение
    [few] Названо { $count } сообщения
   *[many] Названо { $count } сообщений
}; сколько всего, скажет STAT
maildrop-other = Сказанное по { $protocol } здесь не собирается.
maildrop-empty = Сообщения появятся здесь, когда о них скажут ответы сервера.
marked-count = помечено: { $count }
octets-unmarked = без пометки: { $octets }
removed-count = удалено: { $count }
octets-left = осталось: { $octets }
column-number = №
column-octets = Октеты
column-unique-id = Уник. ид.
column-subject = Тема
column-fate = Судьба
fate-kept = хранится
fate-marked = помечено
fate-unmarked = без пометки
fate-removed = удалено
fate-spared = уцелело
fate-unknown = неизвестно
fate-kept-why = Сообщение лежит в ящике и останется там.
fate-marked-why = DELE поставила пометку на сообщение. Удалит его только QUIT.
fate-unmarked-why = Сообщение было помечено, но RSET сняла пометку.
fate-removed-why = Сообщение было помечено, и по QUIT сервер удалил его в состоянии UPDATE.
fate-spared-why = Сообщение было помечено, но сеанс завершился без QUIT: оно остаётся.
fate-unknown-why = Сообщение было помечено, но сервер смог удалить не всё.
inside-title = Внутри сервера: по сети этого не видно
inside-user = Ящик { $user }, { $lock }
inside-locked = заблокирован: { $client }
inside-free = не заблокирован
inside-empty = Сообщений нет

# --- вкладки внизу

start-title = Ещё ничего не произошло
start-why = Это момент перед первым шагом. Каждый шаг показывает одно сообщение в сети или одно событие.
start = Показать с начала
start-keys = Стрелка вправо делает следующий шаг, пробел запускает показ.
bytes-empty = На этом шаге ничего не сказано.
octets-shown = {""}, показаны первые { $count }
octet-keyword = ключевое слово
octet-keyword-why = Первое слово говорит, чего хочет клиент. Регистр букв не важен (RFC 1939 §3).
octet-unknown = не ключевое слово
octet-unknown-why = Здесь должно стоять ключевое слово POP3.
octet-space = пробел
octet-space-why = Один пробел отделяет ключевое слово от аргумента и аргументы друг от друга (RFC 1939 §3).
octet-argument = аргумент
octet-argument-why = То, о чём команда: печатные знаки ASCII (RFC 1939 §3).
octet-status = признак ответа
octet-status-why = +OK значит «да», -ERR — «нет», один + просит продолжать (RFC 1939 §3, RFC 5034 §4).
octet-code = код ответа
octet-code-why = Причина в виде, понятном программам (RFC 2449 §8).
octet-number = число
octet-number-why = Это число читает клиент: номер сообщения, число сообщений или октетов (RFC 1939 §5).
octet-unique-id = уникальный идентификатор
octet-unique-id-why = Имя сообщения во всех сеансах (RFC 1939 §7).
octet-timestamp = метка времени
octet-timestamp-why = Она предлагает APOP и в каждом сеансе другая (RFC 1939 §7).
octet-digest = дайджест
octet-digest-why = Доказывает, что клиент знает секрет, и не выдаёт его (RFC 1939 §7).
octet-base64 = base64
octet-base64-why = Октеты, записанные буквами: строка должна быть текстом (RFC 5034 §4). Он ничего не скрывает.
octet-text = текст
octet-text-why = Для людей или часть письма; программа не обязана его читать.
octet-stuffing = добавленная точка
octet-stuffing-why = Строка начинается с точки, поэтому перед ней поставлена ещё одна; клиент её убирает (RFC 1939 §3).
octet-terminator = завершитель
octet-terminator-why = Строка из одной точки завершает ответ; в доставленное она не входит (RFC 1939 §3).
octet-cr = CR
octet-cr-why = Возврат каретки, 13: первая половина конца строки.
octet-lf = LF
octet-lf-why = Перевод строки, 10: вторая половина конца строки. Сам по себе строку не завершает (RFC 1939 §3).
octet-opaque = нечитаемое
octet-opaque-why = Октеты TLS или чего-то ещё, что нельзя прочесть.
octet-secret = Это секрет, и он скрыт.
bytes-hint = Наведите указатель на октет, чтобы узнать, что это.
bytes-piece = { $name }, { $count ->
    [one] октет { $from }
   *[other] октеты { $from }–{ $to }
}:
bytes-sum = { $wire } на линии − { $status } строка состояния − { $terminator } завершитель − { $stuffed } добавленные точки = { $delivered } доставлено и посчитано
bytes-sum-why = Каждый конец строки считается за два октета; добавленные точки и завершитель не считаются (RFC 1939 §11).
bytes-sum-not-whole = (октетов не хватает)
bytes-list-said = LIST назвала для сообщения { $number } { $said }, пришло { $other }:
bytes-stat-said = STAT называет { $said }, размеры из LIST дают { $other }:
bytes-agrees = совпадает.
bytes-differs = не совпадает!
peel-base64 = { $count ->
    [one] Внутри base64 { $count } октет
    [few] Внутри base64 { $count } октета
   *[many] Внутри base64 { $count } октетов
}
peel-no-base64 = Это не base64.
peel-on-behalf = от имени
peel-name = имя
peel-password = пароль
peel-token = токен
peel-text = текст
peel-apop = Как получается дайджест: MD5 от метки времени и сразу за ней секрета
peel-cram-md5 = Как получается дайджест: HMAC-MD5 от запроса с секретом как ключом
peel-challenge = запрос
peel-secret = секрет
peel-type-secret = Наберите секрет для проверки
peel-md5 = MD5 от обоих
peel-hmac-md5 = HMAC-MD5
peel-sent = послано
peel-same = Клиент послал именно это: секрет он знает.
peel-other = Клиент послал другое: у него другой секрет.
peel-unknown = Секрет здесь неизвестен.
peel-forget = Забыть секрет
message-empty = Ещё не получено ни одного сообщения. RETR забирает сообщение целиком, TOP — заголовок и несколько строк.
message-whole = Сообщение { $number } целиком, { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}, шаг { $step }
message-top = Сообщение { $number }, заголовок и несколько строк, { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}, шаг { $step }
message-cut = Сообщение { $number }, сколько записано, { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}, шаг { $step }
message-awaited = Письмо большое, идёт разбор…
mail-readable = Текст
mail-tree = Части
mail-fields = Заголовки
mail-raw = Как пришло
mail-guessed = угадано: { $charset }
mail-guessed-why = Эти октеты не говорят, в какой они кодировке. Судя по буквам, скорее всего в этой.
mail-from-html = Получено из HTML: без сценариев, стилей и картинок. После слов ссылки стоит её адрес.
mail-text-cut = Часть этого текста утрачена.
mail-text-perhaps-cut = TOP запросила только несколько строк; текст может продолжаться.
mail-no-text = В этом письме нет текста для чтения.
mail-more = Показать ещё
mail-more-why = Показано октетов текста: { $octets }
mail-to-parts = { $count ->
    [one] Показать { $count } вложение среди частей
    [few] Показать { $count } вложения среди частей
   *[many] Показать { $count } вложений среди частей
}
mail-no-fields = У этого письма нет заголовка.
mail-raw-fields = И как они пришли
mail-field-cut = Остаток слишком длинный, чтобы показать его здесь.
mail-fields-left-out = { $count ->
    [one] Не показано ещё { $count } поле.
    [few] Не показано ещё { $count } поля.
   *[many] Не показано ещё { $count } полей.
}
mail-parts = Частей: { $count }, вложений: { $attached }
mail-parts-left-out = { $count ->
    [one] Не показана ещё { $count } часть.
    [few] Не показано ещё { $count } части.
   *[many] Не показано ещё { $count } частей.
}
mail-save = Сохранить…
mail-save-part = Сохранить часть { $place }…
mail-no-octets = Ничего не пришло.
mail-raw-hint = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}, как пришло, без добавленных точек
part-place = Место
part-type = Тип
part-charset = Кодировка
part-encoding = Передача
part-octets = Октеты
part-name = Указанное имя
part-name-why = Это имя указано в письме. Файлы сохраняются под нашими собственными именами.
part-octets-why = Октетов: { $decoded } после раскодирования, { $encoded } в письме; октеты письма с { $start } по { $end }
part-damaged = Октетов, чуждых этому способу передачи: { $count }
part-is-damaged = повреждена
part-cut = обрезана
part-perhaps-cut = обрезана?
part-too-deep = лежит слишком глубоко
part-no-parts = частей не найдено
save-title = Сохранить как
save-folder-title = Папка для вложений
saved = { $count ->
    [one] Сохранено: { $place }
    [few] Сохранено { $count } файла в { $place }
   *[many] Сохранено { $count } файлов в { $place }
}
attachment = Вложение: { $name }, { $octets ->
    [one] { $octets } октет
    [few] { $octets } октета
   *[many] { $octets } октетов
}
copy = Копировать
transcript-hint = Всё, что сказано до этого шага. C — клиент, S — сервер.
packets-empty = Сделайте шаг, чтобы увидеть, откуда он взят.
packets-client = Клиент
packets-server = Сервер
packets-time = Время
packets-since = С начала
packets-took = Длилось
packets-octets = Октеты
packets-start = Первый октет среди всех октетов стороны
packets-certainty = Насколько это точно
packets-count = Сколько кадров
packets-frames = Кадры записи
packets-script = Строки сценария
frames = { $count ->
    [1] кадр { $list }
   *[other] кадры { $list }
}
tls-title = TLS этого сеанса
tls-remark = по словам рукопожатия; сертификат никто не проверял
tls-decrypted = Прочитано внутри
tls-began = Начало
tls-began-stls = после STLS, в кадре { $frame }
tls-began-implicit = с первого октета, в кадре { $frame }
tls-version = Версия
tls-suite = Набор шифров
tls-server-name = Запрошен сервер
tls-offered = Предложены протоколы
tls-protocol = Выбран протокол
tls-subject = Сертификат для
tls-issuer = Кем выдан
tls-names = Годится для
tls-valid = Действует
tls-validity = { $from } – { $to } UTC
tls-alerts = Оповещения
tls-alert = { $side ->
    [client] клиент
   *[server] сервер
}: { $name }{ $weight ->
    [fatal] {" (фатально)"}
   *[warning] {""}
}, кадр { $frame }
tls-all = всё
tls-nothing = ничего
tls-partly = часть
tls-why-nothing-inside = внутри ничего не сказано, до этого рукопожатие не дошло
tls-why-no-secrets = его секретов нет ни в одном из открытых журналов ключей
tls-why-secrets-late = его секреты стоят в записи после пакетов, которым они нужны
tls-why-no-handshake = начало рукопожатия не записано
tls-why-cipher-suite = popscope не умеет читать этот набор шифров или эту версию
tls-why-gap = не хватает октетов, и счёт записей TLS потерян
tls-why-not-authentic = записи TLS изменены, или секреты не от них
tls-why-malformed = эти октеты не записи TLS
tls-why-renegotiation = стороны договаривались второй раз
sealed-opened = Сказанное внутри прочитано с помощью этих секретов. Эти октеты — сам TLS: рукопожатие, оповещения и тому подобное.
sealed-why = Прочесть это здесь нельзя: { $why }.
sealed-how = Чтобы заглянуть внутрь, откройте журнал ключей: файл, в который клиент или сервер записали свои секреты (SSLKEYLOGFILE).
sealed-more = Что говорит рукопожатие
findings-empty = В этом сеансе находок нет.
findings-step = Шаг { $number }
certainty-likely = вероятно: октетов перед этим не хватает
certainty-unknown = неизвестно: то, к чему это относится, не записано
certainty-of-step = Смысл этого шага не вполне точен
certainty-of-state = Состояние после шага не вполне точно

# --- своими руками

do-hand-type = Набрать команду
do-hand-send = Отправить
do-hand-connect = Соединиться
do-hand-wait = Подождать минуту
do-hand-wait-long = Подождать десять минут
do-hand-drop = Оборвать связь
do-hand-close = Закрыть без QUIT
do-hand-reset = Сбросить соединение
do-hand-client = Действовать за этого клиента
do-hand-undo = Отменить последнюю строку
do-hand-redo = Повторить отменённую строку
do-hand-empty = Пустой сеанс
do-hand-rename = Переименовать ветвь…
do-hand-delete = Удалить ветвь
do-hand-restore = Вернуть удалённую ветвь
do-hand-save = Сохранить ветвь как сценарий…
do-panel-hand = Строка для команд
deed-connect = соединение
deed-wait = { $count ->
    [one] пауза { $count } секунда
    [few] пауза { $count } секунды
   *[many] пауза { $count } секунд
}
deed-wait-minutes = { $count ->
    [one] пауза { $count } минута
    [few] пауза { $count } минуты
   *[many] пауза { $count } минут
}
deed-drop = обрыв связи
deed-close = закрытие
deed-reset = сброс
hand-title = Клиент — это вы
hand-client = клиент
hand-field = Командная строка
hand-hint = Наберите команду ({ $keys }), верную или нет, и нажмите Enter
hand-hint-connect = Нет соединения: сначала соединитесь
hand-account-password = имя { $user }, пароль { $password }
hand-account-secret = имя { $user }, секрет { $secret }
hand-accounts = У кого здесь есть почтовый ящик
hand-begins = На этом шаге начнётся новая ветвь
hand-goes-on = Продолжает эту ветвь
hand-not-connected = Соединения нет: сначала этот клиент должен соединиться.
hand-connected = У этого клиента уже есть соединение.
hand-keyboard = Включена русская раскладка клавиатуры.
hand-offer = Вписать { $line }
hand-compute = Вычислить: { $keyword } { $user }
hand-computed = Вычислено из секрета и запроса сервера: { $line }
hand-set-right = Исправить: { $right }
hand-end = Конец строки
hand-end-crlf = CR LF, как велит RFC
hand-end-lf = Только LF
hand-end-none = Без конца строки: сервер ждёт продолжения
hand-escapes = { $backslash }r { $backslash }n { $backslash }t { $backslash }0 { $backslash }x41 значат октеты
hand-more = Ещё
hand-more-why = Подождать, закончить соединение, отменить строку
hand-minutes = мин
hand-wait = Подождать
hand-script = Сценарий
hand-branch = Ветвь
hand-leaves = Отходит от сценария или ветви после шага { $step }
hand-compare-with = Сравнить с…
hand-deleted = Удалена: { $name }
hand-empty-name = Наберите сами
hand-empty-why = Сервер, три небольших письма и клиент, который ждёт, что вы наберёте
hand-drafts = { $count ->
    [one] { $count } ветвь
    [few] { $count } ветви
   *[many] { $count } ветвей
}
hand-name = Имя ветви
hand-name-ok = Переименовать
hand-set-aside = То, что вы набрали к прежнему тексту этого сценария, сохранено в этом файле.
hand-changed = С тех пор как вы набирали свои ветви, урок изменился: здесь он такой, каким был тогда.
futures-title = Два будущих: после QUIT останется { $quit }, при обрыве { $lost }
futures-named = из названных до сих пор сообщений
futures-quit = Сейчас QUIT
futures-lost = Сейчас обрыв
futures-left = { $count ->
    [one] остаётся { $count } сообщение
    [few] остаётся { $count } сообщения
   *[many] остаётся { $count } сообщений
}
futures-removed = удалены: { $numbers }
futures-none-removed = ничего не удаляется
futures-marks-lost = пометки забыты
futures-why = Только QUIT ведёт в состояние UPDATE, и только в нём что-либо удаляется.
futures-would = Если бы это случилось здесь

# --- поверх окна

palette-hint = Что вы хотите сделать?
palette-nothing = Такой команды нет
palette-lesson = Урок: { $title }
about-text = Увидеть POP3: пройдите сеанс по шагам или воспроизведите записанный трафик, сообщение за сообщением. Ничто не покидает этот компьютер, пока вы сами не подключитесь к серверу.

# --- что не так с файлами

no-such-lesson = Урока с таким именем нет.
error-unreadable = Файл не читается: { $detail }
error-not-saved = Не удалось сохранить: { $detail }
error-no-secrets = Это не журнал ключей: ни в одной строке нет секрета TLS.
error-scenario = Сценарий нельзя проиграть: { $detail }
error-empty = Файл пуст.
error-no-capture = Это не запись трафика: { $detail }
error-cut = Файл обрывается в заголовке, на октете { $octet }.
problem-cut = Файл обрывается в кадре { $frame }, на октете { $octet }.
problem-damaged = Файл повреждён после кадра { $frame }, на октете { $octet }: { $detail }
problem-unreadable = Файл не читается после кадра { $frame }, на октете { $octet }: { $detail }
problem-secrets-late = Сеансов TLS, чьи секреты стоят после их конца и не пригодились: { $count }
problem-unkept = Октетов сообщений не сохранено, чтобы ограничить память (размеры и хэши известны): { $count }
problem-sessions-cut = Октетов в сеансах не сохранено, чтобы ограничить память: { $count }
problem-gaps = Октетов не записано: { $count }
problem-snapped = Октетов отрезано от кадров: { $count }
problem-conflicts = Октетов передано повторно с другим содержимым: { $count }
problem-out-of-place = Октетов пришло не на своё место и пропущено: { $count }
problem-fragments = Фрагментов, не сложившихся в пакеты: { $count }
problem-flows = Незавершённых потоков отброшено, чтобы ограничить память: { $count }

# --- обучение
do-welcome = Добро пожаловать
do-myths = Мифы
do-exercises = Упражнения
do-predict = Предсказывать ответы
do-predict-choice = Выбрать этот вариант
do-play-myth = Посмотреть, как на деле
do-begin = Начать
do-restart = Начать заново
do-say = Отправить
do-unsay = Отменить строку
do-mark = Отметить этот шаг
do-answer = Ответить
do-hint = Подсказка
do-next-lesson = Следующий урок
do-save-results = Сохранить результаты…
learn-welcome = Добро пожаловать
learn-myths = Мифы
learn-exercises = Упражнения
learn-back = Назад к сеансу
library-chapter = { $title } · { $done }/{ $count }
library-done = пройден
welcome-title = Увидеть POP3
welcome-text = Как почтовая программа забирает почту с сервера — сообщение за сообщением.
welcome-learn = Учиться
welcome-learn-text = Курс коротких уроков, от почтового ящика до TLS. Каждый показывает одну мысль, шаг за шагом.
welcome-lessons = Пройдено уроков: { $done } из { $count }
welcome-start = Начать: { $title }
welcome-go-on = Дальше: { $title }
welcome-anew = Ещё раз с начала
welcome-myths = Мифы из конспектов · { $done }/{ $count }
welcome-open = Открыть запись
welcome-open-text = Что настоящая почтовая программа сказала настоящему серверу: пакеты, записанные Wireshark или tcpdump.
welcome-tour = Показать пример
welcome-drop = Или перетащите файл в любое место окна.
welcome-try = Попробовать самому
welcome-try-text = Набирайте команды серверу внутри программы. Ничто не покинет этот компьютер, и сломать ничего нельзя.
welcome-type = Набрать первую команду
welcome-exercises = Все упражнения · { $done }/{ $count }
welcome-empty = Сервер для свободных опытов
welcome-close = Просто показать сеанс
welcome-again = Эту страницу снова откроет F9 или меню «Справка».
myths-text = Что пишут в конспектах и как на самом деле.
myths-said = Сказано в конспекте { $note }, строка { $line } ({ $code })
myths-truth = Что говорит стандарт
myths-happens = Что происходит
myths-next = Следующий миф
exercises-text = Каждое проверяет сама программа.
exercises-talk = Провести сеанс
exercises-read = Прочесть сеанс
exercises-spot = Найти нарушение
exercises-done = выполнено
exercises-open = не выполнено
exercises-go-on = Продолжить
exercises-hint = Подсказка { $taken }/{ $count }
exercises-counted = Выполнено упражнений: { $done } из { $count }
exercises-student = Ваше имя
exercises-results-text = В файле записано то, что вы сделали; преподаватель проверит его командой:
save-results-title = Сохранить результаты
task-line = Команда, например STAT
task-answer = Ваш ответ
task-mark = Отметить шаг { $step }
task-list = Все упражнения
task-done = Выполнено.
task-next = Дальше: { $title }
typed-too-many = Столько строк не нужно. Начните заново.
typed-no-line = Это не строка, которую можно отправить.
typed-unknown = Слова с косой чертой: /connect, /drop, /close, /wait 60, /as ИМЯ, /apop ИМЯ СЕКРЕТ, /base64 ТЕКСТ.
typed-no-client = Клиента { $name } здесь нет.
lesson-done = Урок пройден.
lesson-next = Дальше: { $title } ({ $key })
predict-sign = Как сервер ответит на { $command }?
predict-state = В каком состоянии будет сеанс после ответа на { $command }?
predict-count = Сколько сообщений насчитает STAT?
predict-lines = Сколько строк будет в списке?
predict-marks = Сколько сообщений помечено после { $command }?
predict-removed = Сколько сообщений удалит QUIT?
predict-challenge = + (запрос)
predict-was-right = { $given }: верно
predict-was-wrong = Вы выбрали { $given }, а верно { $right }
predict-score = Верно { $right } из { $asked } · подряд { $streak } (лучшее { $best })
predict-step-on = Предскажите ответы: шагайте, пока команда не будет ждать ответа.
predict-go-on = Дальше (Enter)
predict-over = Сеанс окончен.
predict-off = Снова показывать ответы
predict-hidden = Скрыто, пока вы предсказываете ответы.
# ---- линия и её сбои; что видно на проводе
menu-line = Линия и провод
do-true-times = Показывать в настоящем темпе
do-eyes = Взгляд сторон или взгляд с провода
do-segments = Показывать сегменты
do-line = Линия…
do-line-set = Изменить линию
do-line-reset = Как в сценарии
do-line-copy = Скопировать для сценария
do-tab-eve = Что узнала Ева
tab-eve = Ева
tab-eve-why = Ева — это любой, кто слушает провод между клиентом и сервером.
bar-segments = Сегменты
bar-true-times = Настоящий темп
bar-line = Линия…
eyes-ends = Стороны
eyes-ends-hint = Смотреть на сеанс глазами обеих сторон и видеть, что внутри
eyes-wire = Провод
eyes-wire-hint = Смотреть на сеанс глазами Евы, которая слушает провод
segment-row = №{ $number } Seq { $sequence } Len { $length } · { $time } с
segment-lost = потерян
segment-again = отправка { $count }
segment-copy = копия
segments-more = и ещё { $count }
frame-row = Кадр { $number } · { $time } с
frame-row-only = Кадр { $number }
line-title = Линия
line-perfect = Идеальная
line-mobile = Мобильная
line-satellite = Спутник
line-modem = Модем
line-latency = Задержка в один конец
line-millis = {" "}мс
line-rate = Скорость
line-per-second = {" "}октетов/с
line-any-rate = без предела
line-segment = Размер сегмента
line-loss = Потери
line-other-seed = Другие
line-lose = Потерять сегменты
line-lose-hint = Номера сегментов; номер, стоящий дважды, теряется дважды
line-cut = Обрыв
line-no-cut = нигде
line-cut-after = после октета
line-dies = Сервер падает
line-never = никогда
line-dies-greeting = до приветствия
line-dies-dele = после +OK на DELE
line-dies-quit = на QUIT, до UPDATE
line-dies-update = посреди UPDATE, удалив:
line-disk = Диск полон
line-disk-after = когда удалено:
line-hint = Каждое изменение проигрывает сеанс заново. Сам урок не меняется.
line-copy-hint = Эти строки можно вставить в свой файл сценария
eve-title = Что Ева узнала к этому моменту
eve-nothing = Пока ничего.
eve-who = Кто с кем говорит
eve-logins = Входы
eve-mails = Письма
eve-sealed = Под TLS
eve-active = Что мог бы тот, кто не только слушает
eve-ends = { $client } говорит с { $server }.
eve-greeting = Приветствие сервера: «{ $greeting }».
eve-tls-none = Ничто не зашифровано.
eve-tls-stls = TLS прикрывает начиная с STLS: что это почта, прочесть успели раньше.
eve-tls-implicit = TLS прикрывает с первого октета; что это почта, выдаёт только порт.
eve-has-name = { $user }: имя, секрета нет.
eve-has-password = { $user }: пароль { $secret }, способ { $mechanism }.
eve-has-digest = { $user }: дайджест { $mechanism }. Он годится только для этого сеанса, и ни одно слово её короткого списка его не даёт; но дома можно перебирать сколько угодно.
eve-untried = { $user }: дайджест { $mechanism }. Он годится только для этого сеанса, и проверка каждого слова долгая: здесь её не было. А у неё время есть.
eve-guessed = { $user }: дайджест { $mechanism }. Она перебирала слова, пока одно не дало тот же: { $secret }.
eve-undecoded = { $user }: отклик { $mechanism }, прочесть который она не может.
eve-accepted = Сервер его принял.
eve-can-log-in = С ним она может войти.
eve-refused = Сервер его отверг.
eve-no-name = (без имени)
eve-mail = «{ $subject }», { $octets }: целиком.
eve-mail-part = «{ $subject }», { $octets }: частично.
eve-more-mails = { $count ->
        [one] и ещё { $count } письмо
        [few] и ещё { $count } письма
       *[many] и ещё { $count } писем
    }
eve-sealed-counts = { $turns ->
        [one] Клиент говорил { $turns } раз
        [few] Клиент говорил { $turns } раза
       *[many] Клиент говорил { $turns } раз
    }: октетов клиента { $client }, сервера { $server }, всё запечатано.
eve-sealed-answers = { $count ->
        [one] { $count } ответ достаточно длинный
        [few] { $count } ответа достаточно длинные
       *[many] { $count } ответов достаточно длинные
    } для списка или письма, октетов: { $sizes }. Она угадывает их число и размер, но не содержание.
eve-active-refused = Здесь в STLS отказано. Может быть, сервером; может быть, кем-то посередине. По проводу этого не узнать.
eve-active-clear = На открытой линии: менять любые слова, вставлять команды, отвечать вместо сервера.
eve-active-stls = До STLS: вычеркнуть STLS из ответа на CAPA и надеяться, что клиент продолжит открыто. После: оборвать соединение, и только.
eve-active-implicit = Оборвать соединение, и только, — если клиент проверяет сертификат.
eve-why-clear = На проводе: эти октеты ничем не прикрыты, и Ева читает каждый из них.
eve-why-handshake = На проводе: сообщение рукопожатия TLS. Ева видит, что TLS начинается, и размеры; в жизни здесь часто можно прочесть имя сервера.
eve-why-sealed = На проводе: записи TLS, октетов: { $count }. Ева видит, кто говорит, когда и примерно сколько; ключей у неё нет.
eve-why-outline = На проводе: это Ева видит снаружи, как и все на пути.
# ---- сеансы рядом

central-compare = Сравнение
do-central-compare = Сеансы рядом
do-compare-generations = Сравнить поколения
do-compare-profiles = Сравнить профили
do-compare-with = Сравнить с…
do-compare-anew = Сравнить с другим…
compare-generations-of = Поколения: { $title }
compare-profiles-of = Профили: { $title }
compare-hint-script = Те же команды можно послать серверам всех поколений, от RFC 918 до наших дней (поколения), или серверам со своими привычками (профили).
compare-hint-no-script = С другими серверами можно проиграть только сценарий: урок или файл сценария.
compare-hint-with = Или поставьте открытый сеанс рядом с другим из открытых:
compare-alone-here = Других открытых сеансов нет. Откройте второй файл или урок и возвращайтесь.
compare-only = Только различия
compare-columns = Столбцы
compare-show-column = Показать: { $name }
compare-said = Сказано
compare-same-in-all = Сеансы ни в чём не различаются.
compare-keys = Стрелки выбирают ячейку; Enter или щелчок открывает сеанс в этом месте.
compare-differs = отличается
compare-gone = Этот сеанс уже закрыт.

central-live = Вживую
do-central-live = Живой сервер
do-live-start = Запустить живой сервер
do-live-stop = Остановить живой сервер
do-live-hold = Задерживать каждый ответ живого сервера
do-save-pcapng = Запись всех октетов, с паролями (pcapng)…
welcome-live = Сервер для настоящей почтовой программы
live-title = Живой сервер
live-text = Сервер POP3 для настоящих почтовых программ. Он доступен только с этого компьютера.
live-start = Запустить
live-stop = Остановить
live-runs = Работает на { $address }
live-rests = Не запущен
live-settings = Сервер
live-profile = Профиль
live-tls = TLS
live-tls-none = нет
live-tls-stls = STLS
live-tls-implicit = с первого октета
live-port = Порт
live-port-hint = 0 — любой свободный порт
live-connect = Как подключиться
live-address = Адрес
live-user = Пользователь
live-password = Пароль
live-certificate = SHA-256 сертификата
live-pem = Сертификат для программ, которые хотят ему доверять
live-thunderbird = Thunderbird
live-thunderbird-text = Протокол POP3, имя хоста { $host }, порт { $port }, защита соединения { $security }, метод аутентификации «Обычный пароль», имя пользователя { $user }
live-security-none = «Нет»
live-security-stls = STARTTLS
live-security-implicit = SSL/TLS
live-copy = Копировать
live-copy-of = Копировать: { $what }
live-sessions = Сеансы
live-no-sessions = Пока никто не подключался.
live-first = Запустите сервер: здесь появятся его адрес и настройки почтовых программ.
live-is-open = продолжается
live-hold = Задерживать каждый ответ, пока я его не отпущу
live-held = Задержано
live-held-of = Сеанс { $number }: ответ ждёт
live-held-message = и за ним сообщение из { $octets } октетов
live-release = Отпустить
live-change = Послать вместо него это
live-reply = Ответ вместо него
live-bad-port = Порт — число от 0 до 65535.
live-port-taken = Порт { $port } занят другой программой. Выберите другой или 0 — любой свободный.
live-other-port = Порт 1110 занят другой программой, поэтому сервер работает на порту { $port }.
live-failed = Сервер не запускается: { $detail }
live-trouble = Живой сервер: { $detail }
live-left-out = Сеансов, для которых не хватило места: { $count }. Закройте этот документ, чтобы освободить место.
progress-title = Ваши успехи
progress-unread = Часть сохранённого не читается. Остальное на месте, а весь текст останется в файле настроек под именем «progress-unread».
no-link = Ссылки сюда нет: скопируйте её в уроке или файле, из которого это сделано.
live-no-link = Того, что происходит вживую, нет ни в одном файле: сохраните сеанс, чтобы к нему вернуться.

# --- словарь и куда ведёт «Почему»

do-glossary = Словарь
learn-glossary = Словарь
glossary-text = Что значат слова POP3. Сюда ведёт «Почему» на каждом шаге.
glossary-lesson = Урок об этом: { $title }
glossary-near = Слова, которые здесь встречаются:
why-quote = { $clause }: «{ $text }»
why-terms = Слова:

# --- что можно устроить на любом шаге

menu-try = А если сейчас…
do-try-drop = А если сейчас: обрыв связи
do-try-quit = А если сейчас: клиент даёт QUIT
do-try-password = А если сейчас: кто-то входит с неверным паролем
do-try-second = А если сейчас: второй клиент хочет тот же ящик
do-try-dies = А если сейчас: сервер падает посреди UPDATE
do-try-silence = А если сейчас: клиент молчит десять минут
do-try-return = Назад, туда, где это случилось
deed-dies = сервер падает посреди UPDATE
hand-not-here = На этом шаге такого случиться не может.

# --- сеанс словами

do-words = Сеанс словами
learn-words = Сеанс словами
words-text = Каждый шаг до текущего, строка за строкой: так его прочтёт программа экранного доступа.
words-field = Сеанс словами
words-left-out = { $count ->
    [one] Пропущен { $count } прежний шаг.
    [few] Пропущены { $count } прежних шага.
   *[many] Пропущено { $count } прежних шагов.
}
words-step = { $step }. { $time }. { $who }: { $said }
words-happens = { $step }. { $time }. { $what }
words-who = { $side ->
    [client] Клиент
   *[server] Сервер
}
words-who-named = { $side ->
    [client] Клиент
   *[server] Сервер
} { $name }
words-state = Состояние сеанса: { $state }.
words-maildrop = Почтовый ящик: { $count ->
    [one] названо { $count } сообщение
    [few] названо { $count } сообщения
   *[many] названо { $count } сообщений
}.
words-message = Сообщение { $number }: { $octets }, { $fate }.
words-octets-unknown = размер не назван
words-next = Сейчас допускаются: { $commands }.
words-before-greeting = соединение есть, приветствия ещё не было

# --- величина всего

menu-zoom = Размер текста
do-zoom-80 = 80 %
do-zoom-125 = 125 %
do-zoom-150 = 150 %
do-zoom-175 = 175 %
do-zoom-200 = 200 %

# --- когда видно одно вместо другого

pane-hand = Набрать
pane-no-hand = Здесь ничего не набрать: продолжить вручную можно только сценарий.

live-half-serve = Быть сервером
live-half-connect = Подключиться к серверу
live-left = Сеанс { $number }: клиент ушёл, не дождавшись задержанного ответа.
do-call-form = Подключиться к серверу…
do-call-connect = Подключиться
do-call-disconnect = Отключиться от сервера
call-page-title = Подключение к серверу
call-page-text = Вы — клиент настоящего сервера: своего или такого, на котором вам можно пробовать.
call-title = Сервер
call-text = До нажатия «Подключиться» ничего не ищется и не посылается. Что сделано, то сделано: DELE и QUIT удаляют настоящую почту.
call-address-hint = Имя или адрес, с портом, если он особый; или POP URL: pop://amy@mail.example.org
call-tls-choose = Выберите: по умолчанию не решено ничего.
call-tls-implicit-hint = Защищено всё соединение. Обычный порт — 995 (RFC 8314).
call-tls-stls-hint = Соединение начинается открыто и защищается прежде, чем что-то сказано; если сервер откажет, не будет сказано ничего. Обычный порт — 110 (RFC 2595).
call-tls-none-hint = Всё идёт открытым текстом. Обычный порт — 110. STLS можно набрать позже.
call-clear-warning = Без TLS каждый на пути может прочесть всё: имена, пароли, письма.
call-waits = Прекратить, если
call-wait-connection = нет соединения
call-wait-beginning = нет приветствия или TLS
call-wait-silence = сервер молчит
call-seconds = с
call-minutes = мин
call-connect = Подключиться
call-disconnect = Отключиться
call-leave = Уйти немедленно
call-form = Назад к форме
call-none = Нет соединения
call-calling = Соединение с { $address }…
call-open = Соединение с { $address }
call-not-made = Соединения не получилось.
call-over-client = Соединение с { $address } закрыто отсюда.
call-over-server = { $address } закрыл соединение.
call-over-reset = Соединение с { $address } оборвано.
call-over-lost = Соединение с { $address } потеряно.
call-covered = TLS
call-covered-hint = Всё сказанное защищено TLS.
call-stays-here = без TLS, внутри этого компьютера
call-stays-here-hint = Ничто не покидает этот компьютер, поэтому перед паролем предупреждения нет.
call-in-clear = без TLS: другие могут читать
call-in-clear-hint = Каждый на пути может прочесть сказанное. Перед паролем будет предупреждение.
call-waits-for-reply = ответа ещё нет
call-field = Строка серверу
call-hint = Команда, затем Enter
call-hint-challenge = Отклик { $mechanism } в base64; * отменяет вход
call-say = Сказать
call-say-anyway = Всё равно сказать
call-take-back = Не говорить
call-gives-away = В этой строке пароль, и TLS её не защищает: прочесть её может каждый на пути к серверу. Скажите сначала STLS или подключитесь с TLS.
call-stls-waits = Ещё не пришёл ответ. STLS должна его дождаться.
call-lesson = Урок
call-lesson-hint = Вместо вас говорит его клиент, с именами и паролями урока: они есть в каждой копии программы. Он остановится, если сервер ответит не так, как в уроке.
call-role = { $title }: { $made } из { $all }
call-role-done = всё сказано
call-next = Дальше
call-alone = Всё
call-pause = Пауза
call-skip = Пропустить
call-no-lesson = Убрать
call-unexpected = Сервер урока ответил { $expected }; этот ответил { $got }.
call-unexpected-end = Сервер закрыл соединение; в уроке он ответил.
call-tone-positive = +OK
call-tone-negative = -ERR
call-tone-challenge = запросом
call-tone-strange = чем-то, что не является ответом
call-trust = Всё равно подключиться, с этим сертификатом
call-trust-text = Внутри TLS ничего сказано не было. Кто-то на пути мог подменить сертификат. Если он вам знаком, сравните SHA-256 с тем, что у сервера. Он принимается для одного соединения.
call-unreadable = не читается
call-doubt-issuer = Сертификату нет доверия: за него не ручается никто, кому доверяет система. Возможно, сервер сделал его сам.
call-doubt-name = Сертификату нет доверия: он для других имён, не для набранного вами.
call-doubt-expired = Сертификату нет доверия: его срок истёк.
call-doubt-early = Сертификату нет доверия: его срок ещё не начался.
call-doubt-other = Это не тот сертификат, который вы приняли.
call-doubt-roots = Сертификату нет доверия: в этой системе нет корневых сертификатов, которые могли бы поручиться.
call-doubt-detail = Сертификату нет доверия: { $detail }
call-choose-tls = Выберите, защищать ли соединение TLS и как.
call-no-host = Наберите адрес сервера.
call-other-scheme = Это URL чего-то другого. Для POP3 он начинается с pop://.
call-bad-address = Это не адрес сервера: { $detail }
call-no-address = У { $host } нет адреса: { $detail }
call-cannot-connect = { $address } не принимает соединение: { $detail }
call-lost = Соединение потеряно: { $detail }
call-not-said = Сервер больше ничего не принимает; не сказано октетов: { $octets }.
call-slow = Сервер слишком долго не начинал.
call-silent = Сервер слишком долго молчал.
call-too-much = Сервер прислал больше октетов, чем принимается: { $octets }.
call-not-pop3 = То, что говорит сервер, — не строка POP3.
call-injected = До начала TLS пришло больше, чем было спрошено. Вставить это мог кто угодно, поэтому соединение прервано.
call-stls-refused = Сервер отказал в STLS, поэтому больше ничего не сказано: { $detail }
call-withheld = Сервер отказал в STLS, поэтому сказанное вслед за ней не отправлено (октетов: { $octets }).
call-no-greeting = Сервер не приветствует: { $detail }
call-tls-failed = TLS не состоялся: { $detail }
call-tls-cannot = TLS не может начаться: { $detail }
call-system = Система не справилась: { $detail }

# --- редактор сценария

central-editor = Редактор сценария
do-central-editor = Редактор сценариев
do-edit-new = Новый сценарий
do-edit-copy = Изменить копию
do-edit-file = Изменить
do-edit-retell = Превратить в сценарий…
do-edit-duplicate = Создать копию в новом файле
do-edit-change = Изменить сценарий
do-edit-undo = Отменить правку
do-edit-redo = Вернуть правку
do-edit-save = Сохранить
do-edit-save-as = Сохранить сценарий как…
do-edit-copy-text = Скопировать текст
do-edit-play = Проиграть
do-edit-row = Выбрать шаг
do-edit-next-problem = Следующая проблема
do-edit-above = Добавить выше
do-edit-below = Добавить ниже
do-edit-twice = Дублировать
do-edit-remove = Удалить
do-edit-up = Поднять
do-edit-down = Опустить
do-edit-lose = Не сохранять
do-edit-stay = Назад
ed-edit-hint = Редактор сценария: меняйте шаги и сразу смотрите, что получится
ed-more = Ещё
ed-unsaved = не сохранено
ed-saved = сохранено
ed-play-hint = Показать на лестнице до выбранного шага (Ctrl+Enter)
ed-playing = Проигрывается…
ed-right = Всё идёт как ожидалось
ed-wrong = { $count ->
     [one] { $count } проблема
     [few] { $count } проблемы
   *[many] { $count } проблем
}
ed-broken = Текст не читается: строка { $line }
ed-broken-text = Таблица вернётся, как только текст снова можно будет прочесть. Ничего не потеряно.
ed-show-source = Показать текст
ed-problem = Строка { $line }: { $text }
ed-more-remarks = и ещё { $count }
ed-restored = В прошлый раз это не было сохранено. Вот оно снова.
ed-ask-lose = В { $name } есть несохранённые правки
ed-ask-lose-text = Открывается другой сценарий. Сохранить сначала эти правки?
ed-ask-over = { $name } изменил кто-то другой
ed-ask-over-text = Файл уже не такой, каким был при открытии. Заменить его этим текстом?
ed-replace = Заменить
ed-steps = Шаги
ed-server = Сервер
ed-maildrops = Ящики
ed-clients = Клиенты
ed-about = Название
ed-source = Текст (RON)
ed-step = Шаг { $number }:
ed-keys = ↑↓ выбор, Enter правка, Insert новый, Alt+↑↓ перенос
ed-add-step = Добавить шаг
ed-col-kind = Что происходит
ed-col-what = Что сказано
ed-col-expect = Ожидается
ed-col-reply = Ответ
ed-col-state = Состояние после
ed-choose = Выбрать шаг { $number }
ed-drag = Потяните, чтобы перенести шаг
ed-kind-of = Шаг { $number }: что происходит
ed-expected-of = Шаг { $number }: что ожидается
ed-cell = Шаг { $number }: { $what }
ed-mail-field = Письмо { $number }: { $what }
ed-unmet = Ожидалось: { $wanted }; пришло: { $got }
ed-reply-octets = (октетов: { $octets })
ed-state-greeting = до приветствия
ed-state-unknown = неизвестно
ed-state-closed = закрыто
ed-kind-send = Команда
ed-kind-on = Другой клиент
ed-kind-connect = Подключиться
ed-kind-connect-to = Подключиться к…
ed-kind-expect = Ожидать
ed-kind-note = Примечание
ed-kind-advance = Подождать
ed-kind-deliver = Приходит письмо
ed-kind-close = Закрыть
ed-kind-drop = Обрыв линии
ed-kind-reset = Сброс
ed-kind-pipeline = Несколько команд
ed-kind-raw = Сырые октеты
ed-kind-base64 = Base64
ed-kind-apop = APOP
ed-kind-cram = CRAM-MD5
ed-kind-xoauth2 = XOAUTH2
ed-kind-scram-first = SCRAM: имя
ed-kind-scram-final = SCRAM: доказательство
ed-kind-scram-end = SCRAM: конец
ed-kind-mail = Письмо по SMTP
ed-kind-removes = Удаляет сервер
ed-kind-line = Меняется линия
ed-kind-dies = Сервер упадёт
ed-dies = когда
ed-exp-none = что угодно
ed-exp-ok = +OK
ed-exp-err = -ERR
ed-exp-challenge = запрос
ed-exp-is = точно это
ed-exp-lines = эти строки
ed-exp-nothing = нет ответа
ed-exp-closed = закрытие
ed-client = клиент
ed-protocol = протокол
ed-command = команда
ed-text = текст
ed-raw = октеты
ed-commands = команды
ed-user = пользователь
ed-secret = секрет
ed-password = пароль
ed-seconds = секунды
ed-unique-id = уникальный идентификатор
ed-line = линия
ed-note-en = примечание, английский
ed-note-ru = примечание, русский
ed-mail = текст письма
ed-octets = октетов
ed-subject = тема
ed-from = отправитель
ed-title-en = название, английский
ed-title-ru = название, русский
ed-about-en = что показано, английский
ed-about-ru = что показано, русский
ed-start = начало (RFC 3339)
ed-latency = задержка, миллисекунды
ed-pause = пауза перед командой, миллисекунды
ed-profile-hint = заданное ниже важнее профиля
ed-host = имя хоста
ed-logins = Вход
ed-commands-server = Команды
ed-cleartext = Без TLS
ed-cleartext-refuse = паролей не принимает
ed-autologout = закрывает после молчания, секунды
ed-attempts = закрывает после неудачных входов
ed-deviations = отступления, например ["no-lock"]
ed-texts = Слова сервера (пусто — обычные)
ed-text-greeting = приветствие
ed-text-user = USER принята
ed-text-login = ящик открыт
ed-text-login-failed = неверный пароль
ed-text-locked = ящик занят
ed-text-quit = QUIT до входа
ed-text-unknown-user = имя неизвестно
ed-text-user-first = PASS без USER
ed-text-pass-next = после USER не PASS
ed-text-tls-first = пароль без TLS
ed-text-unknown-mechanism = AUTH: механизм неизвестен
ed-text-bad-response = AUTH: отклик неверен
ed-text-cancelled = AUTH: отменено
ed-text-stls = начинается TLS
ed-text-tls-active = TLS уже включён
ed-text-capa = далее возможности
ed-text-stat = STAT
ed-text-list = далее LIST
ed-text-list-one = LIST одного письма
ed-text-retr = далее письмо
ed-text-top = далее заголовок и строки
ed-text-dele = письмо помечено
ed-text-noop = NOOP
ed-text-rset = пометки сняты
ed-text-uidl = далее UIDL
ed-text-uidl-one = UIDL одного письма
ed-text-last = LAST
ed-text-no-such-message = такого письма нет
ed-text-deleted = письмо уже помечено
ed-text-update = QUIT после входа
ed-text-not-removed = QUIT: удалено не всё
ed-text-unknown-command = команда неизвестна
ed-text-wrong-state = команда другого состояния
ed-text-malformed = аргументы неверны
ed-text-too-long = строка слишком длинная
ed-text-ahead = послано слишком рано
ed-text-login-delay = вход слишком скоро
ed-text-temporary-trouble = ящик временно недоступен
ed-text-permanent-trouble = ящик неисправен
ed-text-tls-too-late = STLS после UTF8
ed-text-utf8 = UTF8 включён
ed-text-utf8-needed = письму нужен UTF8
ed-text-languages = далее языки
ed-text-language = язык сменён
ed-text-unknown-language = язык неизвестен
ed-texts-all = Все остальные ответы ({ $count })
ed-insert = Вставить
ed-add-login = Вход
ed-add-mails = Письма
ed-add-session = Сеанс
ed-add-computed = Вычисляемый вход
ed-add-connection = Клиенты и соединения
ed-add-wire = Октеты
ed-add-faults = Неисправности
ed-add-time = Время и почта
ed-user-name = имя ящика
ed-password-long = пароль (PASS, PLAIN, LOGIN)
ed-secret-long = секрет (APOP, CRAM-MD5)
ed-token-long = токен (XOAUTH2)
ed-add-user = Добавить пользователя
ed-remove-user = Удалить пользователя
ed-mails = { $count ->
     [0] Писем нет
   *[other] Письма: { $count }
}
ed-mail-number = Письмо { $number }
ed-mail-twice = Повторить
ed-mail-up = Поднять
ed-mail-remove = Удалить
ed-add-mail = Добавить письмо
ed-add-size = Добавить письмо заданного размера
ed-one-client = Клиент один, и имени у него нет.
ed-client-name = имя
ed-address = адрес
ed-add-client = Добавить клиента
ed-remove-client = Удалить
retell-agrees = Все обмены ({ $count }) идут как в записи; имена, адреса, секреты и тексты заменены.
retell-nothing = В этом сеансе нет ничего, что можно прочесть.
retell-all-sealed = Весь этот сеанс внутри TLS. Сначала откройте журнал ключей.
retell-other = Этот сеанс не POP3.
retell-too-long = Этот сеанс слишком длинный для сценария.
retell-beginning = Запись начинается посреди сеанса: то, что должно было быть раньше, добавлено.
retell-sealed = То, что скрыл TLS, опущено.
retell-gaps = Октетов не записано: { $count }
retell-pieces = Кусков, которые не команды и не ответы (опущены): { $count }
retell-line-ends = Писем с концами строк не CR LF: { $count }
retell-sizes = Писем, от которых остался только размер: { $count }
retell-shortened = Писем укорочено (в сценарии не больше 16 МиБ на письмо и 256 МиБ на все): { $count }
retell-mechanism = Вход, которого симулятор не знает, заменён на USER и PASS.
retell-capabilities = Возможностей, которых симулятор не знает: { $count }
retell-differs = Обмен { $number }, { $said }: в записи { $was }, здесь { $is }

# --- меню внутри меню

menu-hand = Вручную
menu-mail = Полученное письмо
menu-live = Сервер и соединение
menu-editor = Открытый сценарий

# --- what a key has done

toast-look = { $key }: { $what }. Ещё раз { $key } — как было.
toast-try = { $key }: { $what }. { $back } — назад.
toast-typed = Похоже на слово: оно вписано в строку. Команда — одна буква; все клавиши показывает { $keys }.
toast-word = Несколько букв подряд — это слово: ничего не сделано. Все клавиши показывает { $keys }.
