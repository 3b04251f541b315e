#!/bin/sh
# Thunderbird fetches all mail without a window. A copy of it is made of links, beside which a script of its own can
# lie: it sets the password, accepts the certificate, fetches, and ends the program.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
installed=/usr/lib/thunderbird
mkdir "$home/program" "$home/profile"
cp -rs "$installed/." "$home/program/"
# The program looks for its files beside itself.
for file in thunderbird thunderbird-bin; do
    rm -f "$home/program/$file"
    cp "$installed/$file" "$home/program/$file"
done
case $MODE in
    plain) port=$PORT socket=0 ;;
    stls) port=$PORT socket=2 ;;
    tls) port=$TLS_PORT socket=3 ;;
esac
certificate=$(grep -v -- ----- "$CERTIFICATE" | tr -d '\n')
rm -f "$home/program/defaults/pref/popscope.js"
cat > "$home/program/defaults/pref/popscope.js" <<PREF
pref("general.config.filename", "popscope.cfg");
pref("general.config.obscure_value", 0);
pref("general.config.sandbox_enabled", false);
PREF
cat > "$home/program/popscope.cfg" <<CFG
// The first line of such a file is not read.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const leave = () => Services.startup.quit(Ci.nsIAppStartup.eForceQuit);
const fetchAll = () => {
    try {
        const server = MailServices.accounts.allServers.find((server) => server.type == "pop3");
        server.password = "$PASSWORD";
        const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
        const overrides = Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService);
        overrides.rememberValidityOverride("localhost", $port, {}, database.constructX509FromBase64("$certificate"), true);
        const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
        const listener = {
            OnStartRunningUrl() {},
            OnStopRunningUrl(url, status) {
                dump("fetched: " + status + "\n");
                setTimeout(leave, 1000);
            },
        };
        MailServices.pop3.GetNewMail(null, listener, inbox, server);
    } catch (error) {
        dump("failed: " + error + "\n");
        leave();
    }
};
Services.obs.addObserver(() => setTimeout(fetchAll, 500), "mail-startup-done");
CFG
cat > "$home/profile/user.js" <<PREF
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server2");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.identity.id1.useremail", "$LOGIN@example.org");
user_pref("mail.identity.id1.valid", true);
user_pref("mail.server.server1.type", "pop3");
user_pref("mail.server.server1.hostname", "localhost");
user_pref("mail.server.server1.port", $port);
user_pref("mail.server.server1.userName", "$LOGIN");
user_pref("mail.server.server1.socketType", $socket);
user_pref("mail.server.server1.authMethod", 3);
user_pref("mail.server.server1.leave_on_server", true);
user_pref("mail.server.server1.check_new_mail", false);
user_pref("mail.server.server1.login_at_startup", false);
user_pref("mail.server.server1.directory", "$home/profile/Mail/pop");
user_pref("mail.server.server1.storeContractID", "@mozilla.org/msgstore/berkeleystore;1");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.userName", "nobody");
user_pref("mail.server.server2.directory", "$home/profile/Mail/local");
user_pref("mail.server.server2.storeContractID", "@mozilla.org/msgstore/berkeleystore;1");
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("mail.rights.version", 1);
user_pref("mail.spam.manualMark", false);
user_pref("mail.spam.version", 1);
user_pref("browser.dom.window.dump.enabled", true);
user_pref("network.proxy.type", 0);
user_pref("network.dns.disableIPv6", true);
PREF
HOME=$home MOZ_HEADLESS=1 timeout 120 "$home/program/thunderbird-bin" --headless --no-remote --profile "$home/profile" 2>&1 |
    grep -E "^(fetched|failed):" || true
# Its folder is one file: each mail has a line and five fields of its own in front, and a blank line behind; a line that
# begins with From has one > more.
python3 - "$home/profile/Mail/pop/Inbox" <<'SPLIT'
import os
import pathlib
import re
import sys

inbox = pathlib.Path(sys.argv[1]).read_bytes()
mails = re.split(rb"(?m)^From - [^\n]*\n", inbox)[1:]
for number, mail in enumerate(mails, 1):
    head, fields = mail, 0
    while re.match(rb"X-(Account-Key|UIDL|Mozilla-[A-Za-z0-9]+):", head):
        head, fields = head[head.index(b"\n") + 1 :], fields + 1
    assert fields == 5, fields
    # The blank line may end otherwise than those of the mail.
    blank = re.search(rb"\r?\n\Z", head)
    pathlib.Path(os.environ["OUT"], f"{number:03}.eml").write_bytes(
        re.sub(rb"(?m)^>(>*From )", rb"\1", head[: blank.start()])
    )
SPLIT
