// The outlines of things: each topic has a hue and a shape, so that colour never speaks alone.

const SHAPE_PATHS = {
  disc(path, x, y, r) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
  },
  square(path, x, y, r) {
    path.rect(x - r * 0.87, y - r * 0.87, r * 1.74, r * 1.74);
  },
  diamond(path, x, y, r) {
    corners(path, [[x, y - r * 1.22], [x + r * 1.22, y], [x, y + r * 1.22], [x - r * 1.22, y]]);
  },
  triangle(path, x, y, r) {
    corners(path, [[x, y - r * 1.25], [x + r * 1.16, y + r * 0.85], [x - r * 1.16, y + r * 0.85]]);
  },
};

function corners(path, points) {
  points.forEach(([x, y], at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

const shapeOf = (topic) => SHAPE_PATHS[topic < 0 ? "disc" : page.palette.shapes[topics[topic].shape]];

// A topic's mark for legend, lists and chips.
function swatch(topic, isHollow) {
  const canvas = document.createElement("canvas");
  canvas.className = "swatch";
  canvas.width = canvas.height = 28;
  canvas.setAttribute("aria-hidden", "true");
  const paint = () => {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, 28, 28);
    context.beginPath();
    (isHollow ? SHAPE_PATHS.disc : shapeOf(topic))(context, 14, 14, isHollow ? 9 : 10);
    [context.fillStyle, context.strokeStyle, context.lineWidth] = [hueOf(topic), ink.soft, 3];
    if (isHollow) context.stroke();
    else context.fill();
  };
  paint();
  canvas.repaint = paint;
  return canvas;
}

on("theme", () => document.querySelectorAll("canvas.swatch").forEach((canvas) => canvas.repaint?.()));
