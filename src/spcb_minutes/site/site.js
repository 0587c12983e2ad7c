"use strict";
// Filters for the lists, and the search. Every page can be read without it.
{
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'");
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);
  const made = (name, ...content) => {
    const element = document.createElement(name);
    element.append(...content);
    return element;
  };
  const asked = () => new URLSearchParams(location.hash.slice(1)); // actions.html#status=open

  // Filters

  function filter(form) {
    const list = document.getElementById(form.dataset.filters);
    const entries = [...list.querySelectorAll(".entry")];
    const texts = new Map(); // made when first looked into
    const textOf = (entry) => {
      if (!texts.has(entry)) texts.set(entry, plain(entry.textContent));
      return texts.get(entry);
    };

    function apply() {
      const chosen = [...new FormData(form)].filter(([name, value]) => name !== "text" && value);
      const wanted = words(form.elements.text.value);
      let shown = 0;
      for (const entry of entries) {
        const fits = chosen.every(([name, value]) => entry.dataset[name] === value) &&
          wanted.every((word) => textOf(entry).includes(word));
        entry.hidden = !fits;
        shown += fits;
      }
      for (const section of list.querySelectorAll("section")) {
        section.hidden = !section.querySelector(".entry:not([hidden])");
      }
      form.querySelector("output").textContent = `${shown} of ${entries.length} shown`;
    }

    function arrive() {
      const given = [...asked()].filter(([name]) => form.elements.namedItem(name));
      if (given.length) {
        form.reset();
        for (const [name, value] of given) form.elements.namedItem(name).value = value;
      } else if (location.hash) { // an entry that is linked to is not to be hidden
        const entry = document.getElementById(location.hash.slice(1));
        if (entry?.closest("[hidden]")) {
          form.reset();
          apply();
          entry.scrollIntoView();
        }
      }
      apply();
    }

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", arrive);
    form.hidden = false;
    arrive();
  }

  // Search

  const MOST = 100;
  const KINDS = ["text", "question", "action", "decision"];

  function search(form) {
    const { meetings, items } = JSON.parse(document.getElementById("index").textContent);
    const results = document.getElementById("results");
    const all = document.getElementById("all");
    let looked = null; // each item as it is compared: its heading, and each stretch

    function find() {
      const wanted = words(form.elements.q.value);
      const kind = form.elements.in.value;
      results.replaceChildren();
      if (all) all.hidden = wanted.length > 0 || kind !== "";
      form.querySelector("output").textContent = "";
      if (!wanted.length && !kind) return;
      looked ??= items.map(([, , number, title, said]) => [plain(`${number} ${title}`), said.map(([, text]) => plain(text))]);
      const found = [];
      items.forEach((item, at) => {
        const hit = kind ? within(item, looked[at], wanted, Number(kind)) : whole(looked[at], wanted);
        if (hit) found.push([hit.rank, at, hit.stretch]);
      });
      found.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
      results.append(...found.slice(0, MOST).map(([, at, stretch]) => result(items[at], stretch, wanted)));
      const more = found.length > MOST ? `, the first ${MOST} shown` : "";
      form.querySelector("output").textContent = `${found.length || "no"} ${found.length === 1 ? "item" : "items"}${more}`;
    }

    const count = (text, wanted) => wanted.filter((word) => text.includes(word)).length;
    const most = (texts, wanted) => texts.reduce(
      (best, text, at) => (count(text, wanted) > (best < 0 ? 0 : count(texts[best], wanted)) ? at : best), -1);

    function whole([heading, texts], wanted) {
      if (!wanted.every((word) => heading.includes(word) || texts.some((text) => text.includes(word)))) return null;
      return { rank: count(heading, wanted), stretch: most(texts, wanted) };
    }

    function within([, , , , said], [, texts], wanted, kind) {
      const stretch = texts.findIndex((text, at) => said[at][0] === kind && count(text, wanted) === wanted.length);
      return stretch < 0 ? null : { rank: 0, stretch };
    }

    function result([meeting, anchor, number, title, said], stretch, wanted) {
      const [date, page] = meetings[meeting];
      const link = made("a", made("bdi", number), " ", made("bdi", ...marked(title, wanted)));
      link.href = `${page}#${anchor}`;
      const head = made("p", link, " ", made("small", date));
      if (stretch < 0 && !said.length) return made("li", head);
      const [kind, text] = said[Math.max(stretch, 0)];
      const label = made("b", KINDS[kind]);
      label.className = `label ${KINDS[kind]}`;
      return made("li", head, made("p", ...(kind ? [label, " "] : []), made("bdi", ...excerpt(text, wanted))));
    }

    function places(text, wanted) { // plain() may change lengths: each letter knows where it comes from
      let folded = "";
      const from = [];
      let at = 0;
      for (const letter of text) {
        for (const one of plain(letter)) {
          folded += one;
          for (let unit = 0; unit < one.length; unit += 1) from.push(at);
        }
        at += letter.length;
      }
      from.push(text.length);
      const found = [];
      for (const word of wanted) {
        for (let start = folded.indexOf(word); start >= 0; start = folded.indexOf(word, start + word.length)) {
          found.push([from[start], from[start + word.length]]);
        }
      }
      return found.sort((one, other) => one[0] - other[0]);
    }

    function marked(text, wanted, start = 0, end = text.length) {
      const parts = [];
      let done = start;
      for (const [from, to] of places(text, wanted)) {
        if (from < done || to > end) continue;
        parts.push(text.slice(done, from), made("mark", text.slice(from, to)));
        done = to;
      }
      return [...parts, text.slice(done, end)];
    }

    function excerpt(text, wanted) {
      const first = places(text, wanted)[0]?.[0] ?? 0;
      const start = first > 90 ? text.indexOf(" ", first - 80) + 1 : 0;
      const cut = text.lastIndexOf(" ", start + 260); // not within a word, where there are words
      const end = text.length <= start + 260 ? text.length : cut > start + 130 ? cut : start + 260;
      return [start ? "… " : "", ...marked(text, wanted, start, end), end < text.length ? " …" : ""];
    }

    function arrive() {
      const given = asked().get("q");
      if (given !== null) form.elements.q.value = given;
      find();
    }

    form.addEventListener("input", find);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", arrive);
    form.hidden = false;
    arrive();
  }

  for (const one of document.querySelectorAll(".unscripted")) one.hidden = true;
  for (const form of document.querySelectorAll("form[data-filters]")) filter(form);
  for (const form of document.querySelectorAll("form.search")) search(form);
}
