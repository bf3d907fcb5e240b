// Building the page's parts. Text only ever becomes text: nothing here parses HTML.

function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") element.className = value;
    else if (name === "click") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A name from the vault: set apart, so that its writing direction cannot reorder what stands around it. Long
// ones_of_this_kind and paths may break after each part.
const name = (text) => make("bdi", {}, ...text.split(/(?<=[_/])(?=[^_/])/).flatMap((part, at) => (at ? [make("wbr"), part] : [part])));
const numbers = new Intl.NumberFormat("en");
const number = (value) => numbers.format(value);
const plural = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

function noteLink(i) {
  const isGhost = kind[i] === page.kinds.unresolved;
  const link = make("a", { href: `#/${encodeURI(slugOf(i))}` }, swatch(topicOf[i], isGhost), name(titles[i]));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(i, { isFramed: true });
  });
  link.addEventListener("pointerenter", () => glimpse(i));
  link.addEventListener("pointerleave", () => glimpse(-1));
  return link;
}

// Pointing at a name anywhere shows its place on the map.
function glimpse(i) {
  state.hovered = i >= 0 && visible[i] ? i : -1;
  emit("hover");
}

// A list that shows its first rows, and more on demand.
function growing(items, row, step = 40) {
  const list = make("ul"), wrap = make("div", {}, list);
  const more = make("button", { type: "button", class: "text more", click: () => grow() });
  let at = 0;
  const grow = () => {
    const end = Math.min(items.length, at + step);
    for (; at < end; at += 1) list.append(row(items[at]));
    more.textContent = `Show ${Math.min(step * 4, items.length - at)} more of ${number(items.length - at)}`;
    more.hidden = at >= items.length;
    step *= 4;
  };
  grow();
  if (!more.hidden) wrap.append(more);
  return wrap;
}
