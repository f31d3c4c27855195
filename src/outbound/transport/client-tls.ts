/** What a connection shows and believes beyond the usual, all in PEM (mutual TLS; RFC 8446, 4.4.2). */
export interface ClientTls {
  /** Our certificate, and those between it and its authority. */
  readonly certificate: string;
  readonly key: string;
  /** Of the key, if it is encrypted. */
  readonly passphrase?: string;
  /** The authorities that the server's certificate may come from. @default those of Node */
  readonly authorities?: string;
}
