// Whether somebody is still signed in, and the forms' token after signing in again.
const loginPath = new URL(document.body.dataset.loginUrl, location.href).pathname;

export function isLogin(url) {
  return Boolean(url) && new URL(url, location.href).pathname === loginPath;
}

export function loginUrl() {
  return `${loginPath}?next=${encodeURIComponent(location.pathname + location.search)}`;
}

export async function hasSessionEnded(url) {
  try {
    const response = await fetch(url, { method: "HEAD", redirect: "manual" });
    return response.type === "opaqueredirect";
  } catch {
    return false;
  }
}

// Back may bring up a page as it was before signing out.
export function leaveOldPages() {
  addEventListener("pageshow", async (event) => {
    if (event.persisted && (await hasSessionEnded(location.href))) location.reload();
  });
}

// While somebody is signed out, nothing is polled.
export function noteSignedOut() {
  document.body.dataset.signedOut = "";
}

export function isSignedOut() {
  return "signedOut" in document.body.dataset;
}

// Signing in changes the token, so the one this page was drawn with is refused from then on.
export async function renewToken() {
  const response = await fetch(location.href);
  if (isLogin(response.url)) return false;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  delete document.body.dataset.signedOut;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  return true;
}
