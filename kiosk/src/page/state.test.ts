import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KioskOpinionRequest, KioskStreamRequest, PublicSummary } from '@kringwijzer/contract';
import type { LiveState } from '@kringwijzer/ui';
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { buildBundle } from '../content/build-bundle.ts';
import { DEFAULT_SETTINGS } from '../content/settings.ts';
import { createKiosk } from './state.ts';

const { bundle } = buildBundle(join(import.meta.dirname, '../../content'));
const SATURDAY_NOON = Date.parse('2026-11-21T12:00:00+01:00');

function kiosk() {
  let nowMs = SATURDAY_NOON;
  const link = signal<LiveState>('live');
  const summary = signal<PublicSummary | undefined>(undefined);
  const sent: (KioskStreamRequest | KioskOpinionRequest)[] = [];
  const keep = async (request: KioskStreamRequest | KioskOpinionRequest): Promise<void> => void sent.push(request);
  const made = createKiosk({
    settings: DEFAULT_SETTINGS,
    bundle,
    sounds: {},
    summary,
    summaryAtMs: signal<number | undefined>(undefined),
    link,
    session: { tagStream: keep, giveOpinion: keep },
    nowMs: () => nowMs,
  });
  const wait = (ms: number): void => {
    nowMs += ms;
    made.tick();
  };
  return {
    kiosk: made,
    link,
    sent,
    wait,
    deposit: (id: string, shownG = 4_000, agoMs = 0) => made.hear({ id, at: nowMs - agoMs, shownG }),
  };
}

describe('a visit', () => {
  it('tells a gift, asks, files the stream under the gift and shows what became of such goods', () => {
    const { kiosk: page, deposit, wait, sent } = kiosk();
    deposit('n/b/1');
    wait(3_000);
    deposit('n/b/2', 2_000);
    expect(page.gift.value).toMatchObject({ phase: 'told', gift: { shownG: 6_000 } });
    wait(9_000);
    expect(page.gift.value?.phase).toBe('asked');
    page.chooseStream('textile');
    expect(sent).toEqual([{ deposits: ['n/b/1', 'n/b/2'], stream: 'textile' }]);
    expect([page.view.value, page.gift.value]).toEqual([{ name: 'became', stream: 'textile' }, undefined]);
  });

  it('files nothing when somebody only looks around', () => {
    const { kiosk: page, sent } = kiosk();
    page.go({ name: 'explore' });
    page.chooseStream('bicycles');
    expect(sent).toEqual([]);
  });

  it('goes back to the loop when nobody answers the question', () => {
    const { kiosk: page, deposit, wait } = kiosk();
    deposit('n/b/1');
    wait(24_000);
    expect([page.gift.value, page.view.value.name]).toEqual([undefined, 'attract']);
  });

  it('does not interrupt somebody who is using the screen', () => {
    const { kiosk: page, deposit } = kiosk();
    page.go({ name: 'where' });
    deposit('n/b/1');
    expect(page.gift.value).toBeUndefined();
  });

  it.each(['stale', 'offline', 'starting'] as const)('says nothing of gifts while %s', (state) => {
    const { kiosk: page, deposit, link } = kiosk();
    link.value = state;
    deposit('n/b/1');
    expect(page.gift.value).toBeUndefined();
  });

  it('says nothing of a gift of half a minute ago', () => {
    const { kiosk: page, deposit } = kiosk();
    deposit('n/b/1', 4_000, 31_000);
    expect(page.gift.value).toBeUndefined();
  });

  it('counts one opinion in five seconds, thanks, and goes home by itself', () => {
    const { kiosk: page, sent, wait } = kiosk();
    page.go({ name: 'opinion' });
    page.chooseFace('happy');
    wait(1_000);
    page.chooseFace('happy');
    expect(sent).toEqual([{ face: 'happy', suspect: false }]);
    wait(3_000);
    expect(page.view.value.name).toBe('attract');
  });

  it('asks "Bent u er nog?" after 45 s and forgets everything after a minute', async () => {
    const { kiosk: page, wait } = kiosk();
    await page.words.speak('en');
    page.preferences.value = { ...page.preferences.value, large: true, contrast: true };
    page.go({ name: 'co2' });
    wait(45_000);
    expect(page.idle.value).toEqual({ type: 'asking', leftS: 15 });
    page.touched();
    wait(44_000);
    expect(page.idle.value.type).toBe('in_use');
    wait(16_000);
    expect([page.view.value.name, page.words.language.value]).toEqual(['attract', 'nl']);
    expect(page.preferences.value).toEqual({ large: false, contrast: false, low: false, still: false });
  });

  it('takes the opening hours of the site over those of the content', () => {
    const { kiosk: page } = kiosk();
    expect(page.opening.value).toEqual({ open: true, until: '16:00' });
    page.learnSite({ openingHours: { sat: { from: '09:00', to: '11:00' } } });
    expect(page.state.value).toBe('closed');
  });
});

describe('the sample content', () => {
  it('has a picture for every stream and names where its figures come from', () => {
    expect(bundle.streams.map(({ id }) => id)).toEqual(['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other']);
    expect(bundle.outcomes).toMatchObject({ scope: 'national', year: 2_023 });
    expect(bundle.outcomes.source).not.toBe('');
  });

  it('holds no address elsewhere and no script in its pictures', () => {
    for (const stream of bundle.streams) {
      const svg = readFileSync(join(import.meta.dirname, '../../content', stream.image), 'utf8');
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|\son\w+=|javascript:/u);
    }
  });
});
