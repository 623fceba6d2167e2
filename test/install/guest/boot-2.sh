# After a reboot: everything is there by itself; then upgrades, a wrong one too, and the end.
wait_for 'all_active && [ "$(figures)" != "" ]' 600; say "after-reboot $? hub=$(state hub) node=$(state node) kiosk=$(state kiosk)"
say "figures-after-reboot $(figures)"
dpkg -i kringwijzer-hub_998*.deb >> dpkg.log 2>&1; say "upgrade $? $(version hub)"
wait_for '[ "$(state hub)" = active ] && pages && [ "$(figures)" != "" ]' 600; say "figures-after-upgrade $(figures)"
# An upgrade that does not run.
dpkg -i kringwijzer-hub_999*.deb >> dpkg.log 2>&1; say "wrong-upgrade $? $(version hub)"
wait_for 'journalctl -u kringwijzer-hub | grep -q KW_ROLLED_BACK && [ "$(state hub)" = active ] && pages' 600; say "rolled-back $? $(state hub) restarts=$(systemctl show -P NRestarts kringwijzer-hub)"
wait_for '[ "$(figures)" != "" ]' 300; say "figures-after-rollback $(figures)"
dpkg -i kringwijzer-hub_998*.deb >> dpkg.log 2>&1
wait_for '[ ! -e /var/lib/kringwijzer-hub/rolled-back ] && [ "$(state hub)" = active ] && pages' 600; say "good-again $? $(version hub)"
# Removing keeps what was measured, purging leaves nothing.
dpkg -r kringwijzer-node >> dpkg.log 2>&1; say "removed $? data=$(ls -d /var/lib/kringwijzer-node 2>&1) config=$(ls /etc/kringwijzer/node.yaml 2>&1)"
rm -rf /etc/systemd/system/kringwijzer-kiosk.service.d $CA
dpkg -P kringwijzer-hub kringwijzer-node kringwijzer-kiosk >> dpkg.log 2>&1; say "purge $?"
say "left [$(find / -xdev \( -path /proc -o -path /sys -o -path /kw -o -path /run/log -o -path /var/log -o -path /tmp -o -path /var/lib/dpkg/info -o -name kringwijzer-enrolled \) -prune -o -iname '*kringwijzer*' -print 2>/dev/null | tr '\n' ' ')] users=[$(getent passwd | grep kringwijzer | tr '\n' ' ')]"
grep -iE "error|cannot" dpkg.log | head -n 10 | while read -r line; do say "dpkg-said $line"; done
