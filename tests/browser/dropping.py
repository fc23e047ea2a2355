"""Dropping files on a page, as a hand would."""

import base64

from playwright.sync_api import JSHandle, Page

FILES = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, start, size] of files) {
    const bytes = new Uint8Array(size);
    bytes.set(Uint8Array.from(atob(start), (letter) => letter.charCodeAt(0)));
    transfer.items.add(new File([bytes], name));
  }
  return transfer;
}"""


def transfer(page: Page, *files: tuple[str, bytes] | tuple[str, bytes, int]) -> JSHandle:
    """What a drop or a paste carries: files given as name, bytes and, to be filled up with zeros, a size."""
    described = [[name, base64.b64encode(start).decode(), *(size or [len(start)])] for name, start, *size in files]
    return page.evaluate_handle(FILES, described)


def drop(page: Page, *files: tuple[str, bytes] | tuple[str, bytes, int]) -> None:
    """Drag files over the page and let them go."""
    carried = transfer(page, *files)
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", event, {"dataTransfer": carried})
