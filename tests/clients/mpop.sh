#!/bin/sh
# mpop delivers to a folder of the kind Maildir, where lines end with LF.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
case $MODE in
    plain) port=$PORT tls="tls off" ;;
    stls) port=$PORT tls="tls on
tls_starttls on
tls_trust_file $CERTIFICATE" ;;
    tls) port=$TLS_PORT tls="tls on
tls_starttls off
tls_trust_file $CERTIFICATE" ;;
esac
mkdir -p "$home/mail/cur" "$home/mail/new" "$home/mail/tmp"
cat > "$home/rc" <<RC
account default
host localhost
port $port
user $LOGIN
password $PASSWORD
auth user
$tls
timeout 60
keep on
only_new off
received_header off
uidls_file $home/uidls
delivery maildir $home/mail
RC
chmod 600 "$home/rc"
mpop --quiet --file="$home/rc"
# Their names begin with the time; only what is in them is compared.
number=0
for file in "$home"/mail/new/*; do
    number=$((number + 1))
    mv "$file" "$OUT/$(printf %03d "$number").eml"
done
