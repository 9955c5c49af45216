"""The text of a job ad or a course page, from a file, a PDF or standard input."""

from __future__ import annotations

from typing import BinaryIO

from mecoder_cli.conversation.files import bytes_of
from mecoder_cli.errors import UsageError

MAX_BYTES = 5_000_000
MAX_TEXT = 200_000
"""Signs of a text; a job ad has about 5,000."""
MAX_PAGES = 40
PDF = b"%PDF-"
NO_TEXT = "Copy the words of the page into a text file, or paste them: mecoder read job -"


def text_of(source: str, stdin: BinaryIO) -> str:
    """Return the text of the file *source*; ``-`` reads standard input.

    Raises:
        UsageError: It cannot be read, is empty, too large, locked or no text.
    """
    name = "standard input" if source == "-" else source
    content = bytes_of(source, stdin, name, MAX_BYTES, NO_TEXT)
    text = _of_pdf(content, name) if content.startswith(PDF) else decoded(content, name)
    if not text.strip():
        raise UsageError(f"{name} holds no text", NO_TEXT)
    if len(text) > MAX_TEXT:
        raise UsageError(f"{name} holds {len(text):,} signs; a job ad has a few thousand", NO_TEXT)
    return text


def decoded(content: bytes, name: str, hint: str = NO_TEXT) -> str:
    """Return bytes as text, also that of old programs; refuse what is none, with *hint*."""
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    if b"\x00" not in content:
        # A page that was saved by an old program: its letters are those of Windows.
        text = content.decode("cp1252", "replace")
        odd = sum(not one.isprintable() and one not in "\r\n\t" for one in text) + text.count("\ufffd")
        if odd * 50 < len(text):
            return text
    raise UsageError(f"{name} is not text", hint)


def _of_pdf(content: bytes, name: str) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError:
        raise UsageError(
            f"{name} is a PDF, and what reads PDFs is not installed",
            "pip install pypdf, or " + NO_TEXT[:1].lower() + NO_TEXT[1:],
        ) from None
    import logging
    import zlib
    from io import BytesIO

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told in our words
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{name} is locked with a password", NO_TEXT)
        pages = [page.extract_text() for page in reader.pages[:MAX_PAGES]]
    except UsageError:
        raise
    except DependencyError as error:
        raise UsageError(f"{name} is locked", NO_TEXT) from error
    except (
        zlib.error,
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        NotImplementedError,
        ImportError,
    ) as error:
        raise UsageError(f"{name} is a PDF that cannot be read ({type(error).__name__})", NO_TEXT) from error
    return "\n".join(pages)
