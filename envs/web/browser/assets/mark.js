// Gives elements the ids by which BrowserGym's agents name them ("bid": numbers, with letters in
// front for frames), and writes what a DOM snapshot or accessibility tree would not show into
// attributes, for as long as these are taken.
(() => {
  "use strict";
  const TAGS = new Set(("a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote " +
    "body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em " +
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i " +
    "iframe img input ins kbd label legend li link main map mark menu meta meter nav noframes noscript object ol optgroup " +
    "option output p param picture pre progress q rp rt ruby s samp script search section select small source span strike " +
    "strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var " +
    "video wbr").split(" "));
  const MARKED = new Set(["input", "textarea", "select", "button", "a", "iframe", "video", "li", "td", "option"]);
  const RATIO = "browsergym_visibility_ratio", SET = "browsergym_set_of_marks";
  const ARIA = ["aria-roledescription", "aria-description"];

  const counters = new WeakMap();   // document -> how many ids of each kind it has given
  let written = [];                 // [element, attribute, what it was before]

  function* deep(root) {
    for (const el of root.querySelectorAll("*")) {
      yield el;
      if (el.shadowRoot) yield* deep(el.shadowRoot);
    }
  }

  // a ... z, aA ... aZ, bA ...
  function letters(number) {
    let name = String.fromCharCode(97 + number % 26);
    for (number = Math.floor(number / 26) - 1; number >= 0; number = Math.floor(number / 26) - 1) {
      name = String.fromCharCode(97 + number % 26) + name.toUpperCase();
    }
    return name;
  }

  function write(el, name, value) {
    written.push([el, name, el.getAttribute(name)]);
    if (value === null) el.removeAttribute(name);
    else el.setAttribute(name, value);
  }

  function name(el, prefix, counter, taken) {
    const own = el.getAttribute("bid");
    if (own !== null && own !== "" && !taken.has(own)) return own;
    const local = el.localName === "iframe" || el.localName === "frame" ? letters(counter.frames++) : String(counter.others++);
    el.setAttribute("bid", prefix + local);
    return prefix + local;
  }

  function catchesClick(el) {
    const box = el.getBoundingClientRect();
    let root = el.ownerDocument, hit = null;
    for (;;) {
      const found = root.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (!found || found === hit) break;
      hit = found;
      if (!hit.shadowRoot) break;
      root = hit.shadowRoot;
    }
    return hit !== null && el.contains(hit) && (box.right - box.left) * (box.bottom - box.top) >= 20;
  }

  function markDocument(doc, prefix, pending) {
    const counter = counters.get(doc) || { frames: 0, others: 0 };
    counters.set(doc, counter);
    const taken = new Set(), buttons = [];
    const observer = new doc.defaultView.IntersectionObserver(entries => {
      for (const entry of entries) {
        entry.target.setAttribute(RATIO, Math.round(entry.intersectionRatio * 100) / 100);
        pending.waiting.delete(entry.target);
      }
      if (pending.waiting.size === 0) pending.done();
    });
    pending.observers.push(observer);
    // All reading comes before all writing: each change of the document would be laid out anew.
    const elements = [...deep(doc)].filter(el => TAGS.has(el.localName));
    const candidates = new Set(elements.filter(isCandidate));
    for (const el of elements) {
      write(el, RATIO, "0");
      pending.waiting.add(el);
      observer.observe(el);
      if (el.value !== undefined) write(el, "value", String(el.value));
      if (el.checked !== undefined) write(el, "checked", el.checked ? "" : null);
      const bid = name(el, prefix, counter, taken);
      taken.add(bid);
      for (const attribute of ARIA) write(el, attribute, `browsergym_id_${bid} ${el.getAttribute(attribute) || ""}`);
      write(el, SET, "0");
      if (candidates.has(el)) markSet(el, buttons);
      const inner = (el.localName === "iframe" || el.localName === "frame") && osg.innerDocument(el);
      const sandbox = el.getAttribute("sandbox");
      if (inner && inner.defaultView && (sandbox === null || sandbox.split(/\s+/).includes("allow-scripts"))) {
        markDocument(inner, bid, pending);
      }
    }
  }

  const isCandidate = el => (MARKED.has(el.localName) || el.onclick != null ||
    el.ownerDocument.defaultView.getComputedStyle(el).cursor === "pointer") && catchesClick(el);

  // Of nested candidates the innermost is in the set, but nothing inside a button is.
  function markSet(el, buttons) {
    if (buttons.some(button => button.contains(el))) return;
    const parent = el.parentElement;
    if (parent && parent.localName === "span" && parent.children.length === 1 && parent.getAttribute("role") &&
        parent.getAttribute(SET) === "1") return;
    el.setAttribute(SET, "1");
    if (el.matches('button, a, input[type="button"], div[role="button"]')) buttons.push(el);
    for (let up = parent; up; up = up.parentElement) if (up.getAttribute(SET) === "1") up.setAttribute(SET, "0");
  }

  osg.mark = async patience => {
    osg.unmark();
    const pending = { waiting: new Set(), observers: [], done: () => {} };
    const seen = new Promise(done => { pending.done = done; });
    markDocument(document, "", pending);
    if (pending.waiting.size) await Promise.race([seen, new Promise(done => setTimeout(done, patience))]);
    for (const observer of pending.observers) observer.disconnect();
    const active = osg.activeElement(document);
    return JSON.stringify((active && active.getAttribute("bid")) || "");
  };

  osg.unmark = () => {
    for (const [el, attribute, before] of written.reverse()) {
      if (before === null) el.removeAttribute(attribute);
      else el.setAttribute(attribute, before);
    }
    written = [];
    return "null";
  };
})();
