"use client";

import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import {
  COMMISSION_RECEIVER_LABEL,
  COMMISSION_RECEIVERS,
  type TypedKind,
} from "@/lib/multi-cv/words/mappings.ts";

const WORDS: Record<TypedKind, { source: string; example: string; target: string }> = {
  commission_receiver: {
    source: "Nome no Hub de quem recebe a comissão",
    example: "Corretor",
    target: "Código no CV",
  },
  sale_type: {
    source: "Nome do tipo de venda no Hub",
    example: "Financiamento",
    target: "Número no terminal",
  },
  bearer: {
    source: "Nome do portador no Hub",
    example: "Carteira própria",
    target: "Número no terminal",
  },
};

/** Writes down by hand what no list of the tenant shows. */
export function AddMapping({
  kind,
  onAdd,
  onDone,
}: {
  kind: TypedKind;
  onAdd: (sourceName: string, targetId: string) => Promise<Outcome<unknown>>;
  onDone: () => void;
}) {
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, ReactNode>>({});

  async function add() {
    setBusy(true);
    const outcome = await onAdd(name, code).catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      return setErrors(
        outcome?.problem.fields ?? {
          sourceName: outcome
            ? describeProblem(outcome.problem)
            : "Não foi possível falar com o servidor. Tente novamente.",
        },
      );
    setErrors({});
    setName("");
    setCode("");
    onDone();
  }
  return (
    <form
      noValidate
      className="mb-3 flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void add();
      }}
    >
      <Field label={WORDS[kind].source} error={errors.sourceName} className="w-64 max-w-full">
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={81}
          autoComplete="off"
          placeholder={WORDS[kind].example}
        />
      </Field>
      <Field label={WORDS[kind].target} error={errors.targetId} className="w-40">
        {kind === "commission_receiver" ? (
          <Select
            value={code}
            onChange={(event) => setCode(event.target.value)}
            placeholder="Selecione…"
            options={COMMISSION_RECEIVERS.map((one) => ({
              value: one,
              label: COMMISSION_RECEIVER_LABEL[one],
            }))}
          />
        ) : (
          <Input
            value={code}
            onChange={(event) => setCode(event.target.value)}
            maxLength={9}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
      </Field>
      <Button type="submit" variant="outline" busy={busy} className="mt-[1.6rem]">
        Adicionar
      </Button>
    </form>
  );
}
