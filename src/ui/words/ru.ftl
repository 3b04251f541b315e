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
do-show = Показать
do-close = Закрыть
do-cancel = Отменить
do-previous-session = Предыдущий сеанс
do-next-session = Следующий сеанс
do-secrets = Показать секреты
hide-secrets = Скрыть секреты
do-fold = Свернуть или развернуть
do-unfold-all = Развернуть все данные
do-fold-all = Свернуть все данные
do-copy-transcript = Скопировать запись сеанса
do-tab-why = Показать, почему
do-tab-bytes = Показать байты
do-tab-message = Показать сообщение
do-tab-transcript = Показать запись сеанса
do-tab-packets = Показать пакеты
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
do-full-screen = Во весь экран
do-panel-library = Библиотека
do-panel-side = Состояние и ящик
do-panel-lower = Вкладки внизу
do-keys = Клавиши
do-palette = Все команды
do-about = О программе popscope
do-close-overlay = Закрыть
do-dismiss = Убрать
do-quit = Выход

# --- меню и вкладки

menu-file = Файл
menu-session = Сеанс
menu-view = Вид
menu-teach = Обучение
menu-help = Справка
tab-why = Почему
tab-bytes = Байты
tab-message = Сообщение
tab-transcript = Запись
tab-packets = Пакеты

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
no-sessions = В этом файле нет ни одного сеанса POP3.
internal-error = Ошибка внутри программы. Пожалуйста, сообщите о ней и, если можно, приложите этот файл.
drop-here = Отпустите, чтобы открыть

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
maildrop-empty = Сообщения появятся здесь, когда о них скажут ответы сервера.
marked-count = помечено: { $count }
octets-unmarked = без пометки: { $octets }
column-number = №
column-octets = Октеты
column-unique-id = Уник. номер
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
fate-removed-why = Сообщение было помечено, и QUIT удалил его в состоянии UPDATE.
fate-spared-why = Сообщение было помечено, но сеанс кончился без QUIT: оно остаётся.
fate-unknown-why = Сообщение было помечено, но сервер смог удалить не всё.
inside-title = Внутри сервера: по сети этого не видно
inside-user = Ящик { $user }, { $lock }
inside-locked = заблокирован: { $client }
inside-free = не заблокирован
inside-empty = Писем нет

# --- вкладки внизу

start-title = Ещё ничего не произошло
start-why = Это миг перед первым шагом. Каждый шаг показывает одно сообщение в сети или одно событие.
start = Показать с начала
start-keys = Стрелка вправо делает следующий шаг, пробел запускает показ.
bytes-empty = На этом шаге ничего не сказано.
octets-shown = {""}, показаны первые { $count }
octet-text = текст
octet-head = команда или статус
octet-line-end = конец строки
octet-stuffing = добавленная точка
octet-terminator = завершение ответа
octet-secret = скрытый секрет
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
packets-frames = Кадры записи
packets-script = Строки сценария

# --- поверх окна

palette-hint = Что вы хотите сделать?
palette-nothing = Такой команды нет
palette-lesson = Урок: { $title }
about-text = Увидеть POP3: пройдите сеанс по шагам или воспроизведите записанный трафик, сообщение за сообщением. Ничто не покидает этот компьютер.

# --- что не так с файлами

no-such-lesson = Урока с таким именем нет.
error-unreadable = Файл не читается: { $detail }
error-no-secrets = Это не журнал ключей: ни в одной строке нет секрета TLS.
error-scenario = Сценарий нельзя проиграть: { $detail }
error-empty = Файл пуст.
error-no-capture = Это не запись трафика: { $detail }
error-cut = Файл обрывается в заголовке, на октете { $octet }.
problem-cut = Файл обрывается в кадре { $frame }, на октете { $octet }.
problem-damaged = Файл повреждён после кадра { $frame }, на октете { $octet }: { $detail }
problem-unreadable = Файл не читается после кадра { $frame }, на октете { $octet }: { $detail }
problem-secrets-late = Сессий TLS, чьи секреты стоят после их конца и не пригодились: { $count }
problem-sessions-cut = Октетов в сессиях не сохранено, чтобы ограничить память: { $count }
problem-gaps = Октетов не записано: { $count }
problem-snapped = Октетов отрезано от кадров: { $count }
problem-conflicts = Октетов передано повторно с другим содержимым: { $count }
problem-out-of-place = Октетов пришло не на своё место и пропущено: { $count }
problem-fragments = Фрагментов, не сложившихся в пакеты: { $count }
problem-flows = Незавершённых потоков отпущено ради памяти: { $count }
