// j and k walk through the work list, as in a mailbox, Home and End go to its ends; only from inside
// the list (WCAG 2.1.4), where no text is typed.
const list = document.querySelector("[data-work]");
if (list) {
  const keys = document.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  // a line is reached at its box, where there is one
  const stops = [...list.querySelectorAll("tbody tr")].map((line) => line.querySelector("input, a"));
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = stops.indexOf(event.target.closest("tr")?.querySelector("input, a"));
    const to = { j: now + 1, k: now - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, to))]?.focus();
  });
}
