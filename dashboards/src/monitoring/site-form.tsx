import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Definitions } from './hub-types.ts';
import { readOpenData, type SiteFigures } from './open-data-file.ts';
import { OWN, write } from './plan-forms.tsx';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

/** Takes the open data of another site in, to compare with. */
export function SiteForm({ about, done }: { readonly about: Definitions; readonly done: () => void }): JSX.Element {
  const found = useSignal<SiteFigures | 'wrong' | undefined>(undefined);
  const id = useId();
  const read = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) found.value = readOpenData(await file.text(), about) ?? 'wrong';
  };
  const { value } = found;
  const site = value === 'wrong' ? undefined : value;
  const save = async (): Promise<void> => {
    if (site === undefined) return;
    const [first] = site.months;
    await write({ kind: 'other_site', ...OWN, ...site, from: first?.from ?? 0, to: site.months.at(-1)?.to ?? 0 });
    found.value = undefined;
    done();
  };
  return (
    <>
      <p>{t.value('plan.site.text')}</p>
      <Saver label={t.value('plan.save')} save={save} ready={site !== undefined}>
        <div class="field">
          <label for={id}>{t.value('plan.site.file')}</label>
          <input id={id} type="file" accept=".json,application/json" onChange={(event) => void read(event.currentTarget.files?.[0])} />
        </div>
      </Saver>
      <p role="status">
        {value === 'wrong'
          ? t.value('plan.site.wrong')
          : site === undefined
            ? ''
            : t.value('plan.site.good', { count: site.months.length })}
      </p>
    </>
  );
}
