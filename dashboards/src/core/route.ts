/** A page of the app with what it needs to open. */
export type Route =
  | {
      readonly page:
        | 'live'
        | 'wall'
        | 'trends'
        | 'results'
        | 'content'
        | 'kiosks'
        | 'alarms'
        | 'alarm-settings'
        | 'devices'
        | 'emptyings'
        | 'outcomes'
        | 'people'
        | 'account'
        | 'settings'
        | 'lost';
    }
  | { readonly page: 'invite'; readonly code: string }
  | { readonly page: 'device' | 'calibrate' | 'learn' | 'count'; readonly node: string; readonly device: string };

const PLAIN = [
  'kiosks',
  'wall',
  'trends',
  'alarms',
  'alarm-settings',
  'devices',
  'emptyings',
  'outcomes',
  'people',
  'account',
  'settings',
] as const;
const CARE = ['calibrate', 'learn', 'count'] as const;

/** The page an address names. Invites come by link, so their code may stand in the path, the query or behind the hash. */
export function parseRoute(url: URL): Route {
  const code = inviteCode(url);
  if (code !== undefined) return { page: 'invite', code };
  const [page = '', node, device, step] = url.hash.replace(/^#\/?/u, '').split('/').map(decode);
  if (page === '') return { page: 'live' };
  // Results keep their own state behind the first slash, so that a link shows what its sender saw.
  if (page === 'results' || page === 'content') return { page };
  const plain = PLAIN.find((name) => name === page);
  if (plain !== undefined && node === undefined) return { page: plain };
  return (page === 'devices' ? deviceRoute(node, device, step) : undefined) ?? { page: 'lost' };
}

function deviceRoute(node: string | undefined, device: string | undefined, step: string | undefined): Route | undefined {
  if (node === undefined || device === undefined) return undefined;
  if (step === undefined) return { page: 'device', node, device };
  const care = CARE.find((name) => name === step);
  return care && { page: care, node, device };
}

/** The address of a page. */
export function hrefOf(route: Route): string {
  if (route.page === 'live') return '#/';
  if (route.page === 'invite') return `#/invite/${encodeURIComponent(route.code)}`;
  if (!('node' in route)) return `#/${route.page}`;
  const device = `#/devices/${encodeURIComponent(route.node)}/${encodeURIComponent(route.device)}`;
  return route.page === 'device' ? device : `${device}/${route.page}`;
}

function inviteCode(url: URL): string | undefined {
  const inPath = /^#?\/invite\/([^/]+)$/u;
  const match = inPath.exec(url.hash) ?? inPath.exec(url.pathname);
  const code = match?.[1] ?? url.searchParams.get('invite') ?? (url.pathname === '/invite' ? url.searchParams.get('code') : null);
  return code === null || code === '' ? undefined : decode(code);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % in a hand-typed address is no reason to fail: the page just is not found
  }
}
