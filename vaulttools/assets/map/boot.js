// Runs before the page is shown: the colour scheme, so that nothing flashes, and a last word when all else fails.
"use strict";
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
window.mapFailed = (problem) => {
  const fault = document.getElementById("fault");
  fault.textContent = `The map could not be drawn: ${problem.message || problem}. A current browser may help.`;
  fault.hidden = false;
  console.error(problem);
};
