// Files of which the same is to be told: a line for each of a few, and one line with a list for many.
const FEW = 3;

// `words` go on from the number of files.
export function createGathering(rows, words) {
  const line = document.getElementById("upload-gathered").content.firstElementChild.cloneNode(true);
  const list = line.querySelector("[data-gathered]");
  const single = new Set();

  function gather() {
    for (const row of single) {
      list.append(item(row.sentence));
      row.element.remove();
    }
    single.clear();
    line.querySelector("[data-text]").textContent = `${list.childElementCount} ${words}`;
    rows.prepend(line);
  }

  line.querySelector("[data-dismiss-row]").addEventListener("click", () => {
    list.replaceChildren();
    line.remove();
  });

  return {
    // `row` has the file's line, which shows the sentence already.
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
