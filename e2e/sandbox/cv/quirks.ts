import { z } from "zod";
import type { TenantName } from "./world.ts";

/** How one tenant misbehaves; every field can be switched by the command `quirks`. */
export const quirksShape = z.strictObject({
  /** Calls a minute; 0 lifts the limit. */
  ratePerMinute: z.number().int().nonnegative(),
  windowMs: z.number().int().positive(),
  /** Whether a 429 says how long. */
  retryAfter: z.boolean(),
  /** How one reservation is wrapped. */
  reservationShape: z.enum(["keyed", "bare", "dados"]),
  /** How a list of reservations is wrapped. */
  listShape: z.enum(["keyed", "array", "dados"]),
  /** How other lists are wrapped, where the account has its own way. */
  envelope: z.enum(["v1", "v2", "v3", "bare"]),
  /** Whether the answer to a create holds the id. */
  createAnswersId: z.boolean(),
  /** Whether the list's filter by document works; otherwise it answers 204. */
  documentFilter: z.boolean(),
  /** All three are published. */
  missingStatus: z.union([z.literal(204), z.literal(400), z.literal(404)]),
  wrongCredentialsStatus: z.union([z.literal(401), z.literal(404)]),
  /** Whether v3 routes exist. */
  v3: z.boolean(),
  /** What v3 takes: a session, as published, or the account, as some tenants were seen to. */
  v3Auth: z.enum(["session", "account"]),
  /** Paths that answer 403: "/financeiro/comissoes". */
  forbidden: z.array(z.string()),
  /** Milliseconds for which a new reservation answers 400 as if it were not born. */
  bornAfterMs: z.number().int().nonnegative(),
  /** Reservations that never appear in a list. */
  hidden: z.array(z.number()),
  /** So many document uploads answer `sucesso:true,id:null` and keep nothing. */
  eatDocuments: z.number().int().nonnegative(),
  /** So many writes answer 200 with an error inside and do nothing. */
  lieInWrites: z.number().int().nonnegative(),
  /** Whether `informar-venda` and `distratos` are refused, as published: a code that is missing, a 500. */
  refusesOwnWays: z.boolean(),
  /** Whether a reservation shows its commissions without being asked for them. */
  showsCommissions: z.boolean(),
  /** How a commission's kind is written: "C", or the word. */
  commissionKind: z.enum(["letter", "word"]),
  /** Numbers and flags of conditions and commissions: published, or as captured (text, S and N). */
  values: z.enum(["published", "captured"]),
  /** Documents in a list of groups, as published, or in a map of them. */
  documentGroups: z.enum(["list", "map"]),
  /** Amounts with three decimals: "323.000" for 323. */
  threeDecimals: z.boolean(),
  /** How often each webhook is sent. */
  webhookCopies: z.number().int().positive(),
  webhooksWork: z.boolean(),
  /** Whether a webhook tells the whole reservation, as old registrations do. */
  fullWebhooks: z.boolean(),
  /** No contract type of its own: contract files answer 404. */
  noContractType: z.boolean(),
  /** How a contract says that it was signed: published as a moment, captured as S or N. */
  contractStamps: z.enum(["moment", "flag"]),
  /** Whether the answer to an uploaded document holds its id, which is not published. */
  uploadAnswersId: z.boolean(),
  /** Whether the tenant offers triggers of commissions and contracts, of which only the areas are published. */
  followingTriggers: z.boolean(),
  /** Whether what is uploaded is kept with a stamp of the tenant, so that its bytes are others. */
  stampsUploads: z.boolean(),
  /** Types of documents in groups, as published, or as bare rows. */
  documentTypes: z.enum(["grouped", "flat"]),
  /** Required fields by kind of person, as published, or as one list. */
  requiredFields: z.enum(["forms", "list"]),
  /** Rhythm of a series as unit and number, as published, or as a word. */
  rhythm: z.enum(["unit", "word"]),
  /** Whether agencies and brokers show the developments they may sell, which is not published. */
  showsDevelopments: z.boolean(),
  /** Whether the list of series reads its page from the address; published is the body alone. */
  seriesPaging: z.enum(["query", "body"]),
  /** From which number pages of webhooks count, which is not published. */
  firstWebhookPage: z.union([z.literal(0), z.literal(1)]),
});

export type CvQuirks = z.infer<typeof quirksShape>;

const BASE: CvQuirks = {
  ratePerMinute: 200,
  windowMs: 60_000,
  retryAfter: false,
  reservationShape: "keyed",
  listShape: "keyed",
  envelope: "v1",
  createAnswersId: false,
  documentFilter: true,
  missingStatus: 400,
  wrongCredentialsStatus: 401,
  v3: false,
  v3Auth: "account",
  forbidden: [],
  bornAfterMs: 0,
  hidden: [],
  eatDocuments: 0,
  lieInWrites: 0,
  threeDecimals: false,
  refusesOwnWays: false,
  showsCommissions: false,
  commissionKind: "letter",
  values: "published",
  documentGroups: "list",
  webhookCopies: 1,
  webhooksWork: true,
  fullWebhooks: false,
  noContractType: false,
  contractStamps: "moment",
  uploadAnswersId: false,
  followingTriggers: false,
  stampsUploads: false,
  documentTypes: "grouped",
  requiredFields: "forms",
  rhythm: "unit",
  showsDevelopments: false,
  seriesPaging: "query",
  firstWebhookPage: 1,
};

/** What was captured of one account, where it is not what is published. */
const CAPTURED = {
  contractStamps: "flag",
  uploadAnswersId: true,
  documentTypes: "flat",
  requiredFields: "list",
  rhythm: "word",
  showsDevelopments: true,
  showsCommissions: true,
  values: "captured",
  documentGroups: "map",
} as const satisfies Partial<CvQuirks>;

/** Each tenant is another account of CV: they differ from the beginning. */
export const DEFAULT_QUIRKS: Readonly<Record<TenantName, CvQuirks>> = {
  hub: BASE,
  a: { ...BASE, reservationShape: "bare", listShape: "array", envelope: "v2", missingStatus: 404 },
  b: {
    ...BASE,
    reservationShape: "dados",
    listShape: "dados",
    documentFilter: false,
    wrongCredentialsStatus: 404,
    v3: true,
    envelope: "v3",
    ...CAPTURED,
  },
  c: { ...BASE, createAnswersId: true, envelope: "bare", v3: true, retryAfter: true },
};
