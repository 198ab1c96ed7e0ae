// A form that came back with errors: read the summary first.
document.querySelector("[data-error-summary]")?.focus();

// Words typed and not sent go along to the same page in another language; they stay in this tab, for a minute.
const KEY = "typed", MINUTE = 60_000;
const page = (path) => path.replace(/^\/[a-z]{2}(?=\/)/, "");
const fields = () =>
  [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")].filter(
    (field) => field.name && !["hidden", "password", "file"].includes(field.type) && field.autocomplete !== "one-time-code",
  );
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

addEventListener("click", (event) => {
  if (!event.target.closest?.("a[hreflang]")) return;
  const typed = fields().map((field) => [field.name, ticked(field) ? field.value : null, ticked(field) ? field.checked : field.value]);
  if (typed.length) sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), page: page(location.pathname), typed }));
});

const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
sessionStorage.removeItem(KEY);
if (kept && kept.page === page(location.pathname) && Date.now() - kept.at < MINUTE) {
  const left = kept.typed;
  for (const field of fields()) {
    const place = left.findIndex(([name, value]) => name === field.name && (value === null || value === field.value));
    if (place < 0) continue;
    const [[, , said]] = left.splice(place, 1);
    if (ticked(field)) field.checked = said;
    else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === said)) field.value = said;
  }
}
