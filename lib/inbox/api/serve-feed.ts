import { z } from "zod";
import { currentDatabase } from "@/db/current-database.ts";
import { readAcknowledged, readFeedHead, writeAcknowledgement } from "@/db/queries/prices/feeds.ts";
import { findOrganization } from "@/db/queries/people/organizations.ts";
import { listPartnerPromotions } from "@/db/queries/prices/partner-promotions.ts";
import { listPriceChanges } from "@/db/queries/prices/price-changes.ts";
import { asPerson, type Transaction } from "@/db/client.ts";
import { FEED_RIGHT, type Feed } from "@/lib/core/api-rights.ts";
import { dayInZone } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { admitCaller } from "./admit-caller.ts";
import { answerApi, ApiRefusal, type Envelope, respond } from "./answer-api.ts";
import { readJsonBody } from "./read-json-body.ts";
import { formatPriceChange } from "./format-price-change.ts";
import { formatPromotion } from "./format-promotion.ts";

/** What a page of a feed is made of. */
interface FeedReader {
  /** The most records of one page: a promotion comes whole and may be large. */
  most: number;
  /** Of the records of a page. */
  read(
    tx: Transaction,
    organizationId: number,
    after: number,
    limit: number,
    now: Date,
  ): Promise<Array<{ number: number; record: object }>>;
  words: (count: number) => string;
}

const READERS: Readonly<Record<Feed, FeedReader>> = {
  prices: {
    most: 500,
    words: (count) =>
      count === 0
        ? "Nenhuma alteração de preço depois deste ponto."
        : `${formatCount(count, "alteração", "alterações")} de preço.`,
    async read(tx, organizationId, after, limit) {
      const timeZone = await readTimeZone(tx, organizationId);
      return (await listPriceChanges(tx, organizationId, after, limit)).map((change) => ({
        number: change.number,
        record: formatPriceChange(change, timeZone),
      }));
    },
  },
  promotions: {
    most: 100,
    words: (count) =>
      count === 0
        ? "Nenhuma promoção depois deste ponto."
        : `${formatCount(count, "promoção", "promoções")}.`,
    async read(tx, organizationId, after, limit, now) {
      const today = dayInZone(now, await readTimeZone(tx, organizationId));
      return (await listPartnerPromotions(tx, organizationId, after, limit)).map((row) => ({
        number: row.number,
        record: formatPromotion(row, today),
      }));
    },
  },
};

const cursor = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const acknowledgement = z.strictObject({ cursor });

/**
 * `GET /api/v1/price-changes` and `GET /api/v1/partner-promotions`: what comes after a cursor, in
 * order, nothing left out.
 */
export function serveFeed(feed: Feed, request: Request): Promise<Response> {
  return respond(async (): Promise<Envelope> => {
    const caller = await admitCaller(request, FEED_RIGHT[feed]);
    const { most, read, words } = READERS[feed];
    const params = new URL(request.url).searchParams;
    const limit = readLimit(params.get("limit"), most);
    const asked = params.get("after");
    const given = asked === null ? null : cursor.safeParse(asked);
    if (given?.success === false) throw unknownCursor();
    const { organizationId, keyId } = caller;
    return asPerson(currentDatabase("api").db, organizationId, async (tx, now) => {
      const after = given?.data ?? (await readAcknowledged(tx, { organizationId, keyId, feed }));
      await refuseAhead(tx, organizationId, feed, after);
      // One more than asked for tells whether there is more.
      const found = await read(tx, organizationId, after, limit + 1, now);
      const page = found.slice(0, limit);
      return {
        ...answerApi(
          page.map(({ record }) => record),
          words(page.length),
        ),
        cursor: String(page.at(-1)?.number ?? after),
        mais: found.length > limit,
      };
    });
  });
}

/** `POST /api/v1/<feed>/ack`: the ERP has everything up to the cursor; from then on the hub says so on screen. */
export function serveAcknowledgement(feed: Feed, request: Request): Promise<Response> {
  return respond(async () => {
    const { organizationId, keyId } = await admitCaller(request, FEED_RIGHT[feed]);
    const body = acknowledgement.safeParse((await readJsonBody(request)).value);
    if (!body.success) throw unknownCursor();
    return asPerson(currentDatabase("api").db, organizationId, async (tx, now) => {
      await refuseAhead(tx, organizationId, feed, body.data.cursor);
      const reader = { organizationId, keyId, feed };
      await writeAcknowledgement(tx, reader, body.data.cursor, now);
      const standing = String(await readAcknowledged(tx, reader));
      return {
        ...answerApi([{ cursor: standing }], `Recebimento confirmado até ${standing}.`),
        cursor: standing,
      };
    });
  });
}

function readLimit(text: string | null, most: number): number {
  if (text === null) return most;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most)
    throw new ApiRefusal(
      400,
      "invalid_limit",
      `O parâmetro limit precisa ser um número de 1 a ${most}.`,
    );
  return limit;
}

/**
 * A cursor from beyond the end comes from another client, or from a time that a restored backup
 * does not know: silence would lose what follows.
 */
async function refuseAhead(
  tx: Transaction,
  organizationId: number,
  feed: Feed,
  after: number,
): Promise<void> {
  if (after > (await readFeedHead(tx, organizationId, feed)))
    throw new ApiRefusal(
      409,
      "cursor_ahead",
      "O cursor está além dos dados deste cliente. Confira a chave em uso. Se o Enlace foi restaurado de uma cópia, recomece com after=0.",
    );
}

function unknownCursor(): ApiRefusal {
  return new ApiRefusal(
    400,
    "invalid_cursor",
    "O cursor precisa ser um valor recebido em cursor, ou 0 para começar do início.",
  );
}

async function readTimeZone(tx: Transaction, organizationId: number): Promise<string> {
  return (await findOrganization(tx, organizationId))?.timeZone ?? "America/Sao_Paulo";
}
