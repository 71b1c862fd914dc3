import type { LaneLeg } from "./lay-out-board.ts";

/** What each lane is called where it is read and not seen. */
export const LANE_WORDS: Readonly<Record<LaneLeg, (terminal: string) => string>> = {
  copying: (terminal) => `Hub para ${terminal}`,
  contracting: (terminal) => `${terminal} para Sienge`,
  answering: (terminal) => `Sienge para ${terminal}`,
  returning: (terminal) => `${terminal} para Hub`,
};

/** The same where there is room for little. */
export const LEG_SHORT: Record<LaneLeg, string> = {
  copying: "Hub → terminal",
  returning: "Terminal → Hub",
  contracting: "Terminal → Sienge",
  answering: "Sienge → terminal",
};
