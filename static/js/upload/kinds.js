// What a file is, by its leading bytes. Laxer than the server where the two could differ.
export const LEADING = 16384; // as far as a WebM file may tell its tracks

const STARTS = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/gif", text("GIF8")],
  ["audio/mpeg", text("ID3")],
];
const EBML = [0x1a, 0x45, 0xdf, 0xa3];
const RIFF = { WEBP: "image/webp", WAVE: "audio/wav" };
const OLD_QUICKTIME = ["moov", "wide", "mdat"];
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
const OTHER_PICTURE_BRANDS = ["avif", "avis", "crx "];

export function recognise(name, bytes) {
  const startsWith = (pattern) => pattern.every((byte, at) => bytes[at] === byte);
  const start = STARTS.find(([, pattern]) => startsWith(pattern));
  if (start) return start[0];
  if (startsWith(EBML)) return holdsOnlySound(bytes) ? "audio/webm" : "video/webm";
  if (word(bytes, 0) === "RIFF") return RIFF[word(bytes, 8)] ?? "";
  if (isMpegAudio(bytes)) return "audio/mpeg";
  if (OLD_QUICKTIME.includes(word(bytes, 4))) return "video/quicktime";
  return word(bytes, 4) === "ftyp" ? byBrand(name, word(bytes, 8)) : "";
}

function byBrand(name, brand) {
  if (HEIC_BRANDS.includes(brand)) return "image/heic";
  if (OTHER_PICTURE_BRANDS.includes(brand)) return "";
  if (["M4A ", "M4B ", "M4P "].includes(brand)) return "audio/mp4";
  if (brand === "qt  ") return "video/quicktime";
  return name.toLowerCase().endsWith(".m4a") ? "audio/mp4" : "video/mp4";
}

// By the names of the codecs in its tracks.
function holdsOnlySound(bytes) {
  const start = new TextDecoder("latin1").decode(bytes);
  return /A_OPUS|A_VORBIS/.test(start) && !/V_(VP8|VP9|AV1|MPEG)/.test(start);
}

// Layer III of MPEG audio: eleven bits of sync, then the layer.
function isMpegAudio(bytes) {
  return bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2;
}

function word(bytes, at) {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function text(letters) {
  return [...letters].map((letter) => letter.charCodeAt(0));
}
