// One press is one submission; the button stays a button, so that nothing is lost on an error.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
  else form.dataset.sent = Date.now();
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
