/** The four directions of the drawing. */
export type LaneLeg = "copying" | "contracting" | "answering" | "returning";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where an arrow runs: from left to right or back on a wide page, down or up on a narrow one. */
export type LaneSpot =
  | { runs: "across"; from: number; to: number; y: number; above: boolean }
  | { runs: "along"; y: number; width: number; down: boolean };

/** Where the boxes and lines of the drawing stand. */
export interface BoardShape {
  width: number;
  height: number;
  hub: Box;
  erp: Box[];
  terminals: { box: Box; lanes: Record<LaneLeg, LaneSpot> }[];
}

const WIDE = { width: 1180, row: 128, box: { width: 196, height: 104 }, gap: 6 };

/** For a wide page: Hub at the left, the terminals one under the other, Sienge at the right. */
export function layOutWide(terminals: number, erps: number): BoardShape {
  const { width, row, box, gap } = WIDE;
  const rows = Math.max(1, terminals);
  const height = rows * row - (row - box.height);
  const erpHeight = height / erps;
  const erpLeft = width - box.width;
  const x = erpLeft / 2;
  const hubEdge = box.width + gap;
  const erpEdge = erpLeft - gap;
  return {
    width,
    height,
    hub: { x: 0, y: 0, width: box.width, height },
    erp: Array.from({ length: erps }, (_, index) => ({
      x: erpLeft,
      y: index * erpHeight,
      width: box.width,
      height: erpHeight - (erps > 1 ? 12 : 0),
    })),
    terminals: Array.from({ length: rows }, (_, index) => {
      const y = index * row;
      const over = { runs: "across", y: y + box.height / 2 - 8, above: true } as const;
      const under = { runs: "across", y: y + box.height / 2 + 10, above: false } as const;
      const left = x - gap;
      const right = x + box.width + gap;
      return {
        box: { x, y, ...box },
        lanes: {
          copying: { ...over, from: hubEdge, to: left },
          returning: { ...under, from: left, to: hubEdge },
          contracting: { ...over, from: right, to: erpEdge },
          answering: { ...under, from: erpEdge, to: right },
        },
      };
    }),
  };
}

const NARROW = { width: 328, box: 100, lanes: 108, gap: 26, lane: 52 };

/** The same from top to bottom: one terminal after the other, each between its lanes. */
export function layOutNarrow(terminals: number, erps: number): BoardShape {
  const { width, box, lanes, gap, lane } = NARROW;
  const block = lanes + box + lanes + gap;
  const top = box + gap;
  const erpTop = top + terminals * block;
  const place = (y: number): Box => ({ x: 0, y, width, height: box });
  return {
    width,
    height: erpTop + erps * (box + 10),
    hub: place(0),
    erp: Array.from({ length: erps }, (_, index) => place(erpTop + index * (box + 10))),
    terminals: Array.from({ length: terminals }, (_, index) => {
      const y = top + index * block;
      const beneath = y + lanes + box + 6;
      const down = { runs: "along", width, down: true } as const;
      const up = { runs: "along", width, down: false } as const;
      return {
        box: place(y + lanes),
        lanes: {
          copying: { ...down, y },
          returning: { ...up, y: y + lane },
          contracting: { ...down, y: beneath },
          answering: { ...up, y: beneath + lane },
        },
      };
    }),
  };
}
