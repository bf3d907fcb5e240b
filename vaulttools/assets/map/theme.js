// Colours, from the style sheet and the palettes, for whoever draws.

const root = document.documentElement;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const darkWanted = matchMedia("(prefers-color-scheme: dark)");
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

let ink = readInk();

function readInk() {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    isDark: root.dataset.theme === "dark", hues: page.palette[root.dataset.theme],
    paper: colour("paper"), ink: colour("ink"), soft: colour("soft"), link: colour("link"), accent: colour("accent"), bad: colour("bad"), warn: colour("warn"), good: colour("good"),
  };
}

const hueOf = (topic) => (topic < 0 ? ink.soft : ink.hues[topics[topic].hue]);

function setTheme(name) {
  root.dataset.theme = name;
  ink = readInk();
  emit("theme");
}

darkWanted.addEventListener("change", () => setTheme(darkWanted.matches ? "dark" : "light"));
