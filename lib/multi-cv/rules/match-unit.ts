import { foldText } from "./fold-text.ts";

/** A unit as one of the two environments names it. */
export interface UnitName {
  /** Code of the unit in Sienge (`idunidade_int`), shared by both environments; empty when none. */
  code: string;
  block: string;
  name: string;
}

export type UnitMatch<Unit> = { unit: Unit; by: "code" | "name" } | { sentence: string };

/** The terminal's unit that is the Hub's: by the shared Sienge code, else by block and name. Two that fit are none. */
export function matchUnit<Unit extends UnitName>(
  wanted: UnitName,
  units: readonly Unit[],
): UnitMatch<Unit> {
  const called = `A unidade ${describeUnit(wanted)}`;
  const code = wanted.code.trim();
  if (code !== "") {
    const byCode = units.filter((unit) => unit.code.trim() === code);
    if (byCode.length > 1)
      return {
        sentence: `${called} tem o código ${code} do Sienge em ${byCode.length} unidades do terminal. Corrija o código no terminal e repita a etapa.`,
      };
    if (byCode[0]) return { unit: byCode[0], by: "code" };
  }
  const byName = units.filter((unit) => sameName(unit, wanted));
  if (byName.length > 1)
    return {
      sentence: `${called} corresponde a ${byName.length} unidades do terminal com o mesmo bloco e nome. Preencha o código do Sienge no Hub e no terminal e repita a etapa.`,
    };
  const [found] = byName;
  if (!found)
    return {
      sentence: `${called} não existe no terminal, nem pelo código do Sienge nem pelo bloco e nome. Cadastre-a no terminal e repita a etapa.`,
    };
  // The same name with another Sienge code is another unit that happens to be called alike.
  if (code !== "" && found.code.trim() !== "" && found.code.trim() !== code)
    return {
      sentence: `${called} tem o código ${code} do Sienge no Hub e ${found.code.trim()} no terminal. Corrija o que estiver errado e repita a etapa.`,
    };
  return { unit: found, by: "name" };
}

const sameName = (a: UnitName, b: UnitName) =>
  foldText(a.name) === foldText(b.name) && foldText(a.block) === foldText(b.block);

/** "T1 / 101" */
export function describeUnit({ block, name }: Pick<UnitName, "block" | "name">): string {
  return [block, name].filter((part) => part.trim() !== "").join(" / ");
}
