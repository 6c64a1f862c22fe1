"""The pixels of a stranger's picture, within bounds: the declared size is looked at before anything is decoded, only the first
frame is, by the decoder of the kind that the first bytes tell, and whatever the decoder raises means "damaged" (B5).
"""

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gawah.readers._image_layout import Layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

T = TypeVar("T")

LARGEST = 50_000_000
"""Pixels of the largest picture that is decoded."""
SMALL = 6_000_000
"""A larger picture is made smaller by a whole number before it is looked at: a telephone's screen has five million."""

FORMATS: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}
"""The media types that are pictures, and what Pillow calls them. Vector pictures (SVG) are programs and are not among them."""

DAMAGE: Final = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    EOFError,
    SyntaxError,
    MemoryError,
    RuntimeError,
    AssertionError,
    struct.error,
)
"""What decoders are known to raise on damaged files."""


@dataclass(slots=True)
class Opened:
    """A picture whose head was read.

    Attributes:
        image: As Pillow holds it; nothing is decoded yet.
        size: Width and height.
        animated: Whether it has more than one frame. They are not counted: counting decodes.
    """

    image: "Image"
    size: tuple[int, int]
    animated: bool

    @property
    def too_large(self) -> bool:
        """Whether it has more pixels than are decoded."""
        return self.size[0] * self.size[1] > LARGEST


def quietly(act: Callable[[], T]) -> T:
    """What `act` gives, without the warnings of decoders: the file is judged by what can be decoded of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return act()


def opened(kind: str, data: bytes, walked: Layout) -> Opened | None:
    """The picture with its head read; None when it is none. A size beyond all bounds is found before the decoder is asked."""
    from PIL import Image

    declared = walked.size
    if declared is not None and declared[0] * declared[1] > LARGEST:
        return Opened(Image.new("L", (1, 1)), declared, animated=False)
    Image.MAX_IMAGE_PIXELS = LARGEST
    try:
        if FORMATS[kind] == "HEIF":
            _heif()
        image = quietly(lambda: Image.open(io.BytesIO(data), formats=[FORMATS[kind]]))
        return Opened(image, image.size, bool(getattr(image, "is_animated", False)))
    except Image.DecompressionBombError:
        return Opened(Image.new("L", (1, 1)), declared or (1 << 20, 1 << 20), animated=False)
    except DAMAGE:
        return None


def pixels(found: Opened) -> "NDArray[np.uint8] | None":
    """The first frame, upright, on white, at most about `SMALL` pixels; None when it is damaged."""
    return quietly(lambda: _pixels(found))


def _pixels(found: Opened) -> "NDArray[np.uint8] | None":
    import numpy as np
    from PIL import Image, ImageOps

    try:
        image: Any = found.image
        factor = next(n for n in range(1, 100) if image.width * image.height <= SMALL * n * n)
        if factor > 1 and image.format == "JPEG":
            image.draft("RGB", (image.width // factor, image.height // factor))
        image.load()
        while image.width * image.height > SMALL:
            image = _converted(image).reduce(next(n for n in range(2, 100) if image.width * image.height <= SMALL * n * n))
        upright = ImageOps.exif_transpose(_converted(image))
        assert upright is not None
        if upright.mode == "RGBA":
            ground = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(ground, upright)
        return np.asarray(upright.convert("RGB"), dtype=np.uint8)
    except (*DAMAGE, Image.DecompressionBombError):
        return None


def _converted(image: "Image") -> "Image":
    """The picture in a form that can be counted with: palettes and unusual depths as colours."""
    if image.mode in ("P", "PA", "LA", "La") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("I", "I;16", "I;16B", "F"):
        low, high = image.getextrema()
        scale = 255 / max(1.0, float(high) - float(low))  # type: ignore[arg-type]  # one band
        return image.point(lambda value: (value - float(low)) * scale).convert("L")  # type: ignore[arg-type]  # the same
    return image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGB")


def _heif() -> None:
    """Lets Pillow open HEIC: one thread, no thumbnails, no depth pictures."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    pi_heif.options.DECODE_THREADS = 1
