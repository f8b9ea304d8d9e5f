"use strict";
// Buttons that ask the device for a passkey; allauth's webauthn-json.js speaks to it.
for (const button of document.querySelectorAll("[data-passkey]")) {
  const form = button.closest("form");
  const told = form.querySelector("[data-told]");
  if (!window.PublicKeyCredential) {
    told.textContent = "This browser has no passkeys.";
    button.disabled = true;
    continue;
  }
  button.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    told.textContent = "";
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.options, {
        method: "POST",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (!answer.ok) throw new Error("no options");
      const ask = window.webauthnJSON[button.dataset.passkey];
      form.elements.credential.value = JSON.stringify(await ask(await answer.json()));
      form.submit();
    } catch {
      told.textContent = "Nothing came of it. Try once more, or use another way.";
      button.disabled = false;
    }
  });
}
