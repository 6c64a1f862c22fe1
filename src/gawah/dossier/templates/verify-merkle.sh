#!/bin/sh
# Does an exhibit stand in the ledger? Usage, in this folder:  sh verify-merkle.sh E0001
# Checks: exhibit = row or ledger entry; row -> root of its batch -> ledger entry -> signed head of the ledger. RFC 9162, 2.1.3.2.
# Needs: sha256sum, openssl, base64, od, awk, sed, tr, mktemp. Prints why and ends with 1 when something does not fit.
set -u
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")" || exit 1
n=${1:-}
fail() { echo "NOT PROVED: $n: $1"; exit 1; }
case $n in E[0-9]*) ;; *) echo "usage: sh verify-merkle.sh E0001"; exit 2 ;; esac

digest() { sha256sum | sed 's/ .*//'; }
file_digest() { sha256sum < "$1" | sed 's/ .*//'; }
hex() { base64 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n'; }
# hexadecimal digits to bytes, by octal escapes of printf
bytes() { printf "$(printf %s "$1" | awk '{ d = "0123456789abcdef"; for (i = 1; i < length($0); i += 2)
  printf "\\%03o", 16 * (index(d, substr($0, i, 1)) - 1) + index(d, substr($0, i + 1, 1)) - 1 }')"; }
leaf() { { printf '\000'; cat "$1"; } | digest; }
node() { bytes "01$1$2" | digest; }
number() { case $1 in ''|*[!0-9]*|0?*|???????????????*) return 1 ;; esac; }

# included INDEX SIZE LEAF HASHES...  prints the root that they give
included() {
  i=$1; last=$(($2 - 1)); r=$3; shift 3
  [ "$i" -le "$last" ] || return 1
  for p in "$@"; do
    [ "${#p}" -eq 64 ] && [ "$last" -gt 0 ] || return 1
    if [ $((i % 2)) -eq 1 ] || [ "$i" -eq "$last" ]; then
      r=$(node "$p" "$r")
      while [ $((i % 2)) -eq 0 ] && [ "$i" -ne 0 ]; do i=$((i / 2)); last=$((last / 2)); done
    else
      r=$(node "$r" "$p")
    fi
    i=$((i / 2)); last=$((last / 2))
  done
  [ "$last" -eq 0 ] && echo "$r"
}
# the hashes of a proof file: the base64 lines up to the first empty line
hashes() { sed '/^$/,$d' "$1" | while IFS= read -r line; do
  case $line in *" "*|*@*) ;; *) printf '%s\n' "$line" | hex; echo ;; esac; done; }
field() { sed '/^$/,$d' "$1" | sed -n "s/^$2 //p"; }

l=ledger/leaves/$n.json; proof=ledger/proofs/$n.tlog-proof
for f in "$l" "$proof"; do [ -f "$f" ] || fail "$f is missing"; done
set -- data/exhibits/"$n".*
[ $# -eq 1 ] && [ -f "$1" ] || fail "the exhibit file is missing, or there are two"
exhibit=$1

# 1. the exhibit and its row, or its ledger entry
if [ -f "ledger/rows/$n.json" ]; then
  row=ledger/rows/$n.json; rproof=ledger/proofs/$n.row-proof
  [ -f "$rproof" ] || fail "$rproof is missing"
  [ "$(sed -n 1p "$rproof")" = "gawah.invalid/row-proof@v1" ] || fail "$rproof is no proof of a row"
  # the text of the row: the JSON string after "body":, spelt out as UTF-8
  text=$(awk 'BEGIN { RS = "\001" } { at = index($0, "\"body\":\""); if (!at) exit 1; s = substr($0, at + 8); h = "0123456789abcdef"
    while (match(s, /["\\]/)) { printf "%s", substr(s, 1, RSTART - 1); if (substr(s, RSTART, 1) == "\"") exit
      e = substr(s, RSTART + 1, 1); s = substr(s, RSTART + 2)
      if (e == "n") printf "\n"; else if (e == "t") printf "\t"; else if (e == "r") printf "\r"
      else if (e == "b") printf "\b"; else if (e == "f") printf "\f"
      else if (e == "u") { u = tolower(substr(s, 1, 4)); s = substr(s, 5)
        printf "%c", 16 * (index(h, substr(u, 3, 1)) - 1) + index(h, substr(u, 4, 1)) - 1 }
      else printf "%s", e } }' "$row" | digest)
  [ "$text" = "$(file_digest "$exhibit")" ] || fail "the text of the exhibit is not that of its row"
  i=$(field "$rproof" index); s=$(field "$rproof" size)
  number "$i" && number "$s" || fail "the proof of the row is malformed"
  root=$(included "$i" "$s" "$(leaf "$row")" $(hashes "$rproof")) || fail "the proof of the row does not fit"
  case $(cat "$l") in *"\"batch\":{\"root\":\"$root\",\"size\":$s}"*) ;; *) fail "the row is not in the batch of its ledger entry" ;; esac
  echo "$n: its text is row $i of $s in the batch of its ledger entry"
else
  case $(cat "$l") in *"\"blob\":\"sha256:$(file_digest "$exhibit")\""*) ;; *) fail "the exhibit is not the file of its ledger entry" ;; esac
  echo "$n: it is the file that its ledger entry names"
fi

# 2. the ledger entry and the signed head
[ "$(sed -n 1p "$proof")" = "c2sp.org/tlog-proof@v1" ] || fail "$proof is no proof"
head=$(mktemp -d) || exit 1
trap 'rm -rf "$head"' EXIT
sed '1,/^$/d' "$proof" > "$head/note"
size=$(sed -n 2p "$head/note"); i=$(field "$proof" index)
number "$size" && number "$i" || fail "the proof is malformed"
cmp -s "$head/note" "ledger/checkpoint-$size.txt" || fail "the proof leads to another head than ledger/checkpoint-$size.txt"
root=$(included "$i" "$size" "$(leaf "$l")" $(hashes "$proof")) || fail "the proof of the ledger entry does not fit"
[ "$root" = "$(sed -n 3p "$head/note" | hex)" ] || fail "the ledger entry is not in the ledger"
sed '/^$/,$d' "$head/note" > "$head/text"
sed '1,/^$/d' "$head/note" | sed -n 1p | awk '{ print $NF }' | base64 -d | tail -c +5 > "$head/signature"
openssl pkeyutl -verify -pubin -inkey signatures/device-ed25519.pub.pem -rawin -in "$head/text" -sigfile "$head/signature" \
  > /dev/null 2>&1 || fail "the head of the ledger is not signed by the key in signatures/"
echo "$n: its ledger entry is $i of $size, root $root, signed"
