// Which of the two languages a page of the shop shows. Runs in the head, so that nothing flickers.
(() => {
  "use strict";

  const root = document.documentElement;
  const guarded = (act) => { try { return act(); } catch { return null; } };
  const asked = new URLSearchParams(location.search).get("lang");
  const said = asked || guarded(() => localStorage.getItem("shop-language")) || navigator.language || "zh-CN";
  root.lang = /^zh/i.test(said) ? "zh-CN" : "en";

  function mark() {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (!button) return;
    root.lang = button.dataset.language;
    guarded(() => localStorage.setItem("shop-language", root.lang));
    mark();
  });
  document.addEventListener("DOMContentLoaded", mark);
})();
