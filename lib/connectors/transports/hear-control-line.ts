import { type Client, FTPError } from "basic-ftp";

/**
 * Lets the data line of the next transfer break without taking the control line along: servers
 * refuse a folder, or run out of disk, by dropping it, and say why on the control line a moment
 * later. The library would close both.
 */
export function spareControlLine(client: Client): void {
  const prepare = client.prepareTransfer;
  client.prepareTransfer = async (context) => {
    // Back before the library's own choice, which puts the way that worked in its place.
    client.prepareTransfer = prepare;
    const response = await prepare(context);
    context.dataSocket
      ?.removeAllListeners("error")
      .removeAllListeners("close")
      .on("error", () => undefined);
    return response;
  };
}

/** What the server says of a transfer whose data line broke; the failure itself when it says nothing. */
export async function hearControlLine(client: Client, failure: unknown): Promise<unknown> {
  if (failure instanceof FTPError || client.closed) return failure;
  try {
    await client.ftp.handle(undefined, (answer, task) => {
      if (answer instanceof Error) task.reject(answer);
      // A late "go on" decides nothing.
      else if (answer.code >= 200) task.resolve(answer);
    });
    return failure;
  } catch (error) {
    return error instanceof FTPError ? error : failure;
  }
}
