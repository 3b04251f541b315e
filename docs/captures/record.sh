#!/bin/bash
# Record the captures of popscope again: real servers, real clients, real packets.
#
#     record.sh WORKDIR [CAPTURES [PART...]]
#
# PART is dovecot, tls, mailutils, courier or popa3d. Without one, all are recorded; with some,
# only these, and the other captures stay as they are.
#
# For Debian 12 (bookworm), as root, with the network up: packages are fetched by apt from
# whatever source the computer uses. WORKDIR is for scratch and is left as it was found;
# the captures, the mails, put-in.txt and expected.json go to CAPTURES, or to WORKDIR/captures.
#
# Nothing outside of these two directories changes. All of it happens in a copy of the root
# file system (an overlay in memory), with process ids, a host name and a loopback interface
# of its own; when the script ends, however it ends, they vanish together with the packages,
# users, servers and files in them. The network of the computer is out of reach while recording.
set -euo pipefail

here=$(dirname "$(realpath "$0")")

# ── 1. Outside: into namespaces of our own ───────────────────────────────────────────────────

prepare() {
    [ "$(id -u)" = 0 ] || { echo "record.sh: must be root" >&2; exit 1; }
    [ $# -ge 1 ] || { sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 1; }
    mkdir -p "$1" "${2:-$1/captures}"
    local work out
    work=$(realpath "$1")
    out=$(realpath "${2:-$1/captures}")
    mkdir -p "$work/scratch"
    # Expanded now: the variables are gone when the script ends.
    trap "rmdir '$work/scratch'" EXIT
    unshare --mount --pid --uts --fork --kill-child bash "$here/record.sh" --build "$work/scratch" "$out" "${@:3}"
}

# ── 2. The copy of the root file system and the packages in it ───────────────────────────────

build() {
    local scratch=$1 out=$2 root=$1/root
    shift 2
    mount -t tmpfs scratch "$scratch"
    mkdir "$scratch/upper" "$scratch/work" "$root"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    mount -t tmpfs run "$root/run"
    mkdir -p "$root/run/lock" "$root/srv/record" "$root/srv/captures"
    mount --bind "$out" "$root/srv/captures"
    cp --remove-destination -L /etc/resolv.conf "$root/etc/resolv.conf"
    cp "$here/record.sh" "$here/mails.py" "$here/talk.py" "$here/expected.py" "$here/tidy.py" "$root/srv/record/"
    # The host name appears in greetings.
    hostname mail.example.org
    # No service is to start by itself.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    chroot "$root" /bin/bash /srv/record/record.sh --install "$@"
    unshare --net chroot "$root" /bin/bash /srv/record/record.sh --record "$@"
}

# Whether a part is to be recorded: wanted PART PARTS...
wanted() {
    [ $# = 1 ] || [[ " ${*:2} " = *" $1 "* ]]
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update
    apt-get -q -y --no-install-recommends install \
        dovecot-pop3d mailutils-pop3d \
        curl fetchmail mpop python3 \
        tcpdump tshark iproute2 ethtool nftables openssl perl libpcre3 libgnutls30
    wanted courier "$@" || wanted popa3d "$@" || return 0
    # courier-pop and popa3d conflict with the other servers by their descriptions, though
    # not by their files (but for one start script): they are unpacked, not installed.
    mkdir -p /srv/packages
    cd /srv/packages
    chmod 777 .
    apt-get -q download courier-base courier-pop courier-authdaemon courier-authlib \
        courier-authlib-userdb libcourier-unicode4 libgamin0 popa3d
    local package
    for package in *.deb; do
        dpkg --fsys-tarfile "$package" |
            tar -x --keep-directory-symlink --exclude=./usr/sbin/pop3d --exclude=./usr/sbin/pop3d-ssl -C /
    done
    ldconfig
}

# ── 3. Servers ───────────────────────────────────────────────────────────────────────────────

# Wait until something listens on a port.
listening() {
    local try
    for try in $(seq 100); do
        [ -n "$(ss -Hltn "sport = :$1")" ] && return
        sleep 0.1
    done
    echo "record.sh: nothing listens on port $1" >&2
    exit 1
}

# Stop a process and wait until it is gone.
stop() {
    kill "$1"
    while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
}

accounts() {
    useradd --system courier
    useradd --system popa3d
    useradd --create-home --uid 2001 anna
    useradd --create-home --uid 2002 boris
    chpasswd <<-'END'
	anna:seven-bridges
	boris:two words
	END
}

dovecot_setup() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
        -subj /CN=mail.example.org -addext subjectAltName=DNS:mail.example.org,IP:127.0.0.1,IP:::1 \
        -keyout /srv/record/server.key -out /srv/record/server.crt 2>/dev/null
    cat >/srv/record/dovecot.users <<-'END'
	anna:{PLAIN}seven-bridges
	boris:{PLAIN}two words
	END
    cat >/srv/record/dovecot.conf <<-'END'
	protocols = pop3
	base_dir = /run/dovecot
	log_path = /srv/record/dovecot.log
	mail_location = maildir:~/Maildir
	disable_plaintext_auth = no
	auth_mechanisms = plain login cram-md5 apop
	ssl = yes
	ssl_cert = </srv/record/server.crt
	ssl_key = </srv/record/server.key
	passdb {
	  driver = passwd-file
	  args = /srv/record/dovecot.users
	}
	userdb {
	  driver = passwd
	}
	service pop3-login {
	  inet_listener pop3 {
	    address = 127.0.0.1 ::1
	    port = 110
	  }
	  inet_listener pop3-high {
	    address = 127.0.0.1 ::1
	    port = 1110
	  }
	  inet_listener pop3s {
	    address = 127.0.0.1 ::1
	    port = 995
	    ssl = yes
	  }
	  inet_listener pop3s-high {
	    address = 127.0.0.1
	    port = 1995
	    ssl = yes
	  }
	}
	END
}

dovecot_start() {
    dovecot -c /srv/record/dovecot.conf
    listening 110
}

dovecot_stop() {
    stop "$(cat /run/dovecot/master.pid)"
}

mailutils_setup() {
    popauth --add --file=/srv/record/apop.db --user=anna --password=seven-bridges
    mkdir -p -m 1777 /var/lock/subsys/mail
    cat >/srv/record/mailutils.conf <<-'END'
	mode daemon;
	foreground yes;
	apop-database-file "gdbm:///srv/record/apop.db";
	apop-database-safety none;
	logging { syslog no; };
	pam { service popa3d; };
	auth { authentication "generic:system:pam"; authorization "system"; };
	mailbox { mailbox-pattern "maildir:///home/${user}/Maildir"; };
	server 127.0.0.1:110 { };
	server "[::1]:110" { };
	END
}

mailutils_start() {
    pop3d --config-file /srv/record/mailutils.conf 2>/srv/record/mailutils.log &
    mailutils_pid=$!
    listening 110
}

mailutils_stop() {
    stop "$mailutils_pid"
}

courier_setup() {
    local login cram
    login=$(echo seven-bridges | userdbpw -md5)
    cram=$(echo seven-bridges | userdbpw -hmac-md5)
    printf 'anna\tuid=2001|gid=2001|home=/home/anna|systempw=%s|hmac-md5pw=%s\n' "$login" "$cram" \
        >/etc/courier/userdb
    chmod 600 /etc/courier/userdb
    makeuserdb
    sed -i 's/^authmodulelist=.*/authmodulelist="authuserdb"/' /etc/courier/authdaemonrc
    sed -i 's/^POP3AUTH=.*/POP3AUTH="LOGIN CRAM-MD5 PLAIN"/' /etc/courier/pop3d
    mkdir -p /run/courier/authdaemon
}

courier_start() {
    (
        set -a
        . /etc/courier/authdaemonrc
        exec /usr/lib/courier/courier-authlib/authdaemond
    ) 2>/srv/record/authdaemond.log &
    courier_auth_pid=$!
    (
        set -a
        . /etc/courier/pop3d
        exec couriertcpd -maxprocs=10 -maxperip=10 -nodnslookup -noidentlookup \
            127.0.0.1.110,::1.110 \
            /usr/lib/courier/courier/courierpop3login /usr/lib/courier/courier/courierpop3d Maildir
    ) 2>/srv/record/courier.log &
    courier_pid=$!
    listening 110
    while [ ! -S /run/courier/authdaemon/socket ]; do sleep 0.1; done
}

courier_stop() {
    stop "$courier_pid"
    stop "$courier_auth_pid"
}

popa3d_start() {
    popa3d -D
    listening 110
}

popa3d_stop() {
    stop "$(ss -Hltnp 'sport = :110' | sed 's/.*pid=\([0-9]*\).*/\1/')"
}

# ── 4. Maildrops ─────────────────────────────────────────────────────────────────────────────

# What was put in, when and where; expected.py checks the captures against it.
put_in() {
    echo "$(date +%s.%N) $*" >>/srv/captures/put-in.txt
}

# A Maildir with these mails and no others: maildir USER MAIL...
maildir() {
    local user=$1
    shift
    rm -rf "/home/$user/Maildir"
    mkdir -p "/home/$user/Maildir/cur" "/home/$user/Maildir/new" "/home/$user/Maildir/tmp"
    delivered=1709540000
    put_in "$user" empty
    deliver "$user" "$@"
}

# More mails behind those that are there: deliver USER MAIL...
deliver() {
    local user=$1 name
    shift
    for name in "$@"; do
        delivered=$((delivered + 60))
        tr -d '\r' <"/srv/captures/mails/$name.eml" \
            >"/home/$user/Maildir/cur/$delivered.M1P1.mail.example.org:2,"
        put_in "$user" add "$name"
    done
    chown -R "$user:$user" "/home/$user/Maildir"
}

# The same for a server that keeps all mails in one file: spool USER MAIL...
spool() {
    local user=$1 name
    shift
    put_in "$user" empty
    for name in "$@"; do
        echo "From sender@example.org Mon Mar  4 09:15:00 2024"
        tr -d '\r' <"/srv/captures/mails/$name.eml"
        echo
        put_in "$user" add "$name"
    done >"/var/mail/$user"
    chown "$user:mail" "/var/mail/$user"
    chmod 660 "/var/mail/$user"
}

# ── 5. Captures ──────────────────────────────────────────────────────────────────────────────

# capture NAME FILTER TCPDUMP-OPTIONS... — until `captured`. The suffix chooses the tool:
# tcpdump for .pcap, dumpcap for .pcapng.
capture() {
    local name=$1 filter=$2
    shift 2
    capture_file=/srv/captures/$name
    rm -f "$capture_file" /srv/record/capture.log
    case $name in
    *.pcap)
        tcpdump -Z root -U -w "$capture_file" "$@" "$filter" 2>/srv/record/capture.log &
        ;;
    *.pcapng)
        dumpcap -q -w "$capture_file" "$@" -f "$filter" 2>/srv/record/capture.log &
        ;;
    esac
    capture_pid=$!
    until grep -q -e 'listening on' -e '^File: ' /srv/record/capture.log; do sleep 0.1; done
    sleep 0.5
}

captured() {
    sleep 1
    kill -INT "$capture_pid"
    wait "$capture_pid" || true
    case $capture_file in
    *.pcapng)
        /usr/bin/python3 /srv/record/tidy.py "$capture_file"
        chmod 644 "$capture_file"
        ;;
    esac
    echo "$(basename "$capture_file"): $(capinfos -M -r -T -c "$capture_file" | cut -f2) packets"
}

talk() {
    /usr/bin/python3 /srv/record/talk.py "$@"
}

# fetchmail_run HOST PORT OPTIONS... — one poll of anna's maildrop.
fetchmail_run() {
    local host=$1 port=$2
    shift 2
    cat >/srv/record/fetchmailrc <<-END
	poll "$host" protocol pop3 port $port $protocol_options
	  user anna password seven-bridges is anna here
	  options sslproto '' $*
	  mda "cat >/dev/null"
	END
    chmod 600 /srv/record/fetchmailrc
    chown anna: /srv/record/fetchmailrc
    # 0: mail was fetched; 1: there was none.
    runuser -u anna -- fetchmail --fetchmailrc /srv/record/fetchmailrc --idfile /home/anna/fetchids \
        --pidfile /home/anna/fetchmail.pid --nosyslog --silent || [ $? = 1 ]
}

# mpop_run HOST PORT LINES... — lines of configuration.
mpop_run() {
    local host=$1 port=$2
    shift 2
    mkdir -p /srv/record/mpop/cur /srv/record/mpop/new /srv/record/mpop/tmp
    {
        printf '%s\n' "account anna" "host $host" "port $port" "user anna" "password seven-bridges" \
            "tls off" "delivery maildir /srv/record/mpop" "uidls_file /srv/record/mpop.uidls" "$@"
    } >/srv/record/mpoprc
    chmod 600 /srv/record/mpoprc
    mpop --quiet --file=/srv/record/mpoprc anna
}

# TLS with its secrets: sealed NAME FILTER, then clients, then captured. The clients write their
# secrets beside the capture.
sealed() {
    export SSLKEYLOGFILE=/srv/captures/${1%.*}.keys
    rm -f "$SSLKEYLOGFILE"
    capture "$1" "$2" -i lo
}

# What curl is to agree on: tls13 SUITE, tls12 SUITE.
tls13() {
    echo "--cacert /srv/record/server.crt --tlsv1.3 --tls13-ciphers $1"
}

tls12() {
    echo "--cacert /srv/record/server.crt --tlsv1.2 --tls-max 1.2 --ciphers $1"
}

curl_run() {
    curl --silent --show-error --globoff "$@" >/dev/null
}

# ── 6. What is recorded ──────────────────────────────────────────────────────────────────────

record_dovecot() {
    dovecot_setup
    dovecot_start
    local me=anna secret=seven-bridges box=pop3://anna:seven-bridges@127.0.0.1

    # Everyday commands, each curl a session of its own.
    maildir anna welcome dots russian windows-1251 attachment empty
    capture dovecot-curl.pcap 'tcp port 110' -i lo
    curl_run --login-options AUTH=PLAIN "$box/"
    curl_run --login-options AUTH=PLAIN "$box/1" "$box/2" "$box/3" "$box/4" "$box/5" "$box/6"
    curl_run --login-options AUTH=LOGIN --request UIDL "$box/"
    curl_run --sasl-ir --login-options AUTH=PLAIN --request 'TOP 2 4' "$box/"
    curl_run --request 'DELE 6' --head "$box/"
    curl_run "$box/"
    captured

    # All that poplib can do, over IPv6, with a password of two words.
    maildir boris welcome dots russian windows-1251 attachment empty
    capture dovecot-poplib-ipv6.pcapng 'tcp port 110' -i lo
    talk tour ::1 110 boris 'two words'
    captured

    # APOP.
    maildir anna welcome russian
    capture dovecot-poplib-apop.pcapng 'tcp port 1110' -i lo
    talk apop 127.0.0.1 1110 "$me" "$secret"
    captured

    # A wrong password; the next login has to wait.
    capture dovecot-poplib-wrong-password.pcap 'tcp port 110' -i lo
    talk wrong 127.0.0.1 110 "$me" "$secret"
    captured

    # No QUIT, no removal.
    maildir anna welcome dots empty
    capture dovecot-poplib-dropped.pcapng 'tcp port 110' -i lo
    talk dropped 127.0.0.1 110 "$me" "$secret"
    captured

    # STLS, twice: curl over IPv4, poplib over IPv6.
    maildir anna welcome
    capture dovecot-curl-poplib-stls.pcap 'tcp port 110' -i lo
    curl_run --ssl-reqd --cacert /srv/record/server.crt "$box/1"
    talk stls ::1 110 "$me" "$secret"
    captured

    # TLS from the first octet on.
    capture dovecot-curl-pop3s.pcapng 'tcp port 995' -i lo
    curl_run --cacert /srv/record/server.crt "pop3s://anna:seven-bridges@127.0.0.1/1"
    captured

    # A session in one segment.
    maildir anna welcome dots empty
    capture dovecot-raw-pipelined.pcap 'tcp port 110' -i lo
    talk pipelined 127.0.0.1 110 "$me" "$secret"
    captured

    # Mails stay on the server; the second session takes only what has come since.
    maildir anna welcome dots russian
    capture dovecot-fetchmail-keep.pcapng 'tcp port 110' -i lo
    rm -f /home/anna/fetchids
    protocol_options=uidl fetchmail_run 127.0.0.1 110 keep
    deliver anna windows-1251
    sleep 1
    protocol_options=uidl fetchmail_run 127.0.0.1 110 keep
    captured

    # The same by mpop, over IPv6.
    maildir anna welcome dots attachment
    capture dovecot-mpop-keep.pcapng 'tcp port 1110' -i lo
    rm -f /srv/record/mpop.uidls
    mpop_run ::1 1110 'auth cram-md5' 'keep on'
    deliver anna empty
    sleep 1
    mpop_run ::1 1110 'auth cram-md5' 'keep on'
    captured

    # Mistakes, and lines that come in pieces.
    maildir anna welcome dots
    capture dovecot-raw-mistakes.pcap 'tcp port 110' -i lo
    talk mistakes 127.0.0.1 110 "$me" "$secret"
    captured

    # Two people at once.
    maildir anna welcome dots
    maildir boris russian attachment
    capture dovecot-raw-two-at-once.pcapng 'tcp port 110' -i lo
    talk together 127.0.0.1 110 "$me" "$secret"
    captured

    # The capture begins after the login.
    maildir anna welcome dots
    coproc LATE { talk late 127.0.0.1 110 "$me" "$secret"; }
    local late_pid=$LATE_PID answer
    read -r answer <&"${LATE[0]}"
    [ "$answer" = "logged in" ]
    capture dovecot-raw-late-start.pcap 'tcp port 110' -i lo
    echo go >&"${LATE[1]}"
    wait "$late_pid"
    captured

    # All interfaces: "Linux cooked", version 2. IPv4 and IPv6 in one file.
    maildir anna welcome attachment
    capture dovecot-curl-any-sll2.pcap 'tcp port 1110' -i any
    curl_run --login-options AUTH=PLAIN "pop3://anna:seven-bridges@127.0.0.1:1110/1"
    curl_run --login-options AUTH=PLAIN "pop3://anna:seven-bridges@[::1]:1110/2"
    captured

    # Ethernet's 1500 octets, and no helping hand of the kernel: a long mail in many segments.
    local was
    was=$(cat /sys/class/net/lo/mtu)
    ip link set lo mtu 1500
    ethtool -K lo tso off gso off gro off
    maildir anna welcome long
    capture dovecot-poplib-long-nanoseconds.pcap 'tcp port 110' -i lo --time-stamp-precision=nano
    talk fetch 127.0.0.1 110 "$me" "$secret"
    captured

    # The client leaves in the middle of it.
    capture dovecot-raw-cut-short.pcap 'tcp port 110' -i lo
    talk cut 127.0.0.1 110 "$me" "$secret"
    captured

    # Every seventh full segment is lost between the capture and the ear of the client: the
    # capture has it, and has it once more when it is sent again.
    capture dovecot-poplib-retransmission.pcapng 'tcp port 110' -i lo
    nft -f - <<-'END'
	table inet loss {
	  chain input {
	    type filter hook input priority 0;
	    tcp sport 110 meta length > 1400 numgen inc mod 7 == 3 drop
	  }
	}
	END
    talk fetch 127.0.0.1 110 "$me" "$secret"
    nft delete table inet loss
    captured

    # Now it is lost between the server and the capture: what comes later is seen first. A plain
    # drop will not do here, since the sender would notice; the segment is led astray instead.
    ip link add astray type veth peer name nowhere
    ip link set astray up
    capture dovecot-poplib-out-of-order.pcap 'tcp port 110' -i lo
    nft -f - <<-'END'
	table netdev loss {
	  chain egress {
	    type filter hook egress device lo priority 0;
	    tcp sport 110 meta length > 1400 numgen inc mod 7 == 3 fwd to "astray"
	  }
	}
	END
    talk fetch 127.0.0.1 110 "$me" "$secret"
    nft delete table netdev loss
    captured
    ip link delete astray
    ip link set lo mtu "$was"
    ethtool -K lo tso on gso on gro on

    dovecot_stop
}

record_tls() {
    [ -e /srv/record/dovecot.conf ] || dovecot_setup
    dovecot_start
    local me=anna secret=seven-bridges
    local box=pop3://anna:seven-bridges@127.0.0.1 safe=pop3s://anna:seven-bridges@127.0.0.1

    # TLS 1.3 with each of its three suites.
    maildir anna welcome dots russian windows-1251 attachment empty
    sealed dovecot-curl-tls13-aes256.pcapng 'tcp port 995'
    curl_run $(tls13 TLS_AES_256_GCM_SHA384) "$safe/1" "$safe/2" "$safe/3" "$safe/4" "$safe/5" "$safe/6"
    captured

    maildir anna welcome dots
    sealed dovecot-curl-tls13-chacha20-stls.pcap 'tcp port 110'
    curl_run --ssl-reqd $(tls13 TLS_CHACHA20_POLY1305_SHA256) "$box/1" "$box/2"
    captured

    sealed dovecot-curl-tls13-aes128-stls.pcap 'tcp port 110'
    curl_run --ssl-reqd $(tls13 TLS_AES_128_GCM_SHA256) pop3://anna:seven-bridges@[::1]/2
    captured

    # The secrets in the capture itself; they are not needed beside it.
    sealed dovecot-curl-tls13-secrets-inside.pcapng 'tcp port 995'
    curl_run $(tls13 TLS_AES_256_GCM_SHA384) "$safe/1"
    captured
    secrets_inside

    # A port that is not one of POP3.
    sealed dovecot-curl-tls13-port-1995.pcap 'tcp port 1995'
    curl_run $(tls13 TLS_AES_128_GCM_SHA256) pop3s://anna:seven-bridges@127.0.0.1:1995/1
    captured

    # New keys on the way, wanted by the client: for both sides, then for its own only.
    sealed dovecot-openssl-tls13-key-update.pcap 'tcp port 995'
    {
        sleep 1
        for line in 'user anna' 'pass seven-bridges' 'retr 1' K 'retr 2' k 'list' 'quit'; do
            echo "$line"
            sleep 0.3
        done
    } | openssl s_client -connect 127.0.0.1:995 -crlf -quiet -no_ign_eof -tls1_3 -keylogfile "$SSLKEYLOGFILE" \
        -servername mail.example.org -alpn pop3 >/dev/null 2>&1 || true
    captured

    # TLS 1.2: a tour behind STLS, and the other two suites.
    maildir anna welcome dots russian windows-1251 attachment empty
    sealed dovecot-poplib-tls12-aes128-stls.pcap 'tcp port 110'
    talk covered_tour ::1 110 "$me" "$secret"
    captured

    maildir anna welcome dots
    sealed dovecot-curl-tls12-chacha20.pcap 'tcp port 995'
    curl_run $(tls12 ECDHE-ECDSA-CHACHA20-POLY1305) "$safe/1" "$safe/2"
    captured

    sealed dovecot-curl-tls12-aes256-stls.pcap 'tcp port 110'
    curl_run --ssl-reqd $(tls12 ECDHE-ECDSA-AES256-GCM-SHA384) "$box/2"
    captured

    # One that popscope does not open, with secrets or without: no AEAD.
    sealed dovecot-curl-tls12-cbc.pcap 'tcp port 995'
    curl_run $(tls12 ECDHE-ECDSA-AES128-SHA256) "$safe/1"
    captured
    rm "$SSLKEYLOGFILE"

    # A client that does not trust the certificate.
    sealed dovecot-curl-tls13-untrusted.pcap 'tcp port 995'
    curl_run --tlsv1.3 "$safe/1" 2>/dev/null || true
    captured

    # A long mail, whose records lie in several segments each.
    local was
    was=$(cat /sys/class/net/lo/mtu)
    ip link set lo mtu 1500
    ethtool -K lo tso off gso off gro off
    maildir anna welcome long
    sealed dovecot-curl-tls13-long.pcapng 'tcp port 995'
    curl_run $(tls13 TLS_CHACHA20_POLY1305_SHA256) "$safe/1" "$safe/2"
    captured
    ip link set lo mtu "$was"
    ethtool -K lo tso on gso on gro on

    # A server that asks for a second ClientHello.
    dovecot_stop
    sed -i '/^ssl = yes/a ssl_curve_list = P-384' /srv/record/dovecot.conf
    dovecot_start
    maildir anna welcome dots
    sealed dovecot-curl-tls13-retry-stls.pcap 'tcp port 110'
    curl_run --ssl-reqd $(tls13 TLS_AES_256_GCM_SHA384) "$box/1" "$box/2"
    captured
    sed -i '/^ssl_curve_list/d' /srv/record/dovecot.conf

    unset SSLKEYLOGFILE
    dovecot_stop
}

# Puts the secrets into the capture that was just made.
secrets_inside() {
    editcap --inject-secrets "tls,$SSLKEYLOGFILE" "$capture_file" /srv/record/inside.pcapng
    cp /srv/record/inside.pcapng "$capture_file"
    /usr/bin/python3 /srv/record/tidy.py "$capture_file"
    rm "$SSLKEYLOGFILE"
}

record_mailutils() {
    mailutils_setup
    mailutils_start

    maildir anna welcome dots russian attachment empty
    capture mailutils-poplib-apop.pcap 'tcp port 110' -i lo
    talk apop ::1 110 anna seven-bridges
    captured

    # UIDL changes the mails.
    maildir anna welcome dots
    capture mailutils-raw-mpop-uidl.pcapng 'tcp port 110' -i lo
    talk uidl 127.0.0.1 110 anna seven-bridges
    rm -f /srv/record/mpop.uidls
    mpop_run 127.0.0.1 110 'auth user' 'keep off'
    captured

    # The maildrop is locked.
    maildir anna welcome empty
    capture mailutils-raw-locked.pcap 'tcp port 110' -i lo
    talk locked 127.0.0.1 110 anna seven-bridges
    captured

    mailutils_stop
}

record_courier() {
    courier_setup
    courier_start
    local box=pop3://anna:seven-bridges@127.0.0.1

    # All interfaces: "Linux cooked", version 1.
    maildir anna welcome dots russian windows-1251
    capture courier-curl-any-sll.pcap 'tcp port 110' -i any -y LINUX_SLL
    curl_run "$box/"
    curl_run "$box/1" "$box/2" "$box/3" "$box/4"
    curl_run --request 'TOP 2 3' "$box/"
    captured

    # Fetch and remove, over IPv6.
    maildir anna welcome dots attachment empty
    capture courier-fetchmail-ipv6.pcapng 'tcp port 110' -i lo
    rm -f /home/anna/fetchids
    protocol_options='' fetchmail_run ::1 110 fetchall
    sleep 1
    protocol_options='' fetchmail_run ::1 110 fetchall
    captured

    # Fetch and remove, with commands sent ahead.
    maildir anna welcome dots russian
    capture courier-mpop.pcap 'tcp port 110' -i lo
    rm -f /srv/record/mpop.uidls
    mpop_run 127.0.0.1 110 'auth user' 'keep off'
    captured

    courier_stop
}

record_popa3d() {
    popa3d_start

    # A server of few words and without CAPA.
    spool anna welcome dots russian windows-1251 attachment empty
    capture popa3d-poplib.pcap 'tcp port 110' -i lo
    talk tour 127.0.0.1 110 anna seven-bridges
    captured

    # What a client makes of it.
    spool anna welcome dots
    capture popa3d-curl.pcapng 'tcp port 110' -i lo
    curl_run pop3://anna:seven-bridges@127.0.0.1/2
    captured

    popa3d_stop
}

record() {
    export LC_ALL=C TZ=UTC HOME=/root
    ip link set lo up
    accounts
    if [ $# = 0 ]; then
        rm -rf /srv/captures/mails /srv/captures/put-in.txt
        /usr/bin/python3 /srv/record/mails.py /srv/captures/mails
    fi
    local part
    for part in dovecot tls mailutils courier popa3d; do
        if wanted "$part" "$@"; then "record_$part"; fi
    done
    /usr/bin/python3 /srv/record/expected.py /srv/captures
    echo
    dpkg-query -W -f '${Package} ${Version}\n' dovecot-pop3d mailutils-pop3d curl fetchmail mpop python3 \
        tcpdump tshark
    if [ -d /srv/packages ]; then ls /srv/packages | sed 's/_/ /; s/_.*//'; fi
}

case ${1:-} in
--build) build "${@:2}" ;;
--install) install_packages "${@:2}" ;;
--record) record "${@:2}" ;;
*) prepare "$@" ;;
esac
