// The app's only script. It mends what Streamlit hard-codes (language, landmarks, a few words), makes
// the app's own links turn pages without a reload, announces results, copies citations and links, keeps charts.
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
    const counted = (text) => known.get(text.replace(/\d+/, "#"))?.replace("#", /\d+/.exec(text)?.[0]);
    const within =
      "[data-testid=stSkipToContent], [role=dialog], [role=listbox], [aria-label=Dismiss], .stMultiSelect, .stSelectbox, .stFileUploader";
    for (const element of document.querySelectorAll(within)) {
      for (const labelled of [element, ...element.querySelectorAll("[aria-label]")]) {
        const own = labelled.getAttribute("aria-label") ?? "";
        const [first, ...rest] = own.split(" "); // "Remove Estrie (1)"
        const label = known.get(own) ?? (rest.length && known.has(first) ? [known.get(first), ...rest].join(" ") : "");
        if (label) labelled.setAttribute("aria-label", label);
      }
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const shown = texts.currentNode.nodeValue.trim();
        const text = known.get(shown) ?? counted(shown); // "Select 3 matches"
        if (text) texts.currentNode.nodeValue = text;
      }
    }
  };

  // What was announced already, and where the focus was: its element and the named blocks around it.
  let said = [];
  let cookie = "";
  let focused = null;
  let around = [];
  const block = (element) => [...element.classList].find((name) => name.startsWith("st-key-"));
  document.addEventListener("focusin", ({ target }) => {
    focused = target;
    around = [];
    for (let at = target; at; at = at.parentElement) if (block(at)) around.push(block(at));
  });
  // What a run made anew of the element that had the focus: a link is known by where it leads, a button by
  // what it does.
  const isTwin = (element) =>
    focused.href ? element.href === focused.href
    : Boolean(focused.dataset.press) && ["press", "value"].every((name) => element.dataset[name] === focused.dataset[name]);

  // What the reader opened of a result, which is open again when a run makes the results anew.
  const opened = new Set();
  const seen = new WeakSet();
  const part = (each) => [location.search, each.getAttribute("name"), each.dataset.tool].join(" ");
  document.addEventListener("toggle", ({ target }) => {
    if (!target.dataset?.tool || !target.isConnected) return;
    if (target.open) opened.add(part(target));
    else opened.delete(part(target));
  }, true);
  const reopen = () => {
    for (const each of document.querySelectorAll("details[data-tool]")) {
      if (!seen.has(each) && opened.has(part(each))) each.open = true;
      seen.add(each);
    }
  };

  const mend = () => {
    const facts = document.querySelector("[data-spe]")?.dataset;
    if (!facts) return;
    set("html", "lang", facts.lang);
    if (cookie !== facts.cookie) document.cookie = cookie = facts.cookie; // the dossier's name, for a reload
    set(".stMain", "role", "group"); // the page's content alone is the main landmark
    set(".st-key-page", "role", "main");
    set(".st-key-page", "tabindex", "-1");
    reword(JSON.parse(facts.words), facts.lang);
    const now = [...document.querySelectorAll("[data-status]")].map((each) => each.textContent);
    const fresh = now.filter((text) => !said.includes(text));
    if (fresh.length) live.textContent = fresh.join(" ");
    said = now;
    reopen();
    // What a run made anew keeps the focus; what it took away, or disabled, leaves it to the nearest block
    // that is left.
    const unfocused = document.activeElement === document.body || document.activeElement === focused;
    if (focused && (!focused.isConnected || focused.disabled) && unfocused) {
      const left = around.map((name) => document.getElementsByClassName(name)[0]).find(Boolean);
      const twin = [...(left ?? document).querySelectorAll(focused.tagName)].find(isTwin);
      const next = twin ?? left ?? document.querySelector(".st-key-page");
      if (next) {
        if (!twin && !next.hasAttribute("tabindex")) next.setAttribute("tabindex", "-1");
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

  // data-copy holds a text, data-link a link of the app. Without https, only a selection can be copied.
  const copy = async (button) => {
    const { copy, link, done } = button.dataset;
    const text = link ? new URL(link, location.href).href : copy;
    try { await navigator.clipboard.writeText(text); }
    catch {
      const area = button.parentElement.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = done;
    live.textContent = done;
  };

  // A chart comes with its picture as SVG; the browser draws it twice as large and keeps it as PNG.
  const draw = (button) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.width;
      canvas.height = 2 * image.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.download = button.dataset.png;
      link.href = canvas.toDataURL("image/png");
      link.click();
    };
    image.src = `data:image/svg+xml;base64,${button.dataset.svg}`;
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("[data-testid=stSkipToContent]")) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector(".st-key-page")?.focus();
    } else if (at("a[data-go]")) follow(event, at("a[data-go]"));
    else if (at("button[data-done]")) copy(at("button[data-done]"));
    else if (at("button[data-png]")) draw(at("button[data-png]"));
  }, true);

  // Streamlit runs again on "r" and empties its caches on "c": keys a screen reader uses to read.
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (alone && !typing && /^[rc]$/i.test(event.key)) event.stopImmediatePropagation();
  }, true);
}
