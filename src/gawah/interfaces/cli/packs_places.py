"""`gawah packs places [CODE]`: what is known of a place: whom to call, where to complain, how long logs are kept, what to keep."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._rows import AsJson

if TYPE_CHECKING:
    from gawah.usecases.place import Basis, Channel, Helpline, Jurisdiction, Retention


def places(
    code: Annotated[str | None, typer.Argument(help="Of a place, such as pk; all are listed without.", show_default=False)] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say whom to call, where to complain, how long logs are kept and what to keep, in a place. Needs no vault, chooses nothing."""
    from gawah.usecases import place as known

    found = known.known() if code is None else [known.known_place(code)]
    if as_json:
        result_json("packs.places", {"places": [_json(one) for one in found]})
    elif code is None:
        columns(("code", "place", "emergency", "helplines", "where to complain", "expires"), [_row(one) for one in found])
        result("gawah packs places CODE shows one; gawah place CODE says that the case has to do with it")
    else:
        _print(found[0])


def _row(one: "Jurisdiction") -> list[str]:
    emergency = ", ".join(each.value for each in one.helplines if each.kind == "emergency") or "not held"
    helplines = sum(each.kind == "helpline" for each in one.helplines)
    return [one.code, one.title, emergency, str(helplines), str(len(one.channels)), one.expires.isoformat()]


def _print(one: "Jurisdiction") -> None:
    result(f"{one.title} ({one.territory})")
    result("Information to organise a record; not legal advice. " + ("" if one.reviewed else "Not reviewed by a lawyer."))
    result(f"To be looked up again by {one.expires.isoformat()}.")
    if one.note:
        result(one.note)
    _head("Whom to call", one.helplines)
    for helpline in one.helplines:
        more = ", ".join(part for part in (helpline.hours, "/".join(helpline.languages)) if part)
        result(f"  {helpline.name}: {helpline.value or 'number not held here'}{f' ({more})' if more else ''}")
        _end(helpline.note, helpline.basis)
    _head("Where to complain", one.channels)
    for channel in one.channels:
        result(f"  {channel.body}{f': {channel.value}' if channel.value else ''}")
        if channel.asks:
            result(f"    They ask for: {'; '.join(channel.asks)}.")
        if channel.reference:
            result(f"    Ask for the {channel.reference}.")
        _end(channel.note, channel.basis)
    _head("How long logs are kept", one.retention)
    for kept in one.retention:
        result(f"  {kept.holder[:1].upper()}{kept.holder[1:]} keeps {kept.data} at least {kept.days:,} days ({kept.cite}).")
        _end(kept.note, kept.basis)
        if kept.preserve is not None:
            by = f"{kept.preserve.by[:1].upper()}{kept.preserve.by[1:]}"
            result(
                f"    {by}, can order that it is preserved for up to {kept.preserve.days:,} days, longer {kept.preserve.longer}."
            )
            _end("", kept.preserve.basis)
    _head("What to keep", one.rules)
    for rule in one.rules:
        result(f"  {rule.text}")
        _end("", rule.basis)


def _head(text: str, listed: tuple[Any, ...]) -> None:
    result()
    result(text if listed else f"{text}: nothing is held")


def _end(note: str, basis: "Basis") -> None:
    from gawah.usecases.helplines import SURE

    if note:
        result(f"    {note}")
    sources = "; ".join(each.title for each in basis.sources)
    result(f"    Looked up {basis.seen.isoformat()}, {SURE[basis.conf]}: {sources}.")


def _json(one: "Jurisdiction") -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "territory": one.territory,
        "languages": list(one.languages),
        "reviewed": one.reviewed,
        "expires": one.expires.isoformat(),
        "note": one.note,
        "helplines": [_helpline(each) for each in one.helplines],
        "channels": [_channel(each) for each in one.channels],
        "retention": [_retention(each) for each in one.retention],
        "evidence_rules": [
            {"id": each.id, "text": each.text, "requires": list(each.requires), **_basis(each.basis)} for each in one.rules
        ],
    }


def _helpline(one: "Helpline") -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "value": one.value or None,
        "hours": one.hours or None,
        "languages": list(one.languages),
        "note": one.note,
        "stale_after": one.stale_after.isoformat(),
        **_basis(one.basis),
    }


def _channel(one: "Channel") -> dict[str, Any]:
    return {
        "id": one.id,
        "body": one.body,
        "kind": one.kind,
        "value": one.value or None,
        "asks": list(one.asks),
        "reference": one.reference or None,
        "note": one.note,
        "stale_after": one.stale_after.isoformat(),
        **_basis(one.basis),
    }


def _retention(one: "Retention") -> dict[str, Any]:
    told = one.preserve
    preserve = None if told is None else {"by": told.by, "days": told.days, "longer": told.longer, **_basis(told.basis)}
    return {
        "id": one.id,
        "holder": one.holder,
        "data": one.data,
        "days": one.days,
        "cite": one.cite,
        "note": one.note,
        **_basis(one.basis),
        "preserve": preserve,
    }


def _basis(one: "Basis") -> dict[str, Any]:
    from gawah.usecases.helplines import origin

    return origin(one)
