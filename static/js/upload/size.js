// Sizes and times in words. The server's `size_text` says the same.
const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;

export function sizeText(size, apartFrom = 0) {
  const [unit, name] = size >= GB ? [GB, "GB"] : size >= MB ? [MB, "MB"] : size >= KB ? [KB, "kB"] : [1, "bytes"];
  if (unit === 1) return `${size} bytes`;
  const inUnits = (bytes, digits) => (bytes / unit).toFixed(digits).replace(/\.0$/, "");
  for (const digits of [size / unit >= 10 ? 0 : 1, 1, 2]) {
    const text = inUnits(size, digits);
    if (!apartFrom || text !== inUnits(apartFrom, digits)) return `${text} ${name}`;
  }
  return `${size.toLocaleString("en")} bytes`;
}

export function durationText(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
