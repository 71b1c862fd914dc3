import { type Client, FTPError } from "basic-ftp";
import { PartnerError } from "@/lib/core/errors.ts";

/** What was heard on the control line while a transfer ran. */
export interface ControlLine {
  /** The server closed the transfer: it has nothing more to say of it. */
  answered: boolean;
}

/**
 * Lets the data lines of a client break without taking the control line along: servers refuse a
 * folder, or run out of disk, by dropping one, and say why on the control line a moment later. The
 * library would close both.
 */
export function spareControlLine(client: Client): ControlLine {
  const line: ControlLine = { answered: false };
  let prepare = client.prepareTransfer;
  const spare: typeof prepare = async (context) => {
    const response = await prepare(context);
    context.dataSocket
      ?.removeAllListeners("error")
      .removeAllListeners("close")
      .on("error", () => undefined);
    listenOnce(context, line);
    return response;
  };
  // The library puts the way that worked in its own place: this one stays around it.
  Object.defineProperty(client, "prepareTransfer", {
    get: () => spare,
    set: (choice: typeof prepare) => {
      prepare = choice;
    },
  });
  return line;
}

/** Notes whether the next command, which is the transfer's own, gets its last answer. */
function listenOnce(context: Client["ftp"], line: ControlLine): void {
  line.answered = false;
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
  // What we found wrong ourselves stands, whatever the server thinks of it.
  if (answered || client.closed || failure instanceof PartnerError) return failure;
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
