"use client";

import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "../ui/dialog.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";

/** One registration at a partner. */
export interface RegistrationRow {
  remoteId: string;
  what: string;
  address: string;
  active: boolean;
  owner: "current" | "outdated" | "foreign";
}

const OWNER = {
  current: { word: "Do Enlace", tone: "done" },
  outdated: { word: "Do Enlace, chave antiga", tone: "pending" },
  foreign: { word: "De outro sistema", tone: "neutral" },
} as const;

/** What a partner has registered now, ours and others'. */
export function RegistrationsDialog({
  name,
  registrations,
  onClose,
}: {
  name: string;
  registrations: readonly RegistrationRow[];
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(stay) => !stay && onClose()}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Webhooks cadastrados em {name}</DialogTitle>
          <DialogDescription>
            Webhooks cadastrados neste momento no sistema. Os de outros sistemas não são alterados.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {registrations.length === 0 ? (
            <p className="py-4 text-sm text-muted-foreground">
              Nenhum webhook cadastrado. Use “Cadastrar”.
            </p>
          ) : (
            <Table aria-label={`Webhooks cadastrados em ${name}`}>
              <TableHeader>
                <TableRow>
                  <TableHead>Evento</TableHead>
                  <TableHead>Endereço</TableHead>
                  <TableHead>Origem</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {registrations.map((one) => (
                  <TableRow key={one.remoteId}>
                    <TableHead
                      scope="row"
                      className="font-normal wrap-anywhere whitespace-normal text-foreground"
                    >
                      {one.what.replaceAll(",", ", ")}
                    </TableHead>
                    <TableCell className="font-mono text-xs wrap-anywhere">{one.address}</TableCell>
                    <TableCell>
                      <Badge tone={OWNER[one.owner].tone}>{OWNER[one.owner].word}</Badge>
                      {!one.active && (
                        <span className="block text-xs text-muted-foreground">
                          desligado no parceiro
                        </span>
                      )}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Fechar</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
