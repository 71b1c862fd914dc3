import { type Client, FTPError } from "basic-ftp";

/** What was heard on the control line while a transfer ran. */
export interface ControlLine {
  /** The server closed the transfer: it has nothing more to say of it. */
  answered: boolean;
}

/**
 * Lets the data line of the next transfer break without taking the control line along: servers
 * refuse a folder, or run out of disk, by dropping it, and say why on the control line a moment
 * later. The library would close both.
 */
export function spareControlLine(client: Client): ControlLine {
  const line: ControlLine = { answered: false };
  const prepare = client.prepareTransfer;
  client.prepareTransfer = async (context) => {
    // Back before the library's own choice, which puts the way that worked in its place.
    client.prepareTransfer = prepare;
    const response = await prepare(context);
    context.dataSocket
      ?.removeAllListeners("error")
      .removeAllListeners("close")
      .on("error", () => undefined);
    listenOnce(context, line);
    return response;
  };
  return line;
}

/** Notes whether the next command, which is the transfer's own, gets its last answer. */
function listenOnce(context: Client["ftp"], line: ControlLine): void {
  const handle = context.handle.bind(context);
  context.handle = (command, respond) => {
    context.handle = handle;
    return handle(command, (answer, task) => {
      if (answer instanceof Error || answer.code >= 200) line.answered = true;
      respond(answer, task);
    });
  };
}

/** What the server says of a transfer whose data line broke; the failure itself when it says nothing. */
export async function hearControlLine(
  client: Client,
  { answered }: ControlLine,
  failure: unknown,
): Promise<unknown> {
  if (answered || client.closed) return failure;
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
