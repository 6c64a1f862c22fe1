"""The questions of `gawah log add`, in plain words, one at a time; what options say already is not asked again."""

from typing import TYPE_CHECKING, NamedTuple

from gawah.interfaces.cli import _ask

if TYPE_CHECKING:
    from gawah.usecases._log_form import Form


class Options(NamedTuple):
    """What the options of a command say of an entry; nothing in them is content."""

    at: str | None
    recipient: str | None
    tactics: list[str] | None
    held: list[str] | None
    care: list[str] | None
    reader: str | None
    conversation: str | None

    def stated(self) -> dict[str, object]:
        """The same by the keys of a form."""
        told: dict[str, object] = {
            "occurred_at": self.at,
            "recipient": self.recipient,
            "tactics": self.tactics,
            "held": None if self.held is None else [_held(one) for one in self.held],
            "sensitivity": self.care,
            "visibility": self.reader,
            "own_part": self.conversation,
        }
        return {key: value for key, value in told.items() if value is not None}


def _held(text: str) -> dict[str, str]:
    target, _, how = text.partition("=")
    return {"target": target, "how_obtained": how or "export"}


def merged(told: dict[str, object], options: Options) -> "Form":
    """A form and the options together; the options win. Raises BadInput."""
    from gawah.usecases._log_form import of_values

    return of_values({**told, **options.stated()})


def asked(options: Options, now: str) -> "Form":
    """The entry, asked for. Raises BadInput."""
    from gawah.usecases import _log_form, log

    told = options.stated()
    at = options.at or _line(told, "occurred_at", "When did it happen, such as 2024-03-05, 2024-03-05 21:30 or 2024-03: ")
    when, _ = _log_form.happened(at)
    if options.care is None:
        answer = _ask.line("Anything to be careful about: intimate, medical, third-party, minor-possible (or empty): ")
        told["sensitivity"] = [part for part in answer.replace(",", " ").split() if part]
    if "minor-possible" in _log_form.words(tuple(map(str, told["sensitivity"])), _log_form.SENSITIVITIES, "sensitivity"):  # type: ignore[call-overload]
        _line(told, "url", "Its address (or empty): ")
        _line(told, "source_handle", "The handle that showed it (or empty): ")
        _line(told, "reported_to", "To whom it was reported (or empty): ")
        _line(told, "reference", "The number of that report (or empty): ")
        return _log_form.of_values(told)
    _line(told, "platform", "On which platform (or empty): ")
    _line(told, "surface", "What part of it: message, comment, story, call (or empty): ")
    if not (told.get("platform") or told.get("surface")):
        _line(told, "physical_place", "In which place: ")
    if options.recipient is None:
        told["recipient"] = _ask.line(f"To whom was it done: {', '.join(_log_form.RECIPIENTS)} [self]: ").strip() or "self"
    _line(told, "source_label", "Who did it, as shown: name or account (or empty): ")
    if told.get("source_label"):
        _line(told, "source_handle", "The handle or number as displayed (or empty): ")
        _line(told, "how_known", "What shows that it was they (or empty): ")
    if told.get("platform"):
        _line(told, "url", "Its full address, with the time code of a video (or empty): ")
    if log.is_late(now, when):
        _line(told, "delay_reason", "It is more than 30 days ago. Why is it written down only now (or empty): ")
    if options.reader is None:
        told["visibility"] = _ask.line(f"Up to whom may it go: {', '.join(_log_form.VISIBILITIES)} [user]: ").strip() or "user"
    told["what_happened"] = _ask.text("What happened, in neutral words:")
    return _log_form.of_values(told)


def corrections() -> "Form":
    """What is to be corrected, key by key, until an empty answer. Raises BadInput."""
    from gawah.usecases import _log_form

    told: dict[str, object] = {}
    lists = {"tactics", "sensitivity", "notices", "reports"}
    while key := _ask.line("Which part (a name of `gawah log form`, empty to end): ").strip():
        value = _ask.line("What it should say: ")
        told[key] = value.replace(",", " ").split() if key in lists else value
    return _log_form.of_values(told)


def _line(told: dict[str, object], key: str, question: str) -> str:
    answer = _ask.line(question).strip()
    if answer:
        told[key] = answer
    return answer
