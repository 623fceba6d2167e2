# From a fresh Debian to a gift on the kiosk.
say "systemd $(systemctl --version | head -n 1)"
dpkg -i kringwijzer-hub_0.*.deb kringwijzer-node_0.*.deb > dpkg.log 2>&1; say "dpkg $?"
dpkg --force-depends -i kringwijzer-kiosk_0.*.deb >> dpkg.log 2>&1; say "dpkg-kiosk $?"
say "before-setup hub=$(state hub) node=$(state node) kiosk=$(state kiosk)"
say "enabled $(systemctl is-enabled kringwijzer-hub kringwijzer-node kringwijzer-kiosk | tr '\n' ' ')"
kringwijzer setup --answers hub-answers.yaml > setup.log 2>&1; say "setup-hub $?"
kringwijzer setup --answers node-answers.yaml >> setup.log 2>&1; say "setup-node $?"
systemctl start --no-block kringwijzer-hub kringwijzer-node
wait_for '[ "$(state hub)" = active ] && pages' 600; say "hub-pages $? $(state hub)"
cp /var/lib/kringwijzer-hub/tls/site-ca.crt $CA; chmod 644 $CA
NODE_EXTRA_CA_CERTS=$CA node first.mjs $HUB $CA > first.log 2>&1; say "enrolled $? $(tail -n 1 first.log)"
token=$(NODE_EXTRA_CA_CERTS=$CA kringwijzer credential --machine entrance --role kiosk --name Beheer --hub $HUB 2>> setup.log | grep -o '"secret":"[^"]*"' | cut -d'"' -f4)
echo "{ role: kiosk, hubUrl: '$HUB', caFile: $CA, token: '$token' }" > kiosk-answers.yaml
kringwijzer setup --answers kiosk-answers.yaml >> setup.log 2>&1; say "setup-kiosk $?"
say "modes $(stat -c '%n:%a:%U:%G' /etc/kringwijzer/*.yaml | tr '\n' ' ')"
install -D -m 644 no-screen.conf /etc/systemd/system/kringwijzer-kiosk.service.d/no-screen.conf; systemctl daemon-reload
systemctl start --no-block kringwijzer-kiosk
wait_for all_active 600; say "active $? hub=$(state hub) node=$(state node) kiosk=$(state kiosk)"
wait_for 'journalctl -u kringwijzer-node | grep -q "light beams opened"' 300
say "beams $? $(journalctl -u kringwijzer-node -o cat | grep -o '"via":"[^"]*"' | head -n 1) $(journalctl -u kringwijzer-node -o cat | grep -o '"reason":"[^"]*"' | head -n 1)"
say "give"
wait_for '[ "$(figures)" != "" ] && [ "$(figures)" != "0 0" ]' 600; say "gift $? $(figures)"
say "memory hub=$(systemctl show -P MemoryCurrent kringwijzer-hub) node=$(systemctl show -P MemoryCurrent kringwijzer-node) kiosk=$(systemctl show -P MemoryCurrent kringwijzer-kiosk)"
say "users $(ps -o user:20= -C node | sort -u | tr '\n' ' ')"
say "serial $(ls -l /dev/ttyS1 | cut -d' ' -f1,4)"
say "journal $(cat /usr/lib/systemd/journald.conf.d/50-kringwijzer-hub.conf | grep -c -E '^(SystemMaxUse|SystemKeepFree|MaxRetentionSec|SyncIntervalSec)=')"
say "exposure $(systemd-analyze security --no-pager 2>/dev/null | grep kringwijzer | awk '{print $1"="$2}' | tr '\n' ' ')"
systemctl kill -s KILL kringwijzer-node
wait_for '[ "$(systemctl show -P NRestarts kringwijzer-node)" -ge 1 ] && [ "$(state node)" = active ]' 600; say "after-kill $? restarts=$(systemctl show -P NRestarts kringwijzer-node) file=$(cat /run/kringwijzer-node/restarts)"
