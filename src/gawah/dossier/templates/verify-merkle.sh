#!/bin/sh
# Do exhibits stand in the ledger? Usage, in this folder:  sh verify-merkle.sh E0001 E0002 ...    A0001 is a time stamp's own entry.
# Checks: exhibit = row or ledger entry; row -> root of its batch -> ledger entry -> signed head of the ledger. RFC 9162, 2.1.3.2.
# Needs: sha256sum, openssl, base64, awk, sed, tail, cat, cmp, rm, mktemp, dirname. Says why and ends with 1 when something does not fit.
set -u
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || { echo "usage: sh verify-merkle.sh E0001 ..."; exit 2; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
fail() { echo "NOT PROVED: $n: $1"; return 1; }

# Each sets r to a SHA-256 in hexadecimal: of a file; of a leaf, 00 and the file; of a node, 01 and two hashes.
of_file() { r=$(sha256sum < "$1"); r=${r%% *}; }
of_leaf() { r=$({ printf '\000'; cat "$1"; } | sha256sum); r=${r%% *}; }
of_node() {
  s=01$1$2; o=
  while [ -n "$s" ]; do t=${s#??}; o="$o 0x${s%"$t"}"; s=$t; done
  r=$(printf "$(printf '\\%03o' $o)" | sha256sum); r=${r%% *}
}
# of a leaf that is hidden: the hash that stands for it
of_hidden() { read -r r < "$1"; case $r in *[!0-9a-f]*) return 1 ;; esac; [ "${#r}" -eq 64 ]; }
number() { case $1 in '' | *[!0-9]* | 0?* | ???????????????*) return 1 ;; esac; }

# the hashes of a proof, base64 to hexadecimal, from line $2 to the first empty line
hashes() {
  awk -v from="$2" 'BEGIN { a = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }
    $0 == "" { exit } NR < from { next } !/^[A-Za-z0-9+\/]*=$/ || length($0) != 44 { print "bad"; next }
    { x = ""; for (i = 1; i < 44; i += 4) { v = 0
        for (k = 0; k < 4; k++) { c = index(a, substr($0, i + k, 1)); v = 64 * v + (c ? c - 1 : 0) }
        x = x sprintf("%06x", v) }
      print substr(x, 1, 64) }' "$1"
}
# included INDEX SIZE LEAF HASHES...  sets r to the root that they give
included() {
  i=$1; last=$(($2 - 1)); r=$3; shift 3
  [ "$i" -le "$last" ] || return 1
  for p in "$@"; do
    [ "${#p}" -eq 64 ] && [ "$last" -gt 0 ] || return 1
    if [ $((i % 2)) -eq 1 ] || [ "$i" -eq "$last" ]; then
      of_node "$p" "$r"
      while [ $((i % 2)) -eq 0 ] && [ "$i" -ne 0 ]; do i=$((i / 2)); last=$((last / 2)); done
    else
      of_node "$r" "$p"
    fi
    i=$((i / 2)); last=$((last / 2))
  done
  [ "$last" -eq 0 ]
}
# the text of a row: the JSON string after "body":, spelt out as UTF-8
body() {
  awk 'BEGIN { RS = "\001" } { at = index($0, "\"body\":\""); if (!at) exit 1; s = substr($0, at + 8); h = "0123456789abcdef"
    while (match(s, /["\\]/)) { printf "%s", substr(s, 1, RSTART - 1); if (substr(s, RSTART, 1) == "\"") exit
      e = substr(s, RSTART + 1, 1); s = substr(s, RSTART + 2)
      if (e == "n") printf "\n"; else if (e == "t") printf "\t"; else if (e == "r") printf "\r"
      else if (e == "b") printf "\b"; else if (e == "f") printf "\f"
      else if (e == "u") { u = tolower(substr(s, 1, 4)); s = substr(s, 5)
        printf "%c", 16 * (index(h, substr(u, 3, 1)) - 1) + index(h, substr(u, 4, 1)) - 1 }
      else printf "%s", e } }' "$1"
}

# 1. the exhibit is the text of its row, and the row stands in the batch of its ledger entry
row_stands() {
  row=ledger/rows/$n.json; proof=ledger/proofs/$n.row-proof
  [ -f "$proof" ] || { fail "$proof is missing"; return 1; }
  if [ ! -f "$row" ]; then hidden_row; return; fi
  body "$row" > "$work/body"; of_file "$work/body"; text=$r; of_file "$1"
  [ "$text" = "$r" ] || { fail "the text of the exhibit is not that of its row"; return 1; }
  of_leaf "$row"
  in_batch && echo "$n: its text is row $((at + 1)) of $rows in the batch of its ledger entry"
}
# or the row is hidden, and its hash stands there; where the entry is hidden too, nothing says to which batch it belongs
hidden_row() {
  of_hidden "ledger/rows/$n.leaf-hash" || { fail "ledger/rows/$n.leaf-hash is no hash"; return 1; }
  [ -n "$entry" ] || { echo "$n: its row and its ledger entry are hidden, ledger/rows/$n.leaf-hash stands for the row"; return 0; }
  in_batch && echo "$n: shown in part; the hidden row, by its hash, is row $((at + 1)) of $rows in the batch of its ledger entry"
}
# the row of hash r stands in the batch of the ledger entry
in_batch() {
  leafhash=$r
  { IFS= read -r a; IFS=' ' read -r b at; IFS=' ' read -r c rows; } < "$proof"
  [ "$a $b $c" = "gawah.invalid/row-proof@v1 index size" ] && number "$at" && number "$rows" || { fail "$proof is no proof of a row"; return 1; }
  r=$leafhash
  included "$at" "$rows" "$r" $(hashes "$proof" 4) || { fail "the proof of the row does not fit"; return 1; }
  case $entry in *"\"batch\":{\"root\":\"$r\",\"size\":$rows}"*) ;; *) fail "the row is not in the batch of its ledger entry"; return 1 ;; esac
}
# 2. or it is the file that the ledger entry names
file_stands() {
  [ -n "$entry" ] || { echo "$n: the file is withheld, ledger/leaves/$n.leaf-hash stands for its ledger entry"; return 0; }
  of_file "$1"
  case $entry in *"\"blob\":\"sha256:$r\""*) ;; *) fail "the exhibit is not the file of its ledger entry"; return 1 ;; esac
  echo "$n: it is the file that its ledger entry names"
}
# or it holds the digest of a time stamp in ledger/
stamp_stands() {
  for f in ledger/*.tsr; do
    of_file "$f"
    case $entry in *"\"blob\":\"sha256:$r\""*'"op":"anchor"'*) echo "$n: it holds the digest of $f"; return 0 ;; esac
  done
  fail "its ledger entry is that of no time stamp in ledger/"
}
# 3. the ledger entry stands in the ledger of the signed head
entry_stands() {
  proof=ledger/proofs/$n.tlog-proof
  { IFS= read -r a; IFS=' ' read -r b at; } < "$proof"
  [ "$a $b" = "c2sp.org/tlog-proof@v1 index" ] && number "$at" || { fail "$proof is no proof"; return 1; }
  sed '1,/^$/d' "$proof" > "$work/note"
  head_stands || return 1
  if [ -n "$entry" ]; then of_leaf "$leaf"; else of_hidden "$leaf" || { fail "$leaf is no hash"; return 1; }; fi
  included "$at" "$size" "$r" $(hashes "$proof" 3) || { fail "the proof of the ledger entry does not fit"; return 1; }
  [ "$r" = "$root" ] || { fail "the ledger entry is not in the ledger"; return 1; }
  echo "$n: its ledger entry is entry $at of a ledger of $size, root $root, signed"
}
# 4. the head is the one in ledger/, signed by the key in signatures/; looked at once for all exhibits that lead to it
head_stands() {
  [ -f "$work/known" ] && cmp -s "$work/note" "$work/known" && return 0
  { IFS= read -r a; IFS= read -r size; } < "$work/note"
  number "$size" || { fail "the proof leads to no head"; return 1; }
  cmp -s "$work/note" "ledger/checkpoint-$size.txt" || { fail "the proof leads to another head than ledger/checkpoint-$size.txt"; return 1; }
  sed '/^$/,$d' "$work/note" > "$work/text"
  sed '1,/^$/d' "$work/note" | sed -n 1p | sed 's/.* //' | base64 -d 2>/dev/null | tail -c +5 > "$work/signature"
  openssl pkeyutl -verify -pubin -inkey signatures/device-ed25519.pub.pem -rawin -in "$work/text" -sigfile "$work/signature" \
    > /dev/null 2>&1 || { fail "the head of the ledger is not signed by the key in signatures/"; return 1; }
  root=$(hashes "$work/note" 3)
  cat "$work/note" > "$work/known"
}
stands() {
  case $n in [AE][0-9]*[!0-9]* | E | A) fail "not the number of an exhibit"; return 1 ;; [AE][0-9]*) ;; *) fail "not the number of an exhibit"; return 1 ;; esac
  leaf=ledger/leaves/$n.json
  [ -f "$leaf" ] || leaf=ledger/leaves/$n.leaf-hash
  for f in "$leaf" "ledger/proofs/$n.tlog-proof"; do [ -f "$f" ] || { fail "$f is missing"; return 1; }; done
  case $leaf in *.json) entry=$(cat "$leaf") ;; *) entry= ;; esac
  case $n in A*) stamp_stands && entry_stands; return ;; esac
  set -- data/exhibits/"$n".*
  [ $# -eq 1 ] && [ -f "$1" ] || { fail "the exhibit file is missing, or there are two"; return 1; }
  if [ -f "ledger/rows/$n.json" ] || [ -f "ledger/rows/$n.leaf-hash" ]; then row_stands "$1"; else file_stands "$1"; fi && entry_stands
}

bad=0
for n in "$@"; do stands || bad=1; done
exit $bad
