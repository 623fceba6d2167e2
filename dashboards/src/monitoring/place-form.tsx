import type { BuildingBlock } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { midnightOf, today } from './period.ts';
import { OWN, write } from './plan-forms.tsx';
import { Saver } from './saver.tsx';
import { t, wordOf } from './words.ts';

const BLOCKS = [
  'recycling_yard',
  'thrift_shop',
  'repair',
  'education',
  'social',
  'workshop',
  'sharing',
] as const satisfies readonly BuildingBlock[];

interface PlaceTyped {
  readonly device: string;
  readonly block: BuildingBlock;
}

/** Says which building block of the centre a device belongs to. */
export function PlaceForm({ about, done }: { readonly about: Definitions; readonly done: () => void }): JSX.Element {
  const form = useSignal<PlaceTyped>({ device: about.sensors[0]?.key ?? '', block: 'recycling_yard' });
  const set = (patch: Partial<PlaceTyped>): void => {
    form.value = { ...form.value, ...patch };
  };
  const { device, block } = form.value;
  const save = async (): Promise<void> => {
    const at = midnightOf(today());
    await write({ kind: 'place', ...OWN, device, block, from: at, to: at });
    done();
  };
  return (
    <>
      <p>{t.value('plan.place.text')}</p>
      <Saver label={t.value('plan.save')} save={save} ready={device !== ''}>
        <Pick
          label={t.value('trend.device')}
          value={device}
          options={about.sensors.map(({ key, name }) => ({ value: key, word: name }))}
          onPick={(value) => set({ device: value })}
        />
        <Pick
          label={t.value('plan.place.block')}
          value={block}
          options={BLOCKS.map((value) => ({ value, word: wordOf('block', value) }))}
          onPick={(value) => set({ block: BLOCKS.find((known) => known === value) ?? 'recycling_yard' })}
        />
      </Saver>
    </>
  );
}
