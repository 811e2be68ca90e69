// Today's row of the opening hours, by the clock of the municipality; a page is older than its reader.
const names = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };
const day = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: "Europe/Brussels" }).format();
const date = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Brussels" }).format();
for (const table of document.querySelectorAll("[data-hours]")) {
  const row = table.querySelector(`[data-day="${names[day]}"]`);
  if (!row) continue;
  row.classList.add("is-today");
  if (table.dataset.closed.split(" ").includes(date)) row.querySelector("td").textContent = table.dataset.shut;
  row.querySelector("th").append(" (" + table.dataset.today + ")");
}

// The list of procedures narrows while one types.
const search = document.querySelector("[data-search]");
if (search) {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const cards = [...document.querySelectorAll("[data-card]")];
  const input = search.querySelector("input");
  const count = search.querySelector("[data-count]");
  let wait;
  const narrow = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const card of cards) {
      const text = plain(card.dataset.words);
      card.hidden = !words.every((word) => text.includes(word));
      if (!card.hidden) found += 1;
    }
    for (const event of document.querySelectorAll("[data-event]")) {
      event.hidden = !event.querySelector("[data-card]:not([hidden])");
    }
    const said = search.dataset;
    count.textContent = !words.length ? "" : !found ? said.none : found === 1 ? said.one : found + " " + said.many;
  };
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(narrow, 200); });
}
