/** Draws the camera's picture and marks the codes in it. */

type Corner = readonly [number, number];

/** As the canvas and the styles have it: white that stands out from any picture. */
const LINE = "#ffffff";
const SHADE = "rgb(12 18 19 / 82%)";

export async function drawPicture(
  canvas: HTMLCanvasElement,
  jpeg: ArrayBuffer,
  codes: readonly (readonly Corner[])[],
): Promise<void> {
  const bitmap = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  const pen = canvas.getContext("2d");
  pen?.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (pen) for (const corners of codes) mark(pen, corners, canvas.width, canvas.height);
}

/** Brackets at the four corners of a code. */
function mark(
  pen: CanvasRenderingContext2D,
  corners: readonly Corner[],
  width: number,
  height: number,
): void {
  const points = corners.map(([x, y]) => [x * width, y * height] as const);
  const thick = Math.max(4, width / 140);
  pen.lineCap = "round";
  pen.lineJoin = "round";
  // Dark under white: a code lies on white paper as often as on a dark screen.
  for (const [style, lineWidth] of [
    [SHADE, thick * 2],
    [LINE, thick],
  ] as const) {
    pen.strokeStyle = style;
    pen.lineWidth = lineWidth;
    bracket(pen, points);
  }
}

function bracket(
  pen: CanvasRenderingContext2D,
  points: readonly (readonly [number, number])[],
): void {
  points.forEach((corner, index) => {
    const before = points[(index + points.length - 1) % points.length];
    const after = points[(index + 1) % points.length];
    if (before === undefined || after === undefined) return;
    pen.beginPath();
    pen.moveTo(...towards(corner, before));
    pen.lineTo(...corner);
    pen.lineTo(...towards(corner, after));
    pen.stroke();
  });
}

function towards(from: readonly [number, number], to: readonly [number, number]): [number, number] {
  return [from[0] + (to[0] - from[0]) * 0.22, from[1] + (to[1] - from[1]) * 0.22];
}
