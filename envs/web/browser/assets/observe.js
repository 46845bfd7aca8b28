// Runs in a world of its own beside each document: what is visible, and where to act on it.
// One pass over the tree; `osg.elements` keeps the nodes that it lists, so that `osg.target` can
// find and measure them again when they are acted on.
(() => {
  "use strict";
  const CLICKABLE = 1, LONG_CLICKABLE = 2, EDITABLE = 4, CHECKABLE = 8, CHECKED = 16, ENABLED = 32,
    FOCUSABLE = 64, FOCUSED = 128, SCROLLABLE = 256, SELECTED = 512, PASSWORD = 1024;

  const SKIPPED = new Set(["script", "style", "noscript", "template", "head", "link", "meta", "title", "base",
    "source", "track", "param", "datalist", "colgroup", "col", "map", "area", "br", "wbr"]);
  // Elements that speak for everything inside them.
  const OWNERS = new Set(["a", "button", "input", "select", "textarea", "summary", "img", "canvas", "video",
    "audio", "progress", "meter", "object", "embed"]);
  const OWNER_ROLES = new Set(["button", "link", "checkbox", "radio", "switch", "tab", "menuitem",
    "menuitemcheckbox", "menuitemradio", "option", "treeitem", "textbox", "searchbox", "combobox", "slider",
    "spinbutton", "img", "progressbar"]);
  const CONTROLS = "a[href],button,input:not([type=hidden]),select,textarea,summary,[onclick],[contenteditable=true]," +
    "[role=button],[role=link],[role=checkbox],[role=radio],[role=tab],[role=menuitem],[role=option],[tabindex='0']";
  const SHAPES = new Set(["rect", "circle", "ellipse", "polygon", "polyline", "path", "line", "image", "use"]);
  const INPUT_ROLES = {
    button: "button", submit: "button", reset: "button", image: "button", file: "button", checkbox: "checkbox",
    radio: "radio", range: "slider", number: "spinbutton", search: "searchbox",
  };
  const UNTYPED = new Set(["button", "submit", "reset", "image", "file", "checkbox", "radio", "range", "color"]);
  const TAG_ROLES = {
    a: "link", button: "button", select: "combobox", textarea: "textbox", summary: "button", img: "img",
    h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", td: "cell",
    th: "columnheader", option: "option", progress: "progressbar", meter: "meter", canvas: "img", video: "video",
    audio: "audio", svg: "img", iframe: "iframe", object: "img", embed: "img", legend: "text", label: "label",
    dialog: "dialog", li: "listitem", output: "status",
  };

  let nodes = [];      // the elements listed last, by index
  let limit = 1000, textLimit = 1000;

  const squeeze = text => text.replace(/\s+/g, " ").trim();
  const cut = text => (text.length > textLimit ? text.slice(0, textLimit - 1) + "…" : text);
  const tagOf = el => el.localName;
  const roleOf = el => {
    const given = el.getAttribute("role");
    if (given && given !== "none" && given !== "presentation") return given.trim().split(/\s+/)[0];
    const tag = el.localName;
    if (tag === "input") return INPUT_ROLES[el.type] || (el.getAttribute("list") ? "combobox" : "textbox");
    if (tag === "select") return el.multiple || el.size > 1 ? "listbox" : "combobox";
    if (tag === "a") return el.hasAttribute("href") ? "link" : "text";
    return TAG_ROLES[tag] || "";
  };

  const isListbox = el => el.localName === "select" && (el.multiple || el.size > 1);
  const isText = el => (el.localName === "input" && !UNTYPED.has(el.type)) || el.localName === "textarea" ||
    el.isContentEditable;

  function activeElement(doc) {
    let active = doc.activeElement;
    for (;;) {
      if (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
      else if (active && active.localName === "iframe" && innerDocument(active)) active = innerDocument(active).activeElement;
      else return active;
    }
  }

  function innerDocument(frame) {
    try { return frame.contentDocument; } catch { return null; }
  }

  const byId = (el, id) => (el.getRootNode().getElementById ? el.getRootNode() : el.ownerDocument).getElementById(id);

  function visibleText(el) {
    const only = el.firstChild;
    if (only && only.nodeType === 3 && !only.nextSibling) return squeeze(only.data);
    return squeeze(el.innerText === undefined ? el.textContent : el.innerText);
  }

  // What a control is called that shows no text of its own.
  function nameOf(el) {
    const labelledby = el.getAttribute("aria-labelledby");
    if (labelledby) {
      const found = labelledby.split(/\s+/).map(id => byId(el, id)).filter(Boolean).map(one => squeeze(one.textContent));
      if (found.length) return found.join(" ");
    }
    const label = el.getAttribute("aria-label");
    if (label) return squeeze(label);
    if (el.labels && el.labels.length) {
      const text = Array.from(el.labels, one => {
        if (!one.contains(el)) return squeeze(one.textContent);
        const copy = one.cloneNode(true);
        for (const inner of copy.querySelectorAll("select,textarea,button,script,style")) inner.remove();
        return squeeze(copy.textContent);
      }).filter(Boolean).join(" ");
      if (text) return text;
    }
    return squeeze(el.getAttribute("alt") || "");
  }

  function valueOf(el) {
    const tag = el.localName;
    if (tag === "select") return Array.from(el.selectedOptions, one => squeeze(one.label || one.text)).join(", ");
    if (tag === "input") {
      if (el.type === "checkbox" || el.type === "radio" || el.type === "image") return "";
      if (el.type === "submit" || el.type === "reset" || el.type === "button") return "";
      if (el.type === "file") return Array.from(el.files || [], file => file.name).join(", ");
      if (el.type === "password") return "•".repeat(el.value.length);
      return el.value;
    }
    if (tag === "textarea") return el.value;
    if (tag === "progress" || tag === "meter") return String(el.value);
    if (el.isContentEditable) return visibleText(el);
    return el.getAttribute("aria-valuetext") || el.getAttribute("aria-valuenow") || "";
  }

  const isDisabled = el => el.disabled === true || el.getAttribute("aria-disabled") === "true" ||
    (el.localName === "option" ? el.closest("select:disabled,optgroup:disabled") !== null
      : "disabled" in el && el.matches(":disabled"));

  function flagsOf(el, role, clickable, active) {
    let flags = 0;
    if (!isDisabled(el)) flags |= ENABLED;
    if (clickable) flags |= CLICKABLE;
    if (isText(el) && !el.readOnly) flags |= EDITABLE;
    if (el.localName === "input" && el.type === "password") flags |= PASSWORD;
    if (el.tabIndex >= 0 && (clickable || el.hasAttribute("tabindex"))) flags |= FOCUSABLE;
    if (el === active) flags |= FOCUSED;
    const checked = el.getAttribute("aria-checked") || el.getAttribute("aria-pressed");
    if (el.localName === "input" && (el.type === "checkbox" || el.type === "radio")) {
      flags |= CHECKABLE | (el.checked ? CHECKED : 0);
    } else if (checked !== null && checked !== "") {
      flags |= CHECKABLE | (checked === "true" ? CHECKED : 0);
    } else if (role === "checkbox" || role === "radio" || role === "switch") {
      flags |= CHECKABLE;
    }
    if (el.localName === "option" ? el.selected : (el.getAttribute("aria-selected") === "true" ||
        (el.hasAttribute("aria-current") && el.getAttribute("aria-current") !== "false"))) flags |= SELECTED;
    return flags;
  }

  const meet = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const isEmpty = box => box[2] - box[0] < 1 || box[3] - box[1] < 1;

  // The topmost element at a point of the page's viewport, through frames and shadow roots.
  function hitAt(x, y) {
    let root = document, left = 0, top = 0, hit = null;
    for (;;) {
      const found = root.elementFromPoint(x - left, y - top);
      if (!found || found === hit) return found || hit;
      hit = found;
      if (hit.shadowRoot) { root = hit.shadowRoot; continue; }
      const inner = hit.localName === "iframe" && innerDocument(hit);
      if (!inner) return hit;
      const box = hit.getBoundingClientRect();
      left += box.left + hit.clientLeft; top += box.top + hit.clientTop;
      root = inner;
    }
  }

  const parentOf = el => el.parentElement || (el.getRootNode().host) || null;
  function within(el, ancestor) {
    for (let one = el; one; one = parentOf(one)) if (one === ancestor) return true;
    return false;
  }

  // Whether a click at the point reaches el: it, a part of it, or a label of it is on top.
  function reaches(el, x, y) {
    const hit = hitAt(x, y);
    if (!hit) return false;
    if (hit === el || within(hit, el)) return true;
    if (hit.localName === "iframe" && el.ownerDocument !== document) return within(el.ownerDocument.defaultView.frameElement, hit);
    if (el.localName === "option") return within(el, hit);
    const label = hit.closest && hit.closest("label");
    return Boolean(label && label.control === el);
  }

  // ---- the walk --------------------------------------------------------------------------------

  class Walk {
    constructor() {
      this.rows = [];
      this.nodes = [];
      this.run = null;
      this.active = activeElement(document);
      this.full = false;
    }

    // Everything of one document. `view`: its part of the screen; `dx`, `dy`: where its viewport lies.
    document(doc, view, dx, dy) {
      const root = doc.body || doc.documentElement;
      if (!root) return;
      const saved = [this.dx, this.dy, this.view];
      [this.dx, this.dy, this.view] = [dx, dy, view];
      this.flush();
      this.element(root, { clip: view, outer: view, block: root, pointer: false, opacity: 1, fixed: false });
      this.flush();
      [this.dx, this.dy, this.view] = saved;
    }

    boxOf(rect) {
      return [rect.left + this.dx, rect.top + this.dy, rect.right + this.dx, rect.bottom + this.dy];
    }

    element(el, up) {
      const tag = el.localName;
      if (SKIPPED.has(tag) || this.full) {
        if (tag === "br" && this.run) this.run.parts.push("\n");
        return;
      }
      const style = getComputedStyle(el);
      const display = style.display;
      if (display === "none" || style.contentVisibility === "hidden") return;
      let clip = up.clip, outer = up.outer;
      const position = style.position;
      if (position === "fixed") clip = outer = this.view;
      else if (position === "absolute") clip = outer;
      const opacity = up.opacity * Number(style.opacity);
      if (opacity < 0.05) return;
      const shown = style.visibility === "visible";
      const role = roleOf(el);
      const pointer = style.cursor === "pointer";
      const svg = el.namespaceURI === "http://www.w3.org/2000/svg";

      let box = null;
      const measure = () => box || (box = this.boxOf(el.getBoundingClientRect()));
      const clickable = isClickable(el, role, pointer && !up.pointer);
      const inline = display === "inline" || display === "contents";
      if (!inline) this.breakAt(el, up.block);

      if (tag === "iframe") {
        if (shown) this.frame(el, meet(measure(), clip));
        return;
      }
      if (shown && this.owns(el, tag, role, clickable, svg)) {
        const seen = meet(measure(), clip);
        if (!isEmpty(seen)) this.own(el, tag, role, seen, clickable, svg);
        else if (tag === "a" && el.firstElementChild) this.around(el, role, clip, clickable);
        if (isListbox(el)) this.children(el, { ...up, clip, outer, opacity });
        return;
      }
      if (tag === "svg" && isSmall(measure())) return;
      if (!svg) {
        const cutX = style.overflowX !== "visible", cutY = style.overflowY !== "visible";
        if ((cutX || cutY) && el !== document.body && el !== document.documentElement) {
          const at = measure();
          const inner = meet(clip, [cutX ? at[0] : -1e9, cutY ? at[1] : -1e9, cutX ? at[2] : 1e9, cutY ? at[3] : 1e9]);
          if (isEmpty(inner)) {
            if (position !== "static") return;   // even what is absolutely placed inside is cut off
          } else if (shown && canScroll(el, style)) {
            this.add(el, tag, role || "region", inner, SCROLLABLE, squeeze(el.getAttribute("aria-label") || ""), "", "");
          }
          clip = inner;
          if (position !== "static") outer = inner;
        } else if (position !== "static") outer = clip;
      }
      if (shown && this.isPicture(el, tag, style, measure)) {
        const seen = meet(measure(), clip);
        if (!isEmpty(seen)) this.add(el, tag, role || "generic", seen, flagsOf(el, role, clickable, this.active),
          "", squeeze(nameOf(el) || el.title || ""), "");
        return;
      }
      this.children(el, { clip, outer, opacity, shown, pointer, block: inline ? up.block : el });
      if (!inline) this.breakAt(el, el);
    }

    children(el, down) {
      const root = el.shadowRoot;
      if (root) {
        for (let child = root.firstChild; child; child = child.nextSibling) this.node(child, el, down);
        return;
      }
      if (el.localName === "slot") {
        const assigned = el.assignedNodes();
        if (assigned.length) { for (const child of assigned) this.node(child, el, down); return; }
      }
      for (let child = el.firstChild; child; child = child.nextSibling) this.node(child, el, down);
    }

    node(child, parent, down) {
      if (child.nodeType === 1) this.element(child, down);
      else if (child.nodeType === 3 && down.shown !== false) this.text(child, parent, down);
    }

    // Whether el is one element for the agent, with everything inside it.
    owns(el, tag, role, clickable, svg) {
      if (tag === "a") return el.hasAttribute("href") || clickable;
      if (tag === "label") return clickable;
      if (OWNERS.has(tag)) return !(tag === "input" && el.type === "hidden");
      if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return true;
      if (OWNER_ROLES.has(role) && tag !== "svg") return el.querySelector(CONTROLS) === null;
      if (tag === "option") return true;
      if (svg && SHAPES.has(tag)) return true;
      return clickable && !svg && el.querySelector(CONTROLS) === null && el.querySelector("svg,iframe,canvas") === null;
    }

    own(el, tag, role, seen, clickable, svg) {
      this.flush();
      let text = "", about = "";
      const native = tag === "input" || tag === "textarea" || tag === "select";
      if (tag === "input" && (el.type === "submit" || el.type === "button" || el.type === "reset")) {
        text = squeeze(el.value || (el.type === "submit" ? "Submit" : el.type === "reset" ? "Reset" : ""));
      } else if (native || tag === "img" || tag === "canvas" || tag === "video" || tag === "audio") {
        text = nameOf(el);
      } else if (svg) {
        const title = el.querySelector("title");
        text = title ? squeeze(title.textContent) : "";
        about = squeeze(`${el.getAttribute("fill") || el.style.fill || ""} ${tag}`);
      } else if (!(el.isContentEditable && isText(el))) {
        text = visibleText(el);
      }
      if (text === "" && !native) {
        text = nameOf(el);
        if (text === "") {
          const inner = el.querySelector("img[alt]:not([alt='']),[aria-label],svg title");
          if (inner) text = squeeze(inner.getAttribute("alt") || inner.getAttribute("aria-label") || inner.textContent);
        }
      } else if (!native) {
        const label = el.getAttribute("aria-label");
        if (label && squeeze(label) !== text) about = squeeze(label);
      }
      const title = squeeze(el.getAttribute("title") || "");
      if (!about && title && title !== text) about = title;
      let flags = flagsOf(el, role, clickable || tag === "option", this.active);
      if ((tag === "textarea" || isListbox(el)) && (el.scrollHeight > el.clientHeight + 1)) flags |= SCROLLABLE;
      this.add(el, tag, role || (svg ? "img" : "generic"), seen, flags, text, about, valueOf(el));
    }

    // A link without a box of its own around a block that has one.
    around(el, role, clip, clickable) {
      const boxes = Array.from(el.querySelectorAll("*"), one => meet(this.boxOf(one.getBoundingClientRect()), clip));
      const seen = boxes.filter(one => !isEmpty(one)).reduce((a, b) => a === null ? b :
        [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])], null);
      if (seen) this.own(el, el.localName, role, seen, clickable, false);
    }

    isPicture(el, tag, style, measure) {
      if (el.firstChild && el.textContent.trim() !== "" || el.firstElementChild) return false;
      if (tag === "svg" || el === document.body) return false;
      const painted = style.backgroundImage !== "none" || !/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor);
      if (!painted && !el.hasAttribute("aria-label")) return false;
      const at = measure();
      return at[2] - at[0] >= 6 && at[3] - at[1] >= 6;
    }

    frame(el, seen) {
      if (isEmpty(seen)) return;
      const inner = innerDocument(el);
      if (!inner) {
        this.add(el, "iframe", "iframe", seen, ENABLED, squeeze(el.title || ""), "", "");
        return;
      }
      const at = this.boxOf(el.getBoundingClientRect());
      this.document(inner, seen, at[0] + el.clientLeft, at[1] + el.clientTop);
      this.flush();
    }

    // ---- text: one element per run of a block, ended by controls and by other blocks

    text(node, parent, down) {
      const data = node.data;
      if (!/\S/.test(data)) {
        if (this.run && this.run.block === down.block) this.run.parts.push(" ");
        return;
      }
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = meet(this.boxOf(range.getBoundingClientRect()), down.clip);
      if (isEmpty(box)) return;
      const label = parent.closest("label");
      if (label && label.control && isSeen(label.control)) return;   // it is the control's name
      if (this.run && this.run.block !== down.block) this.flush();
      if (!this.run) {
        this.run = { block: down.block, parent, parts: [], box };
      } else {
        const b = this.run.box;
        this.run.box = [Math.min(b[0], box[0]), Math.min(b[1], box[1]), Math.max(b[2], box[2]), Math.max(b[3], box[3])];
        if (this.run.parent !== parent) this.run.parent = down.block;
      }
      this.run.parts.push(data);
    }

    breakAt(el, block) {
      if (this.run) this.flush();
    }

    flush() {
      const run = this.run;
      this.run = null;
      if (!run) return;
      const text = run.parts.join("").split("\n\n").map(squeeze).join(" ").trim();
      if (!text) return;
      let el = run.parent, role = "text";
      for (let one = el; one && one !== document.body; one = one.parentElement) {
        const named = roleOf(one);
        if (/^(heading|cell|columnheader|rowheader|gridcell|listitem|status|alert)$/.test(named)) {
          if (named !== "listitem") { role = named; el = one; }
          break;
        }
        if (one === run.block) break;
      }
      const about = squeeze(el.getAttribute("title") || "");
      this.add(el, tagOf(el), role, run.box, ENABLED, squeeze(text), about === text ? "" : about, "");
    }

    add(el, tag, role, box, flags, text, about, value) {
      if (this.rows.length >= limit) { this.full = true; return; }
      this.rows.push([
        cut(text), cut(about), tag, el.id || el.getAttribute("name") || "",
        el.getAttribute("placeholder") || el.getAttribute("aria-placeholder") || "",
        Math.round(box[0]), Math.round(box[1]), Math.round(box[2]), Math.round(box[3]), flags, cut(value), role,
      ]);
      this.nodes.push(el);
    }
  }

  const isSmall = box => box[2] - box[0] <= 48 && box[3] - box[1] <= 48;
  const isSeen = el => {
    const box = el.getBoundingClientRect();
    return box.width >= 1 && box.height >= 1 && el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  function isClickable(el, role, pointer) {
    switch (el.localName) {
      case "a": return el.hasAttribute("href") || pointer || el.hasAttribute("onclick");
      case "button": case "select": case "textarea": case "summary": return true;
      case "input": return el.type !== "hidden";
      case "label": return Boolean(el.control && !isSeen(el.control));
      case "option": return true;
    }
    return pointer || el.hasAttribute("onclick") || typeof el.onclick === "function" ||
      (OWNER_ROLES.has(role) && role !== "img" && role !== "progressbar") ||
      (el.hasAttribute("tabindex") && el.tabIndex >= 0) || el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable);
  }

  function canScroll(el, style) {
    return ((style.overflowY === "auto" || style.overflowY === "scroll") && el.scrollHeight > el.clientHeight + 1) ||
      ((style.overflowX === "auto" || style.overflowX === "scroll") && el.scrollWidth > el.clientWidth + 1);
  }

  // Drop what lies under something else. Points are tried in turn: the middle, then towards corners.
  function uncovered(walk) {
    const rows = [], kept = [];
    walk.rows.forEach((row, i) => {
      const el = walk.nodes[i];
      const [left, top, right, bottom] = row.slice(5, 9);
      if (row[9] & SCROLLABLE && !(row[9] & CLICKABLE) || seenAt(el, left, top, right, bottom)) {
        rows.push(row);
        kept.push(el);
      }
    });
    return [rows, kept];
  }

  function seenAt(el, left, top, right, bottom) {
    for (const [fx, fy] of [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]]) {
      const hit = hitAt(left + (right - left) * fx, top + (bottom - top) * fy);
      if (!hit || hit === el || within(hit, el) || within(el, hit)) return true;
      if (hit.localName === "iframe") return true;
      const style = getComputedStyle(el);
      if (style.pointerEvents === "none") return true;
      if (hit.localName === "label" && hit.control === el) return true;
      const mine = el.closest("svg");
      if (mine && within(hit, mine)) return true;
    }
    return false;
  }

  // ---- acting ----------------------------------------------------------------------------------

  function deepQuery(root, selector) {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const el of root.querySelectorAll("*")) {
      const inner = el.shadowRoot || (el.localName === "iframe" && innerDocument(el));
      const deep = inner && deepQuery(inner, selector);
      if (deep) return deep;
    }
    return null;
  }

  // Where a frame's viewport lies on the screen.
  function offsetOf(doc) {
    let x = 0, y = 0;
    for (let frame = doc.defaultView && doc.defaultView.frameElement; frame; frame = frame.ownerDocument.defaultView.frameElement) {
      const box = frame.getBoundingClientRect();
      x += box.left + frame.clientLeft; y += box.top + frame.clientTop;
    }
    return [x, y];
  }

  const describe = el => {
    const name = cut(visibleText(el) || nameOf(el) || el.id || "").slice(0, 60);
    return `<${el.localName}${el.id ? "#" + el.id : ""}>${name ? ` "${name}"` : ""}`;
  };

  function find(index, bid) {
    if (bid !== null) {
      const found = deepQuery(document, `[bid="${CSS.escape(bid)}"]`);
      return found ? [found, ""] : [null, `no element has the bid ${JSON.stringify(bid)}`];
    }
    if (index >= nodes.length) {
      return [null, nodes.length ? `there is no element ${index}; there are ${nodes.length}, from 0` : "the page has changed; look at its elements again"];
    }
    const el = nodes[index];
    if (!el.isConnected || !el.ownerDocument.defaultView) return [null, `element ${index} is gone from the page`];
    return [el, ""];
  }

  // A point of el that a click reaches, scrolled into view if need be.
  function target(index, bid, mustReach) {
    const [el, problem] = find(index, bid);
    if (!el) return { problem };
    if (mustReach && isDisabled(el)) return { problem: `${describe(el)} is disabled` };
    if (el.localName === "option" && el.closest("select") && !isListbox(el.closest("select"))) {
      return { problem: `${describe(el)} is an option of a drop-down list; use select_option on the list` };
    }
    let point = pointOn(el, mustReach);
    if (!point.reached) {
      el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      for (let frame = el.ownerDocument.defaultView.frameElement; frame; frame = frame.ownerDocument.defaultView.frameElement) {
        if (!inView(frame.getBoundingClientRect())) frame.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
      }
      point = pointOn(el, mustReach);
    }
    if (!point.reached) {
      if (!point.sized) return { problem: `${describe(el)} is not visible` };
      if (mustReach) {
        const cover = hitAt(point.x, point.y);
        return { problem: cover ? `${describe(el)} is covered by ${describe(cover)}` : `${describe(el)} lies outside the viewport` };
      }
    }
    return { x: point.x, y: point.y };
  }

  const inView = box => box.left < innerWidth && box.top < innerHeight && box.right > 0 && box.bottom > 0;

  function pointOn(el, mustReach) {
    const [dx, dy] = offsetOf(el.ownerDocument);
    const rects = Array.from(el.getClientRects()).filter(rect => rect.width > 0 && rect.height > 0);
    if (!rects.length && el.localName === "a") {
      for (const inner of el.querySelectorAll("*")) rects.push(...Array.from(inner.getClientRects()).filter(rect => rect.width > 0 && rect.height > 0));
    }
    let first = null;
    for (const rect of rects.slice(0, 5)) {
      const left = Math.max(rect.left + dx, 0), top = Math.max(rect.top + dy, 0);
      const right = Math.min(rect.right + dx, innerWidth), bottom = Math.min(rect.bottom + dy, innerHeight);
      if (right - left < 0.5 || bottom - top < 0.5) {
        first = first || { x: rect.left + dx + rect.width / 2, y: rect.top + dy + rect.height / 2 };
        continue;
      }
      for (const [fx, fy] of [[0.5, 0.5], [0.15, 0.3], [0.85, 0.7], [0.5, 0.15], [0.5, 0.85]]) {
        const x = left + (right - left) * fx, y = top + (bottom - top) * fy;
        if (reaches(el, x, y)) return { x, y, reached: true, sized: true };
        if (!mustReach && fx === 0.5 && fy === 0.5) return { x, y, reached: true, sized: true };
        first = first || { x, y };
      }
    }
    return { ...(first || { x: 0, y: 0 }), reached: false, sized: rects.length > 0 };
  }

  function elementAt(x, y) {
    return x === null ? activeElement(document) : hitAt(x, y);
  }

  function locate(index, bid, x, y) {
    if (index !== null || bid !== null) return find(index, bid);
    const el = elementAt(x, y);
    return el ? [el, ""] : [null, `nothing is at (${x}, ${y})`];
  }

  const fire = (el, ...types) => {
    for (const type of types) el.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  };

  // Choose an option of a <select> by label, else by value.
  function choose(index, bid, x, y, wanted) {
    let [el, problem] = locate(index, bid, x, y);
    if (!el) return { problem };
    if (el.localName === "label" && el.control) el = el.control;
    if (el.localName === "option") el = el.closest("select") || el;
    if (el.localName !== "select") return { problem: `${describe(el)} is not a drop-down list; select_option needs one` };
    if (isDisabled(el)) return { problem: `${describe(el)} is disabled` };
    const names = Array.isArray(wanted) ? wanted : [wanted];
    const options = Array.from(el.options);
    const chosen = [];
    for (const name of names) {
      const label = one => squeeze(one.label || one.text);
      const found = options.find(one => label(one) === squeeze(name)) || options.find(one => one.value === name) ||
        options.find(one => label(one).toLowerCase() === squeeze(name).toLowerCase());
      if (!found) {
        const shown = options.slice(0, 30).map(one => JSON.stringify(label(one))).join(", ");
        return { problem: `${describe(el).split('"')[0].trim()} has no option ${JSON.stringify(name)}; it has ${shown}${options.length > 30 ? ", …" : ""}` };
      }
      if (isDisabled(found)) return { problem: `the option ${JSON.stringify(label(found))} is disabled` };
      chosen.push(found);
    }
    if (chosen.length > 1 && !el.multiple) return { problem: "only one option of this list can be chosen" };
    el.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    el.focus({ preventScroll: true });
    for (const one of options) one.selected = chosen.includes(one);
    fire(el, "input", "change");
    return {};
  }

  // Prepare the focused field for typing. Kinds that take no keys get their value here.
  const VALUED = new Set(["date", "time", "datetime-local", "month", "week", "color", "range"]);
  function typing(text, clear, toEnd) {
    const el = activeElement(document);
    if (!el || !isText(el) && !VALUED.has(el.type)) {
      return { problem: el && el !== document.body && el.localName !== "iframe" ? `${describe(el)} takes no text` : "no text field has the focus" };
    }
    if (isDisabled(el) || el.readOnly) return { problem: `${describe(el)} cannot be changed` };
    if (el.localName === "input" && VALUED.has(el.type)) {
      const before = el.value;
      setValue(el, text);
      if (el.value === "" && text !== "" || el.type === "range" && Number(el.value) !== Number(text)) {
        const got = el.value;
        setValue(el, before);
        return { problem: `${describe(el)} of type ${el.type} does not take ${JSON.stringify(text)}${got ? ` (nearest is ${got})` : ""}` };
      }
      fire(el, "input", "change");
      return { done: true };
    }
    if (clear) selectAll(el);
    else if (toEnd) caretToEnd(el);
    return { empty: (el.value === undefined ? el.textContent : el.value) === "" };
  }

  function setValue(el, value) {
    const proto = el.localName === "textarea" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(proto.prototype, "value").set.call(el, value);
  }

  function selectAll(el) {
    if (el.select) el.select();
    else {
      const range = el.ownerDocument.createRange();
      range.selectNodeContents(el);
      const selection = el.ownerDocument.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }
  }

  function caretToEnd(el) {
    if (el.value !== undefined) {
      try { el.setSelectionRange(el.value.length, el.value.length); } catch { /* number and email have no caret */ }
    } else {
      selectAll(el);
      el.ownerDocument.getSelection().collapseToEnd();
    }
  }

  // Whether text can be typed into what an action is aimed at; nothing is changed yet.
  function editable(index, bid, x, y) {
    let [el, problem] = locate(index, bid, x, y);
    if (!el) return { problem };
    const label = el.closest("label");
    if (label && label.control) el = label.control;
    if (el.localName === "input" && VALUED.has(el.type)) {
      if (isDisabled(el) || el.readOnly) return { problem: `${describe(el)} cannot be changed` };
      el.focus();
      return { valued: true };
    }
    if (!isText(el)) {
      // Some fields come to life under a click: a cell that becomes an input, a box around one.
      const inner = el.querySelector("input:not([type=hidden]),textarea,[contenteditable=true]");
      if (!inner || !isText(inner)) return { problem: `${describe(el)} takes no text` };
      el = inner;
    }
    if (isDisabled(el) || el.readOnly) return { problem: `${describe(el)} cannot be changed` };
    return { valued: false };
  }

  function focusOn(bid) {
    const [el, problem] = find(null, bid);
    if (!el) return { problem };
    el.focus();
    return {};
  }

  function checkedState(bid) {
    const [el, problem] = find(null, bid);
    if (!el) return { problem };
    const one = el.localName === "label" && el.control ? el.control : el;
    if (one.type === "checkbox" || one.type === "radio") return { checked: one.checked };
    const given = one.getAttribute("aria-checked");
    return given === null ? { problem: `${describe(el)} is not a checkbox or radio button` } : { checked: given === "true" };
  }

  function selectedText() {
    const el = activeElement(document);
    if (el && el.value !== undefined && typeof el.selectionStart === "number") {
      return el.value.slice(el.selectionStart, el.selectionEnd);
    }
    return String((el ? el.ownerDocument : document).getSelection());
  }

  // Tell the page of a clipboard event; gives what it put there, or the selection, or null.
  function clipboard(type, text) {
    const data = new DataTransfer();
    if (type === "paste") data.setData("text/plain", text);
    const el = activeElement(document) || document.body;
    const event = new ClipboardEvent(type, { bubbles: true, cancelable: true, composed: true, clipboardData: data });
    const free = el.dispatchEvent(event);
    if (type === "paste") return free && (isText(el) && !el.readOnly);
    if (!free) return data.getData("text/plain");
    const found = selectedText();
    if (found && type === "cut") el.ownerDocument.execCommand("delete");
    return found;
  }

  let chosen = null;
  function fileInput(index, bid, x, y) {
    const [el, problem] = locate(index, bid, x, y);
    if (!el) return { problem };
    const label = el.closest("label");
    const found = el.type === "file" ? el : label && label.control && label.control.type === "file" ? label.control :
      !el.matches("html,body") && el.querySelector("input[type=file]") || (el.form && el.form.querySelectorAll("input[type=file]").length === 1 ?
        el.form.querySelector("input[type=file]") : null);
    if (!found) return { problem: `${describe(el)} takes no files` };
    if (isDisabled(found)) return { problem: `${describe(found)} is disabled` };
    chosen = found;
    return {};
  }

  // What a scroll at a point or element would move, in this direction; null if nothing.
  function scroller(index, bid, x, y, dx, dy) {
    let el = null;
    if (index !== null || bid !== null) {
      const [found, problem] = find(index, bid);
      if (!found) return { problem };
      el = found;
    } else if (x !== null) {
      el = hitAt(x, y);
      if (!el) return { problem: `(${x}, ${y}) lies outside the page` };
    }
    const given = el !== null;
    for (let one = el; one; one = parentOf(one) || (one.ownerDocument !== document && one.ownerDocument.defaultView.frameElement)) {
      if (canMove(one, dx, dy)) return move(one, dx, dy);
      if (one.parentElement === null && one.ownerDocument !== document && canMove(one.ownerDocument.scrollingElement, dx, dy)) {
        return move(one.ownerDocument.scrollingElement, dx, dy);
      }
    }
    const root = document.scrollingElement || document.documentElement;
    if (canMove(root, dx, dy)) return move(root, dx, dy);
    // At the end of a page that scrolls: nothing happens, as for a person.
    if (!given && canMove(root, -dx, -dy)) return {};
    if (!given) {
      // The page itself stands still: the largest visible part of it that can move.
      let best = null, area = 0;
      for (const one of allElements(document)) {
        if (!canMove(one, dx, dy)) continue;
        const box = one.getBoundingClientRect();
        if (inView(box) && box.width * box.height > area) { best = one; area = box.width * box.height; }
      }
      if (best) return move(best, dx, dy);
    }
    return { problem: "there is nothing to scroll in that direction" };
  }

  function* allElements(root) {
    for (const el of root.querySelectorAll("*")) {
      yield el;
      const inner = el.shadowRoot || (el.localName === "iframe" && innerDocument(el));
      if (inner) {
        if (el.localName === "iframe" && inner.scrollingElement) yield inner.scrollingElement;
        yield* allElements(inner);
      }
    }
  }

  function canMove(el, dx, dy) {
    if (!el) return false;
    const isRoot = el === el.ownerDocument.scrollingElement;
    const style = getComputedStyle(el);
    const free = value => isRoot ? value !== "hidden" && value !== "clip" : value === "auto" || value === "scroll";
    if (dy && free(style.overflowY)) {
      const room = el.scrollHeight - el.clientHeight;
      if (dy > 0 ? el.scrollTop < room - 1 : el.scrollTop > 0) return true;
    }
    if (dx && free(style.overflowX)) {
      const room = el.scrollWidth - el.clientWidth;
      if (dx > 0 ? el.scrollLeft < room - 1 : el.scrollLeft > 0) return true;
    }
    return el.localName === "textarea" && (dy > 0 ? el.scrollTop < el.scrollHeight - el.clientHeight - 1 : dy < 0 && el.scrollTop > 0);
  }

  function move(el, dx, dy) {
    // One page less a little, so that the reader keeps the thread.
    const width = Math.min(el.clientWidth, innerWidth), height = Math.min(el.clientHeight, innerHeight);
    el.scrollBy({ left: dx * Math.max(width - 40, width / 2), top: dy * Math.max(height - 40, height / 2), behavior: "instant" });
    return {};
  }

  // ---- reading ---------------------------------------------------------------------------------

  function pageText(max) {
    const parts = [];
    const read = doc => {
      if (doc.body) parts.push(doc.body.innerText);
      for (const frame of doc.querySelectorAll("iframe")) {
        const inner = innerDocument(frame);
        if (inner && isSeen(frame)) read(inner);
      }
    };
    read(document);
    return JSON.stringify(parts.join("\n").slice(0, max));
  }

  globalThis.osg = {
    elements(maxElements, maxText) {
      limit = maxElements; textLimit = maxText;
      const walk = new Walk();
      walk.document(document, [0, 0, innerWidth, innerHeight], 0, 0);
      const [rows, kept] = uncovered(walk);
      nodes = kept;
      return JSON.stringify(rows);
    },
    target: (index, bid, mustReach) => JSON.stringify(target(index, bid, mustReach)),
    choose: (index, bid, x, y, wanted) => JSON.stringify(choose(index, bid, x, y, wanted)),
    typing: (text, clear, toEnd) => JSON.stringify(typing(text, clear, toEnd)),
    scroll: (index, bid, x, y, dx, dy) => JSON.stringify(scroller(index, bid, x, y, dx, dy)),
    editable: (index, bid, x, y) => JSON.stringify(editable(index, bid, x, y)),
    focus: bid => JSON.stringify(focusOn(bid)),
    checked: bid => JSON.stringify(checkedState(bid)),
    paste: text => JSON.stringify(clipboard("paste", text)),
    copy: cut => JSON.stringify(clipboard(cut ? "cut" : "copy", "")),
    fileInput: (index, bid, x, y) => JSON.stringify(fileInput(index, bid, x, y)),
    chosenInput: () => chosen,
    text: pageText,
    html: max => JSON.stringify(((document.doctype ? `<!DOCTYPE ${document.doctype.name}>` : "") +
      (document.documentElement ? document.documentElement.outerHTML : "")).slice(0, max)),
    find, locate, describe, isText, isDisabled, innerDocument, deepQuery, activeElement, allElements, fire,
  };
})();
