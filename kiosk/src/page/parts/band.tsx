import type { PublicSummary } from '@kringwijzer/contract';
import { Mass } from '@kringwijzer/ui';
import type { JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';
import { factorLine } from './factor-line.ts';

/** The figures everybody may see at a glance: today, this year, room in the container, the workshop. */
export function Band(): JSX.Element {
  const { summary, words } = useKiosk();
  const t = words.t.value;
  const figures = summary.value;
  if (figures === undefined) {
    return (
      <section class="side band">
        <h1>{t('welcome')}</h1>
        <p class="lead">{t('welcomeText')}</p>
      </section>
    );
  }
  return (
    <section class="side band">
      <Today figures={figures} />
      <Facts figures={figures} />
      <p class="small">
        {factorLine(t, words.formats.value, figures.co2.factor)} {t('indicative')}
      </p>
    </section>
  );
}

function Today({ figures }: { readonly figures: PublicSummary }): JSX.Element {
  const { words } = useKiosk();
  const t = words.t.value;
  const { totalMassParts, totalMass } = words.formats.value;
  const { todayG } = figures.totals;
  if (todayG === 0) {
    return (
      <div class="today">
        <h1>{t('today')}</h1>
        <p class="lead">{t('todayNone')}</p>
      </div>
    );
  }
  return (
    <div class="today">
      <h1>{t('todayLead')}</h1>
      <p class="today-figure">
        <Mass parts={totalMassParts(todayG)} />
      </p>
      <p class="lead">{figures.sensorFault ? t('notWeighing') : t('co2Saves', { mass: totalMass(figures.co2.todayG) })}</p>
    </div>
  );
}

function Facts({ figures }: { readonly figures: PublicSummary }): JSX.Element {
  const { words } = useKiosk();
  const t = words.t.value;
  const { totalMassParts } = words.formats.value;
  const [container] = figures.room;
  return (
    <dl class="facts">
      <div>
        <dt>{t('thisYear')}</dt>
        <dd>
          <Mass parts={totalMassParts(figures.totals.yearG)} />
        </dd>
      </div>
      {container === undefined ? null : (
        <div>
          <dt>{t('roomTitle')}</dt>
          <dd>{t(`room_${container.band}`)}</dd>
        </div>
      )}
      <div>
        <dt>{t('workshopTitle')}</dt>
        <dd>{t(figures.working > 0 ? 'workshopBusy' : 'workshopQuiet')}</dd>
      </div>
    </dl>
  );
}
