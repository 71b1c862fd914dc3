import { PartnerError } from "@/lib/core/errors.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { listTriggers, listWebhooks, registerWebhook, removeWebhook } from "./cv/webhooks.ts";
import { foldText } from "./rules/fold-text.ts";
import { CONTRACT_EVENTS } from "./sienge/event-names.ts";
import { listHooks, registerHook, removeHook } from "./sienge/hooks.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";

/** Functionality "reservas" in CV's letters. */
const RESERVATIONS = "RS";
/** Commissions and sale contracts: whatever is told of them, both sides are looked at again. */
const FOLLOWING = ["CM", "CV"];
const NAME = "Enlace";

/** Our address for one environment. */
export interface OwnAddress {
  /** Whole, with its key: a secret that only the partner is given. */
  url: string;
  /** Up to the key: what every key of this endpoint, old and new, begins with. */
  prefix: string;
}

/** What is registered at a partner, as a person may see it. */
export interface Registration {
  remoteId: string;
  /** Which events: a trigger's name, or Sienge's event names. */
  what: string;
  /** Where it leads, without whatever follows the host of foreign ones and the key of ours. */
  address: string;
  active: boolean;
  /**
   * `current` = ours with today's key; `outdated` = ours with a key that is refused by now;
   * `foreign` = somebody else's.
   */
  owner: "current" | "outdated" | "foreign";
}

/** What a registration did. */
export interface Registered {
  remoteIds: string[];
  created: number;
  kept: number;
  removed: number;
  /** Names of situations for which the tenant offers no trigger. */
  missing: string[];
}

/** Lists what a CV environment has registered, ours and others'. */
export async function listCvRegistrations(
  cv: CvClient,
  own: OwnAddress | null,
): Promise<Registration[]> {
  const [hooks, areas] = [await listWebhooks(cv), await listTriggers(cv)];
  const names = new Map(
    areas.flatMap(({ triggers }) => triggers.map(({ id, name }) => [id, name])),
  );
  return hooks.map((hook) => ({
    remoteId: String(hook.id),
    what: (hook.trigger !== null && names.get(hook.trigger)) || hook.name,
    address: showAddress(hook.address, own),
    active: hook.active,
    owner: ownerOf(hook.address, own),
  }));
}

/** Lists what a Sienge has registered, ours and others'. */
export async function listSiengeRegistrations(
  sienge: SiengeClient,
  own: OwnAddress | null,
): Promise<Registration[]> {
  return (await listHooks(sienge)).map((hook) => ({
    remoteId: hook.id,
    what: hook.events.join(", "),
    address: showAddress(hook.url, own),
    active: true,
    owner: ownerOf(hook.url, own),
  }));
}

/**
 * Registers our address in CV for the entry into each of these situations, and for what it tells of
 * commissions and contracts. What stands already is kept,
 * what carries an old key is removed after the new one is there. Triggers are found by the situation's
 * name, which CV writes at their end.
 */
export async function registerCvWebhooks(
  cv: CvClient,
  own: OwnAddress,
  situations: ReadonlyArray<{ name: string }>,
): Promise<Registered> {
  if (situations.length === 0)
    throw new PartnerError(
      "settings",
      "Antes, confirme as situações em Mapeamentos › Situações: o CV envia avisos com base nelas.",
    );
  const areas = await listTriggers(cv);
  const triggers = areas.find(({ area }) => area === RESERVATIONS)?.triggers ?? [];
  const before = await listWebhooks(cv);
  const result: Registered = { remoteIds: [], created: 0, kept: 0, removed: 0, missing: [] };
  // Whether numbers of two areas may be the same is not published.
  const wanted = new Map<string, { area: string; trigger: number; name: string }>();
  const want = (area: string, { id, name }: { id: number; name: string }) =>
    wanted.set(`${area}/${id}`, { area, trigger: id, name });
  for (const { name } of situations) {
    const folded = foldText(name);
    const found = triggers.filter(
      (trigger) =>
        foldText(trigger.name) === folded || foldText(trigger.name).endsWith(` ${folded}`),
    );
    // "Pode Faturar" is also how "Não Pode Faturar" ends: one warning too many does no harm, since each is read again.
    for (const trigger of found) want(RESERVATIONS, trigger);
    if (found.length === 0) result.missing.push(name);
  }
  for (const { area, triggers: all } of areas)
    if (FOLLOWING.includes(area)) for (const trigger of all) want(area, trigger);
  for (const { area, trigger, name } of wanted.values()) {
    const standing = before.find(
      (hook) =>
        hook.active && hook.area === area && hook.trigger === trigger && hook.address === own.url,
    );
    const id =
      standing?.id ??
      (await registerWebhook(cv, {
        name: `${NAME}: ${name}`,
        area,
        address: own.url,
        trigger,
      })) ??
      (await findNew(cv, own.url, area, trigger));
    if (standing) result.kept += 1;
    else result.created += 1;
    result.remoteIds.push(String(id));
  }
  // Ours that are not wanted any more, or carry an old key: each would only bring refused calls.
  for (const hook of before) {
    if (ownerOf(hook.address, own) === "foreign" || result.remoteIds.includes(String(hook.id)))
      continue;
    await removeWebhook(cv, hook.id);
    result.removed += 1;
  }
  return result;
}

/** CV may answer a create without its id. */
async function findNew(cv: CvClient, url: string, area: string, trigger: number): Promise<number> {
  const found = (await listWebhooks(cv)).findLast(
    (hook) => hook.address === url && hook.area === area && hook.trigger === trigger,
  );
  if (!found)
    throw new PartnerError(
      "uncertain",
      `CV ${cv.label} aceitou o webhook, mas ele não aparece na lista. Confira no painel do CV e cadastre novamente.`,
    );
  return found.id;
}

/**
 * Registers our address in Sienge for a contract's whole life. It cannot be changed there: a new
 * one is made and the old one removed.
 */
export async function registerSiengeHooks(
  sienge: SiengeClient,
  own: OwnAddress,
): Promise<Registered> {
  const before = await listHooks(sienge);
  const standing = before.find(
    (hook) => hook.url === own.url && CONTRACT_EVENTS.every((event) => hook.events.includes(event)),
  );
  const hook = standing ?? (await registerHook(sienge, { url: own.url, events: CONTRACT_EVENTS }));
  const old = before.filter((one) => one.id !== hook.id && ownerOf(one.url, own) !== "foreign");
  for (const { id } of old) await removeHook(sienge, id);
  return {
    remoteIds: [hook.id],
    created: standing ? 0 : 1,
    kept: standing ? 1 : 0,
    removed: old.length,
    missing: [],
  };
}

/** Takes all of ours away again. Gives how many there were. */
export async function removeRegistrations(
  line: { kind: "cv"; client: CvClient } | { kind: "sienge"; client: SiengeClient },
  own: OwnAddress,
): Promise<number> {
  const list =
    line.kind === "cv"
      ? await listCvRegistrations(line.client, own)
      : await listSiengeRegistrations(line.client, own);
  const ours = list.filter(({ owner }) => owner !== "foreign");
  for (const { remoteId } of ours)
    await (line.kind === "cv"
      ? removeWebhook(line.client, Number(remoteId))
      : removeHook(line.client, remoteId));
  return ours.length;
}

/** An endpoint is known by its path, so that registrations of an origin the hub has moved away from are ours too. */
function ownerOf(address: string, own: OwnAddress | null): Registration["owner"] {
  if (
    !own ||
    !URL.canParse(address) ||
    !new URL(address).pathname.startsWith(new URL(own.prefix).pathname)
  )
    return "foreign";
  return address === own.url ? "current" : "outdated";
}

/** Keys of ours and paths of others open doors: they are not shown. */
function showAddress(address: string, own: OwnAddress | null): string {
  if (!URL.canParse(address)) return "•••";
  const { origin } = new URL(address);
  return own && ownerOf(address, own) !== "foreign"
    ? `${origin}${new URL(own.prefix).pathname}•••`
    : `${origin}/•••`;
}
