// Enter in a search field must not leave the page: what fits is shown while typing.
// The other tab's avatars have other traits, so its filters start anew.
export function watchFilters(form) {
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  form.querySelectorAll("[name=avatar_type]").forEach((tab) => tab.addEventListener("change", resetAvatarFilters));
}

function resetAvatarFilters() {
  document.querySelectorAll("#avatars-selects select").forEach((select) => (select.value = ""));
}
