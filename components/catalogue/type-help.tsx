import type { ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import type { ConnectorHelp } from "@/lib/admin/integrations/read-catalogue.ts";
import { joinArticle } from "@/lib/core/article.ts";
import { describeSecondSending } from "@/lib/core/second-sending.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { OperationsHelp } from "./operations-help.tsx";
import { SettingsHelp } from "./settings-help.tsx";

/** The help page of a type: what to ask the partner for, what happens then, what is assumed, each key. */
export function TypeHelp({ type }: { type: ConnectorHelp }) {
  const { about, ask, how, assumed } = type.guide;
  const personal = type.operations.filter((operation) => operation.personal !== null);
  const again = type.operations.flatMap(({ label, secondSending }) =>
    secondSending ? [`${label}: ${describeSecondSending(secondSending)}`] : [],
  );
  return (
    <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
      {about && <p className="max-w-[72ch] text-base">{about}</p>}
      {ask.length > 0 && (
        <Section
          title={`O que solicitar ${joinArticle("a", type.article)} ${type.name} antes de cadastrar`}
        >
          <List items={ask} />
        </Section>
      )}
      <Section title="Como funciona">
        <List items={how} />
      </Section>
      <Section title="Dados e horários">
        <OperationsHelp operations={type.operations} />
        <p className="mt-4 text-sm text-muted-foreground">
          {type.manualMaxDays === null
            ? "Este tipo é executado só automaticamente, sem “Executar integração”."
            : `“Executar integração” envia dias anteriores, até ${formatCount(type.manualMaxDays, "dia", "dias")} por vez.`}
        </p>
      </Section>
      {again.length > 0 && (
        <Section title="Dias enviados novamente">
          <List items={again} />
        </Section>
      )}
      {personal.length > 0 && (
        <Section title="Dados pessoais">
          <List
            items={personal.map(
              ({ label, personal: what }) =>
                `Os arquivos de ${label} têm ${what} e só podem ser baixados com a permissão “Dados pessoais”`,
            )}
          />
        </Section>
      )}
      <Section title="Pontos presumidos, ainda não confirmados">
        {assumed.length > 0 ? (
          <List items={assumed} />
        ) : (
          <p className="text-sm text-muted-foreground">
            Nenhum. O envio segue o formato conhecido do parceiro.
          </p>
        )}
      </Section>
      <Section title="Chaves de configuração">
        <SettingsHelp settings={type.settings} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>{children}</CardContent>
    </Card>
  );
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className="flex max-w-[76ch] list-disc flex-col gap-1.5 pl-5 text-sm marker:text-muted-foreground">
      {items.map((item) => (
        <li key={item}>{item.replace(/\.?$/, ".")}</li>
      ))}
    </ul>
  );
}
