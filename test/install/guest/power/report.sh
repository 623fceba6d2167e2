#!/bin/sh
# Tells the world outside, as soon as it can be read, which records the node has committed and which of them the hub has.
# What SQLite shows to another connection is committed, and committed means on the disk: a power cut may not undo these lines.
exec > /dev/ttyS0 2> /dev/null
spool=/var/lib/kringwijzer-node/spool.db
store=/var/lib/kringwijzer-hub/store.db
kernel=$(cat /proc/sys/kernel/random/boot_id)
question="SELECT boot.boot, coalesce((SELECT max(seq) FROM journal WHERE journal.boot = boot.boot), -1),
  coalesce((SELECT max(to_seq) FROM hub.received JOIN hub.boot AS b ON b.id = received.boot WHERE b.boot = boot.boot), -1)
  FROM boot WHERE kernel = '$kernel' ORDER BY id DESC LIMIT 1;"

ask() {
  echo "ATTACH 'file:$store?mode=ro' AS hub;"
  # A pipe nobody reads ends it: services are started with SIGPIPE ignored.
  while sleep 0.4; do echo "$question" || exit; done
}

# Anything that would need a person: a unit that gave up, or a file that was put aside as damaged.
trouble() {
  failed=$(systemctl --failed --no-legend --plain | cut -d' ' -f1 | tr '\n' ',')
  aside=$(ls /var/lib/kringwijzer-hub /var/lib/kringwijzer-node | grep -E 'damaged|replaced' | tr '\n' ',')
  echo "KWSAID up $(cut -d' ' -f1 /proc/uptime) failed=$failed aside=$aside"
}

until [ -s $spool ] && [ -s $store ]; do sleep 0.5; done
while sleep 0.5; do
  up=
  # It ends when a file cannot be read yet, because its service has still to recover it.
  ask | sqlite3 -readonly -bail -separator ' ' "file:$spool?mode=ro" | while read -r boot committed stored; do
    echo "KWSAID has $boot $committed $stored"
    if [ -z "$up" ] && [ "$stored" -ge 0 ]; then up=1; trouble; fi
  done
done
