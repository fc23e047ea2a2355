// The server's own rules: what a word is, how fast voices speak, what is cleaned out of pasted text.
export const rules = JSON.parse(document.getElementById("script-rules").textContent);
