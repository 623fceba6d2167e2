import type { StoredRecord } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type LogLine, logLineOf } from '../core/log-line.ts';
import type { DeviceRef } from '../data/command.ts';
import { hubNowMs } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { faultWords } from '../words/fault-words.ts';
import { i18n } from '../words/words.ts';
import { LoadState } from './load-state.tsx';

const AGAIN_MS = 5_000;
const KINDS = 'calibration,zero,door_correction,tool_learning,fault,emptying';

/** What was done to a device and what befell it, newest first. */
export function DeviceLog(props: { readonly to: DeviceRef }): JSX.Element {
  const t = i18n.t.value;
  const { node, device } = props.to;
  const { loaded, reload } = useLoad<readonly StoredRecord[]>(`/records?kinds=${KINDS}&node=${node}&device=${device}&limit=50`);
  // A record of something just done reaches the hub a moment later, by way of the node's spool.
  useEffect(() => {
    const timer = setInterval(reload, AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }, [node, device]);
  const { data, code } = loaded.value;
  if (data === undefined || code !== undefined) return <LoadState loaded={loaded.value} reload={reload} />;
  const lines = data.flatMap((stored) => logLineOf(stored.record) ?? []);
  if (lines.length === 0) return <p class="empty">{t('log.none')}</p>;
  return (
    <ul class="rows">
      {lines.map((line, index) => (
        <li key={index} class="row">
          <span class="row-name">{wordsOf(line)}</span>
          <time dateTime={new Date(line.atMs).toISOString()}>{i18n.formats.value.moment(line.atMs, hubNowMs.value)}</time>
        </li>
      ))}
    </ul>
  );
}

function wordsOf(line: LogLine): string {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  switch (line.kind) {
    case 'calibration':
      return t('log.calibration', { by: line.by, points: line.points, uncertainty: formats.mass(line.uncertaintyG, 100) });
    case 'zero':
      return t(`log.zero.${line.by}`, { shift: formats.mass(line.shiftG, 10) });
    case 'door_correction':
      return t('log.door', { by: line.by, counted: line.counted, manual: line.manual });
    case 'tool_learning':
      return t('log.tool', { by: line.by, idle: formats.decimal(line.idleAmps, 1), run: formats.decimal(line.runAmps, 1) });
    case 'emptying':
      return t('log.emptying', { mass: formats.mass(line.massG) });
    default:
      return t(line.state === 'raised' ? 'log.faultRaised' : 'log.faultCleared', { what: faultWords(i18n.language.value, line.code).what });
  }
}
