import { X509Certificate } from 'node:crypto';

/** SHA-256 of a certificate in pairs of hex digits, as browsers and openssl show it. Throws when it is not a certificate. */
export const fingerprintOf = (certPem: string): string => new X509Certificate(certPem).fingerprint256;
