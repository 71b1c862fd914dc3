"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { LINE_PX } from "./log-line.tsx";

/** Browsers stop laying out somewhere above 17 million pixels; longer logs scroll on a smaller scale. */
const TALLEST_PX = 15_000_000;
const END_PX = 3;

/**
 * Scrolling over any number of lines of any height. The truth is one number, `place` in [0, 1]: the line at
 * `place × count` stands at `place × height` of the box. Only lines around it are drawn, and they flow
 * naturally, so that wrapped lines need no measuring ahead and no length is too long for the browser.
 */
export function useLogScroll({
  count,
  start,
  onUserScroll,
}: {
  count: number;
  start: number;
  onUserScroll: (atEnd: boolean) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(start);
  const [height, setHeight] = useState(600);
  const expected = useRef(-1);
  const tall = Math.min(TALLEST_PX, Math.max(count * LINE_PX, height));
  const reach = Math.max(0, tall - height);
  const scaled = count * LINE_PX > TALLEST_PX;

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(() => setHeight(box.clientHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  /** Moves there by program: the scroll event that follows is our own echo. */
  const moveTo = useCallback((next: number) => setPlace(Math.min(1, Math.max(0, next))), []);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const top = Math.round(place * reach);
    if (Math.abs(box.scrollTop - top) <= 1) return;
    expected.current = top;
    box.scrollTop = top;
  }, [place, reach]);

  const anchor = place * count;
  const middle = Math.min(count - 1, Math.floor(anchor));
  const around = Math.ceil(height / LINE_PX) + 8;
  const from = Math.max(0, middle - around);
  const to = Math.min(count - 1, middle + around);

  // After every drawing: lines may have arrived or been wrapped, the anchored one stays where it is.
  useLayoutEffect(() => {
    const rows = block.current;
    const row = rows?.children[middle - from];
    if (!rows || !(row instanceof HTMLElement)) return;
    const offset = row.offsetTop + Math.min(1, anchor - middle) * row.offsetHeight;
    const natural = place * height - offset;
    // A log shorter than the box stands at its top.
    rows.style.transform = `translateY(${reach === 0 ? 0 : natural}px)`;
  });

  const onScroll = useCallback(() => {
    const box = scroller.current;
    // A box that was just resized moves its content by itself: that is nobody's scrolling, and is
    // put right in a moment.
    if (!box || box.clientHeight !== height) return;
    if (Math.abs(box.scrollTop - expected.current) <= 1) return;
    expected.current = -1;
    const next = reach === 0 ? 0 : box.scrollTop / reach;
    if (Math.abs(next - place) * reach < 0.5) return;
    setPlace(Math.min(1, Math.max(0, next)));
    onUserScroll(box.scrollTop >= reach - END_PX);
  }, [height, reach, place, onUserScroll]);

  /** Moves by lines, as a person: the end lets the log be followed again. */
  const moveBy = useCallback(
    (lines: number) => {
      const step = lines / Math.max(1, count - height / LINE_PX);
      const next = Math.min(1, Math.max(0, place + step));
      setPlace(next);
      onUserScroll(next >= 1);
    },
    [count, height, place, onUserScroll],
  );

  // On a smaller scale a notch of the wheel would leap over lines: it moves by lines instead.
  useEffect(() => {
    const box = scroller.current;
    if (!box || !scaled) return;
    const turn = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        return;
      event.preventDefault();
      moveBy(
        event.deltaMode === 1
          ? event.deltaY
          : event.deltaMode === 2
            ? (event.deltaY * height) / LINE_PX
            : event.deltaY / LINE_PX,
      );
    };
    box.addEventListener("wheel", turn, { passive: false });
    return () => box.removeEventListener("wheel", turn);
  }, [scaled, moveBy, height]);

  return {
    scroller,
    block,
    from,
    to,
    tall,
    height,
    place,
    moveTo,
    moveBy,
    onScroll,
    page: Math.max(1, Math.floor(height / LINE_PX) - 2),
  };
}
