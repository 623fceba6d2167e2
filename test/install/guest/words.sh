# What the scripts of each boot share. Each line they say begins with KWSAID.
HUB=https://127.0.0.1:8080
CA=/etc/kringwijzer/site-ca.crt
export KW_PASSWORD='een lang wachtwoord'
say() { echo "KWSAID $*"; }
wait_for() { n=0; until eval "$1"; do n=$((n + 1)); [ $n -ge "$2" ] && return 1; sleep 1; done; }
state() { systemctl is-active "kringwijzer-$1"; }
pages() { curl -sk -o /dev/null $HUB/; }
# Grams and gifts of today as the kiosk's own address tells them.
figures() { curl -s http://127.0.0.1:8090/api/v1/public/summary | grep -o '"totals":{[^}]*}' | grep -o '"today\(G\|Deposits\)":[0-9]*' | cut -d: -f2 | tr '\n' ' ' | sed 's/ $//'; }
all_active() { [ "$(state hub)" = active ] && [ "$(state node)" = active ] && [ "$(state kiosk)" = active ]; }
version() { dpkg-query -W -f '${Version}' "kringwijzer-$1"; }
