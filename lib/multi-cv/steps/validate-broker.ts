import { cleanDocument, isCnpj, isCpf } from "@/lib/core/documents.ts";
import { PartnerError } from "@/lib/core/errors.ts";
import { readTerminalOptions } from "../words/environment-options.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { SealedSecretError } from "@/lib/engine/open-sealed.ts";
import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { type Agency, associateAgency, findAgency, saveAgency } from "../cv/agencies.ts";
import { associateBroker, type Broker, findBroker, saveBroker } from "../cv/brokers.ts";
import { listSellers } from "../cv/list-sellers.ts";
import type { CvClient } from "../cv/open-cv.ts";
import type { Reservation } from "../cv/reservation-shape.ts";
import { openHub } from "../open-lines.ts";
import { openTerminal, readHub } from "../read-sides.ts";
import { hashParts } from "../rules/reservation-parts.ts";

/** Who sells, as the terminal numbers them. */
export interface SellerReading {
  agencyId: number;
  brokerId: number;
  /** The seller as the Hub named it then. */
  used?: { broker: string };
}

type Seller = Reservation["broker"];
type Policy = "create" | "associate" | "stop";
type Found<Thing> = { found: Thing } | { sentence: string };

/**
 * Imobiliária and broker must exist, be active, belong together and may sell the development; what
 * is missing is made or asked for, by policy.
 */
export const validateBroker: Step<SellerReading> = {
  name: "validate-broker",
  label: RESERVATION_STEP_LABEL["validate-broker"],
  system: "terminal",
  async run(ctx) {
    const { cv, environment, place } = openTerminal(ctx);
    const hub = await readHub(ctx);
    const { broker: seller } = hub;
    const { agencyPolicy, brokerPolicy } = readTerminalOptions(environment.settings);
    const agency = await findOrCreateAgency(cv, seller, agencyPolicy);
    if ("sentence" in agency) return stuck(agency.sentence);
    const broker = await findOrCreateBroker(
      cv,
      openHub(ctx),
      seller,
      agency.found.id,
      brokerPolicy,
    );
    if ("sentence" in broker) return stuck(broker.sentence);
    const { found } = broker;
    if (found.agencyId !== null && found.agencyId !== agency.found.id)
      return stuck(
        `O corretor ${found.name} está em outra imobiliária em ${cv.label}. Corrija o vínculo no terminal e repita a etapa.`,
      );
    const notes: string[] = [];
    /** Published for v3 alone: without a login there, or where that fails, it is not shown. */
    const listAllowed = async (who: "imobiliarias" | "corretores", id: number) => {
      if (!cv.hasSession) return null;
      try {
        const ids = await listSellers(cv, place.developmentId, who);
        return ids.includes(id) ? [place.developmentId] : [];
      } catch (error) {
        // A password that does not open waits for its key, as every secret does.
        if (!(error instanceof PartnerError) || error instanceof SealedSecretError) throw error;
        if (error.kind !== "settings") throw error;
        if (!notes.includes(error.detail)) notes.push(error.detail);
        return null;
      }
    };
    for (const { who, freed, ids, policy, associate } of [
      {
        who: `A imobiliária ${agency.found.name}`,
        freed: "liberada",
        ids: agency.found.developmentIds ?? (await listAllowed("imobiliarias", agency.found.id)),
        policy: agencyPolicy,
        associate: () => associateAgency(cv, place.developmentId, agency.found.id),
      },
      {
        who: `O corretor ${found.name}`,
        freed: "liberado",
        ids: found.developmentIds ?? (await listAllowed("corretores", found.id)),
        policy: brokerPolicy,
        associate: () => associateBroker(cv, place.developmentId, found.id),
      },
    ]) {
      if (ids?.includes(place.developmentId)) continue;
      // Published answers do not show who may sell what. Letting in once more changes nothing, and a
      // refusal of it proves nothing: the terminal itself refuses the reservation then, and says so.
      if (ids === null) {
        if (policy !== "stop") await associate().catch(ignoreRefusal);
        continue;
      }
      if (policy === "stop")
        return stuck(
          `${who} não está ${freed} para o empreendimento em ${cv.label}. Libere no terminal ou altere a política em Tokens e repita a etapa.`,
        );
      await associate();
      notes.push(`${who} foi ${freed} para o empreendimento.`);
    }
    return done(
      { agencyId: agency.found.id, brokerId: found.id, used: { broker: hashParts(hub).broker } },
      notes.join(" ") || null,
    );
  },
};

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof PartnerError) || error.kind !== "rejected") throw error;
}

async function findOrCreateAgency(
  cv: CvClient,
  { agency }: Seller,
  policy: Policy,
): Promise<Found<Agency>> {
  const document = cleanDocument(agency.document);
  if (!isCnpj(document))
    return {
      sentence:
        "A imobiliária da reserva não tem um CNPJ válido no Hub. Corrija o cadastro e repita a etapa.",
    };
  const found = await findAgency(cv, document);
  if (found)
    return found.active
      ? { found }
      : {
          sentence: `A imobiliária ${found.name} está inativa em ${cv.label}. Ative-a no terminal e repita a etapa.`,
        };
  if (policy !== "create")
    return {
      sentence: `A imobiliária ${agency.name} não existe em ${cv.label}. Cadastre-a no terminal ou escolha “Cadastrar quando faltar” em Tokens e repita a etapa.`,
    };
  await saveAgency(cv, {
    document,
    name: agency.name,
    email: agency.email,
    ...(agency.code === null ? {} : { code: agency.code }),
  });
  const made = await findAgency(cv, document);
  return made
    ? { found: made }
    : {
        sentence: `${cv.label} aceitou o cadastro da imobiliária ${agency.name}, mas não a encontra depois. Cadastre-a no terminal e repita a etapa.`,
      };
}

async function findOrCreateBroker(
  cv: CvClient,
  hub: CvClient,
  seller: Seller,
  agencyId: number,
  policy: Policy,
): Promise<Found<Broker>> {
  const { document, name } = seller;
  if (!isCpf(document) && !isCnpj(document))
    return {
      sentence:
        "O corretor da reserva não tem um CPF válido no Hub. Corrija o cadastro e repita a etapa.",
    };
  const found = await findBroker(cv, document);
  if (found)
    return found.active
      ? { found }
      : {
          sentence: `O corretor ${name} está inativo em ${cv.label}. Ative-o no terminal, ou troque o corretor da reserva no Hub, e repita a etapa.`,
        };
  if (policy !== "create")
    return {
      sentence: `O corretor ${name} não existe em ${cv.label}. Cadastre-o no terminal ou escolha “Cadastrar quando faltar” em Tokens e repita a etapa.`,
    };
  const known = await findBroker(hub, document);
  const { sex, birthDay } = known ?? {};
  if (!known || !sex || !birthDay)
    return {
      sentence: `O Hub não tem sexo e data de nascimento do corretor ${name}, que o terminal exige. Complete o cadastro no Hub e repita a etapa.`,
    };
  await saveBroker(cv, {
    document,
    name,
    email: seller.email || known.email,
    phone: seller.phone || known.phone,
    creci: seller.creci || known.creci,
    sex,
    birthDay,
    agencyId,
    ...(seller.code === null ? {} : { code: seller.code }),
  });
  const made = await findBroker(cv, document);
  return made
    ? { found: made }
    : {
        sentence: `${cv.label} aceitou o cadastro do corretor ${name}, mas não o encontra depois. Cadastre-o no terminal e repita a etapa.`,
      };
}
