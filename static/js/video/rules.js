// The server's own rules: what a word is, how fast voices speak, what is cleaned out of pasted text.
export const rules = JSON.parse(document.getElementById("script-rules").textContent);

// The voices' paces come when the form is there already; until then, and without them, all speak alike.
export async function learnPaces(form) {
  const answer = await fetch(rules.pacesUrl, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  rules.paces = await answer.json();
  form.dispatchEvent(new Event("change"));
}
