import { PartnerError } from "@/lib/core/errors.ts";
import { readTerminalOptions } from "../words/environment-options.ts";
import { formatList } from "../words/format-list.ts";
import { RESERVATION_STEP_LABEL } from "../words/reservation-steps.ts";
import { done, type Step, stuck } from "@/lib/engine/flows/define-flow.ts";
import { listRequiredFields } from "../cv/developments.ts";
import { type CvPerson, findPerson } from "../cv/find-person.ts";
import type { CvClient } from "../cv/open-cv.ts";
import type { ReservationPerson } from "../cv/reservation-shape.ts";
import { savePerson, toPersonBody } from "../cv/save-person.ts";
import { loadMaps } from "../load-maps.ts";
import { readRarely } from "../read-rarely.ts";
import { openTerminal, readHub } from "../read-sides.ts";
import { checkPeople, choosePhone } from "../rules/check-people.ts";
import { findPersonDifferences } from "../rules/compare-person.ts";
import { isParty } from "../rules/is-party.ts";
import { refuseShares } from "../rules/refuse-shares.ts";
import { hashParts } from "../rules/reservation-parts.ts";

/** The people as the terminal numbers them. */
export interface PeopleReading {
  holderId: number;
  associates: Array<{ personId: number; kindId: number; share: number | null; party?: boolean }>;
  /** The parts as they were taken from the Hub. */
  used?: { holder: string; associates: string };
}

/** Registers holder and associates, or brings them up to date: everything is checked before anything is written. */
export const registerPeople: Step<PeopleReading> = {
  name: "register-people",
  label: RESERVATION_STEP_LABEL["register-people"],
  system: "terminal",
  async run(ctx) {
    const { cv, environment, place } = openTerminal(ctx);
    const hub = await readHub(ctx);
    const { holder, associates } = hub;
    const readRequired = (anew: boolean) =>
      readRarely(
        ctx,
        environment,
        `required-fields:${place.developmentId}`,
        () => listRequiredFields(cv, place.developmentId),
        { anew },
      );
    const participants = [
      { role: "Titular", person: holder },
      ...associates.map((person) => ({ role: person.kind || "sem tipo", person })),
    ];
    let problems = checkPeople(participants, await readRequired(false));
    if (problems.length > 0) problems = checkPeople(participants, await readRequired(true));
    if (problems.length > 0)
      return stuck(`${problems.join(" ")} Corrija o cadastro no Hub e repita a etapa.`);
    const shares = refuseShares([
      holder.share,
      ...associates.filter(isParty).map(({ share }) => share),
    ]);
    if (shares) return stuck(shares);
    const twice = participants.find(
      ({ person }, index) =>
        participants.findIndex((other) => other.person.document === person.document) !== index,
    );
    if (twice)
      return stuck(
        `A mesma pessoa está duas vezes na reserva (${twice.role}). Corrija os associados no Hub e repita a etapa.`,
      );
    const maps = await loadMaps(ctx, environment);
    const kinds = associates.map(({ kind, kindId }) =>
      maps.find("association", { id: kindId, name: kind }),
    );
    const unmapped = associates[kinds.indexOf(null)];
    if (unmapped)
      return stuck(
        `O tipo de associação “${unmapped.kind}” não tem correspondente confirmado em ${environment.name}. Confirme-o em Mapeamentos › Tipos de associação e repita a etapa.`,
        null,
        "settings",
      );
    const { personPolicy } = readTerminalOptions(environment.settings);
    const found: Registered[] = [];
    for (const { role, person } of participants) {
      const one = await findKnown(cv, role, person);
      if ("sentence" in one) return stuck(one.sentence);
      found.push(one);
    }
    const differing = found.filter(({ known, differences }) => known && differences.length > 0);
    const described = differing
      .map(({ role, differences }) => `${role}: ${formatList(differences)}`)
      .join("; ");
    if (personPolicy === "stop" && differing.length > 0)
      return stuck(
        `${environment.name} tem outros dados de quem já está cadastrado (${described}). Corrija um dos lados, ou altere a política em Tokens, e repita a etapa.`,
      );
    const ids: number[] = [];
    for (const one of found)
      ids.push(
        one.known && (one.differences.length === 0 || personPolicy === "keep")
          ? one.known.id
          : await save(cv, one),
      );
    const [holderId = 0, ...others] = ids;
    const registered = associates.map((associate, index) => ({
      personId: others[index] ?? 0,
      kindId: Number(kinds[index]),
      share: isParty(associate) ? associate.share : null,
      party: isParty(associate),
    }));
    const used = hashParts(hub);
    return done(
      {
        holderId,
        associates: registered,
        used: { holder: used.holder, associates: used.associates },
      },
      described === ""
        ? null
        : `${personPolicy === "keep" ? "Diferente no terminal, deixado como está" : "Atualizado no terminal"}: ${described}.`,
    );
  },
};

/** One of the reservation's people, and what the terminal has of them. */
interface Registered {
  role: string;
  person: ReservationPerson;
  phone: string;
  known: CvPerson | null;
  /** Which fields the terminal has otherwise. */
  differences: string[];
}

/** By document. Of another country's paper CV's API takes no registration: who has one is in the register, or not. */
async function findKnown(
  cv: CvClient,
  role: string,
  person: ReservationPerson,
): Promise<Registered | { sentence: string }> {
  const phone = choosePhone(person) ?? "";
  const known = await findPerson(cv, person.document);
  if (person.documentKind === "foreign")
    return known
      ? { role, person, phone, known, differences: [] }
      : {
          sentence: `${role} tem um documento estrangeiro, e a API do CV cadastra pessoas só por CPF ou CNPJ. Cadastre a pessoa em ${cv.label} com o mesmo documento e repita a etapa.`,
        };
  const written = toPersonBody({ ...person, phone }, codeOf(person, known));
  return {
    role,
    person,
    phone,
    known,
    differences: known ? findPersonDifferences(written, known.shown) : [],
  };
}

/** The terminal's own code may be the customer's number in Sienge: it is never replaced. */
const codeOf = (person: ReservationPerson, known: CvPerson | null) =>
  known?.code ?? person.code ?? `HUB-${person.id ?? person.document}`;

/** Written and read back, since CV answers no id and may not have stored. */
async function save(cv: CvClient, { person, phone, known }: Registered): Promise<number> {
  await savePerson(cv, { ...person, phone }, codeOf(person, known));
  const saved = await findPerson(cv, person.document);
  if (!saved)
    throw new PartnerError(
      "unexpected_shape",
      `${cv.label} aceitou o cadastro de uma pessoa, mas não a encontra depois. Confira no terminal e repita a etapa.`,
    );
  return saved.id;
}
