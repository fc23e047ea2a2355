// Asks by a file's hash whether it is here already, so that nothing needs to be sent. The server has the last word:
// wherever this can't be told, the file is sent and judged there.
import { isLogin } from "../session.js";

const MOST_HASHED = 100 * 1024 * 1024; // the browser holds the whole file while it hashes

// Returns the server's fragment about what is here, or "".
export async function findKnown(file, url) {
  if (!globalThis.crypto?.subtle || file.size > MOST_HASHED) return "";
  try {
    const response = await fetch(`${url}?sha256=${await sha256(file)}`, { headers: { Accept: "text/html" } });
    return response.status === 200 && !isLogin(response.url) ? await response.text() : "";
  } catch {
    return "";
  }
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
