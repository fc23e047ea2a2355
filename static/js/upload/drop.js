// Files dropped anywhere on the page, with a veil while they hang over it.
export function watchDrops(overlay, { onFiles, onFolder }) {
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
    sort(event.dataTransfer.items, onFiles, onFolder);
  });
}

function sort(items, onFiles, onFolder) {
  const files = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) onFolder(entry.name);
    else if (item.kind === "file") files.push(item.getAsFile());
  }
  if (files.length) onFiles(files);
}
