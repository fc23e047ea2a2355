// Whether a file can be received: "" or the sentence that says why not.
import { LEADING, recognise } from "./kinds.js";
import { sizeText } from "./size.js";

const limits = JSON.parse(document.getElementById("limits")?.textContent ?? "[]");

export async function reasonAgainst(file, onlyKind) {
  if (!file.size) return `${file.name} is empty.`;
  const limit = limitFor(recognise(file.name, await leadingBytes(file)));
  if (!limit || (onlyKind && limit.kind !== onlyKind)) return wrongKind(file.name, onlyKind);
  if (file.size <= limit.max_bytes) return "";
  return `${file.name} is ${sizeText(file.size, limit.max_bytes)}; ${limit.label} may have up to ${limit.max_text}.`;
}

function limitFor(type) {
  return limits.find((limit) => limit.types.includes(type) || limit.kept_types.includes(type));
}

function wrongKind(name, onlyKind) {
  if (onlyKind) return `${name} is not a recording; it has to be ${limits.find(({ kind }) => kind === onlyKind).names}.`;
  const taken = limits.map((limit) => limit.names.replace(" or ", ", ")).join("; ");
  return `${name} is not a photo, video or audio file that Jogg takes (${taken}).`;
}

async function leadingBytes(file) {
  return new Uint8Array(await file.slice(0, LEADING).arrayBuffer());
}
