// The Figures view in the browser: the form as it stands goes to the server with every change.
window.disclosureFigures = (() => {
  const state = { mode: "list", code: "", sort: "document", descending: false };
  let send = () => {};
  let due;

  function form() {
    const element = document.querySelector("#figures-filters form");
    if (!element) return {};
    const data = Object.fromEntries(new FormData(element));
    if (state.mode !== "compare") return data;
    const all = (name) => new FormData(element).getAll(name);
    return { ...data, owners: all("owners"), years: all("years") };
  }

  const show = (more = {}) => send("submit", { ...form(), ...state, ...more });

  function later() {
    clearTimeout(due);
    due = setTimeout(show, 350);
  }

  function sortBy(name) {
    state.descending = state.sort === name ? !state.descending : name === "amount";
    state.sort = name;
    show();
  }

  function clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if ("clear" in button.dataset) {
      state.code = "";
      send("submit", { ...state });
    } else if ("mode" in button.dataset) {
      state.mode = button.dataset.mode;
      send("submit", { ...state });
    } else if ("code" in button.dataset) {
      state.code = button.dataset.code;
      show();
    }
  }

  function filters(element, trigger, watch) {
    send = trigger;
    element.addEventListener("click", clicked);
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    element.addEventListener("change", (event) => {
      if (state.mode === "compare") return;
      const select = event.target.closest("select");
      // Tables belong to a body, columns to a table.
      const below = { owner: ["table", "column"], table: ["column"] }[select?.name] ?? [];
      for (const name of below) {
        const field = element.querySelector(`select[name="${name}"]`);
        if (field) field.value = "";
      }
      if (select) show();
    });
    element.addEventListener("input", (event) => {
      if (state.mode !== "compare" && event.target.matches("input[type=search]")) later();
    });
    // What the server marks as chosen is what the field shows, also after a redraw.
    watch("value", () => {
      for (const field of element.querySelectorAll("select")) {
        const chosen = field.querySelector("option[selected]");
        field.value = chosen ? chosen.value : "";
      }
      for (const field of element.querySelectorAll("[type=checkbox]")) field.checked = field.hasAttribute("checked");
    });
  }

  function found(element, trigger) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("sort" in button.dataset) sortBy(button.dataset.sort);
      else if ("start" in button.dataset) show({ start: Number(button.dataset.start) });
      else if (button.matches(".receipt")) {
        for (const other of element.querySelectorAll(".receipt[aria-current]")) other.removeAttribute("aria-current");
        button.setAttribute("aria-current", "true");
        const { document: id, seq, question } = button.dataset;
        trigger("select", question ? { question } : { document: id, seq: Number(seq) });
      }
    });
  }

  function receipt(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      if (!event.target.closest("[data-back]")) return;
      const mark = document.querySelector("#figures-found .receipt[aria-current]");
      mark?.scrollIntoView({ block: "center" });
      mark?.focus({ preventScroll: true });
    });
    watch("value", () => requestAnimationFrame(() => {
      disclosure.reveal(element.querySelector(".sheet"));
      if (matchMedia("(max-width: 900px)").matches) element.scrollIntoView({ block: "start" });
    }));
  }

  return { filters, found, receipt };
})();
