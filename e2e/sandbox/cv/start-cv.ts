import type { Partner } from "../control/partner.ts";
import { isSame, type RestAnswer, type RestRequest, serveRest } from "../control/serve-rest.ts";
import type { SiengePartner } from "../sienge/start-sienge.ts";
import { answerCatalogues } from "./answer-catalogues.ts";
import { answerCommissions } from "./answer-commissions.ts";
import { answerFiles } from "./answer-files.ts";
import { answerPeople } from "./answer-people.ts";
import { answerReservations } from "./answer-reservations.ts";
import { visible } from "./change-reservation.ts";
import { answerWebhooks } from "./answer-webhooks.ts";
import { type CvDesk, makeCommands, runAllBatches } from "./commands.ts";
import { countDoubles } from "./count-doubles.ts";
import { listed, refuse } from "./envelope.ts";
import { listOddParameters, refuseBody } from "./judge-call.ts";
import { isActive, type Moved } from "./move-reservation.ts";
import { StoryPlayer } from "./play-story.ts";
import { DEFAULT_QUIRKS } from "./quirks.ts";
import { type Sale, sell } from "./sell.ts";
import { WebhookSender } from "./send-webhooks.ts";
import { openTenant, seedTenant, type Tenant } from "./tenant.ts";
import { answerSignIn, endSessions, isInSession, SIGN_IN } from "./sessions.ts";
import { TENANTS, type TenantName } from "./world.ts";

const FIVE_MINUTES_MS = 300_000;
const RESERVATIONS = "/api/v1/comercial/reservas";

interface TenantAccess {
  url: string;
  email: string;
  token: string;
}

/** How to reach each environment of the stand-in of CV. */
export type CvAccess = Record<TenantName, TenantAccess>;

/** The partner, with what only this one can do. */
export interface CvPartner extends Partner {
  tenants: Readonly<Record<TenantName, Tenant>>;
  sender: WebhookSender;
  /** Sells in the Hub; gives the reservation's id. */
  sell(sale?: Sale): number;
  /** The 5-minute batch of all terminals, now. */
  runBatch(): ReturnType<typeof runAllBatches>;
}

interface CvStart {
  ports: readonly number[];
  folder: string;
  /** Sienge's stand-in, to which the terminals send their batches. */
  sienge: SiengePartner | undefined;
}

/** Starts four environments of CV, each on its own address with its own books and numbers. */
export async function startCv({
  ports,
  folder,
  sienge,
}: CvStart): Promise<{ access: CvAccess; partner: CvPartner }> {
  const tenants = Object.fromEntries(
    TENANTS.map((name) => [name, openTenant(name, folder)]),
  ) as Record<TenantName, Tenant>;
  const sender = new WebhookSender();
  const moved: Moved = (tenant, id, situationId) => void sender.fire(tenant, id, situationId);
  let batch: NodeJS.Timeout | undefined;
  const desk: CvDesk = {
    tenants,
    sienge,
    sender,
    moved,
    setBatchRhythm: (everyMs) => {
      clearTimeout(batch);
      if (everyMs === 0) return;
      // On the mark, as CV does it: :00, :05 …
      batch = setTimeout(
        () => {
          runAllBatches(desk);
          desk.setBatchRhythm(everyMs);
        },
        everyMs - (Date.now() % everyMs),
      );
      batch.unref();
    },
  };
  desk.setBatchRhythm(FIVE_MINUTES_MS);
  const story = new StoryPlayer(desk);

  const tenantOf = (request: RestRequest): Tenant => tenants[request.address as TenantName];
  const { urls, partner } = await serveRest({
    id: "cv",
    name: "CV CRM (Hub e terminais)",
    port: 0,
    addresses: TENANTS.map((name, index) => ({ name, port: ports[index] ?? 0 })),
    folder,
    authorized: (request) => {
      const tenant = tenantOf(request);
      const { account } = tenant;
      if (request.path === SIGN_IN) return true;
      if (request.path.startsWith("/api/v3/") && tenant.quirks.v3Auth === "session")
        return isInSession(tenant, request);
      return (
        request.path.startsWith("/arquivos/") ||
        (isSame(request.headers.token?.toString(), account.token) &&
          isSame(request.headers.email?.toString(), account.email))
      );
    },
    unauthorized: (request) =>
      request.path.startsWith("/api/v3/")
        ? refuse(request.headers.authorization ? 401 : 403, "Sessão inválida")
        : refuse(tenantOf(request).quirks.wrongCredentialsStatus, "E-mail ou token inválidos"),
    answer: async (request) => {
      const given = await answer(tenantOf(request), request, moved);
      const odd = request.path.startsWith("/arquivos/") ? [] : listOddParameters(request);
      return odd.length === 0 ? given : { ...given, problems: [...(given.problems ?? []), ...odd] };
    },
    counts: () =>
      Object.assign({}, ...TENANTS.map((name) => countsOf(tenants[name]))) as Record<
        string,
        number
      >,
    reset: () => {
      story.stop();
      for (const tenant of Object.values(tenants)) {
        tenant.store.clear();
        seedTenant(tenant);
        tenant.limit.reset();
        endSessions(tenant);
        tenant.repeatedCreates = 0;
        Object.assign(tenant.quirks, DEFAULT_QUIRKS[tenant.name]);
      }
      sender.clear();
    },
    access: (_url, addresses) => [
      ["Protocolo", "HTTP com os cabeçalhos email e token"],
      ...TENANTS.flatMap((name, index): [string, string][] => [
        [`Endereço ${name}`, addresses[index] ?? ""],
        [`Token ${name}`, tenants[name].account.token],
      ]),
      ["E-mail", tenants.hub.account.email],
    ],
    commands: { ...makeCommands(desk), play: () => story.play() },
  });
  TENANTS.forEach((name, index) => (tenants[name].url = urls[index] ?? ""));
  const access = Object.fromEntries(
    TENANTS.map((name) => [name, { url: tenants[name].url, ...tenants[name].account }]),
  ) as CvAccess;
  return {
    access,
    partner: {
      ...partner,
      tenants,
      sender,
      sell: (sale = {}) => sell(tenants.hub, sale, moved),
      runBatch: () => runAllBatches(desk),
      stop: async () => {
        clearTimeout(batch);
        story.stop();
        await partner.stop();
      },
    },
  };
}

async function answer(tenant: Tenant, request: RestRequest, moved: Moved): Promise<RestAnswer> {
  const { path, method } = request;
  const { quirks, limit } = tenant;
  // Files are served by a store of their own, which knows neither limits nor permissions.
  if (path.startsWith("/arquivos/"))
    return answerFiles(tenant, path, request) ?? refuse(404, "Arquivo não encontrado");
  if (!limit.admit(quirks.ratePerMinute, quirks.windowMs))
    return {
      ...refuse(429, "Limite de requisições atingido"),
      headers: quirks.retryAfter ? { "retry-after": String(limit.secondsLeft()) } : {},
    };
  if (quirks.forbidden.some((part) => path.includes(part)))
    return refuse(403, "Permissão de acesso desabilitada");
  if (method !== "GET" && method !== "DELETE" && request.json === undefined)
    return refuse(400, "O corpo não é JSON");
  const refused = refuseBody(request);
  if (refused) return refused;
  if (path === SIGN_IN)
    return quirks.v3 ? answerSignIn(tenant, request.json) : refuse(405, "Método não permitido");
  const file = answerFiles(tenant, path, request);
  if (file) return file;
  if (path === "/api/v2/comercial/reservas/mensagens" && method === "POST")
    return addMessage(tenant, request.json);
  const messages = /^\/api\/v2\/comercial\/reservas\/(\d+)\/mensagens$/.exec(path);
  if (messages && method === "GET") return listMessages(tenant, Number(messages[1]), request.query);
  const found =
    answerCatalogues(tenant, path, request) ??
    answerPeople(tenant, path, request) ??
    answerCommissions(tenant, path, request) ??
    answerWebhooks(tenant, path, request);
  if (found) return found;
  const own = path.startsWith(RESERVATIONS)
    ? answerReservations(tenant, path.slice(RESERVATIONS.length), request, moved)
    : null;
  return own ?? refuse(404, "Endereço desconhecido");
}

function listMessages(tenant: Tenant, id: number, query: URLSearchParams): RestAnswer {
  const rows = tenant.store
    .list("messages")
    .filter(({ value }) => value.reservationId === id)
    .map(({ id: idmensagem, value }) => ({ idmensagem, idreserva: id, mensagem: value.text }));
  return rows.length === 0 ? refuse(404, "Nenhuma mensagem encontrada") : listed(rows, query, "v2");
}

function addMessage(tenant: Tenant, body: unknown): RestAnswer {
  const { idreserva, mensagem } = (body ?? {}) as { idreserva?: unknown; mensagem?: unknown };
  if (!visible(tenant, Number(idreserva)) || typeof mensagem !== "string" || !mensagem)
    return refuse(400, "Mensagem inválida");
  // Three-byte storage: the text ends at the first character that needs four.
  const cut = mensagem.search(/[\u{10000}-\u{10FFFF}]/u);
  const id = tenant.store.nextId("messages", 1);
  tenant.store.put("messages", id, {
    reservationId: Number(idreserva),
    text: cut < 0 ? mensagem : mensagem.slice(0, cut),
  });
  return {
    status: 201,
    body: { status: "success", data: { id } },
    rows: 1,
    problems: cut < 0 ? [] : ["Mensagem cortada no primeiro emoji"],
  };
}

function countsOf(tenant: Tenant): Record<string, number> {
  const rows = tenant.store.list("reservations");
  const doubles = countDoubles(tenant);
  const label = tenant.name.toUpperCase();
  return {
    [`${label} reservas ativas`]: rows.filter(({ value }) => isActive(tenant, value)).length,
    [`${label} reservas encerradas`]: rows.filter(({ value }) => !isActive(tenant, value)).length,
    [`${label} documentos`]: tenant.store.list("documents").length,
    [`${label} em dobro`]: Object.values(doubles).reduce((sum, count) => sum + count, 0),
    [`${label} criações repetidas`]: tenant.repeatedCreates,
    [`${label} chamadas no minuto mais cheio`]: tenant.limit.busiest,
    [`${label} recusadas pelo limite`]: tenant.limit.refused,
  };
}
