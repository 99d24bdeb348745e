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
      const frame = document.getElementById("talk");
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

  const say = (key) => window.disclosureShell?.words?.(key)
    ?? window.disclosureTexts?.[key]?.["zh-CN"] ?? key;

  // The frame puts keyed words into the chosen language, so the key changes with the words.
  async function put(button, text) {
    const label = button.querySelector("[data-text]");
    const key = label.dataset.text;
    const tell = (said) => { label.dataset.text = said; label.textContent = say(said); };
    await navigator.clipboard.writeText(text).then(() => tell("ask.copied"), () => tell("ask.nocopy"));
    setTimeout(() => tell(key), 1800);
  }

  function copy(button) {
    const parts = button.closest(".reply").querySelectorAll(".said, .formula");
    put(button, [...parts].map((part) => (part.innerText || part.textContent).trim()).join("\n"));
  }

  // The link asks the same questions again, here or in another browser over the same library.
  function share(button) {
    const asked = new URLSearchParams(JSON.parse(button.dataset.share).map((q) => ["q", q]));
    put(button, `${location.origin}${location.pathname}?${asked}`);
  }

  // The drawing inherits its ink from the page; a picture has to carry it along.
  function savePicture(button) {
    const drawing = button.closest(".reply").querySelector(".chart svg");
    const copied = drawing.cloneNode(true);
    const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
    copied.setAttribute("width", width * 2);
    copied.setAttribute("height", height * 2);
    copied.setAttribute("color", "#1c1f22");
    const source = new Blob([new XMLSerializer().serializeToString(copied)], { type: "image/svg+xml" });
    const address = URL.createObjectURL(source);
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0);
      URL.revokeObjectURL(address);
      const name = button.closest(".turn").querySelector(".question").textContent.trim();
      Object.assign(document.createElement("a"), { href: canvas.toDataURL(), download: `${name}.png` }).click();
    };
    image.src = address;
  }

  function report(button, trigger) {
    const note = button.closest(".wrong").querySelector("[data-note]");
    trigger("like", { turn: Number(button.dataset.report), note: note.value });
    note.value = "";
    button.closest("details").open = false;
  }

  function chat(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("copy" in button.dataset) copy(button);
      else if ("share" in button.dataset) share(button);
      else if ("png" in button.dataset) savePicture(button);
      else if ("report" in button.dataset) report(button, trigger);
      else if ("ask" in button.dataset) trigger("submit", { question: button.dataset.ask });
      else if ("citation" in button.dataset) {
        trigger("select", place(button));
        wanted = true;
        if (button.matches("[aria-current]")) showEvidence();
      }
    });
    element.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: "-1", ArrowRight: "1" }[event.key];
      if (!step || !event.target.closest(".mark")) return;
      document.querySelector(`#evidence [data-step="${step}"]:enabled`)?.click();
    });
    watch("value", () => {
      markCurrent();
      hideOld();
      requestAnimationFrame(() => showLast(element));
    });
  }

  // What was offered after an earlier answer is no offer any more.
  function hideOld() {
    const last = document.querySelectorAll("#conversation .turn").length - 1;
    const waiting = document.querySelector("#conversation .turn:last-child .thinking");
    const offered = document.querySelector("#offers .offers");
    if (offered) offered.hidden = Boolean(waiting) || Number(offered.dataset.for) !== last;
  }

  function offers(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-ask]");
      if (button) trigger("submit", { question: button.dataset.ask });
    });
    watch("value", hideOld);
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

  return { chat, evidence, offers, reveal };
})();
