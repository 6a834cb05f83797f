/** What the camera of the host in memory sees: a screen with a code-like pattern, as JPEG. */

export async function drawFrame(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(800, 600);
  const pen = canvas.getContext("2d");
  if (pen === null) return new ArrayBuffer(0);
  const wall = pen.createLinearGradient(0, 0, 800, 600);
  wall.addColorStop(0, "#39474a");
  wall.addColorStop(1, "#12191a");
  pen.fillStyle = wall;
  pen.fillRect(0, 0, 800, 600);
  pen.setTransform(1, -0.05, 0, 1, 0, 30);
  pen.fillStyle = "#0b1011";
  pen.fillRect(128, 22, 576, 486);
  pen.fillStyle = "#dfe6e6";
  pen.fillRect(144, 38, 544, 440);
  pen.fillStyle = "#f4f7f7";
  pen.fillRect(298, 140, 236, 236);
  pen.fillStyle = "#101718";
  const module = 7;
  for (let y = 0; y < 29; y += 1) {
    for (let x = 0; x < 29; x += 1) {
      if ((x * 7 + y * 13 + x * y) % 3 === 0)
        pen.fillRect(314 + x * module, 156 + y * module, module, module);
    }
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  return blob.arrayBuffer();
}
