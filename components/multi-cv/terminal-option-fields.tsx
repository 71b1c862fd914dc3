import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { TERMINAL_OPTIONS } from "@/lib/multi-cv/words/environment-options.ts";

/** Policies and directions of a terminal, folded: their defaults fit most. */
export function TerminalOptionFields({ options }: { options: Readonly<Record<string, string>> }) {
  return (
    <details className="sm:col-span-2">
      <summary className="inline-flex min-h-6 items-center text-sm font-medium text-primary hover:underline pointer-coarse:min-h-11">
        Políticas e cópias deste terminal
      </summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        {TERMINAL_OPTIONS.map(({ key, label, help, options: choices }) => (
          <Field key={key} label={label} help={help}>
            <Select
              name={`option.${key}`}
              defaultValue={options[key] ?? choices[0].value}
              options={choices}
            />
          </Field>
        ))}
        <Field
          label="Campo adicional com o código do Hub"
          help="Nome de referência do campo adicional da reserva que recebe o código do Hub no terminal. Em branco: nenhum."
        >
          <Input
            name="option.hubFieldReference"
            defaultValue={options.hubFieldReference}
            maxLength={80}
            autoComplete="off"
            className="font-mono"
          />
        </Field>
      </div>
    </details>
  );
}
