const SELF = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
// The API documentation draws itself with inline styles; scripts stay our own.
const DOCS = SELF.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

/** Headers of every answer (OWASP secure headers). `secure` adds HSTS, which only HTTPS may set. */
export function securityHeaders(url: string, secure: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': url.startsWith('/api/docs') ? DOCS : SELF,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=()',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
