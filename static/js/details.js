// What somebody has opened stays open when news, or the answer to a button, replaces it.
const OPENED = "details[id][open]";

export function keepDetailsOpen() {
  let opened = [];
  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
    for (const { id } of target.querySelectorAll(OPENED)) fragment.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    opened = [...target.querySelectorAll(OPENED)].map(({ id }) => id);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  });
}

// Those that lie on top of the page are menus: Escape and a click elsewhere close them.
export function closeMenus() {
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close((menu) => menu.contains(document.activeElement)));
  document.addEventListener("click", ({ target }) => close((menu) => !menu.contains(target)));
}

function close(which) {
  for (const menu of [...document.querySelectorAll("details[data-menu][open]")].filter(which)) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}
