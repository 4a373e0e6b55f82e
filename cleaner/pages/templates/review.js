"use strict";
// A review: judging blocks, and making rules. What comes from documents is only ever set as text.
{
  const maker = document.querySelector(".maker");
  const address = maker?.dataset.address;
  const source = maker?.dataset.source;
  const told = document.querySelector(".told");

  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };

  const ask = async (what, facts) => {
    const answer = await fetch(address + what, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ source, ...facts }),
    }).catch(() => null);
    if (!answer) throw new Error("the server does not answer; is cleaner review still running?");
    const found = await answer.json();
    if (found.error) throw new Error(found.error);
    return found;
  };

  const current = () => document.activeElement.closest(".block");
  const numberOf = (block) => Number(block.id.slice(1));
  const follow = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();

  // Judging.
  const showWords = (words) => {
    for (const block of document.querySelectorAll(".block")) {
      const word = words[numberOf(block)];
      block.classList.toggle("said", Boolean(word));
      for (const button of block.querySelectorAll("[data-word]")) {
        button.setAttribute("aria-pressed", String(button.dataset.word === word));
      }
    }
  };

  const judge = async (block, word) => {
    try {
      showWords((await ask("mark", { block: numberOf(block), word })).words);
      told.textContent = "";
    } catch (error) {
      told.textContent = error.message;
    }
  };

  // Making a rule.
  let pointed = null;
  let end = null;
  let kinds = {};
  const fields = maker?.elements;
  const outcome = document.querySelector(".outcome");

  const showRule = () => {
    const found = kinds[fields.kind.value] ?? [];
    const chosen = found[fields.which.selectedIndex];
    fields.rule.value = chosen?.rule ?? "";
    fields.rule.rows = Math.max(3, fields.rule.value.split("\n").length);
    outcome.replaceChildren();
  };

  const showKind = () => {
    const found = kinds[fields.kind.value] ?? [];
    fields.which.replaceChildren(...found.map((it) => {
      const line = it.rule.split("\n").filter((part) => !part.startsWith("label:")).join(" ");
      return make("option", "", `${it.told}: ${line.slice(0, 60).trim()}`);
    }));
    showRule();
  };

  const propose = async () => {
    const found = await ask("propose", { block: numberOf(pointed), end, label: fields.called.value });
    kinds = found.kinds;
    maker.querySelector(".file").textContent = found.file;
    for (const radio of fields.kind) radio.disabled = !kinds[radio.value].length;
    const usable = [...fields.kind].find((it) => it.checked && !it.disabled) ?? fields.kind[0];
    usable.checked = true;
    showKind();
  };

  const proposeAgain = () => propose().catch((error) => outcome.replaceChildren(make("p", "alarm", error.message)));

  const close = () => {
    document.querySelector(".ends")?.classList.remove("ends");
    pointed?.querySelector(".point").setAttribute("aria-expanded", "false");
    pointed?.querySelector(".handle").focus();
    maker.hidden = true;
    pointed = end = null;
  };

  // What a rule is to call a block: what it is, or where that is wrong what it may be instead.
  const labelFor = (block) => {
    const isRemoved = block.classList.contains("removed");
    const isWrong = block.querySelector(".wrong").getAttribute("aria-pressed") === "true";
    if (isRemoved) return isWrong ? "body" : block.dataset.label;
    return "widget";
  };

  const point = async (block) => {
    if (pointed) close();
    pointed = block;
    fields.called.value = labelFor(block);
    outcome.replaceChildren();
    fields.why.value = "";
    block.querySelector(".point").setAttribute("aria-expanded", "true");
    try {
      await propose();
      told.textContent = "";
    } catch (error) {
      told.textContent = error.message;
      return close();
    }
    if (pointed !== block) return;
    block.append(maker);
    maker.hidden = false;
    maker.scrollIntoView({ block: "nearest" });
    [...fields.kind].find((it) => it.checked).focus({ preventScroll: true });
  };

  const endAt = (block) => {
    document.querySelector(".ends")?.classList.remove("ends");
    block.classList.add("ends");
    end = numberOf(block);
    fields.kind.value = "run";
    proposeAgain();
  };

  const example = (it) => {
    const quoted = make("blockquote", "");
    quoted.dir = "auto";
    const rows = [["around", it.before], ["hit", it.first], ["hit", it.between ? `(${it.between} more)` : ""],
      ["hit", it.last], ["around", it.after]];
    const shown = (name, text) => (name === "hit" && it.effect === "took" ? make("del", "", text) : text);
    quoted.append(...rows.filter(([, text]) => text).map(([name, text]) => make("p", name, shown(name, text))));
    return [make("p", "where", make("code", "", it.page), ` took ${it.took.toLocaleString("en")}, gave back ${it.gave.toLocaleString("en")}`), quoted];
  };

  const showTrial = (it) => {
    const more = it.more ? " (of those read so far)" : "";
    const parts = [make("p", "", `Spoke on ${it.spoke} of ${it.pages} pages of the site${more}; `
      + `took ${it.took.toLocaleString("en")} characters that the generic part keeps, gave back ${it.gave.toLocaleString("en")}.`)];
    if (it.spoke && !it.took && !it.gave) {
      parts.push(make("p", "", "So it changes nothing on these pages: what it speaks of is decided so without it."));
    }
    if (!it.alarms.length) parts.push(make("p", "calm", "No alarms."));
    parts.push(...it.alarms.map((text) => make("p", "alarm", `Alarm: it ${text}`)));
    const silent = Object.entries(it.silent).map(([why, count]) => `${why} (${count})`).join(", ");
    if (silent) parts.push(make("p", "", `No effect: ${silent}.`));
    outcome.replaceChildren(...parts, ...it.examples.flatMap(example));
  };

  const send = async (what, waiting, show) => {
    outcome.replaceChildren(make("p", "", waiting));
    const section = kinds[fields.kind.value]?.[0]?.section ?? "drop";
    try {
      show(await ask(what, { section, rule: fields.rule.value, why: fields.why.value }));
    } catch (error) {
      outcome.replaceChildren(...error.message.split("\n").map((line) => make("p", "alarm", line)));
    }
  };

  const saved = (it) => {
    const again = make("a", "", "See the document with it");
    again.href = location.href;
    outcome.replaceChildren(make("p", "saved", `Saved in ${it.file}. `, again));
  };

  if (maker) {
    document.querySelector(".blocks").addEventListener("click", (event) => {
      const button = event.target.closest(".judge button");
      if (!button) return;
      const block = button.closest(".block");
      if (button.classList.contains("point")) point(block);
      else judge(block, button.getAttribute("aria-pressed") === "true" ? null : button.dataset.word);
    });
    fields.called.addEventListener("change", proposeAgain);
    for (const radio of fields.kind) radio.addEventListener("change", showKind);
    fields.which.addEventListener("change", showRule);
    maker.querySelector(".try").addEventListener("click", () => send("try", "Trying it on pages of the site …", showTrial));
    maker.querySelector(".close").addEventListener("click", close);
    maker.addEventListener("submit", (event) => {
      event.preventDefault();
      send("save", "Writing it with its case …", saved);
    });
    const tools = document.querySelector(".tools");
    const { label } = maker.dataset;
    if (label && [...tools.elements.label.options].some((it) => it.value === label)) {
      tools.elements.label.value = label;
      tools.dispatchEvent(new Event("input"));
    }
  }

  const keys = {
    r: (block) => [judge(block, "right"), document.dispatchEvent(new CustomEvent("step", { detail: 1 }))],
    w: (block) => [judge(block, "wrong"), document.dispatchEvent(new CustomEvent("step", { detail: 1 }))],
    u: (block) => judge(block, null),
    p: (block) => point(block),
    e: (block) => pointed && block !== pointed && endAt(block),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && pointed) return close();
    if (event.target.closest("input:not([type=radio]), select, textarea")) return;
    if (event.key === "n") follow("next");
    else if (event.key === "b") follow("prev");
    else if (keys[event.key] && current() && !event.target.closest(".maker")) {
      event.preventDefault();
      keys[event.key](current());
    } else if (!maker && (event.key === "j" || event.key === "k")) stepLinks(event.key === "j" ? 1 : -1);
  });

  // The list of documents.
  const stepLinks = (direction) => {
    const links = [...document.querySelectorAll(".documents a")];
    const here = links.indexOf(document.activeElement);
    links[Math.min(Math.max(here < 0 ? 0 : here + direction, 0), links.length - 1)]?.focus();
  };

  const choice = document.querySelector(".choice");
  choice?.addEventListener("change", () => choice.submit());

  const progress = document.querySelector(".progress");
  const look = async () => {
    const answer = await fetch("progress").catch(() => null);
    if (!answer) return;
    const { read, of, complete } = await answer.json();
    progress.textContent = `${read.toLocaleString("en")} of ${of.toLocaleString("en")} documents${complete ? "" : " so far"} `;
    const again = make("a", "", "show them");
    again.href = location.href;
    progress.append(again);
    if (!complete) setTimeout(look, 2000);
  };
  if (progress?.dataset.complete === "false") setTimeout(look, 1000);
}
