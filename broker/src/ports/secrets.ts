/** Randomness and hashing, so that the rules of access stay free of them. */
export interface Secrets {
  /** 128 random bits as 22 letters, digits, `-` and `_`. */
  random(): string;
  /** A code a person can type: three groups of four letters and digits without look-alikes, 60 bits. */
  code(): string;
  /** Keyed hash of a secret that is itself random; fast on purpose. */
  digest(secret: string): string;
  /** Compares two digests in constant time. */
  same(left: string, right: string): boolean;
  /** Slow hash of a password people choose. At most two run at once, so that sign-ins cannot starve the disk. */
  hashPassword(password: string): Promise<string>;
  verifyPassword(password: string, hash: string): Promise<boolean>;
}
