"""What the signature of a WACZ is worth, in plain sentences (WACZ signing 0.1.0).

A signature needs cryptography, which no reader has: whoever reads lends a judge of it. Three things are told apart: whether the
list of files is as it was signed; whether the certificates of a domain sign one another, and were valid then; and whether a time
stamp is over this signature. Where the chains end nobody is believed: an authority counts once a person has confirmed it, never
because this machine's system knows it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from gawah.readers._capture import stated_time, told
from gawah.readers._reader import Judge
from gawah.records.custody import TimestampToken

_LONGEST = 100_000
_APART = timedelta(minutes=10)
"""What the stated and the stamped time of signing may lie apart at most (WACZ signing 0.1.0, verification, step 6)."""
_SIGNATURE = {
    "valid": "valid: made with",
    "invalid": "NOT VALID under",
    "other-domain": "NOT VALID: the certificate is not of the domain stated, beside",
    "unreadable": "cannot be checked: damaged, or of another kind, beside",
}
_CHAIN = {
    "chained": "each is signed by the next, and all were valid then",
    "broken": "NOT VALID: one is not signed by the next",
    "undated": "each is signed by the next; when it was signed is not stated",
    "expired": "NOT VALID: one was not valid then",
    "alone": "one certificate alone: who signed it is not here",
    "unreadable": "cannot be checked: damaged, or of another kind",
}
_STAMP = {
    "invalid": "NOT VALID: it does not verify",
    "other": "NOT VALID: it is about another signature",
    "rootless": "cannot be checked: the certificates beside it end before a root",
    "unreadable": "cannot be checked: damaged, or of another kind",
}
_UNCONFIRMED = "by an authority you have not confirmed"


def sayings(signed: dict[str, Any] | None, judge: Judge | None) -> Iterator[tuple[str, str | None]]:
    """Name and sentence of each thing that can be said of `signedData`; None where there is nothing to say."""
    if signed is None:
        yield "wacz:signature", "none"
        return
    domain = told(_whole(signed, "domain"))[:2_000] or None
    if judge is None:
        names = "a domain and a time-stamp" if domain else "a key of its own"
        yield "wacz:signature", f"present, not checked by the reader; it names {names}"
        return
    certificates = _whole(signed, "domainCert")
    yield "wacz:signature", _signature(signed, domain, certificates, judge)
    stamp, created = _stamp(signed, judge), stated_time(_whole(signed, "created")).utc
    if domain:
        yield "wacz:certificates", _certificates(certificates, stamp, created, judge)
    yield "wacz:time-stamp", _stamped(stamp, created)


def _signature(signed: dict[str, Any], domain: str | None, certificates: str, judge: Judge) -> str:
    whose = "the certificate of a domain" if domain else "a key of the capturing program's own"
    verdict = judge.judged(
        _whole(signed, "hash"),
        _whole(signed, "signature"),
        key=_whole(signed, "publicKey"),
        certificate=certificates if domain else None,
        domain=domain,
    )
    end = "; who had the certificate issued is not looked up" if domain else "; whose key that is, it does not show"
    return f"{_SIGNATURE.get(verdict, _SIGNATURE['unreadable'])} {whose}{end}"


def _certificates(certificates: str, stamp: TimestampToken | str | None, created: str | None, judge: Judge) -> str:
    stamped = isinstance(stamp, TimestampToken)
    verdict = judge.chained(certificates, stamp.time if isinstance(stamp, TimestampToken) else created)
    when = " (at the time of the time stamp)" if stamped else " (at the time that the file states)" if created else ""
    return f"{_CHAIN.get(verdict, _CHAIN['unreadable'])}{when}; issued {_UNCONFIRMED}"


def _stamp(signed: dict[str, Any], judge: Judge) -> TimestampToken | str | None:
    token = _whole(signed, "timeSignature")
    return judge.stamped(_whole(signed, "signature"), token, _whole(signed, "timestampCert")) if token else None


def _stamped(stamp: TimestampToken | str | None, created: str | None) -> str | None:
    if stamp is None:
        return None
    if isinstance(stamp, str):
        return _STAMP.get(stamp, _STAMP["unreadable"])
    far = created is None or abs(datetime.fromisoformat(created) - datetime.fromisoformat(stamp.time)) > _APART
    end = "; the file states another time of signing, or none" if far else ""
    return f"valid: the signature was there at {stamp.time}, {_UNCONFIRMED}, which calls itself {stamp.authority}{end}"


def _whole(signed: dict[str, Any], key: str) -> str:
    value = signed.get(key)
    return value[:_LONGEST] if isinstance(value, str) else ""
