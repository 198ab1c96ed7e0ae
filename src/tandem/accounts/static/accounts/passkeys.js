// Passkeys: the browser and the device do the work. Without this script every other way to sign in stays.
(() => {
  const possible = window.PublicKeyCredential && window.webauthnJSON && !/^[\d.]+$|:/.test(location.hostname);
  if (!possible) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    for (const shown of document.querySelectorAll("[data-with-passkeys]")) shown.hidden = false;
    for (const gone of document.querySelectorAll("[data-without-passkeys]")) gone.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        let options = form.dataset.options && JSON.parse(form.dataset.options);
        if (!options) {
          const answer = await fetch(form.getAttribute("action"), { headers: { Accept: "application/json" } });
          options = (await answer.json()).request_options;
        }
        const found = await webauthnJSON[form.dataset.passkey](options);
        form.elements.credential.value = JSON.stringify(found);
        form.submit();
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
  }
})();
