"""Uploaded pictures: judged by content, bounded, written anew."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from branding.images import BrandImage, accept_image, favicon_from_logo, hero_of
from portico_kernel.errors import InvalidInput


def picture(size: tuple[int, int], kind: str = "PNG", colour: str = "#1438d6", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_takes_the_three_kinds_whatever_the_file_is_called(kind: str) -> None:
    image = accept_image("logo", picture((400, 100), kind))

    assert (image.content_type, image.extension, image.width, image.height) == ("image/png", "png", 400, 100)
    assert image.digest == hashlib.sha256(image.content).hexdigest()[:32]
    assert image.content.startswith(b"\x89PNG")


def test_the_same_picture_has_the_same_digest() -> None:
    assert accept_image("logo", picture((400, 100))) == accept_image("logo", picture((400, 100)))


def test_leaves_metadata_behind() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "secret place")
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    out = io.BytesIO()
    Image.new("RGB", (400, 100), "red").save(out, "PNG", pnginfo=said, exif=exif)

    image = accept_image("logo", out.getvalue() + b"secret place<script>")

    assert b"secret" not in image.content
    assert b"script" not in image.content


def test_turns_a_photograph_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), "red").save(out, "JPEG", exif=exif)

    image = accept_image("hero", out.getvalue())

    assert (image.width, image.height, image.content_type) == (1200, 900, "image/webp")


def test_fits_a_large_picture_into_its_box_and_keeps_clear_parts_clear() -> None:
    image = accept_image("logo", picture((3000, 1000), colour="#1438d600", mode="RGBA"))

    assert (image.width, image.height) == (960, 320)
    assert Image.open(io.BytesIO(image.content)).getchannel("A").getextrema() == (0, 0)


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            "SVG files can carry scripts, so we do not take them. Save it as a PNG, twice the size.",
        ),
        (b"", "We could not read that file. Use a PNG, JPEG or WebP picture."),
        (b"GIF89a" + b"\0" * 50, "We could not read that file. Use a PNG, JPEG or WebP picture."),
        (picture((400, 100))[:60], "We could not read that file. Use a PNG, JPEG or WebP picture."),
        (picture((20, 20)), "That picture is too small; it needs at least 32 by 16 pixels."),
        (png_that_claims(6000, 6000), "That picture has too many pixels; 24 million is the most."),
        (png_that_claims(60000, 60000), "That picture has too many pixels."),
        (b"\0" * (2 * 1024 * 1024 + 1), "That file is too large; 2 MB is the most."),
    ],
    ids=["svg", "empty", "gif", "cut off", "too small", "too many pixels", "bomb", "too large"],
)
def test_says_why_a_file_is_not_taken(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        accept_image("logo", content)

    assert refused.value.fields == {"logo": sentence}


def test_makes_an_icon_of_the_leading_square_of_a_logo() -> None:
    logo = Image.new("RGBA", (400, 120), (0, 0, 0, 0))
    logo.paste((20, 56, 214, 255), (10, 10, 110, 110))
    logo.paste((255, 0, 0, 255), (150, 10, 390, 110))
    out = io.BytesIO()
    logo.save(out, "PNG")

    icon = favicon_from_logo(accept_image("logo", out.getvalue()))

    pixels = Image.open(io.BytesIO(icon.content)).convert("RGBA")
    assert (icon.kind, pixels.size) == ("favicon", (192, 192))
    assert pixels.getcolors() == [(192 * 192, (20, 56, 214, 255))]


def test_an_oblong_icon_is_squared() -> None:
    icon = accept_image("favicon", picture((96, 60)))

    assert (icon.width, icon.height) == (96, 96)


def test_measures_the_tones_of_a_sign_in_picture() -> None:
    scene = Image.new("RGB", (1200, 1200), "#101018")
    scene.paste((250, 250, 250), (0, 0, 600, 1200))
    out = io.BytesIO()
    scene.save(out, "PNG")

    hero = hero_of(BrandImage("hero", "a" * 32, "image/png", 1200, 1200, out.getvalue()))

    assert hero.url == f"/brand/{'a' * 32}.webp"
    assert (hero.darkest, hero.lightest) == ("#101018", "#fafafa")
