// The page's only script: a live region and a copy button. No text of a document or a query is in it.
document.querySelector(".st-key-status")?.setAttribute("aria-live", "polite");
if (!window.speCopy) {
  window.speCopy = async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    const quote = button.closest(".stHtml").querySelector("[data-citation]");
    const range = document.createRange();
    range.selectNodeContents(quote);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try { await navigator.clipboard.writeText(quote.textContent); }
    catch { document.execCommand("copy"); }
    button.textContent = button.dataset.done;
  };
  document.addEventListener("click", window.speCopy);
}
