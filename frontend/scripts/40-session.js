// A public page is the same for everybody: a cookie without a name says that one acts for someone else.
const acting = document.querySelector("[data-acting]");
if (acting) acting.hidden = !/(^|; )__Host-acting=1(;|$)/.test(document.cookie);

// Warns two minutes (or a third of a short session) before it ends, in a dialog that takes the focus.
const dialog = document.querySelector("[data-session]");
if (dialog) {
  const words = dialog.dataset;
  const left = dialog.querySelector("[data-left]");
  const absolute = Date.now() + words.absolute * 1000;
  let end;
  let timer;

  const tell = () => {
    const minutes = Math.floor((end - Date.now()) / 60000);
    if (Date.now() >= end) {
      left.textContent = words.ended;
      for (const form of dialog.querySelectorAll("form")) form.hidden = true;
      return;
    }
    const text = minutes < 1 ? words.minute : minutes < 2 ? words.one : words.minutes.replace("MINUTES", minutes);
    if (left.textContent !== text) left.textContent = text;
    timer = setTimeout(tell, 5000);
  };
  const plan = (seconds) => {
    end = Math.min(Date.now() + seconds * 1000, absolute);
    const before = Math.min(120, seconds / 3) * 1000;
    clearTimeout(timer);
    timer = setTimeout(() => { dialog.showModal(); tell(); }, end - before - Date.now());
  };
  plan(Number(words.idle));

  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      dialog.close();
      plan(Number(words.idle));
    } catch {
      form.submit();
    }
  });
  // Escape means: I am here.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (Date.now() < end) dialog.querySelector("form").requestSubmit();
  });
}
