#!/bin/sh
# Has the ledger only grown since an earlier head?  Usage:  sh verify-consistency.sh OLD-CHECKPOINT NEW-CHECKPOINT CONSISTENCY-FILE
# RFC 9162, 2.1.4.2. Needs: sha256sum, base64, od, awk, sed, tr. The signatures of the two heads are checked by verify-all.sh.
set -u
LC_ALL=C; export LC_ALL
[ $# -eq 3 ] || { echo "usage: sh verify-consistency.sh OLD-CHECKPOINT NEW-CHECKPOINT CONSISTENCY-FILE"; exit 2; }
for f in "$1" "$2" "$3"; do [ -f "$f" ] || { echo "INCONSISTENT: $f is missing"; exit 1; }; done
fail() { echo "INCONSISTENT: $1"; exit 1; }

digest() { sha256sum | sed 's/ .*//'; }
hex() { base64 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n'; }
bytes() { printf "$(printf %s "$1" | awk '{ d = "0123456789abcdef"; for (i = 1; i < length($0); i += 2)
  printf "\\%03o", 16 * (index(d, substr($0, i, 1)) - 1) + index(d, substr($0, i + 1, 1)) - 1 }')"; }
node() { bytes "01$1$2" | digest; }
number() { case $1 in ''|*[!0-9]*|0?*|???????????????*) return 1 ;; esac; }

[ "$(sed -n 1p "$1")" = "$(sed -n 1p "$2")" ] || fail "the heads are those of two ledgers"
old=$(sed -n 2p "$1"); new=$(sed -n 2p "$2")
old_root=$(sed -n 3p "$1" | hex); new_root=$(sed -n 3p "$2" | hex)
number "$old" && number "$new" || fail "a head is malformed"
[ "$(sed -n 1p "$3")" = "gawah.invalid/consistency@v1" ] || fail "$3 is no such proof"
[ "$(sed -n 's/^old //p' "$3")" = "$old" ] && [ "$(sed -n 's/^new //p' "$3")" = "$new" ] || fail "the proof is for other heads"
[ "$old" -gt 0 ] && [ "$old" -lt "$new" ] || fail "the earlier head is not the smaller one"

set -- $(sed '1,3d' "$3" | while IFS= read -r line; do printf '%s\n' "$line" | hex; echo; done)
i=$((old - 1)); last=$((new - 1))
while [ $((i % 2)) -eq 1 ]; do i=$((i / 2)); last=$((last / 2)); done
# a ledger of 2, 4, 8 ... entries is a whole branch of the later one: the proof leaves its root out
if [ "$i" -eq 0 ]; then a=$old_root; else [ $# -gt 0 ] || fail "the proof is cut off"; a=$1; shift; fi
b=$a
for p in "$@"; do
  [ "${#p}" -eq 64 ] && [ "$last" -gt 0 ] || fail "the proof does not fit"
  if [ $((i % 2)) -eq 1 ] || [ "$i" -eq "$last" ]; then
    a=$(node "$p" "$a"); b=$(node "$p" "$b")
    while [ $((i % 2)) -eq 0 ] && [ "$i" -ne 0 ]; do i=$((i / 2)); last=$((last / 2)); done
  else
    b=$(node "$b" "$p")
  fi
  i=$((i / 2)); last=$((last / 2))
done
[ "$last" -eq 0 ] && [ "$a" = "$old_root" ] && [ "$b" = "$new_root" ] || fail "the later ledger does not start with the earlier one"
echo "CONSISTENT: $old -> $new"
