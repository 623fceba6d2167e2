import close from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { Button } from '../parts/button.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { i18n } from '../words/words.ts';
import { entryText } from './entry-text.ts';
import type { Definitions, FactOrigin, IndicatorAbout, OriginAnswer } from './hub-types.ts';
import { periodQuery } from './period.ts';
import { t } from './words.ts';

/** How a figure was made: its formula, each of its parts and the records behind them. */
export function OriginPanel(props: {
  readonly indicator: IndicatorAbout;
  readonly about: Definitions;
  readonly onClose: () => void;
}): JSX.Element {
  const { indicator } = props;
  const panel = useRef<HTMLElement>(null);
  const { loaded, reload } = useLoad<OriginAnswer>(`/monitoring/indicators/${indicator.id}/origin?${periodQuery.value}`);
  useEffect(() => panel.current?.focus(), [indicator.id]);
  const factors = loaded.value.data?.factors;
  return (
    <section
      ref={panel}
      class="card results-origin"
      tabIndex={-1}
      aria-label={`${t.value('origin.title')} ${indicator.name[i18n.language.value]}`}
    >
      <h3 class="card-title">
        {t.value('origin.title')} {indicator.name[i18n.language.value]}
      </h3>
      <p>
        {t.value('origin.formula')}: <code>{indicator.formula}</code>
      </p>
      {factors !== undefined && (
        <p>
          {t.value('origin.factor', {
            value: i18n.formats.value.decimal(factors.simple.value, 1),
            source: factors.simple.source,
            year: String(factors.simple.year),
          })}
        </p>
      )}
      <LoadState loaded={loaded.value} reload={reload} />
      {(loaded.value.data?.facts ?? []).map((fact) => (
        <Fact key={fact.fact} fact={fact} />
      ))}
      <Button svg={close} label={t.value('origin.close')} onClick={props.onClose} />
    </section>
  );
}

function Fact({ fact }: { readonly fact: FactOrigin }): JSX.Element {
  const { decimal } = i18n.formats.value;
  const shown = fact.events.length + fact.lines.length;
  return (
    <div class="results-fact">
      <p>
        <code>{fact.fact}</code>: {fact.value === undefined ? t.value('figure.none') : decimal(fact.value, 1)},{' '}
        {t.value('origin.records', { count: fact.records })}.{' '}
        {shown > 0 && shown < fact.records && t.value('origin.shown', { count: shown })}
      </p>
      {fact.doors.length > 0 && (
        <ul class="results-list">
          {fact.doors.map((door, index) => (
            <li key={index}>
              {t.value('origin.door', { door: door.key, counted: decimal(door.counted, 0), factor: decimal(door.factor, 3) })}
            </li>
          ))}
        </ul>
      )}
      {fact.parts.length > 0 && (
        <ul class="results-list">
          {fact.parts.map(({ label, value }) => (
            <li key={label}>
              {label}: {decimal(value, 3)}
            </li>
          ))}
        </ul>
      )}
      {fact.events.length > 0 && <Events fact={fact} />}
      {fact.lines.length > 0 && (
        <ul class="results-list results-scroll" tabIndex={0} aria-label={fact.fact}>
          {fact.lines.map((line) => (
            <li key={line.id}>
              {t.value('origin.line', { id: String(line.id), by: line.by })}: {entryText(line)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Events({ fact }: { readonly fact: FactOrigin }): JSX.Element {
  const { date, time, mass } = i18n.formats.value;
  return (
    <div class="table-box results-scroll" tabIndex={0} role="region" aria-label={fact.fact}>
      <table class="table">
        <thead>
          <tr>
            {(['origin.when', 'origin.device', 'origin.mass', 'origin.counts', 'origin.event'] as const).map((key) => (
              <th key={key} scope="col">
                {t.value(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fact.events.map((event) => (
            <tr key={event.id}>
              <td>
                {date(event.at)} {time(event.at)}
              </td>
              <td>{event.device}</td>
              <td>{event.massG === undefined ? '' : mass(event.massG, 10)}</td>
              <td>{t.value(event.counts ? 'origin.yes' : 'origin.no')}</td>
              <td>
                <code>{event.id}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
