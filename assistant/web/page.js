// What the page does in the browser: tell the server what was clicked, keep the cited place in
// view, copy. The server makes all HTML; nothing here knows what a figure is.

window.disclosure = (() => {
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stacked = () => matchMedia("(max-width: 900px)").matches;
  const motion = () => (still() ? "auto" : "smooth");

  // Gradio redraws by comparing, so a mark set here must be set again after each redraw.
  function markCurrent() {
    const shown = document.querySelector("#evidence .evidence[data-citation]");
    for (const mark of document.querySelectorAll("#conversation .mark")) {
      const same = shown && mark.dataset.turn === shown.dataset.turn
        && mark.dataset.citation === shown.dataset.citation;
      if (same) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
    }
  }

  // scrollIntoView would also scroll the page away from the conversation.
  function reveal(sheet) {
    const cited = sheet?.querySelector(".cited");
    if (!cited) return;
    const box = sheet.getBoundingClientRect();
    const spot = cited.getBoundingClientRect();
    const head = sheet.querySelector("thead")?.offsetHeight ?? 0;
    const room = Math.max(0, (box.height - head - spot.height) / 2);
    const left = spot.left - box.left + sheet.scrollLeft;
    sheet.scrollTo({
      top: sheet.scrollTop + spot.top - box.top - head - room,
      left: left + spot.width <= box.width ? 0 : left - (box.width - spot.width) / 2,
      behavior: "instant",
    });
  }

  // Each column scrolls on its own; stacked, the page itself does.
  function showLast(element) {
    const turn = element.querySelector(".turn:last-child");
    if (!turn) return;
    if (stacked()) {
      turn.scrollIntoView({ block: "start", behavior: motion() });
    } else {
      const frame = document.getElementById("conversation");
      const top = turn.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      frame.scrollBy({ top, behavior: motion() });
    }
  }

  // Stacked, the evidence lies below the conversation: a click on a mark goes there, once drawn.
  let wanted = false;

  function showEvidence() {
    if (wanted && stacked()) {
      document.getElementById("evidence").scrollIntoView({ behavior: motion() });
    }
    wanted = false;
  }

  function backToChat() {
    const mark = document.querySelector("#conversation .mark[aria-current]");
    mark?.scrollIntoView({ block: "center", behavior: motion() });
    mark?.focus({ preventScroll: true });
  }

  function place(button) {
    return { turn: Number(button.dataset.turn), citation: Number(button.dataset.citation) };
  }

  async function copy(button) {
    const parts = button.closest(".reply").querySelectorAll(".said, .formula");
    const reply = [...parts].map((part) => (part.innerText || part.textContent).trim()).join("\n");
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(reply);
      button.textContent = "已复制";
    } catch {
      button.textContent = "浏览器不允许复制，请手工选择文字";
    }
    setTimeout(() => { button.textContent = words; }, 1800);
  }

  function chat(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("copy" in button.dataset) copy(button);
      else if ("ask" in button.dataset) trigger("submit", { question: button.dataset.ask });
      else if ("citation" in button.dataset) {
        trigger("select", place(button));
        wanted = true;
        if (button.matches("[aria-current]")) showEvidence();
      }
    });
    watch("value", () => {
      markCurrent();
      requestAnimationFrame(() => showLast(element));
    });
  }

  function evidence(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("back" in button.dataset) backToChat();
      else if ("step" in button.dataset) trigger("select", place(button));
    });
    element.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: "-1", ArrowRight: "1" }[event.key];
      const inSheet = event.target.closest(".sheet");
      if (!step || inSheet) return;
      element.querySelector(`[data-step="${step}"]:enabled`)?.click();
    });
    watch("value", () => {
      markCurrent();
      requestAnimationFrame(() => {
        reveal(element.querySelector(".sheet"));
        showEvidence();
      });
    });
  }

  return { chat, evidence };
})();
