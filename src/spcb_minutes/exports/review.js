"use strict";
// Shows where the words under the pointer, or in focus, stand on the other side. The page is whole without it.
{
  const text = document.querySelector(".lines");
  const beside = matchMedia("(min-width: 64rem)"); // as in review.css: two columns
  let marked = [];
  let shown = null;
  let kept = null; // what was last clicked or reached by keyboard
  let runs = null; // number of a passage -> its runs in the source

  const entryAt = (target) => target.closest?.("[data-at], [data-in]") ?? null;
  const numbers = (entry) => (entry.dataset.at ?? entry.dataset.in).split(" "); // the narrowest last
  const narrowest = (entry) => numbers(entry).at(-1);
  const isKept = (number) => kept !== null && narrowest(kept) === number;

  function runsOf(number) {
    if (!runs) {
      runs = new Map();
      for (const run of text.querySelectorAll("[data-in]")) {
        for (const one of numbers(run)) {
          if (!runs.has(one)) runs.set(one, []);
          runs.get(one).push(run);
        }
      }
    }
    return runs.get(number) ?? [];
  }

  function add(name, elements) {
    for (const element of elements) {
      element.classList.add(name);
      marked.push([element, name]);
    }
  }

  function mark(entry) {
    if (entry === shown) return;
    shown = entry;
    for (const [element, name] of marked) element.classList.remove(name);
    marked = [];
    if (!entry) return;
    for (const number of numbers(entry).slice(0, -1)) add("within", [document.getElementById(`r${number}`)]);
    add("lit", [document.getElementById(`r${narrowest(entry)}`), ...runsOf(narrowest(entry))]);
  }

  function keep(entry) {
    kept = entry;
    mark(kept);
  }

  function show(entry) { // on the other side; a link goes there by itself
    const other = document.getElementById((entry.dataset.at ? "s" : "r") + narrowest(entry));
    if (beside.matches) other.scrollIntoView({ block: "center" });
  }

  document.addEventListener("mouseover", (event) => mark(entryAt(event.target) ?? kept));
  document.documentElement.addEventListener("mouseleave", () => mark(kept));
  document.addEventListener("focusin", (event) => {
    const entry = entryAt(event.target);
    if (entry && !isKept(narrowest(entry))) keep(entry);
  });
  document.addEventListener("click", (event) => {
    const entry = entryAt(event.target);
    if (!entry || !getSelection().isCollapsed) return;
    keep(entry);
    if (!event.target.closest("a")) show(entry);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") keep(null);
  });

  function arrive() {
    const [, side, number] = /^#([rs])(\d+)$/.exec(location.hash) ?? [];
    if (number && !isKept(number)) keep(document.getElementById(`r${number}`));
    const place = document.getElementById(`s${number}`);
    if (side === "r" && place && beside.matches) reveal(place);
  }

  function reveal(place) { // in the pane alone: the window is on its way to the entry
    const pane = document.getElementById("source");
    const [box, at] = [pane, place].map((one) => one.getBoundingClientRect());
    if (at.top < box.top || at.bottom > box.bottom) pane.scrollTop += at.top - box.top - box.height / 2;
  }
  addEventListener("hashchange", arrive);
  arrive();
  document.documentElement.classList.add("scripted");
}
