// The pickers of avatars and voices: which kind the chosen avatar is, filters that can be taken away, and more rows
// by keyboard. Enter in a search field must not leave the page: what fits is shown while typing.
const SMALL = "(max-width: 47.99rem)";

export function watchGallery(form) {
  // Nor must a star that htmx doesn't know yet.
  for (const id of ["filters", "marks"]) {
    document.getElementById(id).addEventListener("submit", (event) => event.preventDefault());
  }
  closeFiltersOnSmallScreens();
  form.addEventListener("click", clearFilters);
  form.addEventListener("change", () => keepType(form));
  form.addEventListener("htmx:afterSettle", () => keepType(form));
  keepType(form);
  goOnWhereMoreCame(form);
}

function closeFiltersOnSmallScreens() {
  if (!matchMedia(SMALL).matches) return;
  document.querySelectorAll("[data-closed-when-small]").forEach((details) => (details.open = false));
}

// The gallery mixes Jogg's avatars with one's own, which may have the same ids.
function keepType(form) {
  const chosen = form.querySelector("[name=avatar_id]:checked");
  form.querySelector("[data-avatar-type]").value = chosen?.dataset.type ?? "";
}

function clearFilters(event) {
  const link = event.target.closest("[data-clear]");
  if (!link) return;
  event.preventDefault();
  const filters = document.getElementById(link.dataset.clear);
  filters.querySelectorAll("select, [type=search]").forEach((field) => (field.value = ""));
  const [all] = filters.querySelectorAll("[type=radio]");
  all.checked = true;
  all.focus();
  all.dispatchEvent(new Event("input", { bubbles: true }));
}

// Who asked for more by the button goes on at the first of the new ones.
function goOnWhereMoreCame(form) {
  let last = null;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    if (button) last = button.closest("li").previousElementSibling;
  });
  form.addEventListener("htmx:afterSettle", () => {
    const first = last?.nextElementSibling?.querySelector("[type=radio]:enabled");
    if (!first) return; // it was something else that came
    first.focus();
    last = null;
  });
}
