#!/bin/sh
# Is the PDF the one that was signed, each volume of it? Usage, in this folder:  sh verify-pdf.sh [ROOT.pem]    ROOT.pem: your own copy of the root certificate
# of the time-stamping authority; without it signatures/tsa-root.pem is taken. Checks the signature (CMS, RFC 5652) with the certificate in
# signatures/, and the time stamp over the whole PDF, where there is one. Each is over all bytes before and after its own place.
# Needs: sha256sum, openssl, awk, sed, head, tail, tr, wc, mktemp, rm, dirname. Ends with 1 when something does not fit.
set -u
LC_ALL=C; export LC_ALL
case ${1:-} in '') root=signatures/tsa-root.pem ;; /*) root=$1 ;; *) root=$PWD/$1 ;; esac
cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
fail() { echo "NOT PROVED: $pdf: $1"; exit 1; }

# cut_out NAME A B C: the bytes 0 to A and B to B + C are what is signed; between them stands < hexadecimal digits >, the signature
cut_out() {
  { head -c "$2" $pdf; tail -c +$(($3 + 1)) $pdf | head -c "$4"; } > "$work/$1.bin"
  digits=$(tail -c +$(($2 + 2)) $pdf | head -c $(($3 - $2 - 2)) | tr -d '\000')
  case $digits in '' | *[!0-9A-Fa-f]*) fail "where a signature should be there is none" ;; esac
  # openssl makes bytes of the digits, with four of its own before them
  openssl asn1parse -genstr "FORMAT:HEX,OCTETSTRING:$digits" -noout -out "$work/made" 2> /dev/null || fail "a signature is malformed"
  tail -c +5 "$work/made" > "$work/$1.der"
  end=$(($3 + $4))
}
# stamped [-attime SECONDS]: at the time that the stamp states, where a certificate has expired since
stamped() { openssl ts -verify "$@" -token_in -in "$work/stamp.der" -data "$work/stamp.bin" -CAfile "$root" > /dev/null 2>&1; }
seconds() {
  echo "$1" | awk '{ m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3; split($3, c, ":"); y = $4 - (m < 3); m += m < 3 ? 9 : -3
    print (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + $2 - 719469) * 86400 + c[1] * 3600 + c[2] * 60 + int(c[3]) }'
}
for pdf in data/dossier.pdf data/dossier-*.pdf; do
[ -f "$pdf" ] || [ "$pdf" = data/dossier.pdf ] || continue
size=$(($(wc -c < $pdf)))
sed -n 's#^/ByteRange \[0 \([1-9][0-9]\{0,14\} [1-9][0-9]\{0,14\} [1-9][0-9]\{0,14\}\)\].*#\1#p' $pdf > "$work/ranges"
signature=$(sed -n 1p "$work/ranges") stamp=$(sed -n 2p "$work/ranges") more=$(sed -n 3p "$work/ranges")
[ -n "$signature" ] && [ -z "$more" ] || fail "it does not bear one signature, and one time stamp at most"

cut_out signature $signature
openssl cms -verify -inform DER -in "$work/signature.der" -binary -content "$work/signature.bin" \
  -certfile signatures/pdf-certificate.pem -nointern -noverify -out /dev/null 2> /dev/null \
  || fail "its signature is not valid for the certificate in signatures/pdf-certificate.pem"
if [ -n "$stamp" ]; then
  cut_out stamp $stamp
  said=$(openssl ts -reply -token_in -in "$work/stamp.der" -text 2> /dev/null | sed -n 's/^Time stamp: //p')
  stamped || stamped -attime "$(seconds "$said")" || fail "the time stamp over it is not valid under $root"
fi
[ "$end" -eq "$size" ] || fail "something stands after what is signed"
[ -z "$stamp" ] || echo "$pdf: time stamp over the whole file, $said"
done
echo "data/dossier.pdf: signed with the key of this certificate; compare its SHA-256 with page 1 and with what you were given another way:"
openssl x509 -in signatures/pdf-certificate.pem -outform DER | sha256sum | sed 's/ .*//; s/..../& /g'
