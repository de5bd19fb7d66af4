"use strict";

/** Returns a new element. */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Returns a new element with text that may run in any direction, whatever the page's language; null without text. */
function text(tag, value, properties) {
  return value ? element(tag, { textContent: value, dir: "auto", ...properties }) : null;
}

/** Returns an instant of the data as people read it. */
function instant(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Returns a number with separators, as the page's counts have them. */
function grouped(number) {
  return number.toLocaleString("en");
}
