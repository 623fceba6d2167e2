#!/bin/sh
# Runs once in the booted guest; each line it says begins with KWINST.
say() { echo "KWINST $*"; }
finish() { say "end $1"; sleep 1; systemctl poweroff --force --force; }
wait_for() { n=0; until eval "$1"; do n=$((n + 1)); [ $n -ge "$2" ] && return 1; sleep 1; done; }
state() { systemctl is-active "kringwijzer-$1"; }
cd /kw
./busybox insmod configfs.ko; ./busybox insmod gpio-sim.ko; mount -t configfs c /sys/kernel/config 2>/dev/null
d=/sys/kernel/config/gpio-sim/rp1; mkdir -p $d/bank0; echo 54 > $d/bank0/num_lines; echo pinctrl-rp1 > $d/bank0/label; echo 1 > $d/live
say "systemd $(systemctl --version | head -n 1)"
dpkg -i kringwijzer-hub_*.deb kringwijzer-node_*.deb > dpkg.log 2>&1; say "dpkg $?"
dpkg --force-depends -i kringwijzer-kiosk_*.deb >> dpkg.log 2>&1; say "dpkg-kiosk $?"
say "before-setup hub=$(state hub) node=$(state node)"
say "enabled $(systemctl is-enabled kringwijzer-hub kringwijzer-node kringwijzer-kiosk | tr '\n' ' ')"
kringwijzer setup --answers hub-answers.yaml > setup.log 2>&1; say "setup-hub $?"
kringwijzer setup --answers node-answers.yaml >> setup.log 2>&1; say "setup-node $?"
kringwijzer setup --answers kiosk-answers.yaml >> setup.log 2>&1; say "setup-kiosk $?"
say "modes $(stat -c '%n:%a:%U:%G' /etc/kringwijzer/*.yaml | tr '\n' ' ')"
systemctl start --no-block kringwijzer-hub kringwijzer-node
wait_for '[ "$(state hub)" = active ] && curl -sk -o /dev/null https://127.0.0.1:8080/' 120; say "hub-pages $? $(state hub)"
wait_for '[ "$(state node)" = active ]' 120; say "node-ready $? $(state node)"
wait_for 'journalctl -u kringwijzer-node | grep -q "light beams opened"' 40; say "beams $? $(journalctl -u kringwijzer-node -o cat | grep -o '"via":"[^"]*"' | head -n 1) $(journalctl -u kringwijzer-node -o cat | grep -o '"reason":"[^"]*"' | head -n 1)"
say "memory hub=$(systemctl show -P MemoryCurrent kringwijzer-hub) node=$(systemctl show -P MemoryCurrent kringwijzer-node)"
say "users $(ps -o user:20= -C node | sort -u | tr '\n' ' ')"
say "alternatives $(readlink -f /usr/bin/kringwijzer)"
say "exposure $(systemd-analyze security --no-pager 2>/dev/null | grep kringwijzer | awk '{print $1"="$2}' | tr '\n' ' ')"
# The process is killed: systemd brings it back, and the restart is counted.
systemctl kill -s KILL kringwijzer-node
wait_for '[ "$(systemctl show -P NRestarts kringwijzer-node)" -ge 1 ] && [ "$(state node)" = active ]' 90; say "after-kill $? restarts=$(systemctl show -P NRestarts kringwijzer-node) file=$(cat /run/kringwijzer-node/restarts)"
# An upgrade that does not run.
dpkg -i broken.deb >> dpkg.log 2>&1; say "upgrade $? $(dpkg-query -W -f '${Version}' kringwijzer-hub)"
wait_for 'journalctl -u kringwijzer-hub | grep -q KW_ROLLED_BACK && curl -sk -o /dev/null https://127.0.0.1:8080/' 180; say "rolled-back $? $(state hub) restarts=$(systemctl show -P NRestarts kringwijzer-hub)"
dpkg -i kringwijzer-hub_*.deb >> dpkg.log 2>&1
wait_for '[ ! -e /var/lib/kringwijzer-hub/rolled-back ] && curl -sk -o /dev/null https://127.0.0.1:8080/' 120; say "good-again $? $(dpkg-query -W -f '${Version}' kringwijzer-hub)"
# Removing keeps what was measured, purging leaves nothing.
dpkg -r kringwijzer-node >> dpkg.log 2>&1; say "removed $? data=$(ls -d /var/lib/kringwijzer-node 2>&1) config=$(ls /etc/kringwijzer/node.yaml 2>&1)"
dpkg -P kringwijzer-hub kringwijzer-node kringwijzer-kiosk >> dpkg.log 2>&1; say "purge $?"
say "left [$(find / -xdev \( -path /proc -o -path /sys -o -path /kw -o -path /run/log -o -path /var/log -o -path /tmp -o -path /var/lib/dpkg/info \) -prune -o -iname '*kringwijzer*' -print 2>/dev/null | tr '\n' ' ')] users=[$(getent passwd | grep kringwijzer | tr '\n' ' ')]"
grep -iE "error|warn|cannot" dpkg.log | head -n 10 | while read -r line; do say "dpkg-said $line"; done
grep -v valid setup.log | head -n 5 | while read -r line; do say "setup-said $line"; done
finish ok
