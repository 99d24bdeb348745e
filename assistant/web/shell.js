// The frame: which view is shown, in which language and colours. Kept in this browser only.
document.documentElement.lang = "zh-CN";

window.disclosureShell = (() => {
  const texts = window.disclosureTexts ?? {};
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const keys = new Map(Object.entries(texts).map(([key, words]) => [words["zh-CN"], key]));
  const natives = new WeakMap(); // what Gradio itself wrote -> its key

  function kept(name, otherwise) {
    try { return localStorage.getItem(`disclosure.${name}`) ?? otherwise; } catch { return otherwise; }
  }

  function keep(name, value) {
    try { localStorage.setItem(`disclosure.${name}`, value); } catch { /* private window */ }
  }

  let language = kept("language", "zh-CN");
  let theme = kept("theme", "system");

  function words(key, values = {}) {
    const found = texts[key]?.[language] ?? texts[key]?.["zh-CN"] ?? key;
    return found.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // Writing the same words again would wake the observer for nothing.
  function write(node, attribute, said) {
    if (attribute) {
      if (node.getAttribute(attribute) !== said) node.setAttribute(attribute, said);
    } else if (node.textContent !== said) node.textContent = said;
  }

  function translateMarked(scope) {
    for (const node of scope.querySelectorAll("[data-text]")) {
      write(node, null, words(node.dataset.text, JSON.parse(node.dataset.values ?? "{}")));
    }
    for (const name of ["aria-label", "placeholder", "title", "label"]) {
      for (const node of scope.querySelectorAll(`[data-text-${name}]`)) {
        const values = JSON.parse(node.dataset.values ?? "{}");
        write(node, name, words(node.getAttribute(`data-text-${name}`), values));
      }
    }
  }

  // Gradio's own labels carry no key: they are known by what they say in 简体中文.
  function translateNative(node, said, put) {
    const known = natives.get(node);
    const key = known && words(known.key) === said ? known.key : keys.get(said) ?? known?.key;
    if (!key || (known && !keys.has(said) && said !== known.said)) return;
    const next = words(key);
    natives.set(node, { key, said: next });
    if (next !== said) put(next);
  }

  function translateNatives() {
    const own = "button, label, label span, legend, [data-testid='block-label'], [data-testid='block-info'], th span";
    for (const element of document.querySelectorAll(own)) {
      if (element.closest(".html-container, [role='tablist']")) continue;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        translateNative(node, node.data.trim(), (next) => { node.data = next; });
      }
    }
    for (const field of document.querySelectorAll("textarea[placeholder], input[placeholder]")) {
      if (field.hasAttribute("data-text-placeholder")) continue;
      translateNative(field, field.placeholder, (next) => { field.placeholder = next; });
    }
  }

  function translate() {
    root.lang = language;
    document.title = words("title");
    translateMarked(document);
    translateNatives();
    document.dispatchEvent(new CustomEvent("disclosure:language", { detail: language }));
  }

  function colour() {
    const isDark = theme === "dark" || (theme === "system" && dark.matches);
    if (document.body && document.body.classList.contains("dark") !== isDark) {
      document.body.classList.toggle("dark", isDark);
    }
    root.style.colorScheme = isDark ? "dark" : "light";
  }

  const views = () => [...document.querySelectorAll(".views [role='tab']")];

  function show(view, focus = false) {
    const tabs = views();
    const chosen = tabs.find((tab) => tab.dataset.view === view) ?? tabs[0];
    if (!chosen) return;
    root.dataset.view = chosen.dataset.view;
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    const skip = document.querySelector(".skip");
    if (skip) skip.href = `#view-${chosen.dataset.view}`;
    if (focus) chosen.focus();
    document.dispatchEvent(new CustomEvent("disclosure:view", { detail: root.dataset.view }));
  }

  function go(view, focus) {
    if (location.hash !== `#${view}`) history.pushState(null, "", `#${view}`);
    show(view, focus);
  }

  const wanted = () => location.hash.replace(/^#(view-)?/, "").split(/[?&/]/)[0] || "ask";

  function turn(event) {
    const tabs = views();
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    go(tabs[(next + tabs.length) % tabs.length].dataset.view, true);
  }

  function namePanels() {
    for (const panel of document.querySelectorAll(".view")) {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("tabindex", "-1");
      panel.setAttribute("aria-labelledby", panel.id.replace("view-", "tab-"));
    }
  }

  function skip(event) {
    event.preventDefault();
    document.getElementById(`view-${root.dataset.view}`)?.focus();
  }

  function start(element) {
    for (const select of element.querySelectorAll("[data-setting]")) {
      select.value = select.dataset.setting === "language" ? language : theme;
      select.addEventListener("change", () => {
        keep(select.dataset.setting, select.value);
        if (select.dataset.setting === "language") { language = select.value; translate(); }
        else { theme = select.value; colour(); }
      });
    }
    element.querySelector(".skip").addEventListener("click", skip);
    element.querySelector(".views").addEventListener("keydown", turn);
    element.addEventListener("click", (event) => {
      const tab = event.target.closest("[role='tab']");
      if (tab) go(tab.dataset.view);
    });
    addEventListener("hashchange", () => show(wanted()));
    addEventListener("popstate", () => show(wanted()));
    dark.addEventListener("change", colour);
    watchBody();
    requestAnimationFrame(() => { namePanels(); show(wanted()); translate(); colour(); });
  }

  // Views are drawn again all the time; new nodes are put into the chosen language.
  function watchBody() {
    let due = false;
    new MutationObserver(() => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => { due = false; namePanels(); translateMarked(document); translateNatives(); });
    }).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(colour).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  root.dataset.view = wanted();
  return { start, go, words, language: () => language };
})();
