import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { findEnvironment, listEnvironments } from "@/db/queries/flows/multi-cv-scope.ts";
import { environments } from "@/db/schema/environments.ts";
import { environmentPlace, loginPlace } from "@/lib/engine/flows/open-environments.ts";
import { env } from "@/lib/env.ts";
import { encryptSecret } from "@/lib/secrets.ts";
import type { Transaction } from "@/db/client.ts";
import { defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { rowId } from "../people/person-fields.ts";
import { refuseDuplicate } from "../refuse-duplicate.ts";
import { hostOf } from "./host-of.ts";
import {
  ENVIRONMENT_DUPLICATES,
  type EnvironmentFields,
  environmentFields,
} from "./environment-input.ts";
import { refuseStrangeAddress } from "./refuse-strange-address.ts";
import { type Flow, flowInput, requireFlow } from "./require-flow.ts";

const SHOWN = [
  "name",
  "baseUrl",
  "tenant",
  "userName",
  "loginName",
  "validUntil",
  "siengeEnvironmentId",
  "dailyLimit",
] as const;

/** Registers an environment of an integration. */
export const createEnvironment = defineUseCase({
  name: "create-environment",
  permission: "edit",
  input: environmentFields.extend(flowInput),
  async run({ input: { integrationId, secret, loginPassword, options, ...fields }, tx, audit }) {
    const flow = await requireFlow(tx, integrationId);
    await refuseMisfit(tx, flow, fields);
    if (!secret)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: {
          secret: fields.kind === "cv" ? "Informe o token." : "Informe a senha do usuário de API.",
        },
      });
    const sealed = {
      ...seal(flow, fields.code, secret),
      ...sealLogin(
        { ...flow, code: fields.code, loginSecret: null },
        fields.loginName ?? "",
        loginPassword,
      ),
    };
    const [row] = await refuseDuplicate(ENVIRONMENT_DUPLICATES, () =>
      tx
        .insert(environments)
        .values({ ...flowOf(flow), ...fields, ...sealed, settings: options })
        .returning({ id: environments.id }),
    );
    if (!row) throw new Error("insert returned no row");
    await audit({
      organizationId: flow.organizationId,
      subjectType: "environment",
      subjectId: row.id,
      summary: `Ambiente “${fields.name}” cadastrado com o endereço ${hostOf(fields)}`,
    });
    return row;
  },
});

/**
 * Changes an environment. Its code and system stay, because the secret is sealed to them; a secret
 * left out stays too.
 */
export const updateEnvironment = defineUseCase({
  name: "update-environment",
  permission: "edit",
  input: environmentFields
    .omit({ code: true, kind: true })
    .extend({ id: rowId, version: z.int().positive() }),
  async run({ input: { id, version, secret, loginPassword, options, ...fields }, tx, audit }) {
    const before = (await findEnvironment(tx, id)) ?? notFound("Ambiente não encontrado.");
    await refuseMisfit(tx, before, { ...fields, code: before.code, kind: before.kind });
    const strange = secret ? null : refuseStrangeAddress(before, fields);
    if (strange)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { secret: strange },
      });
    const loginName = fields.loginName ?? before.loginName;
    const strangeLogin =
      loginName !== "" && !loginPassword
        ? refuseStrangeAddress(
            { ...before, secret: before.loginSecret, userName: before.loginName },
            { ...fields, userName: loginName },
          )
        : null;
    if (strangeLogin)
      throw new Refusal({
        kind: "invalid",
        message: "Confira os campos indicados.",
        fields: { loginPassword: strangeLogin },
      });
    const sealed = {
      ...(secret && seal(before, before.code, secret)),
      ...sealLogin(before, loginName, loginPassword),
    };
    const saved = await tx
      .update(environments)
      .set({
        ...fields,
        ...sealed,
        settings: { ...before.settings, ...options },
        version: version + 1,
        updatedAt: sql`now()`,
      })
      .where(
        and(
          eq(environments.organizationId, before.organizationId),
          eq(environments.id, id),
          eq(environments.version, version),
        ),
      )
      .returning({ id: environments.id });
    if (saved.length === 0)
      throw new Refusal({
        kind: "conflict",
        message:
          "Outro usuário salvou este ambiente depois que você o abriu. Feche, atualize a lista e faça a alteração novamente.",
      });
    const changes = Object.fromEntries(
      SHOWN.filter((key) => before[key] !== fields[key]).map((key) => [
        key,
        { from: before[key], to: fields[key] as unknown },
      ]),
    );
    for (const [key, to] of Object.entries(options))
      if (before.settings[key] !== to) changes[key] = { from: before.settings[key] as never, to };
    await audit({
      organizationId: before.organizationId,
      subjectType: "environment",
      subjectId: id,
      summary: `Ambiente “${fields.name}” alterado${secret ? ", com nova credencial" : ""}`,
      changes,
    });
    return { id };
  },
});

const flowOf = ({
  organizationId,
  integrationId,
}: Pick<Flow, "organizationId" | "integrationId">) => ({ organizationId, integrationId });

/** The secret as it is stored, with the moment in which it was given. */
export function seal(
  of: Pick<Flow, "organizationId" | "integrationId">,
  code: string,
  secret: string,
) {
  return {
    secret: encryptSecret(
      env().ENLACE_KEYS,
      environmentPlace(of.organizationId, of.integrationId, code),
      secret,
    ),
    secretSetAt: sql`now()`,
  };
}

const NO_SESSION = { sessionToken: null, sessionUntil: null, loginRefusedAt: null };
/** What takes a login away. */
export const NO_LOGIN = { loginName: "", loginSecret: null, ...NO_SESSION };

/**
 * A person's login where the partner wants one: given anew or taken away, the token of the former one
 * goes, and a refusal is forgotten. {} = as it was.
 */
function sealLogin(
  of: Pick<Flow, "organizationId" | "integrationId"> & {
    code: string;
    loginSecret: string | null;
  },
  loginName: string,
  password: string | undefined,
) {
  if (loginName === "") return NO_LOGIN;
  if (password)
    return {
      loginSecret: encryptSecret(
        env().ENLACE_KEYS,
        loginPlace(of.organizationId, of.integrationId, of.code, "login"),
        password,
      ),
      ...NO_SESSION,
    };
  if (of.loginSecret === null)
    throw new Refusal({
      kind: "invalid",
      message: "Confira os campos indicados.",
      fields: { loginPassword: "Informe a senha deste e-mail." },
    });
  return {};
}

/** What one field cannot know of another. */
export async function refuseMisfit(
  tx: Transaction,
  of: Pick<Flow, "organizationId" | "integrationId">,
  fields: Omit<EnvironmentFields, "secret" | "loginPassword" | "options">,
): Promise<void> {
  const wrong: Record<string, string> = {};
  if (fields.kind === "sienge" && fields.loginName)
    wrong.loginName = "Só um CV tem o login da API v3.";
  if (fields.kind === "sienge" && !fields.tenant)
    wrong.tenant = "Informe o subdomínio da conta no Sienge.";
  if (fields.code === "hub" && fields.kind !== "cv")
    wrong.code = "O código hub é do ambiente do CV em que as vendas acontecem.";
  if (fields.kind === "sienge" && fields.siengeEnvironmentId !== null)
    wrong.siengeEnvironmentId = "Só um terminal pode ter um Sienge.";
  else if (
    fields.siengeEnvironmentId !== null &&
    !(await listEnvironments(tx, of)).some(
      ({ id, kind }) => id === fields.siengeEnvironmentId && kind === "sienge",
    )
  )
    wrong.siengeEnvironmentId = "Escolha um ambiente Sienge desta integração.";
  if (Object.keys(wrong).length > 0)
    throw new Refusal({ kind: "invalid", message: "Confira os campos indicados.", fields: wrong });
}
