// Reads and restores what a person has put into a page: forms, focus, selection, scroll positions.
// Elements are named by their position among all of their document, shadow trees included.
(() => {
  "use strict";
  function* deep(root) {
    for (const el of root.querySelectorAll("*")) {
      yield el;
      if (el.shadowRoot) yield* deep(el.shadowRoot);
    }
  }

  function* documents(doc) {
    yield doc;
    for (const el of deep(doc)) {
      const inner = el.localName === "iframe" && osg.innerDocument(el);
      if (inner) yield* documents(inner);
    }
  }

  const TEXTLESS = new Set(["checkbox", "radio", "button", "submit", "reset", "image", "file", "hidden"]);

  // What differs from what the document says; null if nothing does.
  function inputOf(el) {
    switch (el.localName) {
      case "input":
        if (el.type === "checkbox" || el.type === "radio") {
          return el.checked === el.defaultChecked ? null : { checked: el.checked };
        }
        if (el.type === "file" || TEXTLESS.has(el.type)) return null;
        return el.value === el.defaultValue ? null : { value: el.value };
      case "textarea":
        return el.value === el.defaultValue ? null : { value: el.value };
      case "select": {
        const chosen = Array.from(el.options, one => one.selected);
        let given = Array.from(el.options, one => one.defaultSelected);
        if (el.type === "select-one") {
          // Of several the last counts; of none the first that can be chosen is shown.
          let shown = given.lastIndexOf(true);
          if (shown < 0 && el.size <= 1) shown = Array.from(el.options).findIndex(one => !one.disabled);
          given = given.map((_, i) => i === shown);
        }
        if (chosen.every((one, i) => one === given[i])) return null;
        return { chosen: chosen.flatMap((one, i) => (one ? [i] : [])) };
      }
      case "details": return el.open ? { open: true } : null;
    }
    if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return { html: el.innerHTML };
    return null;
  }

  const caretOf = el => {
    try {
      return typeof el.selectionStart === "number" ? [el.selectionStart, el.selectionEnd, el.selectionDirection] : null;
    } catch { return null; }
  };

  osg.freeze = () => {
    const found = [];
    for (const doc of documents(document)) {
      const one = { inputs: [], scrolled: [], focus: null };
      const view = doc.defaultView;
      one.window = [Math.round(view.scrollX), Math.round(view.scrollY)];
      const active = osg.activeElement(doc);
      let index = 0;
      for (const el of deep(doc)) {
        const input = inputOf(el);
        if (input) one.inputs.push([index, el.localName, input]);
        if ((el.scrollTop || el.scrollLeft) && el !== doc.scrollingElement) {
          one.scrolled.push([index, Math.round(el.scrollLeft), Math.round(el.scrollTop)]);
        }
        if (el === active && el !== doc.body && el !== doc.documentElement && el.ownerDocument === doc) one.focus = [index, caretOf(el)];
        index++;
      }
      found.push(one);
    }
    return JSON.stringify(found);
  };

  function put(el, input) {
    if ("checked" in input) el.checked = input.checked;
    if ("value" in input) el.value = input.value;
    if ("chosen" in input) Array.from(el.options).forEach((one, i) => { one.selected = input.chosen.includes(i); });
    if ("open" in input) el.open = input.open;
    if ("html" in input) el.innerHTML = input.html;
  }

  osg.thaw = facts => {
    let number = 0;
    for (const doc of documents(document)) {
      const one = facts[number++];
      if (!one) break;
      const all = Array.from(deep(doc));
      for (const [index, tag, input] of one.inputs) {
        if (all[index] && all[index].localName === tag) put(all[index], input);
      }
      const active = doc.activeElement;
      if (one.focus && all[one.focus[0]]) {
        const el = all[one.focus[0]];
        el.focus({ preventScroll: true });
        try { if (one.focus[1]) el.setSelectionRange(...one.focus[1]); } catch { /* a kind without a caret */ }
      } else if (active && active !== doc.body && active.localName !== "iframe") {
        active.blur();
      }
      for (const [index, left, top] of one.scrolled) {
        if (all[index]) all[index].scrollTo({ left, top, behavior: "instant" });
      }
      doc.defaultView.scrollTo({ left: one.window[0], top: one.window[1], behavior: "instant" });
    }
    return "null";
  };
})();
