"use client";

import { PlugZap } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { joinArticle } from "@/lib/core/article.ts";
import { placeKey, settingField } from "@/lib/core/setting-place.ts";
import { HelpLink } from "../catalogue/help-link.tsx";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { useRegistration } from "./registration-state.tsx";
import { SettingValueRow } from "./setting-value-row.tsx";

/** The tab "Configurações": the Chave/Valor grid of the chosen type, and the connection test. */
export function SettingsPanel() {
  const { opened, type, lines, values, errors, readOnly, timeZone, setSetting, base, choices } =
    useRegistration();
  if (!type) {
    return (
      <EmptyState
        title="Escolha primeiro o tipo de integração"
        action={
          <Button asChild variant="outline">
            <Link href={base}>Ir para Cadastro</Link>
          </Button>
        }
      >
        Cada tipo tem as suas chaves de configuração.
      </EmptyState>
    );
  }
  const needsBranches =
    values.branchIds.length === 0 && type.settings.some(({ perBranch }) => perBranch);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-sm text-muted-foreground">
        {readOnly ? (
          <span>Veja na ajuda o significado de cada chave.</span>
        ) : (
          <p className="max-w-[70ch]">
            Clique na coluna “Valor” para preencher. Enter ou Tab confirma, Esc desfaz. Os valores
            são fornecidos {joinArticle("por", type.article)} {type.name} na contratação.
          </p>
        )}
        <HelpLink id={type.id} />
      </div>
      <div className="rounded-lg border bg-card">
        <table className="w-full text-sm max-sm:block">
          <caption className="sr-only">Configurações de {type.name}</caption>
          <thead className="max-sm:sr-only">
            <tr className="border-b">
              <th
                scope="col"
                className="h-9 px-3 text-left text-xs font-medium text-muted-foreground"
              >
                Chave
              </th>
              <th
                scope="col"
                className="h-9 px-3 text-left text-xs font-medium text-muted-foreground"
              >
                Valor
              </th>
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {lines.map((line) => (
              <SettingValueRow
                key={placeKey(line.place)}
                line={line}
                typed={values.settings[placeKey(line.place)]}
                error={errors[settingField(line.place)]}
                readOnly={readOnly}
                saved={opened !== null}
                timeZone={timeZone}
                sendsMail={choices.sendsMail}
                onChange={setSetting}
              />
            ))}
          </tbody>
        </table>
        {needsBranches && (
          <p className="border-t px-3 py-3 text-sm text-muted-foreground">
            Há chaves com um valor por filial. Elas aparecem aqui depois que você selecionar as
            filiais em Cadastro.
          </p>
        )}
      </div>
      {!readOnly && <ConnectionTest />}
    </div>
  );
}

/** What a test found, or why it was not made. */
interface Verdict {
  ok: boolean;
  kind?: string;
  message: ReactNode;
}

/** "Testar conexão" with what is typed, saved or not. */
function ConnectionTest() {
  const { actions, payload, setErrors, type } = useRegistration();
  const [result, setResult] = useState<Verdict | null>(null);
  const [busy, setBusy] = useState(false);

  async function test() {
    setBusy(true);
    setResult(null);
    setErrors({});
    const outcome = await actions.testConnection(payload()).catch(() => null);
    setBusy(false);
    if (!outcome)
      return setResult({
        ok: false,
        message: "O servidor não respondeu ao teste. Confira sua rede e tente novamente.",
      });
    if (!outcome.ok) {
      setErrors(outcome.problem.fields ?? {});
      return setResult({
        ok: false,
        kind: outcome.problem.kind,
        message: describeProblem(outcome.problem),
      });
    }
    setResult(outcome.value);
    if (!outcome.value.ok)
      setErrors(
        Object.fromEntries(
          outcome.value.settings.map((key) => [
            settingField({ key, branchId: 0 }),
            "Confira este valor, indicado pelo teste de conexão.",
          ]),
        ),
      );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <Button variant="outline" busy={busy} onClick={() => void test()}>
        <PlugZap aria-hidden />
        Testar conexão
      </Button>
      {busy && (
        <p role="status" className="text-sm text-muted-foreground">
          Testando a conexão com {type?.article} {type?.name}… Isso pode levar até 30 segundos.
        </p>
      )}
      {result && (
        <Alert
          tone={result.ok ? "success" : "error"}
          title={
            result.ok
              ? "Conexão bem-sucedida"
              : (TITLE[result.kind ?? ""] ?? "O teste não foi feito")
          }
          className="w-full"
        >
          {result.message}
        </Alert>
      )}
    </div>
  );
}

const TITLE: Record<string, string> = {
  auth: "Credenciais recusadas pelo parceiro",
  settings: "Configuração incompleta ou inválida",
  rate_limited: "Limite de chamadas do parceiro atingido",
  unavailable: "O parceiro não respondeu",
  rejected: "O parceiro recusou o teste",
  unexpected_shape: "Resposta em formato desconhecido",
  uncertain: "A conexão caiu durante o teste",
  invalid: "Faltam dados para testar",
};
