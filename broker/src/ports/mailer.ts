/** A file that goes with a mail. */
export interface MailAttachment {
  /** Name the reader sees, such as `maandrapport.pdf`. */
  readonly filename: string;
  readonly content: Uint8Array | string;
  /** MIME type, such as `application/pdf`. */
  readonly contentType: string;
}

/** One mail. Every reader sees the other addresses: send one mail each where they should not. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
  /** Stable name of this mail, 1..64 of a-z, 0-9 and hyphen: a mail sent again after a doubtful failure carries the same Message-ID. */
  readonly id?: string;
}

/** Which readers the mail server took the mail for. */
export interface MailReceipt {
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
}

/** Sends mail. What has returned was accepted by the mail server for at least one reader. */
export interface Mailer {
  /**
   * Throws KW_MAIL_UNREACHABLE (try again later), KW_MAIL_PASSWORD_FILE, KW_MAIL_SIGN_IN, KW_MAIL_TLS or KW_MAIL_REFUSED
   * (a person must mend something first).
   */
  send(mail: Mail): Promise<MailReceipt>;
}
