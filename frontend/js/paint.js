// What a colour alone cannot say.

const SIDE = 6;

/** Diagonal stripes: lost, estimated, machine, or counted on another base. */
export function hatch(colour, ground) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = SIDE;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.75;
  pen.beginPath();
  for (const start of [-SIDE, 0, SIDE]) {
    pen.moveTo(start - 1, SIDE + 1);
    pen.lineTo(start + SIDE + 1, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
