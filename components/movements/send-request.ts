import type { SendRequest } from "./send-in-parts.ts";

/** A part that moves by no byte for this long hangs: the line is tried anew. */
const STILL_MS = 60_000;

/** One request of an upload. Only XMLHttpRequest says how much of a body has left. */
export const sendRequest: SendRequest = ({ method, url, headers, body, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STILL_MS);
    };
    const abort = () => request.abort();
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      settle();
    };
    const fail = () => end(() => reject(new Error("the line broke")));
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      watch();
      onProgress(event.loaded);
    };
    request.onload = () =>
      end(() => resolve({ status: request.status, text: request.responseText }));
    request.onerror = fail;
    request.onabort = fail;
    signal.addEventListener("abort", abort, { once: true });
    watch();
    if (signal.aborted) fail();
    else request.send(body);
  });

/** Waits, but not past the moment at which the browser says that the line is back. */
export function waitForLine(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      window.removeEventListener("online", back);
      signal.removeEventListener("abort", abort);
      settle();
    };
    const back = () => end(resolve);
    const abort = () => end(() => reject(new Error("cancelled")));
    const timer = setTimeout(back, ms);
    window.addEventListener("online", back, { once: true });
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}
