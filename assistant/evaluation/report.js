// Shows the misses of the chosen stations and operations; without it every miss is shown.
(() => {
  const bar = document.querySelector(".filters");
  if (!bar) return;
  const misses = [...document.querySelectorAll(".miss")];
  const count = bar.querySelector("output");
  const chosen = { station: "", op: "" };

  const show = () => {
    let shown = 0;
    for (const miss of misses) {
      const fits = Object.entries(chosen).every(([key, value]) => !value || miss.dataset[key] === value);
      miss.hidden = !fits;
      shown += fits;
    }
    count.textContent = `显示 ${shown} / ${misses.length}`;
  };

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.open) {
      const open = button.dataset.open === "yes";
      for (const miss of misses) if (!miss.hidden) miss.open = open;
      return;
    }
    const { key, value } = button.dataset;
    chosen[key] = value;
    for (const other of bar.querySelectorAll(`button[data-key="${key}"]`)) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    show();
  });
  bar.hidden = false;
  show();
})();
