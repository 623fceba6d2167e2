import type { JournalEntry } from '@kringwijzer/contract';
import good from 'lucide-static/icons/check.svg?raw';
import late from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { Tag } from '../parts/tag.tsx';
import { i18n } from '../words/words.ts';
import { BaselineForm } from './baseline-form.tsx';
import { ChangeSection } from './change-section.tsx';
import { EntryList } from './entry-list.tsx';
import { figureText } from './figures-tab.tsx';
import type { Definitions, TargetAnswer } from './hub-types.ts';
import { PlaceForm } from './place-form.tsx';
import { EvaluationForm, MarkerForm, TargetForm } from './plan-forms.tsx';
import { SiteForm } from './site-form.tsx';
import { PartnerForm, StoryForm } from './tale-forms.tsx';
import { t } from './words.ts';

interface BaselineAnswer {
  readonly entry: JournalEntry;
}

const LISTED = ['marker', 'evaluation', 'story', 'partner', 'place', 'other_site'] as const;

/** Baseline, targets, events and evaluations: how it was, how it should be, and what was done. */
export function PlansTab({ about }: { readonly about: Definitions }): JSX.Element {
  const baseline = useLoad<BaselineAnswer | null>('/monitoring/baseline');
  const targets = useLoad<readonly TargetAnswer[]>('/monitoring/targets');
  const lines = useLoad<readonly JournalEntry[]>(`/monitoring/entries?kinds=${LISTED.join(',')}`);
  const mayPlan = mayAct('coordinator');
  const now = baseline.loaded.value.data?.entry.body;
  const { longDate } = i18n.formats.value;
  return (
    <>
      {!mayPlan && <p class="empty">{t.value('plan.readOnly')}</p>}
      <Section id="baseline" title={t.value('plan.baseline')}>
        <p>
          {now?.kind === 'baseline'
            ? t.value('plan.baseline.now', { name: now.name, from: longDate(now.from), until: longDate(now.to - 1) })
            : t.value('plan.baseline.none')}
        </p>
        {mayPlan && <BaselineForm about={about} done={baseline.reload} />}
      </Section>
      <Section id="targets" title={t.value('plan.targets')}>
        <LoadState loaded={targets.loaded.value} reload={targets.reload} />
        {targets.loaded.value.data?.length === 0 && <p class="empty">{t.value('plan.targets.none')}</p>}
        <ul class="results-list">
          {(targets.loaded.value.data ?? []).map((target) => (
            <Target key={target.entry.id} target={target} about={about} />
          ))}
        </ul>
        {mayPlan && <TargetForm about={about} done={targets.reload} />}
      </Section>
      <ChangeSection about={about} />
      {mayPlan && (
        <>
          <Section id="marker" title={t.value('plan.marker')}>
            <MarkerForm done={lines.reload} />
          </Section>
          <Section id="evaluation" title={t.value('plan.evaluation')}>
            <EvaluationForm done={lines.reload} />
          </Section>
          <Section id="story" title={t.value('plan.story')}>
            <StoryForm done={lines.reload} />
          </Section>
          <Section id="partner" title={t.value('plan.partner')}>
            <PartnerForm done={lines.reload} />
          </Section>
          <Section id="place" title={t.value('plan.place')}>
            <PlaceForm about={about} done={lines.reload} />
          </Section>
          <Section id="other-site" title={t.value('plan.site')}>
            <SiteForm about={about} done={lines.reload} />
          </Section>
        </>
      )}
      <Section id="plan-lines" title={t.value('plan.markers')}>
        <LoadState loaded={lines.loaded.value} reload={lines.reload} />
        <EntryList lines={lines.loaded.value.data ?? []} done={lines.reload} role="coordinator" about={about} />
      </Section>
    </>
  );
}

function Target({ target, about }: { readonly target: TargetAnswer; readonly about: Definitions }): JSX.Element | null {
  const { body } = target.entry;
  if (body.kind !== 'target') return null;
  const indicator = about.indicators.find(({ id }) => id === body.indicator);
  if (indicator === undefined) return null;
  const show = (value: number | undefined): string =>
    value === undefined ? '–' : figureText(value, { ...indicator, unit: indicator.unit === '%' ? '%' : '' }).trim();
  const { onTrack } = target;
  return (
    <li>
      <strong>{indicator.name[i18n.language.value]}</strong>, {t.value(`plan.${body.direction}`).toLowerCase()}:{' '}
      {t.value('plan.progress', {
        value: show(target.value),
        target: show(target.target),
        unit: indicator.unit === '%' ? '' : indicator.unit,
        forecast: show(target.forecast),
      })}{' '}
      {onTrack !== undefined && (
        <Tag tone={onTrack ? 'good' : 'warn'} svg={onTrack ? good : late}>
          {t.value(onTrack ? 'plan.onTrack' : 'plan.offTrack')}
        </Tag>
      )}
    </li>
  );
}
