"use client";

import { useState } from "react";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";

/** "Situação" of a form: submits `active` as "yes" or "no", and warns of what becoming inactive means. */
export function ActiveField({
  initial,
  feminine = false,
  consequence,
  error,
}: {
  initial: boolean;
  feminine?: boolean;
  consequence: string;
  error?: string;
}) {
  const [value, setValue] = useState(initial ? "yes" : "no");
  const ending = feminine ? "a" : "o";
  return (
    <Field
      label="Situação"
      error={error}
      help={initial && value === "no" ? consequence : undefined}
    >
      <Select
        name="active"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        options={[
          { value: "yes", label: `Ativ${ending}` },
          { value: "no", label: `Inativ${ending}` },
        ]}
      />
    </Field>
  );
}
