"use client";

import type { Board, BoardPlace } from "@/lib/admin/multi-cv/flow-board.ts";
import { FlowLane } from "./flow-lane.tsx";
import { FlowPlace } from "./flow-place.tsx";
import { LANE_WORDS, LEG_SHORT } from "./lane-words.ts";
import { type BoardShape, type LaneLeg, layOutNarrow, layOutWide } from "./lay-out-board.ts";
import { useNow } from "./use-now.ts";

interface PictureProps {
  board: Board;
  /** The organization's day. */
  today: string;
  /** Where a lane leads: the list with what stands on it. */
  laneHref: (environmentId: number | null, leg: LaneLeg) => string;
  placeHref: (place: BoardPlace) => string;
}

/** The live drawing Hub → terminals → Sienge. Everything in it is also in the table beneath. */
export function FlowPicture(props: PictureProps) {
  const now = useNow();
  const terminals = props.board.terminals.length;
  const erps = props.board.erp.length;
  return (
    <>
      <Drawing
        {...props}
        now={now}
        shape={layOutWide(terminals, erps)}
        className="hidden w-full min-w-[56rem] lg:block"
      />
      <Drawing
        {...props}
        now={now}
        shape={layOutNarrow(terminals, erps)}
        className="mx-auto w-full max-w-[28rem] lg:hidden"
      />
    </>
  );
}

interface DrawingProps extends PictureProps {
  shape: BoardShape;
  now: Date | null;
  className: string;
}

/** Boxes and arrows where the shape says, in the order in which a reservation passes them. */
function Drawing({ board, shape, today, now, laneHref, placeHref, className }: DrawingProps) {
  const drawPlace = (place: BoardPlace, box: BoardShape["hub"]) => (
    <FlowPlace
      key={place.id ?? place.name}
      place={place}
      box={box}
      today={today}
      now={now}
      href={placeHref(place)}
    />
  );
  return (
    <svg
      viewBox={`-2 -2 ${shape.width + 4} ${shape.height + 4}`}
      role="group"
      aria-label="Desenho do fluxo entre Hub, terminais e Sienge"
      className={className}
    >
      {drawPlace(board.hub, shape.hub)}
      {board.terminals.map(({ place, ...lanes }, index) => {
        const { box, lanes: spots } = shape.terminals[index]!;
        const drawLane = (leg: LaneLeg) => (
          <FlowLane
            lane={lanes[leg]}
            label={LANE_WORDS[leg](place.name)}
            short={LEG_SHORT[leg]}
            href={laneHref(place.id, leg)}
            now={now}
            spot={spots[leg]}
          />
        );
        return (
          <g key={place.id ?? place.name}>
            {drawLane("copying")}
            {drawLane("returning")}
            {drawPlace(place, box)}
            {drawLane("contracting")}
            {drawLane("answering")}
          </g>
        );
      })}
      {board.erp.map((place, index) => drawPlace(place, shape.erp[index]!))}
    </svg>
  );
}
