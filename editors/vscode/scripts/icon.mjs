// Draws media/icon.png: a tip above a line of code. No picture is taken from anywhere.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 256;

/** The distance from a point to a rectangle with round corners; negative inside. */
function box(x, y, left, top, right, bottom, radius) {
  const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
  const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** The distance to a triangle that points down. */
function tail(x, y, left, right, top, tip) {
  const middle = (left + right) / 2;
  const slope = (right - left) / 2 / (tip - top);
  return Math.max(top - y, (Math.abs(x - middle) - (tip - y) * slope) / Math.hypot(1, slope));
}

const layers = [
  { colour: (y) => mix([38, 92, 138], [20, 52, 82], y / SIZE), shape: (x, y) => box(x, y, 0, 0, SIZE, SIZE, 52) },
  { colour: () => [250, 250, 250], shape: (x, y) => Math.min(box(x, y, 36, 44, 220, 152, 20), tail(x, y, 62, 106, 150, 184)) },
  { colour: () => [255, 204, 64], shape: (x, y) => box(x, y, 58, 66, 132, 84, 9) },
  { colour: () => [140, 160, 178], shape: (x, y) => box(x, y, 58, 94, 198, 106, 6) },
  { colour: () => [140, 160, 178], shape: (x, y) => box(x, y, 58, 116, 172, 128, 6) },
  { colour: () => [255, 204, 64], shape: (x, y) => box(x, y, 36, 196, 128, 212, 8) },
  { colour: () => [150, 186, 214], shape: (x, y) => box(x, y, 142, 196, 220, 212, 8) },
];

function mix(a, b, t) {
  return a.map((value, index) => value + (b[index] - value) * t);
}

const rows = Buffer.alloc(SIZE * (1 + SIZE * 4));
for (let row = 0; row < SIZE; row += 1) {
  for (let column = 0; column < SIZE; column += 1) {
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (const { colour, shape } of layers) {
      const cover = Math.min(1, Math.max(0, 0.5 - shape(column + 0.5, row + 0.5)));
      const [r, g, b] = colour(row);
      const next = cover + alpha * (1 - cover);
      if (next > 0) {
        red = (r * cover + red * alpha * (1 - cover)) / next;
        green = (g * cover + green * alpha * (1 - cover)) / next;
        blue = (b * cover + blue * alpha * (1 - cover)) / next;
      }
      alpha = next;
    }
    rows.set([red, green, blue, alpha * 255].map(Math.round), row * (1 + SIZE * 4) + 1 + column * 4);
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return framed;
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(rows, { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'media', 'icon.png'), png);
