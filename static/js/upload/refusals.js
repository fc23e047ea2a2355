// Files that are not taken: a line for each of a few, and one line with a list for many.
const FEW = 3;

export function createRefusals(rows) {
  const line = document.getElementById("upload-refusals").content.firstElementChild.cloneNode(true);
  const list = line.querySelector("[data-refusals]");
  const single = new Set();

  function gather() {
    for (const row of single) {
      list.append(item(row.sentence));
      row.element.remove();
    }
    single.clear();
    line.querySelector("[data-text]").textContent = `${list.childElementCount} files can't be taken`;
    rows.prepend(line);
  }

  line.querySelector("[data-dismiss-row]").addEventListener("click", () => {
    list.replaceChildren();
    line.remove();
  });

  return {
    // `row` is the file's line, which shows the sentence already.
    add(row) {
      for (const gone of [...single].filter(({ element }) => !element.isConnected)) single.delete(gone);
      single.add(row);
      if (single.size > FEW || line.isConnected) gather();
    },
  };
}

function item(sentence) {
  return Object.assign(document.createElement("li"), { textContent: sentence });
}
