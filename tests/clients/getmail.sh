#!/bin/sh
# getmail6 hands each message to a program, with LF at the end of its lines. It has no STLS.
# To a folder of its own it would not deliver as root, which a machine for tests may be.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
case $MODE in
    plain) kind=SimplePOP3Retriever port=$PORT tls="" ;;
    stls) echo "getmail6 has no STLS" >&2; exit 77 ;;
    tls) kind=SimplePOP3SSLRetriever port=$TLS_PORT tls="ca_certs = $CERTIFICATE" ;;
esac
cat > "$home/save" <<'SAVE'
#!/bin/sh
number=$(find "$OUT" -name '*.eml' | wc -l)
exec cat > "$OUT/$(printf %03d $((number + 1))).eml"
SAVE
chmod 700 "$home/save"
cat > "$home/getmailrc" <<RC
[retriever]
type = $kind
server = localhost
port = $port
username = $LOGIN
password = $PASSWORD
timeout = 60
$tls
[destination]
type = MDA_external
path = $home/save
allow_root_commands = true
[options]
read_all = true
delete = false
delivered_to = false
received = false
verbose = 0
RC
getmail --getmaildir="$home" --rcfile="$home/getmailrc"
