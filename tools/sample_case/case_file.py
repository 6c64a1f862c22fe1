"""case.json: what stands beside the exports.

A demonstration enters its reports and entries; a check holds a reader's counts against its tallies.
"""

import json
from collections.abc import Mapping, Sequence

from tools.sample_case import screenshots
from tools.sample_case.bank import bank
from tools.sample_case.cast import PEOPLE, ZONE_NAME
from tools.sample_case.plans import SILENCE
from tools.sample_case.tally import Export

_OFFICE = "Digital Safety Office, Nayabad (invented)"

REPORTS: Sequence[Mapping[str, object]] = (
    {
        "to": _OFFICE,
        "to_kind": "authority",
        "reference": "DSO-INV-2025-00417",
        "made_at": "2025-05-21",
        "channel": "web form",
        "status": "filed",
        "note": "Chat exports up to 20 May and three slips handed over. Asked for contact to stop.",
        "updates": [
            {"at": "2025-05-28", "status": "acknowledged", "note": "Acknowledgement by mail: keep all originals, do not reply."},
            {"at": "2025-06-20", "status": "in-progress", "note": "Told by telephone that the file is with an officer."},
        ],
    },
    {
        "to": _OFFICE,
        "to_kind": "authority",
        "reference": "DSO-INV-2025-01133",
        "made_at": "2025-10-14",
        "channel": "in person",
        "status": "filed",
        "note": "Second complaint: it did not stop after the first. The number of the first was written on it.",
        "updates": [
            {"at": "2025-10-16", "status": "acknowledged", "note": "Stamped copy received."},
            {"at": "2026-01-12", "status": "in-progress", "note": "Asked for the exports of both phones and the account."},
        ],
    },
)

ENTRIES: Sequence[Mapping[str, str]] = (
    {
        "kind": "event",
        "happened_at": "2025-06-24 19:10",
        "place": "outside the house, Chashma Street",
        "text": "A motorbike stood across the gate for about twenty minutes with its light on. Hamza saw it too. Nothing was said.",
    },
    {
        "kind": "event",
        "happened_at": "2025-07-18 13:30",
        "place": "telephone",
        "text": "Two calls from a hidden number within five minutes. The second time a man said: you know what about. I hung up.",
    },
    {
        "kind": "note",
        "happened_at": "2025-09-10",
        "place": "",
        "text": "From 3 August to 10 September we were in the village without signal, my phone at home.",
    },
    {
        "kind": "event",
        "happened_at": "2025-12-03 17:45",
        "place": "market stall, Kikar Colony",
        "text": "Someone had put a paper on my table: VAN CHOR, with the date 9 March. I kept the paper in an envelope.",
    },
)

LABELS: Sequence[Mapping[str, object]] = (
    {"search": "complaint wapas", "tactic": "pressure_to_settle", "severity": 2},
    {"search": "behan kahan parhti", "tactic": "family_target", "severity": 4},
    {"search": "van chor", "tactic": "false_claim", "severity": 3},
)
"""What she marks: the first three messages of others that hold these words."""

NOTICE: Mapping[str, str] = {
    "search": "Please stop contacting me",
    "kind": "stop-request",
    "at": "2025-04-26 21:14",
    "to": "Kamran Sangdal",
    "text": "Asked in writing that he contact neither her nor her family any more.",
}

TRANSLATION: Mapping[str, str] = {
    "search": "نو مارچ کو میری گاڑی",
    "from": "ur",
    "language": "en",
    "translator": "Areeba Talwarvi",
    "text": "On the ninth of March Zohra sold my van and swallowed the money.",
}

PROTECTED: Mapping[str, object] = {
    "shown": "A. T.",
    "role": "protected",
    "spellings": [
        "Areeba Talwarvi",
        "Areeba",
        "عریبہ",
        "अरीबा",
        PEOPLE["A"].handle,
        "areeba.talwarvi@kohsarcollege.example",
    ],
}
"""Whom she shows by initials in what she hands over: her sister, who is in every part of the case."""

INCIDENT: Mapping[str, object] = {
    "occurred_at": "2025-12-03 17:45",
    "physical_place": "market stall, Kikar Colony",
    "recipient": "self",
    "what_happened": "A paper lay on my table with the words VAN CHOR and the date 9 March. I did not see who put it there.",
    "exact_words": "VAN CHOR, 9 March",
    "tactics": ["false_claim", "in_person"],
    "visibility": "authority",
}

CLAIM: Mapping[str, object] = {
    "proposition": "That Zohra Talwarvi sold Kamran Sangdal's delivery van at Talwari Chowk on 9 March 2025 and kept 480,000.",
    "why_it_cannot_be": [
        "From 7 to 12 March 2025 the van stood in a workshop: his own message of 8 March, and the slip he sent on 14 March.",
        "On 9 March 2025 she was in an eye ward in Daryapur, five hours away, 10:40 to 18:15: slip, photo, relatives' messages.",
        "On 14 March 2025 he sent a picture of the van and wrote that it was back.",
        "Since 28 February 2025 the van had been his, by a settlement that both signed.",
    ],
}


def written(exports: Sequence[Export], others: Sequence[Mapping[str, str]], seed: int) -> bytes:
    """The file as bytes: JSON, UTF-8, keys in a fixed order."""
    tallies = [{"file": one.name, "platform": one.platform, **one.tally.as_json()} for one in exports]
    owner = PEOPLE["Z"]
    case = {
        "schema": "gawah.sample-case/1",
        "invented": "Every person, handle, number, place, trade, claim and authority in this folder is invented.",
        "seed": seed,
        "zone": ZONE_NAME,
        "date_order": "dmy",
        "owner": {"name": owner.name, "handle": owner.handle},
        "other_side": {"whatsapp": PEOPLE["K"].name, "instagram": PEOPLE["K"].instagram_name, "handle": PEOPLE["K"].handle},
        "sources": tallies,
        "other_files": list(others),
        "totals": {
            "messages": sum(one.tally.messages for one in exports),
            "events": sum(one.tally.events for one in exports),
            "records": sum(one.tally.messages + one.tally.events for one in exports),
            "forged_looking_lines": sum(one.tally.forged_looking_lines for one in exports),
            "conversations": sum(one.tally.conversations for one in exports),
            "templates": bank().templates,
        },
        "reports": list(REPORTS),
        "entries": list(ENTRIES),
        "labels": list(LABELS),
        "notice": NOTICE,
        "translation": TRANSLATION,
        "protected": PROTECTED,
        "transcripts": [{"file": name, "text": screenshots.words(name)} for name in sorted(screenshots.names())[:2]],
        "incident": INCIDENT,
        "claim": CLAIM,
        "stop_request": "2025-04-26 21:14",
        "silence": {"first_day": SILENCE[0], "first_day_after": SILENCE[1], "days": 38},
        "suggested": {
            "search": ["9 march", "van chor", "گاڑی", "behan", "complaint wapas"],
            "dossier_query": "9 march",
        },
    }
    return (json.dumps(case, ensure_ascii=False, indent=1) + "\n").encode()
