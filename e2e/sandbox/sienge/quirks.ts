import { z } from "zod";
import { DEFAULT_FORMS, type Forms, formsShape } from "./answer-forms.ts";

const MINUTE_MS = 60_000;

/** What can be switched. Left out = as it is. */
export const quirksShape = z.strictObject({
  /** Calls a minute; 0 lifts the limit. */
  ratePerMinute: z.number().int().nonnegative(),
  /** Length of that minute, for tests that cannot wait. */
  windowMs: z.number().int().positive(),
  /** Whether a 429 says how long. */
  retryAfter: z.boolean(),
  /** Calls a day; 0 = no quota. */
  dailyQuota: z.number().int().nonnegative(),
  /** Resources that answer 403: "commissions". */
  forbidden: z.array(z.string()),
  situationForm: z.enum(["text", "upper", "number", "numeric_text"]),
  /** What is answered for a contract that is gone: 400 is published, 404 was seen. */
  goneStatus: z.union([z.literal(400), z.literal(404)]),
  /** What an empty list of commissions answers: both are published. */
  noCommissionsStatus: z.union([z.literal(200), z.literal(404)]),
  /** What the removal of a hook answers: 200 is published, 204 was seen. */
  hookRemovedStatus: z.union([z.literal(200), z.literal(204)]),
  forms: formsShape.partial().transform((forms): Forms => ({ ...DEFAULT_FORMS, ...forms })),
  /** Ids of contracts that come in a shape of no publication. */
  strange: z.array(z.number()),
  patienceMs: z.number().int().positive(),
  /** 1 = the real ladder of hours. */
  retryScale: z.number().positive(),
  /** How often each event is sent: duplicates carry the same id. */
  hookCopies: z.number().int().positive(),
  hooksWork: z.boolean(),
});
/** How the account misbehaves. */
export type SiengeQuirks = z.infer<typeof quirksShape>;

/** A well-behaved account, by what Sienge publishes. */
export const DEFAULT_QUIRKS: SiengeQuirks = {
  ratePerMinute: 200,
  windowMs: MINUTE_MS,
  retryAfter: false,
  dailyQuota: 0,
  forbidden: [],
  situationForm: "text",
  goneStatus: 400,
  noCommissionsStatus: 200,
  hookRemovedStatus: 200,
  forms: DEFAULT_FORMS,
  strange: [],
  patienceMs: 2_500,
  retryScale: 1,
  hookCopies: 1,
  hooksWork: true,
};
