"""An `sms.xml` as large as wanted: SMS, and now and then an MMS with a picture of 60 kB, of invented words."""

import base64
import random
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_EMOJI = "&#55357;&#56832;"


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    picture = base64.b64encode(b"\xff\xd8\xff\xe0" + chooser.randbytes(60_000)).decode("ascii")
    moment = 1_600_000_000_000
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses backup_set=\"1\" type=\"full\">\n")
        while not count or stream.tell() < size:
            moment += chooser.randrange(1_000, 9_000_000)
            number = f"+1555010{chooser.randrange(100):04}"
            said = " ".join(chooser.choices(_WORDS, k=chooser.randrange(3, 40))) + (_EMOJI if count % 5 == 0 else "")
            told = f'read="1" locked="0" date_sent="0" readable_date="Jan 1, 2021 12:00:00 AM" contact_name="Zoro {number[-2:]}"'
            if count % 200 == 199:
                stream.write(
                    f'  <mms date="{moment}" msg_box="1" m_type="132" m_id="m{count}" sub="null" address="{number}" {told}>\n'
                    f'    <parts>\n      <part seq="0" ct="image/jpeg" name="a.jpg" cl="a.jpg" text="null" data="{picture}" />\n'
                    f'      <part seq="0" ct="text/plain" name="t.txt" text="{said}" />\n    </parts>\n'
                    f'    <addrs>\n      <addr address="{number}" type="137" charset="106" />\n    </addrs>\n  </mms>\n'
                )
            else:
                stream.write(
                    f'  <sms protocol="0" address="{number}" date="{moment}" type="{count % 2 + 1}" subject="null" body="{said}"'
                    f' toa="null" sc_toa="null" service_center="null" status="-1" {told} />\n'
                )
            count += 1
        stream.write("</smses>\n")
    return count
