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
    const within = "[data-testid=stSkipToContent], [role=dialog], [role=listbox]";
    for (const element of document.querySelectorAll(within)) {
      for (const labelled of [element, ...element.querySelectorAll("[aria-label]")]) {
        const label = known.get(labelled.getAttribute("aria-label"));
        if (label) labelled.setAttribute("aria-label", label);
      }
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = known.get(texts.currentNode.nodeValue.trim());
        if (text) texts.currentNode.nodeValue = text;
      }
    }
  };

  // What was announced already, and where the focus was: its element and the named blocks around it.
  let said = [];
  let focused = null;
  let around = [];
  const block = (element) => [...element.classList].find((name) => name.startsWith("st-key-"));
  document.addEventListener("focusin", ({ target }) => {
    focused = target;
    around = [];
    for (let at = target; at; at = at.parentElement) if (block(at)) around.push(block(at));
  });

  const mend = () => {
    const facts = document.querySelector("[data-spe]")?.dataset;
    if (!facts) return;
    set("html", "lang", facts.lang);
    set(".stMain", "role", "group"); // the page's content alone is the main landmark
    set(".st-key-page", "role", "main");
    set(".st-key-page", "tabindex", "-1");
    reword(JSON.parse(facts.words), facts.lang);
    const now = [...document.querySelectorAll("[data-status]")].map((each) => each.textContent);
    const fresh = now.filter((text) => !said.includes(text));
    if (fresh.length) live.textContent = fresh.join(" ");
    said = now;
    // A link or a button that a run took away leaves the focus to the nearest block that is left.
    if (focused && !focused.isConnected && document.activeElement === document.body) {
      const left = around.map((name) => document.getElementsByClassName(name)[0]).find(Boolean);
      const next = left ?? document.querySelector(".st-key-page");
      if (next) {
        if (!next.hasAttribute("tabindex")) next.setAttribute("tabindex", "-1");
        next.focus({ preventScroll: true });
      }
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
    if (link.href !== location.href) history.pushState({}, "", link.href);
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
