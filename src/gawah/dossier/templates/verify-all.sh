#!/bin/sh
# Everything that this folder can show about itself. Usage, in this folder:  sh verify-all.sh
# Needs: sha256sum, openssl, base64, awk, sed, tail, find, sort, comm, cmp, mktemp. Ends with 0 when all fits, with 1 otherwise; it goes on after a failure.
set -u
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")" || exit 1
bad=0
check() { what=$1; shift; if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; bad=1; fi; }
signed() { openssl pkeyutl -verify -pubin -inkey signatures/device-ed25519.pub.pem -rawin -in "$1" -sigfile "$2" > /dev/null 2>&1; }
listed() { # every file stands in a list, or in seal/
  { sed 's/^[0-9a-f]*  *//' manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; echo seal/tagmanifest-sha256.txt.ed25519; } | sort > "$work/listed"
  find . ! -type d | sed 's,^\./,,' | sort > "$work/found"
  cmp -s "$work/listed" "$work/found" || { comm -3 "$work/listed" "$work/found" | sed 's/^/  listed or there, not both: /'; return 1; }
}
head_signed() {
  sed '/^$/,$d' "$1" > "$work/text"
  sed '1,/^$/d' "$1" | sed -n 1p | awk '{ print $NF }' | base64 -d 2>/dev/null | tail -c +5 > "$work/signature"
  signed "$work/text" "$work/signature"
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

check "payload as listed" sha256sum -c --quiet manifest-sha256.txt
check "lists, ledger and scripts as listed" sha256sum -c --quiet tagmanifest-sha256.txt
check "nothing added, nothing missing" listed
check "list sealed by the key in signatures/" signed tagmanifest-sha256.txt seal/tagmanifest-sha256.txt.ed25519
for h in ledger/checkpoint-*.txt; do check "$h signed by that key" head_signed "$h"; done
set --
for l in ledger/leaves/E*.json; do [ -f "$l" ] || continue; n=${l##*/}; set -- "$@" "${n%.json}"; done
[ $# -eq 0 ] || check "all exhibits in the ledger" sh verify-merkle.sh "$@"
for c in ledger/consistency-*.txt; do
  [ -f "$c" ] || continue
  sizes=${c#ledger/consistency-}; sizes=${sizes%.txt}
  check "ledger only grew, $sizes" sh verify-consistency.sh "ledger/checkpoint-${sizes%-*}.txt" "ledger/checkpoint-${sizes#*-}.txt" "$c"
done
echo
echo "The key in signatures/ has this fingerprint. Compare it with one that you were given in another way:"
openssl pkey -pubin -in signatures/device-ed25519.pub.pem -outform DER | tail -c 32 | sha256sum | sed 's/ .*//; s/..../& /g'
exit $bad
