// The Library view in the browser: dropping files, searching and sorting the list, and telling the
// server what was clicked. While the view is open it asks now and then whether anything changed.
window.disclosureLibrary = (() => {
  const SOON = 1000, LATER = 4000; // milliseconds between looks: while reading, else
  const REDRAW = 4; // looks between which the time that is left is not drawn anew
  const TOGETHER = 10; // uploaded files that are handed in at once
  const { words } = window.disclosureShell;
  const triggers = {};
  let asking = 0;
  let sending = 0;
  let stamp = "";
  let looks = 0;

  const find = (selector) => document.querySelector(`#library ${selector}`);
  const all = (selector) => [...document.querySelectorAll(`#library ${selector}`)];
  const act = (panel, data) => triggers[panel]?.("submit", data);

  function clicked(panel, event) {
    const button = event.target.closest("button[data-do]");
    if (!button || button.disabled) return;
    if ("selected" in button.dataset) {
      act(panel, { do: "remove", ids: selected().join(",") });
      wanted = "remove";
      return;
    }
    if (button.dataset.do === "uncorrect") busy(button.closest("form"));
    act(panel, { ...button.dataset });
    wanted = button.dataset.do;
  }

  function submitted(panel, event) {
    event.preventDefault();
    const form = event.target;
    act(panel, { do: form.dataset.do, ...Object.fromEntries(new FormData(form)) });
    busy(form);
  }

  function busy(form) {
    form?.setAttribute("aria-busy", "true");
    const button = form?.querySelector("[type='submit']");
    if (button) { button.disabled = true; button.textContent = words("doc.saving"); }
  }

  // Files: one upload after the other, so that a slow line still shows which one is on its way.
  function told(key, values) {
    const line = find(".sending");
    const said = document.createElement("p");
    said.textContent = words(key, values);
    if (key !== "library.uploading") said.className = "refused";
    for (const old of line.querySelectorAll("p:not(.refused)")) old.remove();
    if (key) line.append(said);
  }

  function fits(file) {
    const place = find("section.add");
    const most = Number(place.dataset.largest);
    const dot = file.name.lastIndexOf(".");
    const kind = dot < 0 ? "" : file.name.slice(dot).toLowerCase();
    if (!place.dataset.kinds.split(",").includes(kind)) {
      told("library.notread", { name: file.name });
    } else if (file.size > most * 1e6) {
      told("library.toolarge", { name: file.name, size: Math.ceil(file.size / 1e6), most });
    } else return true;
    return false;
  }

  async function send(files, upload) {
    if (!files.length) return;
    find(".sending").replaceChildren();
    const good = files.filter(fits);
    sending += 1;
    const ready = [];
    const hand = () => { if (ready.length) act("library-add", { do: "files", files: ready.splice(0) }); };
    for (const [at, file] of good.entries()) {
      told("library.uploading", { done: at + 1, total: good.length, name: file.name });
      try {
        const { path } = await upload(file);
        ready.push({ path, name: file.name });
      } catch {
        told("library.notsent", { name: file.name });
      }
      if (ready.length >= TOGETHER) hand();
    }
    hand();
    sending -= 1;
    for (const old of find(".sending").querySelectorAll("p:not(.refused)")) old.remove();
    ask();
  }

  // A dropped folder is walked through; hidden files stay where they are.
  async function within(entry) {
    if (entry.name.startsWith(".") || entry.name.startsWith("~$")) return [];
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) break;
      for (const inner of some) found.push(...await within(inner));
    }
    return found;
  }

  async function dropped(event) {
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const files = [...event.dataTransfer.files];
    if (!entries.some((entry) => entry?.isDirectory)) return files;
    return (await Promise.all(entries.filter(Boolean).map(within))).flat();
  }

  function acceptFiles(element, upload) {
    element.addEventListener("change", async ({ target }) => {
      if (target.type !== "file") return;
      await send([...target.files], upload);
      target.value = "";
    });
    const view = document.getElementById("view-library");
    const place = () => element.querySelector(".drop");
    const over = (on) => place()?.classList.toggle("over", on);
    view.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    view.addEventListener("dragleave", (event) => { if (!view.contains(event.relatedTarget)) over(false); });
    view.addEventListener("drop", async (event) => {
      event.preventDefault();
      over(false);
      if (place()) await send(await dropped(event), upload);
    });
  }

  // The list: searched and sorted here, so that three hundred documents answer at once.
  const lines = () => all(".documents > li");
  const selected = () => all(".documents input:checked").map((box) => box.value);
  const numeric = ["figures", "warnings", "year"];
  const falling = ["added", ...numeric];

  function arrange() {
    const list = find(".documents");
    if (!list) return;
    const asked = find("#library-search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const by = find("#library-sort").value;
    const order = (a, b) => {
      const [x, y] = [a.dataset[by], b.dataset[by]];
      const way = numeric.includes(by) ? Number(x) - Number(y) : x.localeCompare(y, "zh-CN");
      return (falling.includes(by) ? -way : way) || Number(a.dataset.place) - Number(b.dataset.place);
    };
    const found = lines();
    found.forEach((line, place) => { line.dataset.place ??= place; });
    let shown = 0;
    for (const line of found) {
      line.hidden = !asked.every((word) => line.dataset.words.includes(word));
      if (!line.hidden) shown += 1;
    }
    const sorted = [...found].sort(order);
    if (sorted.some((line, at) => line !== found[at])) list.append(...sorted);
    find(".nohit").hidden = shown > 0 || !found.length;
    const count = find(".shown");
    const said = asked.length ? words("library.shown", { shown, all: found.length }) : "";
    if (count.textContent !== said) count.textContent = said;
    find(".counts").hidden = !found.length;
    find(".tools").hidden = !found.length;
    pick();
  }

  function pick() {
    const button = find("[data-selected]");
    if (button) button.disabled = !selected().length;
  }

  function chosen(event) {
    if ("all" in event.target.dataset) {
      for (const line of lines()) {
        const box = line.querySelector("input");
        box.checked = event.target.checked && !line.hidden;
      }
    }
    pick();
  }

  // Where the reader goes: to the document on a narrow screen, and back to its line.
  const stacked = () => matchMedia("(max-width: 900px)").matches;
  let wanted = "";

  function settle() {
    const head = find(".document .head h2");
    if (wanted === "close" && stacked()) document.getElementById("shelf").scrollIntoView({ block: "start" });
    if (wanted === "open" && head) {
      if (stacked()) document.getElementById("reading").scrollIntoView({ block: "start" });
      head.focus({ preventScroll: true });
    }
    if (["open", "close"].includes(wanted)) wanted = "";
  }

  // A number tells cheaply whether anything changed; only then is the view drawn again.
  async function look() {
    try {
      const answer = await fetch("library/stamp");
      if (!answer.ok) return false;
      const now = await answer.text();
      const isNew = now !== stamp;
      stamp = now;
      return isNew;
    } catch { return false; } // the server is away; the next look will tell
  }

  async function ask() {
    clearTimeout(asking);
    asking = 0;
    const isOpen = document.documentElement.dataset.view === "library" && !document.hidden;
    const isReading = sending || find(".job.waiting, .job.reading, .job.indexing");
    looks += 1;
    if (isOpen && (await look() || (isReading && looks % REDRAW === 0))) triggers["library-list"]?.("select", {});
    clearTimeout(asking);
    asking = setTimeout(ask, isReading ? SOON : LATER);
  }

  let wasEmpty = null;

  // The Ask view's welcome tells of an empty library until the first documents are there.
  function refreshWelcome() {
    const isEmpty = Boolean(find(".emptylibrary"));
    if (wasEmpty && !isEmpty && document.querySelector("#conversation .welcome")) {
      document.getElementById("fresh")?.click();
    }
    wasEmpty = isEmpty;
  }

  // What was clicked is gone: the focus moves to the way back.
  function offerUndo() {
    if (wanted !== "remove") return;
    find(".notice [data-do='restore']")?.focus();
    wanted = "";
  }

  const redrawn = {
    "library-work": () => requestAnimationFrame(offerUndo),
    "library-list": () => { arrange(); refreshWelcome(); },
    "library-document": () => requestAnimationFrame(settle),
  };

  function start(panel, element, trigger, watch, upload) {
    triggers[panel] = trigger;
    element.addEventListener("click", (event) => clicked(panel, event));
    element.addEventListener("submit", (event) => submitted(panel, event));
    element.addEventListener("change", (event) => {
      if (event.target.matches("select[data-do]")) act(panel, { do: event.target.dataset.do, part: event.target.value });
      else if (panel === "library-list") chosen(event);
      else if (panel === "library-tools") arrange();
    });
    if (panel === "library-tools") element.addEventListener("input", arrange);
    if (panel === "library-add") acceptFiles(element, upload);
    watch("value", () => redrawn[panel]?.());
    if (panel === "library-document") {
      document.addEventListener("disclosure:view", ask);
      document.addEventListener("visibilitychange", ask);
      document.addEventListener("disclosure:language", arrange);
      ask();
    }
  }

  return { start };
})();
