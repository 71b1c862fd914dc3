import { findState, setState } from "@/db/queries/integrations/connector-state.ts";
import {
  findReservationsBy,
  findWatchedReservation,
  listWatchedReservations,
  type WatchedReservation,
} from "@/db/queries/flows/reservations-for-flow.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { SITUATION_WORD } from "./words/situations.ts";
import type {
  EventHandler,
  EventGroup,
  ReceivedEvent,
} from "@/lib/engine/flows/define-flow-module.ts";
import type { FlowContext } from "@/lib/engine/flows/flow-context.ts";
import { listAssignments } from "./cv/assignments.ts";
import { findCommission } from "./cv/commissions.ts";
import { readReservation } from "./cv/read-reservation.ts";
import { loadMaps } from "./load-maps.ts";
import { HUB, openCvLine, openSiengeLine } from "./open-lines.ts";
import { toSeen } from "./read-facts.ts";
import { reviewFollowing } from "./review-following.ts";
import { isAtRest, reviewLive } from "./review-parts.ts";
import { reviewReservation } from "./review-reservation.ts";
import { readCvSubject, readSiengeSubject } from "./rules/read-event-ids.ts";
import { readContract } from "./sienge/list-contracts.ts";
import { handleAssignment } from "./sienge-assignment.ts";
import { ensureReservationSubject, startTransfer } from "./start-flows.ts";
import { reviewContract, type Looks } from "./sweep.ts";

/** How long an id that the partner did not find is not asked for again. */
const UNBORN_SECONDS = 20;

/**
 * Reads messages of the CV (which say only which reservation) and of Sienge (which name the event
 * and the contract).
 */
export const multiCvEvents: EventHandler = {
  keyOf(event) {
    const body = parse(event);
    if (event.name !== "") {
      const { object, id } = readSiengeSubject(event.name, body);
      const kind = object === "contract" ? "sienge" : object === "assignment" ? "cessao" : null;
      return kind !== null && id !== null
        ? `${kind}:${id}${event.source === "sienge" ? "" : `@${event.source}`}`
        : null;
    }
    const { object, id } = readCvSubject(body);
    if (id === null) return null;
    const kind =
      object === "assignment" ? "cv-cessao" : object === "commission" ? "cv-comissao" : "cv";
    return `${kind}:${event.source}:${id}`;
  },
  async handle(ctx, group) {
    const id = /^(?:cv(?:-cessao|-comissao)?:[^:]+|sienge|cessao):(\d+)/.exec(group.key)?.[1] ?? "";
    if (group.key.startsWith("sienge:")) return handleContract(ctx, group.source, Number(id));
    const last = group.events.at(-1);
    if (group.key.startsWith("cessao:"))
      return handleAssignment(ctx, group.source, Number(id), last ? parse(last) : null);
    if (group.key.startsWith("cv-comissao:")) {
      const commissions = await findCommission(
        openCvLine(ctx.environments.byCode(group.source)),
        id,
      );
      const of = commissions.find(({ reservationId }) => reservationId !== null)?.reservationId;
      return of == null
        ? "A comissão não é encontrada no CV ou não é de uma reserva."
        : handleReservation(ctx, group, String(of));
    }
    const reservationId = group.key.startsWith("cv-cessao:")
      ? await readAssigned(ctx, group.source, Number(id))
      : id;
    if (reservationId === null) return "A cessão de direitos não é encontrada no CV.";
    return handleReservation(ctx, group, reservationId);
  },
};

const handleReservation = (ctx: FlowContext, group: EventGroup, id: string): Promise<string> =>
  group.source === HUB ? handleHub(ctx, group, id) : handleTerminal(ctx, group.source, id);

function parse(event: ReceivedEvent): unknown {
  try {
    return JSON.parse(Buffer.from(event.raw).toString("utf8"));
  } catch {
    // Some tenants send forms: the same names, in another dress.
    const form = Object.fromEntries(
      new URLSearchParams(Buffer.from(event.raw.subarray(0, 100_000)).toString("utf8")),
    );
    return form;
  }
}

/** The reservation that an assignment is of: the register tells, the message may not. */
async function readAssigned(ctx: FlowContext, source: string, id: number): Promise<string | null> {
  const cv = openCvLine(ctx.environments.byCode(source));
  const [found] = await listAssignments(cv, { assignmentId: id });
  return found ? String(found.reservationId) : null;
}

async function handleHub(ctx: FlowContext, group: EventGroup, hubId: string): Promise<string> {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const environment = ctx.environments.byCode(HUB);
  const live = await readBorn(ctx, `unborn:${HUB}:${hubId}`, environment.name, hubId, () =>
    readReservation(openCvLine(environment), Number(hubId), {
      conditions: false,
      additionalFields: false,
    }),
  );
  const kind = (await loadMaps(ctx, environment)).kindOf(live);
  const [row] = await findReservationsBy(ctx.db, scope, { hubIds: [hubId] });
  if (kind === "ready" && (!row || row.terminalReservationId === null)) {
    const { already } = await ctx.db.transaction(async (tx) => {
      const { subject } = await ensureReservationSubject(tx, scope, hubId, group.announcedAt);
      return startTransfer(tx, { ...scope, start: ctx.startRun }, subject);
    });
    return already
      ? "A reserva já estava em processamento."
      : "A reserva está em “pode faturar” e entrou na fila de transferência.";
  }
  if (!row) return `A reserva está ${SITUATION_WORD[kind]} e não precisa ser transferida.`;
  return review(ctx, row.subjectId, { hub: toSeen({ kind, reservation: live }) });
}

async function handleTerminal(
  ctx: FlowContext,
  source: string,
  terminalId: string,
): Promise<string> {
  const environment = ctx.environments.byCode(source);
  const [row] = await findReservationsBy(
    ctx.db,
    { organizationId: ctx.organization.id, integrationId: ctx.integrationId },
    { environmentId: environment.id, terminalIds: [terminalId] },
  );
  if (!row) return "A reserva do terminal não veio do Hub. Nenhuma ação necessária.";
  const live = await readBorn(
    ctx,
    `unborn:${source}:${terminalId}`,
    environment.name,
    terminalId,
    () =>
      readReservation(openCvLine(environment), Number(terminalId), {
        conditions: false,
        additionalFields: false,
      }),
  );
  const kind = (await loadMaps(ctx, environment)).kindOf(live);
  return review(ctx, row.subjectId, { terminal: toSeen({ kind, reservation: live }) });
}

async function handleContract(
  ctx: FlowContext,
  source: string,
  contractId: number,
): Promise<string> {
  const scope = { organizationId: ctx.organization.id, integrationId: ctx.integrationId };
  const environment = ctx.environments.byCode(source);
  const contract = await readContract(openSiengeLine(environment), contractId);
  if (!contract) {
    const rows = await findReservationsBy(ctx.db, scope, { contractIds: [String(contractId)] });
    const notes: string[] = [];
    for (const { subjectId } of rows)
      notes.push(await review(ctx, subjectId, { gone: [contractId] }));
    return notes[0] ?? "O contrato não existe mais e não pertencia a nenhuma reserva acompanhada.";
  }
  const looks: Looks = new Map();
  const watched = await listWatchedReservations(ctx.db, scope);
  await reviewContract(ctx, environment, watched, looks, contract);
  for (const [subjectId, look] of looks) {
    const one = watched.find(({ subject }) => subject.id === subjectId);
    if (one) return describeOutcome(await reviewReservation(ctx, one, look));
  }
  return "O contrato não pertence a nenhuma reserva acompanhada.";
}

async function review(
  ctx: FlowContext,
  subjectId: number,
  look: Parameters<typeof reviewReservation>[2],
): Promise<string> {
  const one: WatchedReservation | null = await findWatchedReservation(
    ctx.db,
    ctx.organization.id,
    subjectId,
  );
  if (!one || one.reservation.terminalReservationId === null)
    return "A reserva ainda não existe no terminal. A situação será lida depois da criação.";
  const begun = await reviewReservation(ctx, one, look);
  const side = look.hub ? "hub" : look.terminal ? "terminal" : null;
  if (begun !== null || side === null) return describeOutcome(begun);
  // A run that is under way may have read before this: what it did not see the next look sees.
  if (!isAtRest(one))
    return "A reserva está em processamento. As mudanças são conferidas em seguida.";
  const changed = await reviewLive(ctx, one, side);
  const following = await reviewFollowing(ctx, subjectId);
  return [changed, following].filter(Boolean).join(" ") || describeOutcome(begun);
}

const describeOutcome = (begun: Awaited<ReturnType<typeof reviewReservation>>) =>
  begun === null
    ? "Nada mudou para a reserva."
    : begun === "ask"
      ? "A situação aguarda a decisão de um usuário."
      : `A reserva passa a ${SITUATION_WORD[begun]}; a mudança está em processamento.`;

/**
 * An id that is announced before it can be read: not dead, only early. It is not asked for again
 * within a short time, however often it is announced.
 */
async function readBorn<Result>(
  ctx: FlowContext,
  key: string,
  where: string,
  id: string,
  read: () => Promise<Result | null>,
): Promise<Result> {
  const scope = {
    organizationId: ctx.organization.id,
    integrationId: ctx.integrationId,
    now: ctx.now(),
  };
  const early = new PartnerError(
    "unavailable",
    `${where} ainda não encontra a reserva ${id}; o Enlace pergunta novamente.`,
  );
  if ((await findState(ctx.db, scope, [key])).has(key)) throw early;
  const found = await read();
  if (found !== null) return found;
  await setState(ctx.db, scope, key, "1", new Date(ctx.now().getTime() + UNBORN_SECONDS * 1000));
  throw early;
}
