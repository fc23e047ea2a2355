// Says a sentence to people who listen to the page.
export function announce(sentence) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  // The same sentence twice is only heard twice when the region was empty in between.
  setTimeout(() => (region.textContent = sentence), 50);
}
