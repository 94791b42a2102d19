"""Pictures that a lender uploads: known by their content, bounded, written anew without what came along."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from branding.contrast import luminance
from branding.inputs import Hero
from portico_kernel.errors import InvalidInput

ImageKind = Literal["logo", "logo_on_dark", "favicon", "hero"]
DIGEST_LENGTH = 32
MOST_PIXELS = 24_000_000
_READ = ("PNG", "JPEG", "WEBP")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Rule:
    """What one kind of picture may be: bytes taken in, smallest sides, and the box that it is fitted into."""

    title: str
    most_bytes: int
    smallest: tuple[int, int]
    box: tuple[int, int]
    writes: Literal["PNG", "WEBP"]


RULES: dict[ImageKind, Rule] = {
    "logo": Rule("Logo", 2 * _MEGABYTE, (32, 16), (960, 320), "PNG"),
    "logo_on_dark": Rule("Logo for dark grounds", 2 * _MEGABYTE, (32, 16), (960, 320), "PNG"),
    "favicon": Rule("Icon", _MEGABYTE, (48, 48), (192, 192), "PNG"),
    "hero": Rule("Sign-in picture", 8 * _MEGABYTE, (800, 500), (1920, 1920), "WEBP"),
}
_MIME = {"PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True)
class BrandImage:
    """An accepted picture, re-encoded: served under its digest (32 hex digits), for ever the same."""

    kind: ImageKind
    digest: str
    content_type: str
    width: int
    height: int
    content: bytes

    @property
    def extension(self) -> str:
        """``png`` or ``webp``, as in the picture's address ``/brand/{digest}.{extension}``."""
        return self.content_type.removeprefix("image/")


def accept_image(kind: ImageKind, content: bytes) -> BrandImage:
    """Return the picture turned upright, fitted into its kind's box and written anew without metadata.

    Takes PNG, JPEG and WebP by what the bytes are, whatever the file was called. Raises InvalidInput, with a
    sentence under the kind's name, for SVG, other files, too many bytes or pixels, or too small a picture.
    """
    rule = RULES[kind]
    picture = _open(kind, content)
    if kind == "favicon":
        picture = _squared(picture)
    picture.thumbnail(rule.box, Image.Resampling.LANCZOS)
    return _written(kind, picture)


def _refuse(kind: ImageKind, sentence: str) -> InvalidInput:
    return InvalidInput(fields={kind: sentence})


def _open(kind: ImageKind, content: bytes) -> Image.Image:
    rule = RULES[kind]
    if len(content) > rule.most_bytes:
        raise _refuse(kind, f"That file is too large; {rule.most_bytes // _MEGABYTE} MB is the most.")
    if b"<svg" in content[:4096].lower():
        raise _refuse(kind, "SVG files can carry scripts, so we do not take them. Save it as a PNG, twice the size.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_READ)
            _check_size(kind, opened.size)
            opened.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refuse(kind, "That picture has too many pixels.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refuse(kind, "We could not read that file. Use a PNG, JPEG or WebP picture.") from error
    upright = ImageOps.exif_transpose(opened)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    return upright.convert("RGBA" if has_alpha else "RGB")


def _check_size(kind: ImageKind, size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _refuse(kind, f"That picture has too many pixels; {MOST_PIXELS // 1_000_000} million is the most.")
    width, height = RULES[kind].smallest
    if size[0] < width or size[1] < height:
        raise _refuse(kind, f"That picture is too small; it needs at least {width} by {height} pixels.")


def _squared(picture: Image.Image) -> Image.Image:
    side = max(picture.size)
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return square


def _written(kind: ImageKind, picture: Image.Image) -> BrandImage:
    rule = RULES[kind]
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    if rule.writes == "PNG":
        bare.save(out, "PNG", optimize=True)
    else:
        bare.convert("RGB").save(out, "WEBP", quality=82, method=6)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]
    return BrandImage(kind, digest, _MIME[rule.writes], bare.width, bare.height, content)


def favicon_from_logo(logo: BrandImage) -> BrandImage:
    """Return a square icon made of the logo's mark: its leading square, where the logo is a wide one."""
    with Image.open(io.BytesIO(logo.content)) as opened:
        picture = opened.convert("RGBA")
    box = picture.getbbox()
    if box is not None:
        picture = picture.crop(box)
    if picture.width > picture.height:
        picture = picture.crop((0, 0, picture.height, picture.height))
    square = _squared(picture).resize((192, 192), Image.Resampling.LANCZOS)
    return _written("favicon", square)


def hero_of(image: BrandImage) -> Hero:
    """Return what a brand keeps of a sign-in picture: its digest and the range of its tones.

    Tones are those of a 24 by 24 reduction, so that a single bright dot does not decide what ink is read on
    the picture; a region the size of a word does.
    """
    with Image.open(io.BytesIO(image.content)) as opened:
        small = opened.convert("RGB").resize((24, 24), Image.Resampling.BOX)
    tones = sorted(
        (small.getpixel((x, y)) for x in range(24) for y in range(24)),
        key=_weight,
    )
    return Hero(image.digest, darkest=_hex(tones[0]), lightest=_hex(tones[-1]))


def _weight(pixel: object) -> float:
    return luminance(_hex(pixel))


def _hex(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return "#" + "".join(f"{int(channel):02x}" for channel in pixel[:3])
