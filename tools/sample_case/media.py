"""The files that messages carry: pictures, voice notes and papers, drawn from numbers so that no library decides a byte of them."""

import struct
from collections.abc import Callable, Iterator, Sequence
from random import Random

_BLOCK = 8
Pixel = tuple[int, int, int]


def photo(dice: Random, width: int = 20, height: int = 26) -> bytes:
    """A baseline JPEG (ITU-T T.81) of a potted plant, in `width` by `height` squares of 8 by 8 pixels.

    Every square has one colour, so that each block is a DC coefficient and an end mark: no transform is needed.
    """
    sky, leaf, pot = (tuple(dice.randint(low, high) for low, high in span) for span in _COLOURS)
    crown, tilt = dice.uniform(0.2, 0.34), dice.uniform(-0.12, 0.12)

    def colour(column: int, row: int) -> Sequence[int]:
        x, y = column / width - 0.5, row / height
        grain = dice.randint(-14, 14)
        if y > 0.66 and abs(x) < 0.26 - (y - 0.66) * 0.3:
            base = pot
        elif (x - tilt * (1 - y)) ** 2 + ((y - 0.42) * 0.9) ** 2 < crown**2 * dice.uniform(0.7, 1.1):
            base = leaf
        else:
            base = tuple(max(0, part - round(y * 60)) for part in sky)
        return tuple(min(255, max(0, part + grain)) for part in base)

    return _jpeg(width, height, colour)


_COLOURS = (
    ((150, 220), (170, 225), (180, 235)),
    ((30, 90), (95, 160), (30, 80)),
    ((140, 190), (70, 110), (40, 75)),
)

_DC_LENGTHS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
"""How many codes have 1, 2, ... 16 bits: the luminance DC table of T.81, K.3.1. The AC table below has one code, end of block."""
_DC_BITS = (2, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9)
_DC_CODES = (0b00, 0b010, 0b011, 0b100, 0b101, 0b110, 0b1110, 0b11110, 0b111110, 0b1111110, 0b11111110, 0b111111110)
_STEP = 8


def _jpeg(width: int, height: int, colour: Callable[[int, int], Sequence[int]]) -> bytes:
    frame = struct.pack(">BHHB", 8, height * _BLOCK, width * _BLOCK, 3) + bytes((1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0))
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(0xDB, b"\x00" + bytes([_STEP]) * 64),
            _segment(0xC0, frame),
            _segment(0xC4, b"\x00" + bytes(_DC_LENGTHS) + bytes(range(12))),
            _segment(0xC4, b"\x10" + bytes((1, *(0,) * 15)) + b"\x00"),
            _segment(0xDA, bytes((3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0))),
            _scan(width, height, colour),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _scan(width: int, height: int, colour: Callable[[int, int], Sequence[int]]) -> bytes:
    bits: list[str] = []
    before = [0, 0, 0]
    for row in range(height):
        for column in range(width):
            for index, part in enumerate(_components(colour(column, row))):
                level = round((part - 128) * _BLOCK / _STEP)
                difference, before[index] = level - before[index], level
                size = abs(difference).bit_length()
                bits.append(f"{_DC_CODES[size]:0{_DC_BITS[size]}b}")
                if size:
                    value = difference if difference > 0 else difference + (1 << size) - 1
                    bits.append(f"{value:0{size}b}")
                bits.append("0")  # end of block
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    packed = int(stream, 2).to_bytes(len(stream) // 8, "big")
    return packed.replace(b"\xff", b"\xff\x00")


def _components(pixel: Sequence[int]) -> Iterator[float]:
    red, green, blue = pixel
    yield 0.299 * red + 0.587 * green + 0.114 * blue
    yield 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue
    yield 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue


def voice(dice: Random) -> bytes:
    """An Ogg Opus file (RFC 3533, RFC 7845) of some seconds of silence."""
    serial = dice.getrandbits(32)
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 16_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 6) + b"sample" + struct.pack("<I", 0)
    frames = dice.randint(50, 200)
    silence = [b"\xf8\xff\xfe"] * frames  # one 20 ms frame each
    return b"".join(
        (
            _page(serial, 0, 0, 0x02, [head]),
            _page(serial, 1, 0, 0x00, [tags]),
            _page(serial, 2, frames * 960, 0x04, silence),
        )
    )


def _page(serial: int, number: int, position: int, flags: int, packets: list[bytes]) -> bytes:
    body = b"".join(packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, serial, number, 0, len(packets))
    page = head + bytes(len(packet) for packet in packets) + body
    return page[:22] + struct.pack("<I", _ogg_check(page)) + page[26:]


def _ogg_check(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def paper(lines: Sequence[str]) -> bytes:
    """A one-page PDF 1.4 with these lines of plain Latin text."""
    shown = " ".join(f"({line.translate(_ESCAPED)}) '" for line in lines)
    content = f"BT /F1 11 Tf 56 780 Td 16 TL {shown} ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


_ESCAPED = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})
