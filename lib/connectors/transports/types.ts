/** A body too large for memory. It is opened anew for every try. */
export interface StreamBody {
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** How a TLS line is verified and who we are on it: PEM texts, each left out or blank where there is none. */
export interface TlsIdentity {
  /** Authorities that are trusted in place of the public ones. */
  authority?: string;
  /** A client's certificate, with those between it and its authority. */
  certificate?: string;
  key?: string;
  passphrase?: string;
}

/** One HTTP call. The transport adds timeout, budget, retries of what is safe to retry, redaction and a log line. */
export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  /** Sent as it is; a large one as a stream. */
  body?: string | Uint8Array | StreamBody;
  timeoutSeconds?: number;
  /** Repeating it cannot do harm even if the first one arrived; GET always is. */
  idempotent?: boolean;
  /** Answers larger than this are cut off as `unexpected_shape`. Default 20 MB. */
  maxBytes?: number;
  /** Statuses that are an answer and not a failure, besides 2xx. */
  accept?: number[];
  tls?: TlsIdentity | undefined;
}

export interface HttpResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body as it came, for what is no text; a transport that only knows text leaves it out. */
  bytes?: Uint8Array;
  /** Parses the body; throws `unexpected_shape` when it is not JSON. */
  json(): unknown;
}

/**
 * Throws PartnerError: 401/403 `auth`, 429 `rate_limited`, 5xx and no connection `unavailable`, time-out
 * or drop after the request left `uncertain` (`unavailable` when idempotent), other 4xx `rejected`.
 */
export type HttpTransport = (request: HttpRequest) => Promise<HttpResponse>;

export interface FileServerAddress {
  host: string;
  port: number;
  user: string;
  /** Blank where a key takes its place. */
  password: string;
  /** SFTP only: a private key to sign in with, and what opens it. */
  privateKey?: string;
  passphrase?: string;
  /** SFTP only: SHA-256 fingerprint of the host key; when empty it is the one of the first use. */
  hostKey?: string;
  /** FTP only: the line becomes a TLS line before anybody signs in, or nothing is sent. */
  secure?: boolean;
  tls?: TlsIdentity | undefined;
}

/** Files on a partner's server, over FTP or SFTP. */
export interface FileSession {
  /**
   * Uploads under a temporary name and renames, so that the partner never reads half a file;
   * replaces one of the same name.
   */
  put(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** `modifiedAt`: seconds since 1970 by the server's own clock; absent where it does not tell. */
  list(directory: string): Promise<Array<{ name: string; bytes: number; modifiedAt?: number }>>;
  /** Content of a small file (at most 20 MB). */
  get(path: string): Promise<Uint8Array>;
  size(path: string): Promise<number | null>;
  remove(path: string): Promise<void>;
}

/**
 * Runs `work` on a session that nobody else uses meanwhile. It may be one left open by the call before,
 * and is closed after a failure or soon after the last call. Failures are PartnerErrors with the
 * kinds of {@link HttpTransport}.
 */
export type FileServerTransport = <Result>(
  address: FileServerAddress,
  work: (session: FileSession) => Promise<Result>,
) => Promise<Result>;
export type FtpTransport = FileServerTransport;
export type SftpTransport = FileServerTransport;
