// The search and filters: a short address, one entry of history for a word being typed, the look remembered.
const COOKIE_AGE = 365 * 24 * 3600;

export function watchBrowsing() {
  const form = document.getElementById("browse");
  if (!form) return;
  closeFiltersOnSmallScreens();
  keepAddressShort(form);
  typeIntoOneEntry(form);
  searchBySlash(form);
  goToOwner(form);
  document.querySelectorAll("[data-look]").forEach((link) => link.addEventListener("click", (event) => changeLook(event, form, link)));
}

function closeFiltersOnSmallScreens() {
  if (matchMedia("(max-width: 59.99rem)").matches) document.getElementById("facets").open = false;
}

// What was not chosen is not asked for.
function keepAddressShort(form) {
  form.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    for (const [name, value] of [...detail.formData.entries()]) if (value === "") detail.formData.delete(name);
  });
}

// Back leads to what was there before the word, not to the word without its last letter.
function typeIntoOneEntry(form) {
  let typing = false;
  const search = form.elements.q;
  search.addEventListener("blur", () => (typing = false));
  form.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const word = document.activeElement === search;
    form.toggleAttribute("hx-replace-url", word && typing);
    form.toggleAttribute("hx-push-url", !(word && typing));
    for (const name of ["hx-replace-url", "hx-push-url"]) if (form.hasAttribute(name)) form.setAttribute(name, "true");
    typing = word;
  });
}

function searchBySlash(form) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input:not([type=checkbox], [type=radio]), textarea, dialog")) return;
    event.preventDefault();
    form.elements.q.select();
  });
}

// Somebody else's rows come with other tags to choose from: the whole page is another one.
function goToOwner(form) {
  form.elements.owner?.addEventListener("change", (event) => {
    event.stopPropagation();
    const asked = [...new FormData(form)].filter(([name, value]) => value !== "" && name !== "tag");
    location.assign(`${form.action}?${new URLSearchParams(asked)}`);
  });
}

// Only the list's look changes; where it is scrolled to and what is ticked stays.
function changeLook(event, form, link) {
  event.preventDefault();
  const { look } = link.dataset;
  document.cookie = `${form.dataset.lookCookie}=${look}; path=/; max-age=${COOKIE_AGE}; samesite=lax`;
  document.querySelectorAll("[data-look]").forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  show(look);
}

function show(look) {
  const list = document.querySelector("[data-selectable]");
  const [name] = list.classList;
  list.className = `${name} ${name}--${look}`;
}
