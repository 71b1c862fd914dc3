import { z } from "zod";
import { PartnerError } from "@/lib/core/errors.ts";
import { listOf, readShape, someText } from "../wire/tolerant-shapes.ts";
import { readAllPages } from "../wire/walk-pages.ts";
import { isSiengeEvent } from "./event-names.ts";
import type { SiengeClient } from "./open-sienge.ts";

const PAGE = 100;
const hook = z
  .looseObject({ id: someText, url: someText, events: listOf(someText) })
  .transform(({ id, url, events }) => ({ id, url, events }));

/** A registration; what it was registered with as token is not kept here. */
export type SiengeHook = z.output<typeof hook>;

/** Lists what is registered, ours and others'. */
export async function listHooks(sienge: SiengeClient): Promise<SiengeHook[]> {
  const rows = await readAllPages({
    size: PAGE,
    fetch: ({ offset }) =>
      sienge.call({ method: "GET", path: "/hooks", query: { limit: PAGE, offset } }),
  });
  return readShape(z.array(hook), rows, `${sienge.label}, webhooks`);
}

/**
 * Registers a hook; `token` comes back as Bearer in every delivery. Names that Sienge does not fire
 * are refused here, since it takes them.
 */
export async function registerHook(
  sienge: SiengeClient,
  { url, events, token }: { url: string; events: readonly string[]; token?: string },
): Promise<SiengeHook> {
  const unknown = events.filter((name) => !isSiengeEvent(name));
  if (unknown.length || events.length === 0)
    throw new PartnerError(
      "settings",
      unknown.length
        ? `O Sienge não envia eventos com o nome ${unknown.join(", ")}.`
        : "Escolha ao menos um evento.",
    );
  return readShape(
    hook,
    await sienge.call({
      method: "POST",
      path: "/hooks",
      body: { url, events, ...(token ? { token } : {}) },
    }),
    `${sienge.label}, webhook`,
  );
}

/** Removes a registration; one that is gone already is as good. */
export async function removeHook(sienge: SiengeClient, id: string): Promise<void> {
  await sienge.call({
    method: "DELETE",
    path: `/hooks/${encodeURIComponent(id)}`,
    missing: [404],
    idempotent: true,
  });
}
