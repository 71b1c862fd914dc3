"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button, buttonVariants } from "../ui/button.tsx";
import { DateField } from "../ui/date-field.tsx";
import { Field } from "../ui/field.tsx";
import { addDays, countDays, type Day, MAX_DAYS } from "@/lib/core/period.ts";

const PRESETS = [7, 14, 31] as const;

/** Which days a table shows; they stand in the URL, after what `address` says already. */
export function PeriodForm({
  first,
  last,
  today,
  address = "/movimentos/dias",
}: {
  first: Day;
  last: Day;
  today: Day;
  address?: string;
}) {
  const hrefOf = (de: Day, ate: Day) =>
    `${address}${address.includes("?") ? "&" : "?"}de=${de}&ate=${ate}`;
  const router = useRouter();
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(last);
  const [error, setError] = useState("");

  function show(event: FormEvent) {
    event.preventDefault();
    if (from === "" || to === "") return setError("Informe as duas datas.");
    if (from > to) return setError("A data inicial é posterior à final.");
    if (countDays({ first: from, last: to }) > MAX_DAYS)
      return setError(`Escolha até ${MAX_DAYS} dias.`);
    setError("");
    router.push(hrefOf(from, to));
  }

  return (
    <form onSubmit={show} noValidate className="flex flex-wrap items-end gap-3">
      <Field label="De" className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:basis-36" error={error}>
        <DateField value={from} onChange={setFrom} max={today} />
      </Field>
      <Field label="Até" className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:basis-36">
        <DateField value={to} onChange={setTo} max={today} />
      </Field>
      <Button type="submit" variant="outline">
        Mostrar
      </Button>
      <span className="flex gap-1">
        {PRESETS.map((days) => (
          <Link
            key={days}
            href={hrefOf(addDays(today, 1 - days), today)}
            className={buttonVariants({ variant: "ghost" })}
          >
            {days} dias
          </Link>
        ))}
      </span>
    </form>
  );
}
