// A page that comes back with mistakes starts at their summary.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// A link of the summary goes to the field; its question must stay in sight too.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") || field).scrollIntoView();
  field.focus({ preventScroll: true });
});
