"""Files that people send: known by their content, cleaned, kept apart, handed out as something to save."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from tandem.ui import uploads

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def sent(content: bytes, name: str = "notes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def writer() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", uploads.KINDS["odt"][2])
        file.writestr("é.xml", b"<a/>")
    return out.getvalue()


def office(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def photograph(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept_as"),
    [
        (PDF, "agreement.PDF", "pdf", "agreement.pdf"),
        (PDF, "agreement.html", "pdf", "agreement.html.pdf"),
        (PDF, "../../etc/passwd", "pdf", "passwd.pdf"),
        (PDF, "C:\\files\\a\u202eb.pdf", "pdf", "ab.pdf"),
        (b"name;days\nAda;2\n", "days.csv", "text", "days.csv"),
        (office(), "plan.docx", "docx", "plan.docx"),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "plan",
            "ods",
            "plan.ods",
        ),
        (photograph(), "us.jpeg", "jpeg", "us.jpeg"),
    ],
)
def test_a_file_is_what_its_content_says_and_is_named_so(content, name, kind, kept_as):
    upload = uploads.check(sent(content, name))
    assert (upload.kind, upload.name) == (kind, kept_as)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "kind"),
        (b"%PDF-1.7 cut off", "kind"),
        (archive(**{"run.sh": b"rm"}), "kind"),
        (b"PK\x03\x04 no archive at all", "kind"),
        (office(**{"word/vbaProject.bin": b"x"}), "macros"),
        (photograph()[:60], "damaged"),
        (b"x" * (uploads.LIMIT + 1), "too_heavy"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(content, code):
    with pytest.raises(ValidationError) as refusal:
        uploads.check(sent(content))
    assert refusal.value.code == code


def test_a_page_that_hides_in_a_text_is_kept_as_text_only():
    upload = uploads.check(sent(b"<script>alert(1)</script>", "page.html"))
    assert (upload.name, upload.mime) == ("page.html.txt", "text/plain; charset=utf-8")


def test_a_room_can_take_one_kind_only():
    with pytest.raises(ValidationError, match="You can send: PDF"):
        uploads.check(sent(photograph()), kinds=["pdf"])


def test_an_image_loses_what_the_camera_wrote_and_what_hides_behind_it():
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    upload = uploads.check(sent(photograph(exif=exif) + b"<?php hidden ?>", "us.jpg"))
    assert b"Camera" not in upload.content
    assert b"hidden" not in upload.content
    assert Image.open(BytesIO(upload.content)).size == (40, 20)


def test_an_image_of_too_many_points_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_POINTS", 100)
    with pytest.raises(ValidationError, match="too large"):
        uploads.check(sent(photograph("PNG"), "us.png"))


def test_what_is_kept_comes_back_as_something_to_save(settings):
    upload = uploads.check(sent(PDF))
    key = uploads.keep(upload)
    response = uploads.attachment(key, upload.name, upload.mime)
    assert b"".join(response.streaming_content) == PDF
    response.file_to_stream.close()
    assert response["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert uploads._path(key).stat().st_mode & 0o077 == 0
    assert settings.UPLOADS_FOLDER in uploads._path(key).parents


def test_a_discarded_file_is_gone_and_a_key_leads_nowhere_else():
    key = uploads.keep(uploads.check(sent(PDF)))
    uploads.discard(key)
    uploads.discard(key)
    for gone in (key, "../../etc/passwd"):
        with pytest.raises(Http404):
            uploads.attachment(gone, "x", "application/pdf")


@given(
    whole=some.sampled_from([writer(), office(), photograph(), photograph("PNG"), photograph("WEBP")]),
    wrong=some.lists(some.tuples(some.integers(4, 400), some.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_file_is_refused_or_kept_and_never_breaks_the_page(whole, wrong):
    content = bytearray(whole)
    for place, byte in wrong:
        content[place % len(content)] = byte
    try:
        assert uploads.check(sent(bytes(content))).size
    except ValidationError as refused:
        assert refused.messages
