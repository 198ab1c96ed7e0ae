// A form that came back with errors: read the summary first.
document.querySelector("[data-error-summary]")?.focus();
