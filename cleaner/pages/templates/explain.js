"use strict";
// Filters, search and keys of a page of blocks. It sets classes and attributes, and writes plain text alone.
{
  const tools = document.querySelector(".tools");
  const blocks = [...document.querySelectorAll(".block")];
  const shown = document.querySelector(".shown");
  const none = document.querySelector(".none");
  const texts = blocks.map((block) => block.querySelector(".text").textContent.toLowerCase());
  const handle = (block) => block.querySelector(".handle");

  const filter = () => {
    const { state, label, words } = Object.fromEntries(new FormData(tools));
    const wanted = words.trim().toLowerCase();
    let number = 0;
    blocks.forEach((block, place) => {
      const fits = (state === "all" || block.classList.contains(state))
        && (!label || block.dataset.label === label)
        && (!wanted || texts[place].includes(wanted));
      block.hidden = !fits;
      number += fits;
    });
    shown.value = `${number.toLocaleString("en")} shown`;
    none.hidden = number > 0;
  };

  const open = (block, wanted = !block.classList.contains("open")) => {
    block.classList.toggle("open", wanted);
    handle(block).setAttribute("aria-expanded", String(wanted));
  };

  const step = (direction) => {
    const visible = blocks.filter((block) => !block.hidden);
    const here = visible.indexOf(document.activeElement.closest(".block"));
    const next = here < 0 ? (direction > 0 ? 0 : visible.length - 1) : here + direction;
    const block = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    if (!block) return;
    handle(block).focus({ preventScroll: true });
    block.scrollIntoView({ block: "nearest" });
  };

  tools.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  for (const block of blocks) {
    handle(block).addEventListener("click", () => open(block));
    block.querySelector(".text").addEventListener("click", () => {
      if (String(getSelection()) === "") open(block);
    });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (typing) typing.blur();
      else blocks.forEach((block) => open(block, false));
    } else if (!typing && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
    } else if (!typing && event.key === "/") {
      event.preventDefault();
      tools.elements.words.focus();
    }
  });
  document.addEventListener("step", (event) => step(event.detail));
  filter(); // a browser keeps what was typed when a page is loaded again
}
