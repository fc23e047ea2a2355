// The files in folders, whether dropped or chosen, without those that file managers leave behind.
const RUBBISH = ["thumbs.db", "desktop.ini"];

export function isHidden(name) {
  return name.startsWith(".") || RUBBISH.includes(name.toLowerCase());
}

// Calls onFiles with the files of each folder below an entry as they are found; resolves to how many there were.
export async function walk(entry, { onFiles, onUnreadable }) {
  const folders = [entry];
  let found = 0;
  while (folders.length) {
    const folder = folders.shift();
    try {
      const entries = (await entriesIn(folder)).filter(({ name }) => !isHidden(name));
      folders.unshift(...entries.filter(({ isDirectory }) => isDirectory));
      const files = await Promise.all(entries.filter(({ isFile }) => isFile).map(fileOf));
      found += files.length;
      if (files.length) onFiles(files);
    } catch {
      onUnreadable(folder.name);
      found += 1;
    }
  }
  return found;
}

// A reader hands out a hundred entries at a time, and an empty list at the end.
async function entriesIn(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all.sort((one, other) => one.name.localeCompare(other.name));
    all.push(...some);
  }
}

function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// The button that chooses a folder: its input is made when it is wanted.
export function watchFolderButton(button, { onFiles, onEmpty }) {
  button?.addEventListener("click", () => {
    const input = Object.assign(document.createElement("input"), { type: "file", webkitdirectory: true });
    input.addEventListener("change", () => {
      const files = [...input.files].filter(({ webkitRelativePath }) => !webkitRelativePath.split("/").some(isHidden));
      if (files.length) onFiles(files);
      else onEmpty(input.files[0]?.webkitRelativePath.split("/")[0]);
    });
    input.click();
  });
}
