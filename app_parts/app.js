// The app's only script. It mends what Streamlit hard-codes (language, landmarks, a few words), makes
// the app's own links turn pages without a reload, announces results, and copies citations.
// No text of a document or a query is ever made into markup here.
if (!window.spe) {
  window.spe = true;

  const live = document.body.appendChild(document.createElement("div"));
  live.className = "unseen";
  live.setAttribute("role", "status");

  const set = (selector, name, value) => {
    const element = document.querySelector(selector);
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // Streamlit's own words, English only, become the reader's; data-words holds pairs [English, French].
  const reword = (words, lang) => {
    const known = new Map(words.map(([en, fr]) => (lang === "fr-CA" ? [en, fr] : [fr, en])));
    const within = "[data-testid=stSkipToContent], [role=dialog], [role=listbox], [role=combobox], .stSelectbox button";
    for (const element of document.querySelectorAll(within)) {
      const label = known.get(element.getAttribute("aria-label"));
      if (label) element.setAttribute("aria-label", label);
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = known.get(texts.currentNode.nodeValue.trim());
        if (text) texts.currentNode.nodeValue = text;
      }
    }
  };

  let left = null; // the address that a link of the app was followed from
  const mend = () => {
    const facts = document.querySelector("[data-spe]")?.dataset;
    if (!facts) return;
    set("html", "lang", facts.lang);
    set(".stMain", "role", "group"); // the page's content alone is the main landmark
    set(".st-key-page", "role", "main");
    set(".st-key-page", "tabindex", "-1");
    reword(JSON.parse(facts.words), facts.lang);
    const status = document.querySelector("[data-status]")?.textContent ?? "";
    if (live.textContent !== status) live.textContent = status;
    // A followed link is gone with its page: the reader goes on from the top of the new one.
    if (left !== null && left !== location.href && document.activeElement === document.body) {
      left = null;
      document.querySelector(".st-key-page")?.focus({ preventScroll: true });
    }
  };
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; mend(); });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  mend();

  const follow = (event, link) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    left = location.href;
    if (link.href !== left) history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    document.querySelector(".stMain")?.scrollTo(0, 0);
  };

  const copy = async (button) => {
    const quote = button.closest(".stHtml").querySelector("[data-citation]");
    const range = document.createRange();
    range.selectNodeContents(quote);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try { await navigator.clipboard.writeText(quote.textContent); }
    catch { document.execCommand("copy"); }
    button.textContent = button.dataset.done;
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("[data-testid=stSkipToContent]")) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector(".st-key-page")?.focus();
    } else if (at("a[data-go]")) follow(event, at("a[data-go]"));
    else if (at("button[data-copy]")) copy(at("button[data-copy]"));
  }, true);

  // Streamlit runs again on "r" and empties its caches on "c": keys a screen reader uses to read.
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (alone && !typing && /^[rc]$/i.test(event.key)) event.stopImmediatePropagation();
  }, true);
}
