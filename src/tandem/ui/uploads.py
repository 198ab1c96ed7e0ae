"""Files that people send: known by their content, cleaned, kept outside every served path, given back as attachments.

A room uses it in three lines: `check(file, kinds, limit)` in a form (or `UploadField`), `keep(upload)` in the action
that writes the row (`key`, `name`, `mime`, `size`, `sha256` are its columns), `attachment(key, name, mime)` in a view
that has asked its permissions first. `discard(key)` when the row is deleted.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import unicodedata
import uuid
import warnings
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
#: What one file may weigh unless a room says another limit.
LIMIT = 10 * MEGABYTE
#: An image with more points than this is refused before it is unpacked.
MOST_POINTS = 40_000_000
LONGEST_NAME = 120


@dataclass(frozen=True)
class Upload:
    """A checked file: `content` is what is kept, already cleaned."""

    name: str
    kind: str
    mime: str
    content: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.content)


#: Every kind: how it is called, the endings of its name (the first is given when the name has another), its type.
KINDS: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "pdf": (gettext_lazy("PDF"), (".pdf",), "application/pdf"),
    "png": (gettext_lazy("PNG image"), (".png",), "image/png"),
    "jpeg": (gettext_lazy("JPEG image"), (".jpg", ".jpeg"), "image/jpeg"),
    "webp": (gettext_lazy("WebP image"), (".webp",), "image/webp"),
    "odt": (gettext_lazy("OpenDocument text"), (".odt",), "application/vnd.oasis.opendocument.text"),
    "ods": (gettext_lazy("OpenDocument table"), (".ods",), "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": (gettext_lazy("OpenDocument slides"), (".odp",), "application/vnd.oasis.opendocument.presentation"),
    "docx": (
        gettext_lazy("Word document"),
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (
        gettext_lazy("Excel table"),
        (".xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pptx": (
        gettext_lazy("PowerPoint slides"),
        (".pptx",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "text": (gettext_lazy("plain text or CSV"), (".txt", ".csv", ".md", ".tsv"), "text/plain; charset=utf-8"),
}
IMAGES = ("png", "jpeg", "webp")
DOCUMENTS = tuple(KINDS)


def check(file: Any, kinds: Collection[str] = DOCUMENTS, limit: int = LIMIT) -> Upload:
    """The file as it may be kept, its kind read from its content, images encoded anew (no place, no camera, nothing
    hidden behind the picture). `ValidationError`, in the reader's language, for what is empty, too heavy, of
    another kind, damaged or carries macros.
    """
    if file.size > limit:
        raise ValidationError(
            _("This file weighs %(size)s; at most %(limit)s fit."),
            code="too_heavy",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
        )
    file.seek(0)
    content = file.read(limit + 1)
    if not content:
        raise ValidationError(_("This file is empty."), code="empty")
    kind = kind_of(content)
    if kind not in kinds:
        raise ValidationError(
            _("This kind of file is not taken here. You can send: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(str(KINDS[one][0]) for one in kinds)},
        )
    if kind in IMAGES:
        content = _encoded_anew(content, kind)
    elif kind not in ("pdf", "text"):
        _refuse_macros(content)
    return Upload(_name(file.name or "", kind), kind, KINDS[kind][2], content, hashlib.sha256(content).hexdigest())


def kind_of(content: bytes) -> str | None:
    """What the bytes themselves say, the name of the file left aside; None for everything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if content[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[:5] == b"%PDF-":
        return "pdf" if b"%%EOF" in content[-2048:] else None
    if content[:4] == b"PK\x03\x04":
        return _kind_of_archive(content)
    return "text" if _is_text(content) else None


#: What the library of archives raises for one that is damaged, encrypted or made to confuse it.
DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


def _kind_of_archive(content: bytes) -> str | None:
    """Office files are ZIP archives that say inside what they are."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind, (_label, _endings, mime) in KINDS.items() if mime == said), None)
    except DAMAGED_ARCHIVE:
        return None
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for kind, part in main.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\n\r\f" for letter in words)


def _refuse_macros(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")):
                raise ValidationError(_("This file carries macros. Save it without them and send it again."), "macros")


def _encoded_anew(content: bytes, kind: str) -> bytes:
    """The picture alone, turned upright. One frame: what moves is kept still."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow warns of is refused below
            with Image.open(BytesIO(content), formats=[kind.upper()]) as opened:
                if opened.width * opened.height > MOST_POINTS:
                    raise ValidationError(_("This image is too large. Make it smaller and send it again."), "points")
                picture = ImageOps.exif_transpose(opened)
                plain = picture.convert("RGB" if kind == "jpeg" else "RGBA" if _sees_through(picture) else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This image is damaged: it cannot be opened."), "damaged") from error
    plain.info.clear()
    out = BytesIO()
    plain.save(out, kind.upper(), **({"optimize": True} if kind == "png" else {"quality": 88}))
    return out.getvalue()


def _sees_through(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _name(name: str, kind: str) -> str:
    """The last part of the name, without what is invisible, with an ending that tells the truth."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C")).strip(" .")
    endings = KINDS[kind][1]
    stem, dot, ending = kept.rpartition(".")
    if dot and f".{ending.lower()}" in endings:
        return f"{stem[:LONGEST_NAME] or 'file'}.{ending.lower()}"
    return f"{kept[:LONGEST_NAME] or 'file'}{endings[0]}"


def keep(upload: Upload) -> str:
    """Write the file whole or not at all; the key under which it is found again."""
    key = uuid.uuid4().hex
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(upload.content)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)
    return key


def discard(key: str) -> None:
    """Delete the file of this key; nothing happens when it is gone already."""
    _path(key).unlink(missing_ok=True)


def content_of(key: str) -> bytes:
    """The bytes that were kept; `FileNotFoundError` when they are gone."""
    return _path(key).read_bytes()


def attachment(key: str, name: str, mime: str) -> FileResponse:
    """The file as something to save: the browser neither guesses its type nor runs anything in it."""
    try:
        file = _path(key).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=name, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _path(key: str) -> Path:
    if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
        raise FileNotFoundError(key)
    return Path(settings.UPLOADS_FOLDER) / key[:2] / key


class UploadField(forms.FileField):
    """One file, checked; `cleaned_data` holds an `Upload`. Its page says `enctype="multipart/form-data"`."""

    def __init__(self, *, kinds: Collection[str] = DOCUMENTS, limit: int = LIMIT, **options: Any) -> None:
        self.kinds, self.limit = kinds, limit
        options.setdefault("widget", forms.FileInput)
        missing = {"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")}
        super().__init__(**{**options, "error_messages": missing | options.get("error_messages", {})})

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        file = super().clean(data, initial)
        return check(file, self.kinds, self.limit) if file else None
