// Of very many files only some have a line; the others wait behind one that says how many there are.
//
// start(file, options) puts a line on the page and returns what can be cancelled; settled() tells that one is done.
export function createBacklog(rows, { shown, start }) {
  const waiting = [];
  const open = new Set();
  const line = document.getElementById("upload-more").content.firstElementChild.cloneNode(true);
  const text = line.querySelector("[data-text]");

  function fill() {
    while (waiting.length && open.size < shown) open.add(start(...waiting.shift()));
    show();
  }

  function show() {
    const stuck = waiting.length && [...open].every((upload) => upload.hasFailed());
    text.textContent = `and ${waiting.length} more waiting${stuck ? " until the lines above are retried or removed" : ""}`;
    if (waiting.length) rows.append(line);
    else line.remove();
  }

  line.querySelector("[data-cancel-all]").addEventListener("click", () => {
    waiting.length = 0;
    for (const upload of [...open]) upload.cancelWithAll();
    show();
  });

  return {
    add(files, options) {
      waiting.push(...files.map((file) => [file, options]));
      fill();
    },
    settled(upload) {
      open.delete(upload);
      fill();
    },
    changed: show,
    get size() {
      return waiting.length;
    },
  };
}
