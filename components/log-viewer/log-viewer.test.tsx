// @vitest-environment happy-dom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderPage } from "@/e2e/support/render-page.tsx";
import type { LogRange, LogRow } from "@/lib/admin/logs/read-logs.ts";
import { LogViewer } from "./log-viewer.tsx";

vi.mock("next/navigation", async () =>
  (await import("@/e2e/support/render-page.tsx")).fakeNavigation(),
);

const line = (number: number, part: Partial<LogRow> = {}): LogRow => ({
  number,
  taskId: null,
  attempt: 0,
  at: "2026-11-10T12:00:00.000Z",
  level: "info",
  text: `linha número ${number}`,
  details: null,
  ...part,
});
const range = (...lines: LogRow[]): LogRange => ({
  first: 1,
  last: lines.at(-1)?.number ?? 0,
  lines,
});

/** The server's end of each event stream that a viewer opened, oldest first. */
let streams: FakeEventSource[] = [];

class FakeEventSource extends EventTarget {
  closed = false;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    streams.push(this);
  }
  close() {
    this.closed = true;
  }
  send(type: string, data?: object) {
    act(() => void this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) })));
  }
}

beforeEach(() => {
  streams = [];
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function renderLog(initial: LogRange, address = "/") {
  renderPage(
    <LogViewer
      integrationId={7}
      initial={initial}
      openAt={null}
      tasks={[]}
      timeZone="America/Sao_Paulo"
    />,
    address,
  );
}

test("shows what is there, then each line that arrives", () => {
  renderLog(range(line(1), line(2)));
  expect(screen.getByText("linha número 2")).toBeTruthy();
  streams[0]!.send("open");
  expect(screen.getByText("Ao vivo")).toBeTruthy();
  streams[0]!.send("lines", range(line(3)));
  expect(screen.getByText("linha número 3")).toBeTruthy();
  expect(screen.getByText("3 linhas")).toBeTruthy();
});

test("after a drop it says so and resumes above the last line it has", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal("fetch", async () => Response.json(range(line(1))));
  renderLog(range(line(1)));
  streams[0]!.send("open");
  streams[0]!.send("lines", range(line(2)));
  streams[0]!.send("error");
  expect(screen.getByText(/A conexão caiu/)).toBeTruthy();
  expect(screen.getByText("linha número 2")).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(2_500));
  await waitFor(() => expect(streams).toHaveLength(2));
  expect(streams[0]!.closed).toBe(true);
  expect(streams[1]!.url).toContain("after=2");
});

test("a person who may no longer watch is told, and nothing is tried again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal("fetch", async () => new Response(null, { status: 403 }));
  renderLog(range(line(1)));
  streams[0]!.send("error");
  await act(() => vi.advanceTimersByTimeAsync(2_500));
  expect(await screen.findByText(/Seu acesso a estes logs foi encerrado/)).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(streams).toHaveLength(1);
});

test("an empty log and a filter that finds nothing are two different sentences", async () => {
  renderLog({ first: 1, last: 0, lines: [] });
  expect(screen.getByText("Nenhum log ainda")).toBeTruthy();
  cleanup();
  vi.stubGlobal("fetch", async () => Response.json({ lines: [], nextCursor: null, scannedTo: 2 }));
  renderLog(range(line(1), line(2)), "/?nivel=error");
  expect(await screen.findByText("Nenhuma linha com esses filtros")).toBeTruthy();
});

test("text of a partner is text, never markup", () => {
  renderLog(range(line(1, { text: '<img src=x onerror="alert(1)"> <b>oi</b>' })));
  expect(screen.getByText(/<b>oi<\/b>/)).toBeTruthy();
  expect(document.querySelector("img")).toBeNull();
});

test("as a list, it is read without scrolling", async () => {
  renderLog(range(line(1), line(2, { level: "error", text: "recusado pelo parceiro" })));
  await userEvent.click(screen.getByRole("button", { name: /lista/i }));
  const items = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(items.at(-1)).toMatch(/Linha 2.*Erro.*recusado pelo parceiro/);
});
