"""Word documents, small ones and broken ones."""

import zipfile
from io import BytesIO

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def docx(body: str) -> bytes:
    """A document with this as its body."""
    xml = (
        f"<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='{NAMESPACE}'><w:body>{body}</w:body></w:document>"
    )
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})
