"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { DateField } from "../ui/date-field.tsx";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import type { ZoneChoice } from "@/lib/admin/prices/list-price-suggestions.ts";
import { countDays, type Day, formatDay, MAX_DAYS } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Which returns are looked at: the price zone and the days on which they came; both stand in the address. */
export function ScopeForm({
  zones,
  zoneCode,
  first,
  last,
  today,
}: {
  zones: readonly ZoneChoice[];
  zoneCode: string;
  first: Day;
  last: Day;
  today: Day;
}) {
  const router = useRouter();
  const [zone, setZone] = useState(zoneCode);
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(last);
  const [error, setError] = useState("");
  const chosen = zones.find(({ code }) => code === zone);

  function show(event: FormEvent) {
    event.preventDefault();
    if (from === "" || to === "") return setError("Informe as duas datas.");
    if (from > to) return setError("A data inicial é posterior à final.");
    if (countDays({ first: from, last: to }) > MAX_DAYS)
      return setError(`Escolha até ${MAX_DAYS} dias.`);
    setError("");
    router.push(`/precos?${new URLSearchParams({ zona: zone, de: from, ate: to })}`);
  }
  return (
    <form onSubmit={show} noValidate className="mb-4 flex flex-wrap items-start gap-3">
      <Field
        label="Zona de preço"
        className="w-72 max-sm:w-full"
        help={
          chosen?.lastReturn
            ? `Último retorno em ${formatDay(chosen.lastReturn)}`
            : "Nenhum retorno ainda"
        }
      >
        <Select
          value={zone}
          options={zones.map(({ code, name, branches }) => ({
            value: code,
            label: `${name} (${formatCount(branches, "filial", "filiais")})`,
          }))}
          onChange={(event) => setZone(event.target.value)}
        />
      </Field>
      <Field
        label="Retornos de"
        className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:basis-36"
        error={error}
      >
        <DateField value={from} onChange={setFrom} max={today} />
      </Field>
      <Field label="até" className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:basis-36">
        <DateField value={to} onChange={setTo} max={today} />
      </Field>
      <Button type="submit" variant="outline" className="mt-[1.625rem] max-sm:mt-0 max-sm:w-full">
        Mostrar
      </Button>
    </form>
  );
}
