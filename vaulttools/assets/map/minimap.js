// The whole map in a corner, once the view shows only a part of it.

const minimap = byId("minimap");
let dots = null;
on("filter", () => (dots = null));
on("theme", () => (dots = null));

const hasMinimap = (scale) => scale / overview >= 1.35 && camera.width() >= 560;

function minimapBox() {
  const wasHidden = minimap.hidden;
  minimap.hidden = false;
  const box = cardBox(minimap);
  minimap.hidden = wasHidden;
  return box;
}

function minimapScale() {
  return Math.min(minimap.width / page.width, minimap.height / page.height) * 0.92;
}

function drawMinimap() {
  minimap.hidden = !hasMinimap(camera.scale());
  if (minimap.hidden) return;
  const context = minimap.getContext("2d"), scale = minimapScale(), centre = camera.centre();
  const wide = camera.width() / camera.scale(), tall = camera.height() / camera.scale();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, minimap.width, minimap.height);
  context.drawImage((dots ??= drawDots()), 0, 0);
  context.strokeStyle = ink.accent;
  context.lineWidth = 3;
  const left = (centre.x - wide / 2) * scale + minimap.width / 2, top = (centre.y - tall / 2) * scale + minimap.height / 2;
  const low = (value) => Math.max(2, value), clip = (value, most) => Math.min(most - 2, value);
  context.strokeRect(low(left), low(top), clip(left + wide * scale, minimap.width) - low(left), clip(top + tall * scale, minimap.height) - low(top));
}

function drawDots() {
  const canvas = document.createElement("canvas"), scale = minimapScale();
  [canvas.width, canvas.height] = [minimap.width, minimap.height];
  const context = canvas.getContext("2d");
  for (const [topic, things] of paintOrder) {
    context.fillStyle = hueOf(topic);
    for (const i of things) {
      const size = Math.max(2, 2 * R[i] * scale);
      if (visible[i]) context.fillRect(X[i] * scale + canvas.width / 2 - size / 2, Y[i] * scale + canvas.height / 2 - size / 2, size, size);
    }
  }
  return canvas;
}

function goThere(event) {
  if (!event.buttons) return;
  const scale = minimapScale() / (minimap.width / minimap.clientWidth);
  noteMove();
  network.moveTo({ position: { x: (event.offsetX - minimap.clientWidth / 2) / scale, y: (event.offsetY - minimap.clientHeight / 2) / scale } });
}
minimap.addEventListener("pointerdown", goThere);
minimap.addEventListener("pointermove", goThere);
