import type { AlarmFact } from './alarm-fact.ts';
import { careFacts } from './care-facts.ts';
import { faultFacts } from './fault-facts.ts';
import { fillFacts } from './fill-facts.ts';
import { linkFacts } from './link-facts.ts';
import type { SiteNow } from './site-now.ts';

/** Everything that could be an alarm, as the site is now. Of two facts with one key the one that is `on` counts. */
export function siteFacts(site: SiteNow): readonly AlarmFact[] {
  const facts = new Map<string, AlarmFact>();
  for (const fact of [...fillFacts(site), ...linkFacts(site), ...faultFacts(site), ...careFacts(site)]) {
    if (fact.signal === 'on' || facts.get(fact.key)?.signal !== 'on') facts.set(fact.key, fact);
  }
  return [...facts.values()];
}
