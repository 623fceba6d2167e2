/** Where the kiosk page is shown with the content that is being edited; the only page of the hub that may stand in a frame, and only in ours. */
export const PREVIEW_PATH = '/kiosk/preview/';

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

// The page of the kiosk with the draft stands in a frame of the staff page, and in no other.
const PREVIEW = SELF.replace("frame-ancestors 'none'", "frame-ancestors 'self'");

const policyOf = (url: string): string => (url.startsWith('/api/docs') ? DOCS : url.startsWith(PREVIEW_PATH) ? PREVIEW : SELF);

/** Headers of every answer (OWASP secure headers). `secure` adds HSTS, which only HTTPS may set. */
export function securityHeaders(url: string, secure: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policyOf(url),
    'x-content-type-options': 'nosniff',
    'x-frame-options': url.startsWith(PREVIEW_PATH) ? 'SAMEORIGIN' : 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=()',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
