// Runs before anything else in every MiniWoB++ page: gives the page a clock that stands still unless it is told to go on,
// and plays one episode after another in it. Time passes only between an agent's actions, by the same amount on every
// machine, so timers and animations do the same in every run of an episode.
(() => {
  "use strict";

  const START = Date.UTC(2024, 5, 3, 12);
  const FRAME_MS = 16;
  const MAX_CALLS = 20000;
  const MAX_DELAY_MS = 2 ** 31 - 1;

  // ---- the clock ----------------------------------------------------------------------------

  const MachineDate = Date;
  const timers = new Map();
  let now = 0;
  let lastId = 0;

  function later(handler, delay, repeat, args) {
    const call = typeof handler === "function" ? () => handler(...args) : new Function(String(handler));
    const wait = Math.max(1, Math.min(MAX_DELAY_MS, Number(delay) || 0));
    lastId += 1;
    timers.set(lastId, { due: now + wait, every: repeat ? wait : 0, call });
    return lastId;
  }

  function forget(id) {
    timers.delete(Number(id));
  }

  // Whoever passes a promise's own resolver, without delay, waits until the page has nothing left to do: no page script.
  const machineTimeout = window.setTimeout.bind(window);
  const isResolver = (handler) => handler instanceof Function && /\[native code\]/.test(String(handler));
  window.setTimeout = (handler, delay, ...args) => {
    if (!delay && isResolver(handler)) return -machineTimeout(handler);
    return later(handler, delay, false, args);
  };
  window.setInterval = (handler, delay, ...args) => later(handler, delay, true, args);
  window.clearTimeout = window.clearInterval = window.cancelAnimationFrame = forget;
  window.requestAnimationFrame = (handler) => {
    return later(() => handler(now), FRAME_MS - (now % FRAME_MS), false, []);
  };
  performance.now = () => now;

  function PageDate(...args) {
    if (!new.target) return new MachineDate(START + now).toString();
    return Reflect.construct(MachineDate, args.length ? args : [START + now], new.target);
  }
  PageDate.prototype = MachineDate.prototype;
  PageDate.prototype.constructor = PageDate;
  PageDate.now = () => START + now;
  PageDate.parse = MachineDate.parse;
  PageDate.UTC = MachineDate.UTC;
  window.Date = PageDate;

  function pass(ms) {
    const end = now + ms;
    for (let calls = 0; calls < MAX_CALLS; calls += 1) {
      let next = null;
      let nextId = 0;
      for (const [id, timer] of timers) {
        if (timer.due <= end && (next === null || timer.due < next.due)) {
          next = timer;
          nextId = id;
        }
      }
      if (next === null) break;
      now = Math.max(now, next.due);
      if (next.every) next.due = now + next.every;
      else timers.delete(nextId);
      try {
        next.call();
      } catch (error) {
        console.error(error);
      }
    }
    now = end;
  }

  // ---- pictures -------------------------------------------------------------------------------

  // Some signs are pictures that change under the mouse. One that has yet to be fetched has no size, and a click on it
  // misses; so all that the styles name is fetched before the page counts as loaded.
  const pictures = [];

  function fetchPictures() {
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        for (const [, address] of rule.cssText.matchAll(/url\("([^"]+\.(?:png|gif|jpg|svg))"\)/g)) {
          const picture = new Image();
          picture.src = new URL(address, sheet.href || document.baseURI).href;
          pictures.push(picture);
        }
      }
    }
  }
  document.addEventListener("DOMContentLoaded", fetchPictures);

  // An answer, once the pictures are there that scripts have put into the page: until then they have no size.
  function afterPictures(answer) {
    const loading = [...document.images].filter((picture) => !picture.complete);
    if (loading.length === 0) return answer();
    return Promise.all(loading.map((picture) => picture.decode().catch(() => undefined))).then(answer);
  }

  // ---- the mouse ------------------------------------------------------------------------------

  // When something else comes to lie under a mouse at rest, browsers tell the page with their next frame, whenever that
  // is. Here the mouse is moved to where it is, before and after time passes, if it lies on something new.
  let mouse = null;
  let under = null;
  window.addEventListener("mousemove", (event) => { mouse = [event.clientX, event.clientY]; }, true);
  window.addEventListener("mouseover", (event) => { under = event.target; }, true);

  const onSomethingNew = () => mouse !== null && document.elementFromPoint(...mouse) !== under;

  // ---- what people see of a run, and agents do not --------------------------------------------

  const held = new Map(); // element -> its parent
  let goalNodes = null;
  let shown = 0; // calls under way that need the display

  function hide() {
    core.clearTimer();
    document.body.removeEventListener("click", core.canvasDrawClick);
    for (const id of ["reward-display", "click-canvas", "sync-task-cover"]) {
      const element = document.getElementById(id);
      if (element === null) continue;
      held.set(element, element.parentNode);
      element.remove();
    }
    const goal = document.getElementById("query");
    if (goal !== null) {
      goalNodes = goal.cloneNode(true).childNodes;
      goal.replaceChildren();
    }
  }

  function show() {
    const goal = document.getElementById("query");
    if (goal !== null && goalNodes !== null) goal.replaceChildren(...goalNodes);
    goalNodes = null;
    for (const [element, parent] of held) parent.appendChild(element);
    held.clear();
    core.createDisplay();
  }

  // The page's own functions for starting, ending and reading an episode write into the display.
  function backstage(name) {
    const plain = core[name];
    core[name] = (...args) => {
      if (shown === 0) show();
      shown += 1;
      try {
        return plain.apply(core, args);
      } finally {
        shown -= 1;
        if (shown === 0) hide();
      }
    };
  }

  // ---- episodes -------------------------------------------------------------------------------

  let firstTimer = null; // timers above this id belong to an episode
  let bodyStyle = "";
  let draws = 0;

  function prepare() {
    for (const name of ["startEpisodeReal", "endEpisode", "getUtterance"]) backstage(name);
    hide();
    const still = document.createElement("style");
    still.textContent =
      "*, *::before, *::after { caret-color: transparent !important; transition: none !important; animation: none !important; }";
    document.head.appendChild(still);
    bodyStyle = document.body.getAttribute("style");
    firstTimer = lastId;
  }

  // A fresh page's forms are as its HTML says, its lists at their top, and nothing has the focus.
  function tidy() {
    window.getSelection().removeAllRanges();
    // Tab goes on from where the focus was last: now from the start of the body.
    document.body.setAttribute("tabindex", "-1");
    document.body.focus();
    document.body.blur();
    document.body.removeAttribute("tabindex");
    if (location.href.includes("#")) history.replaceState(null, "", location.pathname);
    if (bodyStyle === null) document.body.removeAttribute("style");
    else document.body.setAttribute("style", bodyStyle);
    // Only a form's own reset makes fields forget that somebody has changed them.
    const form = document.createElement("form");
    form.id = "miniwob-reset";
    document.body.appendChild(form);
    const loose = [...document.querySelectorAll("input, textarea, select")].filter((field) => field.form === null);
    for (const field of loose) field.setAttribute("form", form.id);
    for (const each of document.forms) each.reset();
    for (const field of loose) field.removeAttribute("form");
    form.remove();
    for (const element of document.querySelectorAll("*")) {
      if (element.scrollTop || element.scrollLeft) element.scrollTo(0, 0);
    }
  }

  function begin(seed, maxTime, settleTime) {
    if (firstTimer === null) prepare();
    for (const id of [...timers.keys()]) if (id > firstTimer) timers.delete(id);
    now = 0;
    tidy();
    if (window.jQuery && jQuery.resetUniqueId) jQuery.resetUniqueId();
    Math.seedrandom(seed);
    const draw = Math.random;
    draws = 0;
    Math.random = () => {
      draws += 1;
      return draw();
    };
    core.EPISODE_MAX_TIME = maxTime;
    core.startEpisodeReal();
    const goal = goalText();
    return afterPictures(() => {
      pass(settleTime);
      return { goal, ...verdict() };
    });
  }

  // Some goals show a colour or an icon where they have no word for it; it is named as BrowserGym does.
  function goalText() {
    const said = core.getUtterance();
    if (typeof said !== "string") return said.utterance;
    const words = (name) => [...goalNodes].map(name).join("").replace(/\s+/g, " ").trim();
    if (said !== words((node) => node.textContent)) return said;
    return words((node) => (node.textContent.trim() ? node.textContent : sign(node)));
  }

  function sign(node) {
    if (!(node instanceof Element)) return node.textContent;
    const icon = [...node.classList].find((name) => name.startsWith("ui-icon-"));
    if (icon) return `"${icon}"`;
    const parts = node.style.backgroundColor.match(/\d+/g) || [];
    return parts.length ? "#" + parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("") : "";
  }

  function verdict() {
    return { done: WOB_DONE_GLOBAL, raw: Number(WOB_RAW_REWARD_GLOBAL), url: location.href, mouse: null };
  }

  // Let time pass; if the mouse has to be moved first (`passed` is false then) or afterwards, the answer says where to.
  function settle(ms, again) {
    if (!again && onSomethingNew()) return { ...verdict(), mouse, passed: false };
    pass(ms);
    return afterPictures(() => ({ ...verdict(), mouse: onSomethingNew() ? mouse : null, passed: true }));
  }

  // Everything of the document that a script or a person can have changed, as text.
  function describe() {
    const parts = [document.documentElement.outerHTML];
    const all = document.querySelectorAll("*");
    for (let i = 0; i < all.length; i += 1) {
      const e = all[i];
      if (e.value !== undefined && e.tagName !== "LI" && e.tagName !== "BUTTON") {
        parts.push([i, e.value, e.checked, e.selectedIndex, e.selectionStart, e.selectionEnd].join());
      }
      if (e.scrollTop || e.scrollLeft) parts.push(`${i}@${e.scrollLeft},${e.scrollTop}`);
      if (e === document.activeElement) parts.push(`focus ${i}`);
      if (e.tagName === "CANVAS") parts.push(e.toDataURL());
    }
    parts.push(String(window.getSelection()), JSON.stringify(verdict()), `${now} ${draws} ${WOB_REWARD_REASON}`);
    return parts.join("\n");
  }

  // The form fields, by position, and what the page says.
  function facts() {
    const fields = [];
    const all = document.querySelectorAll("#area input, #area textarea, #area select");
    for (let i = 0; i < all.length; i += 1) {
      const e = all[i];
      const label = e.labels && e.labels.length ? e.labels[0].textContent.trim() : "";
      const option = e.tagName === "SELECT" && e.selectedOptions.length ? e.selectedOptions[0].label : null;
      fields.push({
        key: e.id || `${e.tagName.toLowerCase()}-${i}`,
        name: label || e.placeholder || e.id || e.name || `${i + 1}`,
        kind: e.type,
        value: option === null ? e.value : option,
        checked: e.checked ? 1 : 0,
      });
    }
    const area = document.getElementById("area");
    return { url: location.href, text: area === null ? "" : area.innerText, fields };
  }

  document.currentScript.remove();
  window.miniwobEpisode = {
    begin,
    describe,
    facts,
    settle,
  };
})();
