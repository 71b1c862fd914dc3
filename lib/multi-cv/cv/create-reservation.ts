import type { Cents } from "@/lib/core/money.ts";
import type { Day } from "@/lib/core/period.ts";
import { toBrazilianDay } from "../wire/moment.ts";
import { findId } from "./find-id.ts";
import { toNumber } from "./to-number.ts";
import type { CvClient } from "./open-cv.ts";

/** What a new reservation is made of; ids are those of the tenant that is written to. */
export interface NewReservation {
  /** Our key there: `HUB-{id of the Hub's reservation}`. CV neither enforces that it is unique nor finds by it. */
  code: string;
  personId: number;
  developmentId: number;
  unitId: number;
  brokerId: number;
  saleTypeId: number | null;
  conditions: ReadonlyArray<{
    seriesId: number;
    count: number;
    amountCents: Cents;
    firstDueDay: Day;
    indexerId: number | null;
    /** Who holds its bills; left out = nobody. */
    bearerId?: number;
    holdsCommission: boolean;
  }>;
  /** The first one only; the others go through {@link updateReservation}. */
  associate: NewAssociate | null;
}

export interface NewAssociate {
  personId: number;
  kindId: number;
  /** Per cent; null when not said. */
  share: number | null;
  /** Whether this person is a party of the contract; a guarantor or attorney is not. */
  party?: boolean;
}

/** An associate as CV's bodies take one. */
export const toAssociateBody = ({ personId, kindId, share, party = true }: NewAssociate) => ({
  idpessoa_cv: personId,
  idtipo_associacao: kindId,
  participacao_contrato: party ? "S" : "N",
  ...(share === null || !party ? {} : { percentual_participacao: share }),
});

/**
 * Creates a reservation. Gives its id when the answer has one: often it has not, and then it is looked for
 * (`find-copies.ts`). `uncertain` = it may stand there: look before trying again.
 */
export async function createReservation(
  cv: CvClient,
  reservation: NewReservation,
): Promise<number | null> {
  const { associate } = reservation;
  const body = {
    idreserva_int: reservation.code,
    idpessoa_cv: reservation.personId,
    idempreendimento_cv: reservation.developmentId,
    idunidade_cv: reservation.unitId,
    idcorretor_cv: reservation.brokerId,
    ...(reservation.saleTypeId === null ? {} : { idtipovenda: reservation.saleTypeId }),
    condicoes: reservation.conditions.map(
      ({ seriesId, count, amountCents, firstDueDay, indexerId, bearerId, holdsCommission }) => ({
        idserie_cv: seriesId,
        quantidade_parcelas: count,
        valor_parcela: toNumber(amountCents),
        primeiro_vencimento: toBrazilianDay(firstDueDay),
        ...(indexerId === null ? {} : { idindexador: indexerId }),
        ...(bearerId === undefined ? {} : { idportador: bearerId }),
        retirar_comissao: holdsCommission ? "S" : "N",
      }),
    ),
    ...(associate ? { associado: toAssociateBody(associate) } : {}),
  };
  return findId(await cv.call({ method: "POST", path: "/api/v1/comercial/reservas", body }), [
    "idreserva",
    "idreserva_cv",
    "id",
  ]);
}
