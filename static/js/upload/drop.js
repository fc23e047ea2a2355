// Files and folders dropped anywhere on the page, with a veil while they hang over it.
import { walk } from "./folder.js";

export function watchDrops(overlay, { onFiles, onEmpty, onUnreadable }) {
  let depth = 0;
  const show = (change) => {
    depth = Math.max(0, depth + change);
    overlay.hidden = depth === 0;
  };
  const listen = (name, action) =>
    document.addEventListener(name, (event) => {
      if (event.dataTransfer?.types.includes("Files")) action(event);
    });

  listen("dragenter", () => show(1));
  listen("dragleave", () => show(-1));
  listen("dragover", (event) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  listen("drop", (event) => {
    event.preventDefault();
    show(-depth);
    sort(event.dataTransfer.items, { onFiles, onEmpty, onUnreadable });
  });
}

// What was dropped can be asked for during the event only; folders are read after it.
async function sort(items, { onFiles, onEmpty, onUnreadable }) {
  const files = [];
  const folders = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) folders.push(entry);
    else if (item.kind === "file") files.push(item.getAsFile());
  }
  if (files.length) onFiles(files);
  for (const folder of folders) {
    if (!(await walk(folder, { onFiles, onUnreadable }))) onEmpty(folder.name);
  }
}
