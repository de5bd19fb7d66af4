// Uses every control: with texts in the fields, and at most so many choices and rows of each list.
const [texts, limit, done] = arguments;
const all = (selector) => [...document.querySelectorAll(selector)];
const click = (selector) => all(selector).forEach((found) => found.click());
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const fill = (field, value) => {
  field.value = value;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
};
const heading = () => document.querySelector("#details h2").textContent;
const panels = {};
const messages = {};

async function useFields() {
  for (const text of texts) {
    for (const field of all("#filters input:is([type=search], [placeholder])")) fill(field, text);
    await drawn();
    click("#clear");
  }
  for (const value of ["1", "2020-01-01 00:00", ""])
    for (const field of all(".bounds input")) if (field.type !== "number" || value.length < 2) fill(field, value);
  for (const name of Object.keys(LOOKS))
    for (const value of [...LOOKS[name].slice(1), LOOKS[name][0]]) {
      fill(document.getElementById(name), value);
      await drawn();
    }
  for (let turn = 0; turn < 2; turn++) click("input[name=kind], #draw");
}

async function useChoices() {
  for (const facet of FACETS) {
    const boxes = () => all(`#${facet} li input`);
    for (const chosen of boxes().slice(0, limit).map(({ value }) => value))
      boxes().find(({ value }) => value === chosen).click();
    await drawn();
    click("#clear");
  }
}

async function usePanels() {
  click("#as-table");
  for (const head of [...all("thead button"), ...all("thead button")]) head.click();
  for (const { dataset } of all("tbody tr").slice(0, limit)) {
    all("tbody tr").find((row) => row.dataset.id === dataset.id).click();
    panels[dataset.id] = heading();
    const nodes = all("#details .node").length;
    all("#details .node")[Object.keys(panels).length % nodes]?.click();
    panels[coverage.view().node] ??= heading();
  }
  await drawn();
  click("#as-table");
  const others = coverage.picture().drawn().nodes.map(({ id }) => id).filter((id) => !/^article:/.test(id));
  for (const id of others.slice(0, 2 * limit)) {
    await go(writeView({ ...coverage.view(), node: id }));
    panels[id] = heading();
  }
  for (const id of [...others.slice(0, limit / 6), ...Object.keys(panels).slice(0, limit / 6)]) {
    await go(writeView({ ...coverage.view(), node: id }));
    for (const place of all("#details button:not(.node)").keys()) {
      all("#details button:not(.node)")[place]?.click();
      click("#clear");
    }
  }
}

const go = (hash) =>
  new Promise((resolve) => {
    const before = location.href;
    addEventListener("hashchange", resolve, { once: true });
    location.hash = hash;
    if (location.href === before) resolve();
  });

// Addresses that ask for what is not there, and whether those of what is there lead to it.
async function useAddresses() {
  for (const text of texts) {
    const names = Object.values(VIEW_PARTS).map(({ parameter }) => parameter);
    await go(new URLSearchParams(names.map((name) => [name, text])));
    messages[text] = document.getElementById("message").textContent;
    await go(text);
  }
  await go("");
  return Object.keys(panels).filter((id) => readView(`#${writeView({ ...coverage.view(), node: id })}`).node !== id);
}

useFields().then(useChoices).then(usePanels).then(useAddresses).then(
  (lost) => done({ panels, messages, lost }),
  (error) => done(String(error.stack)),
);
