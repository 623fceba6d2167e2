import type { Delivery, Schedule } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import send from 'lucide-static/icons/send.svg?raw';
import remove from 'lucide-static/icons/trash-2.svg?raw';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { useLoad } from '../data/load.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { DeliveryTable } from './delivery-table.tsx';
import { Field, Pick } from './field.tsx';
import { REPORTS } from './report-names.ts';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

interface Answer {
  readonly hasMail: boolean;
  readonly schedules: readonly Schedule[];
  readonly deliveries: readonly Delivery[];
}

const EVERY = ['isoWeek', 'month', 'quarter', 'year'] as const;
const LOOK_AGAIN_MS = 3_000;

/** Reports that go out by e-mail: planned here, with what became of each. */
export function ScheduleSection(): JSX.Element {
  const { loaded, reload } = useLoad<Answer>('/monitoring/schedules');
  const { data } = loaded.value;
  const busy = data?.deliveries.some(({ state }) => state === 'sending') ?? false;
  // While one is under way the page looks again; a report takes a hub some seconds.
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy]);
  const act = useMemo(
    () =>
      createTask(async (path: string) => {
        await apiPost(path);
        reload();
      }),
    [],
  );
  return (
    <Section id="mail" title={t.value('mail.title')}>
      <p>{t.value('mail.text')}</p>
      <LoadState loaded={loaded.value} reload={reload} />
      {data?.hasMail === false && <p class="empty">{t.value('mail.notSet')}</p>}
      {data !== undefined && (
        <>
          <Schedules schedules={data.schedules} hasMail={data.hasMail} act={(path) => void act.run(path)} />
          <Failure status={act.status.value} />
          <ScheduleForm done={reload} />
          <DeliveryTable deliveries={data.deliveries} resend={(id) => void act.run(`/monitoring/deliveries/${id}/resend`)} />
        </>
      )}
    </Section>
  );
}

interface SchedulesProps {
  readonly schedules: readonly Schedule[];
  readonly hasMail: boolean;
  readonly act: (path: string) => void;
}

function Schedules({ schedules, hasMail, act }: SchedulesProps): JSX.Element {
  const { longDate, time } = i18n.formats.value;
  if (schedules.length === 0) return <p class="empty">{t.value('mail.none')}</p>;
  return (
    <ul class="results-list">
      {schedules.map(({ id, body, nextAt }) => (
        <li key={id}>
          <div class="results-line">
            <span>
              {t.value('mail.next', {
                report: t.value(`report.${body.report}`),
                every: t.value(`every.${body.every}`).toLowerCase(),
                when: `${longDate(nextAt)} ${time(nextAt)}`,
                to: body.to.join(', '),
              })}
            </span>
            <span class="links">
              {hasMail && <Button svg={send} label={t.value('mail.send')} onClick={() => act(`/monitoring/schedules/${id}/send`)} />}
              <Button svg={remove} label={t.value('mail.remove')} onClick={() => act(`/monitoring/schedules/${id}/remove`)} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface Typed {
  readonly report: string;
  readonly every: string;
  readonly hour: string;
  readonly to: string;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

function ScheduleForm({ done }: { readonly done: () => void }): JSX.Element {
  const typed = useSignal<Typed>({ report: 'council', every: 'month', hour: '8', to: '' });
  const set = (patch: Partial<Typed>): void => {
    typed.value = { ...typed.value, ...patch };
  };
  const { report, every, hour, to } = typed.value;
  const readers = to
    .split(/[,;\s]+/u)
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const save = async (): Promise<void> => {
    await apiPost('/monitoring/schedules', { report, every, hour: Number(hour), to: readers });
    done();
  };
  return (
    <Saver label={t.value('mail.plan')} save={save} ready={readers.length > 0 && readers.every((reader) => /^\S+@\S+\.\S+$/u.test(reader))}>
      <Pick
        label={t.value('mail.report')}
        value={report}
        options={REPORTS.map((value) => ({ value, word: t.value(`report.${value}`) }))}
        onPick={(value) => set({ report: value })}
      />
      <Pick
        label={t.value('mail.every')}
        value={every}
        options={EVERY.map((value) => ({ value, word: t.value(`every.${value}`) }))}
        onPick={(value) => set({ every: value })}
      />
      <Pick
        label={t.value('mail.hour')}
        value={hour}
        options={HOURS.map((value) => ({ value, word: `${value.padStart(2, '0')}:00` }))}
        onPick={(value) => set({ hour: value })}
      />
      <Field label={t.value('mail.to')} value={to} onInput={(value) => set({ to: value })} />
    </Saver>
  );
}
