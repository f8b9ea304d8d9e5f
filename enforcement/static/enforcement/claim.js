// Says every minute that somebody is at a page of a case, while they really are: a lease that
// nobody renews runs out (docs/enforcement.md).
(() => {
  "use strict";
  const EVERY_MS = 60_000;
  const IDLE_MS = 10 * 60_000;
  const box = document.getElementById("claim");
  if (!box) return;
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  let last = Date.now();
  for (const kind of ["pointermove", "keydown", "scroll"]) {
    addEventListener(kind, () => { last = Date.now(); }, { passive: true });
  }
  const say = async () => {
    if (document.hidden || Date.now() - last > IDLE_MS) return;
    const answer = await fetch(box.dataset.here, {
      method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual",
    });
    const told = answer.status === 202 ? await answer.json() : { held_until: null, others: [] };
    const others = told.others.length ? `Also here: ${told.others.join(", ")}` : "";
    box.querySelector("[data-others]").textContent = others;
    box.querySelector("[data-lost]").hidden = !("mine" in box.dataset) || Boolean(told.held_until);
  };
  setInterval(() => say().catch(() => {}), EVERY_MS);
})();
