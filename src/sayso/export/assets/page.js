// Links the text and the list of attributions: hover shows, click chooses, keys walk, filters narrow. The page reads without it.
"use strict";
(() => {
  const root = document.documentElement;
  const entries = [...document.querySelectorAll(".entry")];
  const places = new Map(entries.map((entry, index) => [entry.id, index]));
  const pieces = new Map(entries.map((entry) => [entry.id, []]));
  for (const element of document.querySelectorAll("[data-a]")) {
    for (const [id, letter] of marksOf(element)) pieces.get(id)?.push([element, letter]);
  }
  const pointed = new Map();
  for (const element of document.querySelectorAll("[data-x]")) {
    for (const id of element.dataset.x.split(" ")) {
      if (!pointed.has(id)) pointed.set(id, []);
      pointed.get(id).push(element);
    }
  }
  const notes = new Map();
  for (const note of document.querySelectorAll(".finding[id]")) {
    const place = fragmentOf(note.querySelector("a.letter"));
    if (!place) continue;
    if (!notes.has(place)) notes.set(place, []);
    notes.get(place).push(note);
  }
  const wide = matchMedia("(min-width: 60.01rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const sheet = makeSheet();
  let hovered = null;
  let chosen = null;
  let painted = [];
  let lit = [];

  function marksOf(element) {
    return element.dataset.a.split(" ").map((mark) => mark.split(":"));
  }

  function fragmentOf(link) {
    const address = link?.getAttribute("href");
    return address?.startsWith("#") ? address.slice(1) : null;
  }

  // The innermost attribution first, but before it the one whose number the element links to.
  function candidates(element) {
    const ids = marksOf(element).map(([id]) => id).reverse();
    const own = fragmentOf(element);
    return [...new Set(own ? [own, ...ids] : ids)].filter((id) => !entries[places.get(id)].hidden);
  }

  function anchorOf(id) {
    let element = document.getElementById(id.replace(/a(\d+)$/, "t$1"));
    while (element && element.tagName === "SPAN" && !element.textContent) element = element.nextElementSibling;
    return element ?? pieces.get(id)?.[0]?.[0];
  }

  function paint() {
    for (const element of painted) {
      element.classList.remove("on", "on-s", "on-c", "on-q", "selected");
      element.removeAttribute("aria-current");
    }
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
    if (id) reveal(entries[places.get(id)]);
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
    const shown = entries.filter((entry) => !entry.hidden);
    if (!shown.length) return;
    const at = chosen ? shown.indexOf(entries[places.get(chosen)]) + step : step > 0 ? 0 : shown.length - 1;
    const id = shown[Math.min(Math.max(at, 0), shown.length - 1)].id;
    choose(id, "both");
    focusEntry(id);
  }

  function clear() {
    hovered = null;
    choose(null);
    light([]);
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

  // Words that a finding or another part of the page points at, and the notes of findings about them.
  function light(ids) {
    for (const element of lit) element.classList.remove("lit", "on");
    lit = [];
    for (const id of ids) {
      for (const element of pointed.get(id) ?? []) {
        element.classList.add("lit");
        lit.push(element);
      }
      for (const note of notes.get(id) ?? []) {
        note.classList.add("on");
        lit.push(note);
      }
    }
  }

  function pointedAt(target) {
    const link = fragmentOf(target.closest?.("a[href^='#']"));
    if (pointed.has(link)) return [link];
    const note = fragmentOf(target.closest?.(".finding")?.querySelector("a.letter"));
    if (note) return [note];
    if (target.closest?.(".flag")) return fromNote(link);
    return target.closest?.(".f")?.dataset.x.split(" ").filter((id) => notes.has(id)) ?? [];
  }

  function fromNote(id) {
    return [fragmentOf(document.getElementById(id)?.querySelector("a.letter"))];
  }

  function idAt(target) {
    const mark = target.closest?.("[data-a]");
    if (mark) return candidates(mark)[0] ?? null;
    return target.closest?.(".entry[id]")?.id ?? null;
  }

  function hover(target) {
    light(target ? pointedAt(target) : []);
    const id = target ? idAt(target) : null;
    if (id === hovered) return;
    hovered = id;
    paint();
  }

  function reveal(entry) {
    if (entry.hidden) entry.closest(".reading").querySelector(".filters").reset();
  }

  // Hides what a filter leaves out, takes its marks back in the text, and says how much is left.
  function narrow(form) {
    const reading = form.closest(".reading");
    const fields = [...form.elements].filter((field) => field.name);
    const wanted = fields.filter((field) => (field.type === "checkbox" ? field.checked : field.value));
    const listed = [...reading.querySelectorAll(".entries > .entry")];
    for (const entry of listed) {
      entry.hidden = !wanted.every((field) =>
        field.type === "checkbox" ? field.name in entry.dataset : entry.dataset[field.name] === field.value);
    }
    for (const field of fields) field.classList.toggle("set", wanted.includes(field));
    for (const element of reading.querySelectorAll("[data-a]")) {
      element.classList.toggle("off", marksOf(element).every(([id]) => entries[places.get(id)].hidden));
    }
    const n = listed.filter((entry) => !entry.hidden).length;
    const all = `${listed.length} statement${listed.length === 1 ? "" : "s"}`;
    form.querySelector("output").textContent = wanted.length ? `${n || "None"} of ${all}` : `All ${all}`;
    form.querySelector("button").hidden = !wanted.length;
    if (chosen && entries[places.get(chosen)].hidden) choose(null);
  }

  for (const form of document.querySelectorAll(".filters")) {
    form.hidden = false;
    form.addEventListener("change", () => narrow(form));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      for (const field of form.elements) {
        if (field.type === "checkbox") field.checked = false;
        else if (field.name) field.value = "";
      }
      if (document.activeElement === form.querySelector("button")) form.elements[0].focus();
      narrow(form);
    });
    narrow(form);
  }

  document.addEventListener("mouseover", (event) => hover(event.target));
  document.addEventListener("focusin", (event) => hover(event.target));
  document.addEventListener("focusout", () => hover(null));

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest(".sheet .bar, .filters, summary")) return;
    const link = event.target.closest("a");
    const mark = event.target.closest("[data-a]");
    const entry = event.target.closest(".entry");
    if (mark) {
      event.preventDefault();
      if (String(getSelection())) return;
      // A click on what is chosen already goes on to the next attribution outwards.
      const ids = candidates(mark);
      if (!ids.length) return;
      const id = ids[(ids.indexOf(chosen) + 1) % ids.length];
      choose(id, "list");
      if (event.detail === 0) focusEntry(id);
    } else if (link && places.has(fragmentOf(link))) {
      event.preventDefault();
      choose(fragmentOf(link), "both");
      if (event.detail === 0) focusEntry(chosen);
    } else if (entry && (!link || link.closest(".n, .place") && !link.getAttribute("href").match(/n\d+$/))) {
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
