"""Made screenshots of chats, with what stands in them: four languages, light and dark, the width of a window and of a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from tools.assets import FONTS

LATIN, NASKH, NASTALIQ, NAGARI = (
    "NotoSans_400Regular.ttf",
    "NotoNaskhArabic_400Regular.ttf",
    "NotoNastaliqUrdu_400Regular.ttf",
    "NotoSansDevanagari_400Regular.ttf",
)
THEMES = {
    "light": ("#ece5dd", "#ffffff", "#dcf8c6", "#111b21", "#667781", "#008069"),
    "dark": ("#0b141a", "#202c33", "#005c4b", "#e9edef", "#8696a0", "#202c33"),
}
"""Background, bubbles of the other and of oneself, words, times, and the bar on top."""

WORDS = {
    "english": (
        "I know where you live now",
        "Stop writing to me. I have told you three times already.",
        "You will be sorry when everyone sees the pictures",
        "Why did you block me? Answer the phone!",
        "Please leave me and my family alone",
        "I waited outside your office until seven",
        "Tell your brother to stay out of this",
        "Nobody will believe you anyway",
        "I am keeping every message you send",
        "See you tomorrow at the bus stop, like it or not",
        "This is the last time I am asking nicely",
    ),
    "urdu": (
        "تم مجھ سے نہیں چھپ سکتیں",
        "مجھے پیغام بھیجنا بند کرو، میں تین بار کہہ چکی ہوں",
        "سب لوگ تمہاری تصویریں دیکھیں گے",
        "تم نے مجھے بلاک کیوں کیا؟ فون اٹھاؤ",
        "خدا کے لیے میرے گھر والوں کو تنگ نہ کرو",
        "میں شام سات بجے تک دفتر کے باہر کھڑا رہا",
        "اپنے بھائی سے کہو اس بات سے دور رہے",
        "تمہاری بات پر کوئی یقین نہیں کرے گا",
        "میں ہر پیغام سنبھال کر رکھ رہی ہوں",
        "کل بس اسٹاپ پر ملتے ہیں، چاہے تم مانو یا نہ مانو",
        "یہ آخری بار ہے کہ میں آرام سے کہہ رہا ہوں",
    ),
    "arabic": (
        "أعرف أين تسكنين الآن",
        "توقف عن مراسلتي، لقد قلت لك ذلك ثلاث مرات",
        "سوف تندمين عندما يرى الجميع الصور",
        "لماذا حظرتني؟ أجيبي على الهاتف",
        "أرجوك اتركني أنا وعائلتي بسلام",
        "انتظرتك أمام المكتب حتى الساعة السابعة",
        "قولي لأخيك أن يبتعد عن هذا الأمر",
        "لن يصدقك أحد على كل حال",
        "أنا أحتفظ بكل رسالة ترسلها",
        "أراك غدا عند موقف الحافلة شئت أم أبيت",
        "هذه آخر مرة أطلب منك بهدوء",
    ),
    "hindi": (
        "मुझे पता है तुम कहाँ रहती हो",
        "मुझे संदेश भेजना बंद करो, मैं तीन बार कह चुकी हूँ",
        "जब सब लोग तस्वीरें देखेंगे तब पछताओगी",
        "तुमने मुझे ब्लॉक क्यों किया? फ़ोन उठाओ",
        "कृपया मुझे और मेरे परिवार को अकेला छोड़ दो",
        "मैं शाम सात बजे तक दफ़्तर के बाहर खड़ा रहा",
        "अपने भाई से कहो कि इस बात से दूर रहे",
        "तुम्हारी बात पर कोई यकीन नहीं करेगा",
        "मैं हर संदेश सँभाल कर रख रही हूँ",
        "कल बस अड्डे पर मिलते हैं, चाहे मानो या न मानो",
        "यह आखिरी बार है कि मैं आराम से कह रहा हूँ",
    ),
}
TITLES = {"english": "Imran Vasti", "urdu": "عمران واسطی", "arabic": "عمران واسطي", "hindi": "इमरान वस्ती"}
WIDTHS = (412, 1082)
"""Of a window, and of a phone (412 points at 2.625 pixels each)."""


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A made picture and the lines that stand in it, from the top down."""

    language: str
    font: str
    theme: str
    width: int
    picture: Image.Image
    lines: tuple[str, ...]


def all_of(number: int = 10) -> Iterator[Screenshot]:
    """So many pictures in each language: themes and widths in turn, Urdu in Naskh and in Nastaliq."""
    for language in WORDS:
        for n in range(number):
            theme, width = ("light", "dark")[n % 2], WIDTHS[n // 2 % 2]
            yield draw(language, theme, width, n)


def draw(language: str, theme: str, width: int, n: int) -> Screenshot:
    """One screenshot: a bar with a name, six messages by both sides, a time in each."""
    name = {"english": LATIN, "hindi": NAGARI, "arabic": NASKH, "urdu": (NASKH, NASTALIQ)[n // 4 % 2]}[language]
    scale = width / 412
    ground, other, own, ink, grey, bar = THEMES[theme]
    picture = Image.new("RGB", (width, round(720 * scale)), ground)
    pen = ImageDraw.Draw(picture)
    words, small = _font(name, round(15.5 * scale)), _font(LATIN, round(10.5 * scale))
    pen.rectangle((0, 0, width, round(52 * scale)), fill=bar)
    pen.text(
        (round(60 * scale), round(26 * scale)), TITLES[language], font=_font(name, round(17 * scale)), fill="#ffffff", anchor="lm"
    )
    lines = [TITLES[language]]
    top = 66 * scale
    right = language in ("urdu", "arabic")
    for step in range(6):
        said = _wrapped(WORDS[language][(n * 3 + step) % len(WORDS[language])], words, 250 * scale)
        time = f"{(20 + step) % 24:02}:{(n * 7 + step * 11) % 60:02}"
        pitch = (30 if name == NASTALIQ else 23) * scale
        broad = max(*(words.getlength(line) for line in said), 60 * scale)
        height = pitch * len(said) + 22 * scale
        left = width - broad - 34 * scale if (step + n) % 2 else 14 * scale
        box = (left, top, left + broad + 20 * scale, top + height)
        pen.rounded_rectangle(box, radius=8 * scale, fill=own if (step + n) % 2 else other)
        for row, line in enumerate(said):
            at = (box[2] - 10 * scale if right else left + 10 * scale, top + 4 * scale + pitch * (row + 0.5))
            pen.text(at, line, font=words, fill=ink, anchor="rm" if right else "lm")
        pen.text((box[2] - 8 * scale, box[3] - 9 * scale), time, font=small, fill=grey, anchor="rm")
        lines += [*said, time]
        top += height + 9 * scale
    return Screenshot(language, name, theme, width, picture, tuple(lines))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Shaped by raqm, as letters that join have to be."""
    return ImageFont.truetype(FONTS.folder / name, size, layout_engine=ImageFont.Layout.RAQM)
