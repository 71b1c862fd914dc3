import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { flowSettings } from "./flow-settings.ts";
import { type FollowingPart, type Lead, PART_LEADS, readLead } from "./rules/part-leads.ts";
import { readTerminalOptions, type TerminalOptions } from "./words/environment-options.ts";

const LEAD_OF: Readonly<Record<Exclude<TerminalOptions[FollowingPart], "as_set">, Lead>> = {
  both: "both",
  hub_to_terminal: "hub",
  terminal_to_hub: "terminal",
  off: "off",
};

/** Which side leads a part at this terminal: its own option, else what is set for all. */
export function readPartLead(
  ctx: Pick<FlowContext, "settings">,
  part: FollowingPart,
  terminal: { settings: Readonly<Record<string, unknown>> },
): Lead {
  const own = readTerminalOptions(terminal.settings)[part];
  return own === "as_set"
    ? readLead(part, flowSettings(ctx).text(PART_LEADS[part].key))
    : LEAD_OF[own];
}
