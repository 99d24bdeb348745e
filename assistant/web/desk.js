// The Review and the Precedents view in the browser: what is clicked or filled in goes to the
// server; searching a list, copying and keeping the cited place in view are done here.
window.disclosureDesk = (() => {
  const { words } = window.disclosureShell;
  const triggers = {}; // by view: any panel's way to the server
  const wanted = {}; // by view: where the reader is to be taken after the next redraw
  const stacked = () => matchMedia("(max-width: 900px)").matches;
  const panel = (view, name) => document.getElementById(`${view}-${name}`);

  function act(view, data) {
    wanted[view] = data.do;
    triggers[view]?.("submit", data);
  }

  // Fields of one name become a list; ticked boxes that the search hides count too.
  function fields(form) {
    const data = new FormData(form);
    const found = { ...form.dataset };
    for (const name of new Set(data.keys())) {
      const several = form.querySelector(`[name="${name}"][type="checkbox"]`);
      found[name] = several ? data.getAll(name) : data.get(name);
    }
    return found;
  }

  function submit(view, form) {
    act(view, fields(form));
    if (form.matches(".decision")) form.reset();
  }

  function search(field) {
    const asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const line of field.parentElement.querySelectorAll("li[data-words]")) {
      line.hidden = !asked.every((word) => line.dataset.words.includes(word));
    }
  }

  function count(element) {
    const told = element.querySelector(".picked");
    if (!told) return;
    const n = element.querySelectorAll(".pick input:checked").length;
    const said = n ? words("review.picked", { n }) : "";
    if (told.textContent !== said) told.textContent = said;
  }

  // Where the page is not served safely the browser has no clipboard for it but this one.
  function copyOldWay(text) {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  async function copy(button) {
    const text = button.dataset.copied;
    const label = button.querySelector("[data-text]");
    const key = label.dataset.text;
    const tell = (said) => { label.dataset.text = said; label.textContent = words(said); };
    const put = navigator.clipboard ? navigator.clipboard.writeText(text) : copyOldWay(text);
    await put.then(() => tell("ask.copied"), () => tell("ask.nocopy"));
    setTimeout(() => tell(key), 1800);
    button.focus();
  }

  function clicked(view, element, event) {
    const button = event.target.closest("button");
    if (!button || button.disabled || button.type === "submit") return;
    if ("copied" in button.dataset) copy(button);
    else if ("unpick" in button.dataset) {
      for (const box of element.querySelectorAll(".pick input:checked")) box.checked = false;
      count(element);
    } else if ("back" in button.dataset) back(view);
    else if ("do" in button.dataset) act(view, { ...button.dataset });
  }

  function changed(view, element, event) {
    const form = event.target.closest("form");
    if (event.target.matches("select") && form?.dataset.do === "filter") submit(view, form);
    else if (event.target.matches("select[data-do]")) act(view, { do: event.target.dataset.do, ...fields(form), for: event.target.name });
    count(element);
  }

  function back(view) {
    const line = panel(view, "found").querySelector("[aria-current]");
    line?.scrollIntoView({ block: "center" });
    line?.focus({ preventScroll: true });
  }

  // A section that was taken as the draft goes into the form.
  function take(view, element) {
    const taken = element.querySelector("[data-draft]")?.dataset.draft;
    const field = document.querySelector(`#${view} textarea[name="draft"]`);
    if (!taken || !field || wanted[view] !== "section") return;
    field.value = taken;
    field.focus();
    wanted[view] = "";
  }

  // After a redraw: cited places come into sight, and the focus goes to what was opened.
  function settle(view, name, element) {
    const isDetail = element.closest(".desk-detail");
    if (isDetail) for (const sheet of element.querySelectorAll(".sheet")) disclosure.reveal(sheet);
    const head = element.querySelector("h2[tabindex]");
    if (!isDetail || !head || !["open", "accept", "reject"].includes(wanted[view])) return;
    if (stacked() && wanted[view] === "open") element.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
    wanted[view] = "";
  }

  // A reason that was begun for one finding is not for the next one.
  function empty(element) {
    const id = element.querySelector(".opened")?.dataset.id ?? "";
    if (element.dataset.of !== id) element.querySelector("form.decision")?.reset();
    element.dataset.of = id;
  }

  // What the server marks as chosen is what the field shows, also after a redraw.
  function restore(element) {
    for (const field of element.querySelectorAll("form[data-do='filter'] select, select[data-do]")) {
      field.value = field.querySelector("option[selected]")?.value ?? field.options[0]?.value ?? "";
    }
  }

  function start(view, name, element, trigger, watch) {
    triggers[view] = trigger;
    element.addEventListener("click", (event) => clicked(view, element, event));
    element.addEventListener("change", (event) => changed(view, element, event));
    element.addEventListener("input", (event) => {
      if (event.target.matches("[data-search]")) search(event.target);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-search]")) event.preventDefault();
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(view, event.target);
    });
    watch("value", () => {
      restore(element);
      empty(element);
      count(element);
      take(view, element);
      requestAnimationFrame(() => settle(view, name, element));
    });
    if (name !== "found") return;
    document.addEventListener("disclosure:view", (event) => {
      if (event.detail === view) act(view, { do: "refresh" });
    });
  }

  return { start };
})();
