/** A place in pixels, downwards from the top left. */
export interface Place {
  x: number;
  y: number;
}

/** Where a dot's label stands, from the dot to the middle of its near edge. */
export interface LabelPlace {
  dx: number;
  dy: number;
  textAnchor: "start" | "end";
}

/** A rectangle in pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** From a dot's middle to its label, and half of the room that a dot takes. */
const gap = 10;
const dotRadius = 6;
const step = 4;
const offsets = Array.from({ length: 60 }, (_, index) => index * step);

/**
 * Finds a place beside each dot where its label lies on no line, dot or other label.
 *
 * Right of the dot is best, then left; then lower and higher, as near as possible. No
 * label begins nearer to another dot than to its own, if there is such a place, unless it
 * is so far off that a line ties it to its dot. Where all is taken, the label stays right
 * of its dot.
 *
 * @param dots Their places and labels; the first have the first choice.
 * @param options.line A line's corners, in order.
 * @param options.frame What no label leaves.
 * @param options.fontSize Pixels. A letter is taken to be .6 of it wide.
 * @param options.tiedFrom From how far off in pixels, up or down, the caller draws a line
 *   from label to dot.
 * @returns A place for each dot.
 */
export function placeLabels(
  dots: readonly (Place & { label: string })[],
  { line, frame, fontSize, tiedFrom = Infinity }: {
    line: readonly Place[];
    frame: Box;
    fontSize: number;
    tiedFrom?: number;
  },
): LabelPlace[] {
  const taken = dots.map(({ x, y }): Box => ({
    left: x - dotRadius,
    right: x + dotRadius,
    top: y - dotRadius,
    bottom: y + dotRadius,
  }));
  const isFree = (box: Box) =>
    box.left >= frame.left && box.right <= frame.right &&
    box.top >= frame.top && box.bottom <= frame.bottom &&
    !taken.some((other) => overlap(box, other)) &&
    !line.slice(1).some((end, index) => crosses(line[index], end, box));
  return dots.map((dot) => {
    const places = offsets.flatMap((offset) =>
      [offset, -offset].flatMap((dy): LabelPlace[] => [
        { dx: gap, dy, textAnchor: "start" },
        { dx: -gap, dy, textAnchor: "end" },
      ])
    );
    const free = places.filter((place) => isFree(labelBox(dot, place, fontSize)));
    const isClear = (place: LabelPlace) =>
      Math.abs(place.dy) >= tiedFrom || beginsNearest(dot, place, dots);
    const place = free.find(isClear) ?? free[0] ?? places[0];
    taken.push(labelBox(dot, place, fontSize));
    return place;
  });
}

/**
 * The room that a label takes.
 *
 * @param dot The dot and its label.
 * @param place Where the label stands.
 * @param fontSize Pixels.
 */
export function labelBox(
  { x, y, label }: Place & { label: string },
  { dx, dy, textAnchor }: LabelPlace,
  fontSize: number,
): Box {
  const width = 0.6 * fontSize * label.length;
  const left = x + dx - (textAnchor === "end" ? width : 0);
  const [top, bottom] = [y + dy - 0.6 * fontSize, y + dy + 0.6 * fontSize];
  return { left, right: left + width, top, bottom };
}

/** Whether no other dot is nearer to the beginning of a dot's label than the dot itself. */
function beginsNearest(
  dot: Place,
  { dx, dy }: LabelPlace,
  dots: readonly Place[],
): boolean {
  const [x, y] = [dot.x + dx, dot.y + dy];
  return dots.every((other) =>
    Math.hypot(x - other.x, y - other.y) >= Math.hypot(dx, dy)
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a part of a line runs through a box: Liang and Barsky's clipping. */
export function crosses(from: Place, to: Place, box: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (
    const [speed, room] of [
      [-dx, from.x - box.left],
      [dx, box.right - from.x],
      [-dy, from.y - box.top],
      [dy, box.bottom - from.y],
    ]
  ) {
    if (speed === 0 && room < 0) return false;
    if (speed < 0) enter = Math.max(enter, room / speed);
    if (speed > 0) leave = Math.min(leave, room / speed);
  }
  return enter <= leave;
}
