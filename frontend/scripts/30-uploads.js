// A chosen file goes up at once. Within our own address with progress, and the page stays as it is;
// straight to another address as the plain form that it is.
const bind = (block) => {
  const form = block.querySelector("form.upload__form");
  if (!form) return;
  const input = form.querySelector("[type=file]");
  block.classList.add("is-scripted");
  input.addEventListener("change", () => input.files.length && choose(block, form, input.files[0]));
};

const say = (block, text) => {
  const status = block.querySelector("[data-status]");
  status.classList.remove("visually-hidden");
  status.textContent = text;
};

const choose = (block, form, file) => {
  const words = block.dataset;
  if (!file.size) return say(block, words.empty);
  if (file.size > Number(words.maxBytes)) return say(block, words.large);
  say(block, words.busy + ": " + file.name);
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", words.busy);
  block.querySelector("[data-status]").after(bar);
  if (new URL(form.action).origin !== location.origin) return form.submit();
  send(block, form, file, bar);
};

const send = (block, form, file, bar) => {
  const request = new XMLHttpRequest();
  const failed = () => { bar.remove(); say(block, block.dataset.failed); };
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; }
  });
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    if (request.status >= 400) return failed();
    bar.remove();
    say(block, block.dataset.done + ": " + file.name);
    refresh(block, 8);
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
};

// Takes the new state of one upload from the page itself; again while a file is being checked.
const refresh = async (block, tries) => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(block.id);
  if (!fresh) return location.reload();
  const inside = block.contains(document.activeElement) && document.activeElement.id;
  for (const part of ["form.upload__form", "[data-documents]"]) {
    const old = block.querySelector(part);
    const made = fresh.querySelector(part);
    if (old && made) old.replaceWith(made); else if (old || made) return location.reload();
  }
  block.classList.toggle("field--error", fresh.classList.contains("field--error"));
  // Why a file is refused stands at the field; it must be heard too.
  const told = block.querySelector(".field__error") || fresh.querySelector("[data-status]");
  const status = told.textContent.trim();
  if (status !== block.querySelector("[data-status]").textContent) say(block, status);
  block.querySelector("[data-status]").classList.toggle("visually-hidden", !!block.querySelector(".document, .field__error"));
  bind(block);
  if (inside) document.getElementById(inside)?.focus();
  if (tries && block.querySelector("[data-state=checking], [data-state=uploading]")) {
    setTimeout(() => refresh(block, tries - 1), 2000);
  }
};

for (const block of document.querySelectorAll("[data-upload]")) {
  bind(block);
  if (block.querySelector("[data-state=checking], [data-state=uploading]")) setTimeout(() => refresh(block, 8), 2000);
}
