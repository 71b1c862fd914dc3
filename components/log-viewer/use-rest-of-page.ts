"use client";

import { type RefObject, useEffect, useState } from "react";

const LEAST_PX = 320;
/** On a phone the head takes half the screen: the box then fills the screen once scrolled to. */
const PHONE_SHARE = 0.75;

/**
 * The height that lets a box end `below` pixels above the window's lower edge; undefined until the
 * browser has measured.
 */
export function useRestOfPage(
  box: RefObject<HTMLElement | null>,
  below: number,
): number | undefined {
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const measure = () => {
      if (!box.current) return;
      const rest =
        window.innerHeight - (box.current.getBoundingClientRect().top + window.scrollY) - below;
      setHeight(
        Math.round(
          window.innerWidth < 640 ? window.innerHeight * PHONE_SHARE : Math.max(LEAST_PX, rest),
        ),
      );
    };
    // Whatever stands above may grow: a banner, a second row of buttons.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [box, below]);
  return height;
}
