"""Statements that have an id, other than notes, complaints and translations: as one JSON object and as labels and values."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gawah.interfaces.cli._text import visible

if TYPE_CHECKING:
    from gawah.records.custody import Agent, Authority, Backup
    from gawah.records.disclosure import Certificate, Dossier
    from gawah.records.incident import Incident
    from gawah.records.triage import AuditSample, TriageSettings
    from gawah.records.whereabouts import Whereabouts
    from gawah.usecases._added import Added

Written = tuple[str, Callable[[Any], dict[str, Any]]]


def added_json(one: "Added") -> dict[str, Any]:
    """Such a statement in the shape in which its own command lists it, with its type; without the person's words."""
    name, body = _forms()[type(one)]
    return {"id": one.id, "type": name, **body(one)}


def added_facts(one: "Added") -> list[tuple[str, str]]:
    """The same as labels and values; what is not stated is left out."""
    body = added_json(one)
    lines = [("id", one.id), ("what", body["type"].replace("-", " "))]
    lines += [(name.replace("_", " "), _value(value)) for name, value in body.items() if name not in _BY_ITSELF]
    return [(name, value) for name, value in lines if value]


_BY_ITSELF = ("id", "type", "agent", "for_agent", "recorded_at")
"""Said by every sheet in its own words."""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return visible(value["stated"]) if "stated" in value else _pairs(value)
    if isinstance(value, list):
        return "\n".join(_value(each) for each in value)
    return "" if value is None else visible(str(value))


def _pairs(value: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(part)}" for name, part in value.items() if part is not None)


def _forms() -> dict[type, Written]:
    from gawah.interfaces.cli import findings, hand_over, label, notice, protect, redact, report_before
    from gawah.interfaces.cli._report_rows import step_json
    from gawah.interfaces.cli._triage_rows import decision_json
    from gawah.records.casework import Finding, Label, Notice, Party
    from gawah.records.complaint import Intended, ReportStep
    from gawah.records.custody import Agent, Authority, Backup
    from gawah.records.disclosure import Certificate, Dossier, HandOver, Redaction
    from gawah.records.incident import Incident
    from gawah.records.triage import AuditSample, Decision, TriageSettings
    from gawah.records.whereabouts import Whereabouts

    return {
        Notice: ("notice", notice.notice_json),
        ReportStep: ("report-step", step_json),
        Intended: ("intended", report_before.intended_json),
        Label: ("label", label.label_json),
        Finding: ("finding", findings.finding_json),
        Incident: ("incident", _incident),
        Party: ("party", protect.party_json),
        Redaction: ("redaction", redact.redaction_json),
        Dossier: ("dossier", _dossier),
        HandOver: ("hand-over", hand_over.hand_over_json),
        Certificate: ("certificate", _certificate),
        Agent: ("agent", _agent),
        Authority: ("authority", _authority),
        Backup: ("backup", _backup),
        Whereabouts: ("place", _place),
        Decision: ("decision", decision_json),
        TriageSettings: ("triage-settings", _settings),
        AuditSample: ("audit-sample", _sample),
    }


def _incident(one: "Incident") -> dict[str, Any]:
    return {"recorded_at": one.recorded_at, "supersedes": one.supersedes, "withdrawn": one.withdrawn}


def _dossier(one: "Dossier") -> dict[str, Any]:
    return {"made_at": one.at, "audience": one.audience, "exhibits": list(one.exhibits), "bundle_sha256": one.bundle_sha256}


def _certificate(one: "Certificate") -> dict[str, Any]:
    return {"form": one.form, "dossier": one.dossier, "recorded_at": one.recorded_at, "pdf_sha256": one.pdf_sha256}


def _agent(one: "Agent") -> dict[str, Any]:
    return {"label": one.label, "role": one.role, "acts_for": one.acts_for}


def _authority(one: "Authority") -> dict[str, Any]:
    return {"name": one.name, "url": one.url, "pinned": one.signer is not None, "recorded_at": one.recorded_at}


def _backup(one: "Backup") -> dict[str, Any]:
    return {"made_at": one.at, "originals": one.originals, "copied": one.copied, "bytes": one.bytes}


def _place(one: "Whereabouts") -> dict[str, Any]:
    return {"places": list(one.places), "recorded_at": one.recorded_at}


def _settings(one: "TriageSettings") -> dict[str, Any]:
    return {"texts_a_day": one.reveals_a_day, "decisions_no_longer_learnt_from": one.forgotten, "recorded_at": one.recorded_at}


def _sample(one: "AuditSample") -> dict[str, Any]:
    return {"seed": one.seed, "per_thousand": one.per_thousand, "model": one.model, "recorded_at": one.recorded_at}
