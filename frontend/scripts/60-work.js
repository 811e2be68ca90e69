// j and k walk through the work list, as in a mailbox; only from inside the list (WCAG 2.1.4).
const list = document.querySelector("[data-work]");
if (list) {
  const keys = document.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  const links = [...list.querySelectorAll("tbody a")];
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const now = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, now + step))];
    if (next) next.focus();
  });
}
