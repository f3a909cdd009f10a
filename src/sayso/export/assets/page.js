// Links the text and the list of attributions: hover shows, click chooses, keys walk. The page reads without it.
"use strict";
(() => {
  const root = document.documentElement;
  const entries = [...document.querySelectorAll(".entry")];
  const places = new Map(entries.map((entry, index) => [entry.id, index]));
  const pieces = new Map(entries.map((entry) => [entry.id, []]));
  for (const element of document.querySelectorAll("[data-a]")) {
    for (const [id, letter] of marksOf(element)) pieces.get(id)?.push([element, letter]);
  }
  const wide = matchMedia("(min-width: 60.01rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const sheet = makeSheet();
  let hovered = null;
  let chosen = null;
  let painted = [];

  function marksOf(element) {
    return element.dataset.a.split(" ").map((mark) => mark.split(":"));
  }

  // The innermost attribution first, but before it the one whose number the element links to.
  function candidates(element) {
    const ids = marksOf(element).map(([id]) => id).reverse();
    const own = element.getAttribute("href")?.slice(1);
    return [...new Set(own ? [own, ...ids] : ids)];
  }

  function anchorOf(id) {
    let element = document.getElementById(id.replace(/a(\d+)$/, "t$1"));
    while (element && element.tagName === "SPAN") element = element.nextElementSibling;
    return element ?? pieces.get(id)?.[0]?.[0];
  }

  function paint() {
    for (const element of painted) element.classList.remove("on", "on-s", "on-c", "on-q", "selected");
    painted = [];
    for (const id of new Set([chosen, hovered])) {
      if (!id) continue;
      for (const [element, letter] of pieces.get(id)) {
        element.classList.add("on", `on-${letter}`);
        painted.push(element);
      }
      const entry = entries[places.get(id)];
      entry.classList.add("on");
      painted.push(entry);
    }
    for (const entry of entries) entry.removeAttribute("aria-current");
    if (chosen) {
      entries[places.get(chosen)].classList.add("selected");
      entries[places.get(chosen)].setAttribute("aria-current", "true");
    }
    document.body.classList.toggle("chosen", Boolean(chosen));
  }

  function show(element, block) {
    element?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  // where: what to bring into view besides the highlight, "text", "list" or "both".
  function choose(id, where) {
    chosen = id;
    paint();
    fillSheet();
    if (!id) return;
    if (where !== "list") show(anchorOf(id), wide.matches ? "nearest" : "center");
    if (where !== "text" && wide.matches) show(entries[places.get(id)], "nearest");
  }

  function focusEntry(id) {
    if (wide.matches) entries[places.get(id)].querySelector(".n").focus({ preventScroll: true });
  }

  function walk(step) {
    if (!entries.length) return;
    const at = chosen ? places.get(chosen) + step : step > 0 ? 0 : entries.length - 1;
    const id = entries[Math.min(Math.max(at, 0), entries.length - 1)].id;
    choose(id, "both");
    focusEntry(id);
  }

  function clear() {
    hovered = null;
    choose(null);
    if (document.activeElement !== document.body) document.activeElement.blur();
  }

  function makeSheet() {
    const element = document.createElement("div");
    element.className = "sheet";
    element.hidden = true;
    element.setAttribute("role", "region");
    element.setAttribute("aria-live", "polite");
    element.setAttribute("aria-label", "Chosen attribution");
    const bar = document.createElement("div");
    bar.className = "bar";
    for (const [sign, label, act] of [["‹", "Previous", () => walk(-1)], ["›", "Next", () => walk(1)], ["×", "Close", clear]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      bar.append(button);
    }
    element.append(bar, document.createElement("div"));
    document.body.append(element);
    return element;
  }

  function fillSheet() {
    sheet.hidden = !chosen;
    if (!chosen) return;
    const copy = entries[places.get(chosen)].cloneNode(true);
    copy.removeAttribute("id");
    copy.className = "entry";
    sheet.lastElementChild.replaceChildren(copy);
  }

  function idAt(target) {
    const mark = target.closest?.("[data-a]");
    if (mark) return candidates(mark)[0];
    return target.closest?.(".entry[id]")?.id ?? null;
  }

  function hover(id) {
    if (id === hovered) return;
    hovered = id;
    paint();
  }

  document.addEventListener("mouseover", (event) => hover(idAt(event.target)));
  document.addEventListener("focusin", (event) => hover(idAt(event.target)));
  document.addEventListener("focusout", () => hover(null));

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest(".sheet .bar")) return;
    const mark = event.target.closest("[data-a]");
    const entry = event.target.closest(".entry");
    if (mark) {
      event.preventDefault();
      if (String(getSelection())) return;
      // A click on what is chosen already goes on to the next attribution outwards.
      const ids = candidates(mark);
      const id = ids[(ids.indexOf(chosen) + 1) % ids.length];
      choose(id, "list");
      if (event.detail === 0) focusEntry(id);
    } else if (entry) {
      const link = event.target.closest("a");
      if (link) event.preventDefault();
      const id = entry.id || chosen;
      choose(id, "text");
      if (link && event.detail === 0) anchorOf(id)?.focus({ preventScroll: true });
    } else if (chosen && !event.target.closest("a, aside, .sheet") && !String(getSelection())) {
      choose(null);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const inList = Boolean(event.target.closest(".entry, .sheet"));
    if (event.key === "j" || (event.key === "ArrowDown" && inList)) walk(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && inList)) walk(-1);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });

  root.classList.add("js");
  for (const help of document.querySelectorAll(".keys")) help.hidden = false;
  if (places.has(location.hash.slice(1))) choose(location.hash.slice(1), "both");
})();
