#!/bin/sh
# Everything that this folder can show about itself. Usage, in this folder:  sh verify-all.sh
# Needs: sha256sum, openssl, base64, awk, sed, tail, find, sort, comm, cmp, head, tr, wc, mktemp. Ends with 0 when all fits, with 1 otherwise; it goes on after a failure.
set -u
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")" || exit 1
bad=0
check() { what=$1; shift; if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; bad=1; fi; }
signed() { openssl pkeyutl -verify -pubin -inkey signatures/device-ed25519.pub.pem -rawin -in "$1" -sigfile "$2" > /dev/null 2>&1; }
listed() { # every file stands in a list, or in seal/
  { sed 's/^[0-9a-f]*  *//' manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; echo seal/tagmanifest-sha256.txt.ed25519
    [ ! -f seal/tagmanifest-sha256.txt.tsr ] || echo seal/tagmanifest-sha256.txt.tsr; } | sort > "$work/listed"
  find . ! -type d | sed 's,^\./,,' | sort > "$work/found"
  cmp -s "$work/listed" "$work/found" || { comm -3 "$work/listed" "$work/found" | sed 's/^/  listed or there, not both: /'; return 1; }
}
head_signed() {
  sed '/^$/,$d' "$1" > "$work/text"
  sed '1,/^$/d' "$1" | sed -n 1p | awk '{ print $NF }' | base64 -d 2>/dev/null | tail -c +5 > "$work/signature"
  signed "$work/text" "$work/signature"
}
# stamped FILE ANSWER: at the time that the answer states, in seconds since 1970, where a certificate has expired since
stamped() {
  openssl ts -verify -in "$2" -data "$1" -CAfile signatures/tsa-root.pem > /dev/null 2>&1 && return
  t=$(openssl ts -reply -in "$2" -text 2>/dev/null | sed -n 's/^Time stamp: //p' | awk '{
    m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3; split($3, c, ":"); y = $4 - (m < 3); m += m < 3 ? 9 : -3
    print (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + $2 - 719469) * 86400 + c[1] * 3600 + c[2] * 60 + int(c[3]) }')
  [ -n "$t" ] && openssl ts -verify -attime "$t" -in "$2" -data "$1" -CAfile signatures/tsa-root.pem > /dev/null 2>&1
}
told() { openssl ts -reply -in "$1" -text 2>/dev/null | sed -n 's/^Time stamp: /        at /p'; }
proved() { # whoever has the key can seal a file that is no exhibit among those that are
  for e in data/exhibits/*; do n=${e##*/}; n=ledger/leaves/${n%%.*}; [ -f "$n.json" ] || [ -f "$n.leaf-hash" ] || { echo "  no proof of $e"; return 1; }; done
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

check "payload as listed" sha256sum -c --quiet manifest-sha256.txt
check "lists, ledger and scripts as listed" sha256sum -c --quiet tagmanifest-sha256.txt
check "nothing added, nothing missing" listed
check "list sealed by the key in signatures/" signed tagmanifest-sha256.txt seal/tagmanifest-sha256.txt.ed25519
for h in ledger/checkpoint-*.txt; do check "$h signed by that key" head_signed "$h"; done
set --
for l in ledger/leaves/[AE]*.json ledger/leaves/E*.leaf-hash; do [ -f "$l" ] || continue; n=${l##*/}; set -- "$@" "${n%%.*}"; done
[ ! -d data/exhibits ] || check "every exhibit has a proof" proved
[ $# -eq 0 ] || check "all exhibits and time stamps in the ledger" sh verify-merkle.sh "$@"
for c in ledger/consistency-*.txt; do
  [ -f "$c" ] || continue
  sizes=${c#ledger/consistency-}; sizes=${sizes%.txt}
  check "ledger only grew, $sizes" sh verify-consistency.sh "ledger/checkpoint-${sizes%-*}.txt" "ledger/checkpoint-${sizes#*-}.txt" "$c"
done
for s in seal/*.tsr ledger/*.tsr; do
  [ -f "$s" ] || continue
  case $s in seal/*) f=tagmanifest-sha256.txt ;; *) f=${s%.tsr}; f=${f%.[0-9]*} ;; esac
  check "time stamp $s over $f" stamped "$f" "$s"; told "$s"
done
[ ! -f signatures/pdf-certificate.pem ] || check "PDF signed with the key of its certificate" sh verify-pdf.sh
[ ! -f signatures/tsa-root.pem ] || { echo; echo "Time stamps are worth what signatures/tsa-root.pem is: compare it with the authority's own."; }
echo
echo "The key in signatures/ has this fingerprint. Compare it with one that you were given in another way:"
openssl pkey -pubin -in signatures/device-ed25519.pub.pem -outform DER | tail -c 32 | sha256sum | sed 's/ .*//; s/..../& /g'
exit $bad
