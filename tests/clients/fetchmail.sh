#!/bin/sh
# fetchmail hands each message to a program, which saves it under the next number.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cat > "$home/save" <<'SAVE'
#!/bin/sh
number=$(find "$OUT" -name '*.eml' | wc -l)
exec cat > "$OUT/$(printf %03d $((number + 1))).eml"
SAVE
chmod 700 "$home/save"
case $MODE in
    plain) port=$PORT tls="sslproto ''" ;;
    stls) port=$PORT tls="sslproto 'TLS1.2+' sslcertck sslcertfile '$CERTIFICATE'" ;;
    tls) port=$TLS_PORT tls="ssl sslproto 'TLS1.2+' sslcertck sslcertfile '$CERTIFICATE'" ;;
esac
cat > "$home/rc" <<RC
set no bouncemail
set invisible
poll localhost protocol pop3 port $port timeout 60
    user "$LOGIN" password "$PASSWORD" is root here
    $tls fetchall keep pass8bits
    no rewrite no stripcr no forcecr no mimedecode no dropstatus no dropdelivered
    mda "$home/save"
RC
chmod 600 "$home/rc"
# It says 0 when there was mail, and 1 when there was none.
FETCHMAILHOME=$home fetchmail --silent --nosyslog --fetchmailrc "$home/rc" --pidfile "$home/pid"
