#!/bin/sh
# Runs once in each boot of the guest.
cd /kw || exit 1
. ./words.sh
./busybox insmod configfs.ko; ./busybox insmod gpio-sim.ko; mount -t configfs c /sys/kernel/config 2>/dev/null
d=/sys/kernel/config/gpio-sim/rp1; mkdir -p $d/bank0; echo 54 > $d/bank0/num_lines; echo pinctrl-rp1 > $d/bank0/label; echo 1 > $d/live
boot=$(($(cat boot-number 2>/dev/null || echo 0) + 1)); echo $boot > boot-number
. ./boot-$boot.sh
grep -v valid setup.log | head -n 5 | while read -r line; do say "setup-said $line"; done
say "end-$boot ok"
sync; sleep 1
[ -e boot-$((boot + 1)).sh ] && systemctl reboot || systemctl poweroff
