#!/bin/sh
# Has the ledger only grown since an earlier head?  Usage:  sh verify-consistency.sh OLD-CHECKPOINT NEW-CHECKPOINT CONSISTENCY-FILE
# RFC 9162, 2.1.4.2. Needs: sha256sum, awk, sed. The signatures of the two heads are checked by verify-all.sh.
set -u
LC_ALL=C; export LC_ALL
[ $# -eq 3 ] || { echo "usage: sh verify-consistency.sh OLD-CHECKPOINT NEW-CHECKPOINT CONSISTENCY-FILE"; exit 2; }
for f in "$1" "$2" "$3"; do [ -f "$f" ] || { echo "INCONSISTENT: $f is missing"; exit 1; }; done
fail() { echo "INCONSISTENT: $1"; exit 1; }

# sets r to the SHA-256 of 01 and two hashes, in hexadecimal
of_node() {
  s=01$1$2; o=
  while [ -n "$s" ]; do t=${s#??}; o="$o 0x${s%"$t"}"; s=$t; done
  r=$(printf "$(printf '\\%03o' $o)" | sha256sum); r=${r%% *}
}
# base64 to hexadecimal, from line $2 to the first empty line
hashes() {
  awk -v from="$2" 'BEGIN { a = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }
    $0 == "" { exit } NR < from { next } !/^[A-Za-z0-9+\/]*=$/ || length($0) != 44 { print "bad"; next }
    { x = ""; for (i = 1; i < 44; i += 4) { v = 0
        for (k = 0; k < 4; k++) { c = index(a, substr($0, i + k, 1)); v = 64 * v + (c ? c - 1 : 0) }
        x = x sprintf("%06x", v) }
      print substr(x, 1, 64) }' "$1"
}
number() { case $1 in ''|*[!0-9]*|0?*|???????????????*) return 1 ;; esac; }

[ "$(sed -n 1p "$1")" = "$(sed -n 1p "$2")" ] || fail "the heads are those of two ledgers"
old=$(sed -n 2p "$1"); new=$(sed -n 2p "$2")
old_root=$(hashes "$1" 3); new_root=$(hashes "$2" 3)
number "$old" && number "$new" || fail "a head is malformed"
[ "$(sed -n 1p "$3")" = "gawah.invalid/consistency@v1" ] || fail "$3 is no such proof"
[ "$(sed -n 's/^old //p' "$3")" = "$old" ] && [ "$(sed -n 's/^new //p' "$3")" = "$new" ] || fail "the proof is for other heads"
[ "$old" -gt 0 ] && [ "$old" -lt "$new" ] || fail "the earlier head is not the smaller one"

set -- $(hashes "$3" 4)
for p in "$old_root" "$new_root" "$@"; do [ "${#p}" -eq 64 ] || fail "a hash is malformed"; done
i=$((old - 1)); last=$((new - 1))
while [ $((i % 2)) -eq 1 ]; do i=$((i / 2)); last=$((last / 2)); done
# a ledger of 2, 4, 8 ... entries is a whole branch of the later one: the proof leaves its root out
if [ "$i" -eq 0 ]; then a=$old_root; else [ $# -gt 0 ] || fail "the proof is cut off"; a=$1; shift; fi
b=$a
for p in "$@"; do
  [ "$last" -gt 0 ] || fail "the proof does not fit"
  if [ $((i % 2)) -eq 1 ] || [ "$i" -eq "$last" ]; then
    of_node "$p" "$a"; a=$r; of_node "$p" "$b"; b=$r
    while [ $((i % 2)) -eq 0 ] && [ "$i" -ne 0 ]; do i=$((i / 2)); last=$((last / 2)); done
  else
    of_node "$b" "$p"; b=$r
  fi
  i=$((i / 2)); last=$((last / 2))
done
[ "$last" -eq 0 ] && [ "$a" = "$old_root" ] && [ "$b" = "$new_root" ] || fail "the later ledger does not start with the earlier one"
echo "CONSISTENT: $old -> $new"
