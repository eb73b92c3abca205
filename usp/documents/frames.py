"""The frame of every paper: whose it is, its number and date, who signs; how a paper's facts become JSON and back."""

import base64
import dataclasses
import datetime as dt
import functools
import io
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from PIL import Image, ImageOps

from usp.accounts import crypto
from usp.core import turkish
from usp.documents.models import Upload

T = TypeVar("T")

LOGO_PIXELS = 600
"""The longer side of a logo in a file: 400 points an inch where it prints largest."""

SECRET: Mapping[str, bool] = {"secret": True}
"""Metadata of a field whose text is encrypted in the snapshot: ``field(metadata=SECRET)``."""


@dataclass(frozen=True)
class SignatureBox:
    """One box to sign: who, the name if it is known, and what has to be there («Kaşe ve imza»)."""

    role: str
    name: str = ""
    note: str = "Tarih ve imza"


@dataclass(frozen=True)
class Frame:
    """Head and foot of a paper. ``head`` are the issuer's lines, the first in capitals.

    ``form_version`` is the version of the university's own form, 0 where the portal's texts print. ``logo`` is the
    number of an upload (a PNG or JPEG); uploads never change. ``texts`` are the paper's blocks as they print.
    """

    head: tuple[str, ...]
    season: str
    number: str
    dated_on: dt.date
    of_state: bool = True  # «T.C.» stands above universities and public institutions
    form_version: int = 0
    footer: str = ""
    logo: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    signatures: tuple[SignatureBox, ...] = ()


def frame_context(frame: Frame) -> dict[str, Any]:
    """What the frame's templates ask for: the issuer in capitals by Turkish rules, the logo as a picture."""
    # «T.C.» prints by itself, also where a university wrote it into its own letterhead
    lines = [line for line in frame.head if line.replace(" ", "") != "T.C."]
    return {
        "frame": frame,
        "issuer_upper": turkish.upper(lines[0]) if lines else "",
        "head_lines": lines[1:],
        "logo_uri": logo_uri(frame.logo) if frame.logo is not None else "",
    }


@functools.lru_cache(maxsize=64)
def logo_uri(upload_id: int) -> str:
    """The upload's picture as a data URI; kept in memory, since an upload never changes.

    In the colours that PDF/A allows beside ours (no CMYK), turned as the camera meant it, and no larger than it prints.
    """
    upload = Upload.objects.get(pk=upload_id)
    with upload.file.open("rb") as stored, Image.open(stored) as picture:
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    content = io.BytesIO()
    plain.save(content, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode('ascii')}"


def to_json(value: Any) -> Any:
    """A frozen dataclass of facts as plain JSON: days in ISO form, amounts as text, secret fields encrypted."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: _encrypted(getattr(value, one.name))
            if one.metadata.get("secret")
            else to_json(getattr(value, one.name))
            for one in dataclasses.fields(value)
        }
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [to_json(one) for one in value]
    if isinstance(value, dict):
        return {name: to_json(one) for name, one in value.items()}
    return value


def from_json(kind: type[T], values: Mapping[str, Any]) -> T:
    """Back from ``to_json``; fields that this version no longer knows are left out."""
    hints = get_type_hints(kind)
    known = [one for one in dataclasses.fields(kind) if one.name in values]  # type: ignore[arg-type]
    return kind(
        **{
            one.name: _decrypted(values[one.name])
            if one.metadata.get("secret")
            else _back(hints[one.name], values[one.name])
            for one in known
        }
    )


def _back(hint: Any, value: Any) -> Any:
    """One value by the type its field names."""
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_back(get_args(hint)[0], one) for one in value)
    if dataclasses.is_dataclass(hint):
        return from_json(hint, value)  # type: ignore[arg-type]
    if hint is dt.date:
        return dt.date.fromisoformat(value)
    return Decimal(value) if hint is Decimal else value


def _encrypted(text: str) -> str:
    return base64.b64encode(crypto.encrypt(text)).decode("ascii") if text else ""


def _decrypted(text: str) -> str:
    return crypto.decrypt(base64.b64decode(text)) if text else ""
