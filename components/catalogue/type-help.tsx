import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ConnectorHelp } from "@/lib/admin/integrations/read-catalogue.ts";
import { describeCoverage } from "@/lib/core/schedule.ts";
import { SettingsHelp } from "./settings-help";
import { tellRhythm } from "./type-words";

/** The help page of a type: what to ask the partner for, what happens then, what is assumed, each key. */
export function TypeHelp({ type }: { type: ConnectorHelp }) {
  const { about, ask, how, assumed } = type.guide;
  const personal = type.operations.filter((operation) => operation.personal !== null);
  return (
    <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
      {about && <p className="max-w-[72ch] text-base">{about}</p>}
      {ask.length > 0 && (
        <Section title={`O que pedir a ${type.name} antes de cadastrar`}>
          <List items={ask} />
        </Section>
      )}
      <Section title="Como funciona">
        <List items={how} />
      </Section>
      <Section title="O que trafega e quando">
        <Table aria-label="Operações">
          <TableHeader>
            <TableRow>
              <TableHead>Operação</TableHead>
              <TableHead>Sentido</TableHead>
              <TableHead>Ritmo</TableHead>
              <TableHead>Movimento de</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {type.operations.map(({ name, label, kind, schedule, period, manual, confirms }) => (
              <TableRow key={name}>
                <TableHead scope="row" className="min-w-40 font-medium whitespace-normal text-foreground">
                  <span className="flex flex-wrap items-center gap-1.5 py-1">
                    {label}
                    {manual && <Badge tone="accent">Executar integração</Badge>}
                  </span>
                </TableHead>
                <TableCell>{kind === "collect" ? "recebe" : confirms ? "envia e confirma depois" : "envia"}</TableCell>
                <TableCell>{tellRhythm(schedule)}</TableCell>
                <TableCell>{describeCoverage(period)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        <p className="mt-2 text-sm text-muted-foreground">
          {type.manualMaxDays === null ? "Este tipo só executa sozinho: não há “Executar integração”." : `“Executar integração” reenvia dias anteriores, até ${type.manualMaxDays} dias por vez.`}
        </p>
      </Section>
      {personal.length > 0 && (
        <Section title="Dados pessoais">
          <List items={personal.map(({ label, personal: what }) => `Os arquivos de ${label} têm ${what}: só os baixa quem tem a permissão “Dados pessoais”`)} />
        </Section>
      )}
      <Section title="O que é suposto e não confirmado">
        {assumed.length > 0 ? <List items={assumed} /> : <p className="text-sm text-muted-foreground">Nada: o que o hub envia segue o contrato conhecido.</p>}
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
