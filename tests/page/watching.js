// Notes every element that the page itself would not make, what is used, and what goes wrong; runs before the page.
(() => {
  const MADE = new Set(
    (
      "a aside body button canvas details div fieldset footer h1 h2 h3 head header html input label legend li main " +
      "noscript ol option p section select small span strong summary table tbody td th thead time tr ul"
    ).split(" "),
  );
  const OWN =
    "head > :is(meta, title, style), body > script, #filters label > svg, footer ul:not(#colours) > li > svg";
  const ADDRESSES = ["src", "srcdoc", "action", "formaction", "background", "ping", "xlink:href"];
  const strange = new Set();
  const used = new Set();
  const wrong = new Set();

  function look(element) {
    const isOwn = MADE.has(element.localName) || element.closest(OWN);
    const isLink = !element.hasAttribute("href") || /^https?:$/.test(element.protocol);
    const runs = element.getAttributeNames().some((name) => /^on/i.test(name) || ADDRESSES.includes(name));
    if (!isOwn || !isLink || runs || /url\(/i.test(element.getAttribute("style") ?? ""))
      strange.add(element.outerHTML.slice(0, 100));
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") look(target);
      for (const node of addedNodes)
        if (node.nodeType === Node.ELEMENT_NODE) [node, ...node.querySelectorAll("*")].forEach(look);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  for (const type of ["click", "input", "change", "pointerdown"])
    addEventListener(type, ({ target }) => used.add(target.closest?.("button, input, select, summary, canvas")), true);
  addEventListener("error", ({ message }) => wrong.add(message));
  addEventListener("unhandledrejection", ({ reason }) => wrong.add(String(reason)));

  const CONTROLS =
    "#filters :is(input, button, select), #bar :is(button, summary), thead button, #close, #timeline canvas, " +
    "#stage > :not([hidden]) canvas";
  const absent = (control) => !window.coverage || control.closest(".facet ul, fieldset[hidden], #timeline[hidden]");
  const unused = () =>
    [...document.querySelectorAll(CONTROLS)]
      .filter((control) => !used.has(control) && !absent(control))
      .map((control) => control.outerHTML);

  window.watched = { strange, wrong, unused };
})();
