#!/bin/sh
# curl fetches one message for each URL and saves it as it was delivered.
set -eu
case $MODE in
    plain) options="" scheme=pop3 port=$PORT ;;
    stls) options="--ssl-reqd --cacert $CERTIFICATE" scheme=pop3 port=$PORT ;;
    tls) options="--cacert $CERTIFICATE" scheme=pop3s port=$TLS_PORT ;;
esac
number=1
while [ "$number" -le "$COUNT" ]; do
    # shellcheck disable=SC2086 # The options are words.
    curl --silent --show-error --fail --max-time 60 $options --user "$LOGIN:$PASSWORD" \
        --output "$OUT/$(printf %03d "$number").eml" "$scheme://localhost:$port/$number"
    number=$((number + 1))
done
