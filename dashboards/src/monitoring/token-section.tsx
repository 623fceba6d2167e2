import type { Machine, MachineResponse } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import key from 'lucide-static/icons/key-round.svg?raw';
import revoke from 'lucide-static/icons/trash-2.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { useLoad } from '../data/load.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';
import { Field } from './field.tsx';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

const NAME = /^[a-z0-9-]{1,32}$/u;

/** Tokens with which programs read figures: made, shown once, taken back. */
export function TokenSection(): JSX.Element {
  const { loaded, reload } = useLoad<readonly Machine[]>('/machines');
  const name = useSignal('');
  const made = useSignal<string | undefined>(undefined);
  const back = useMemo(
    () =>
      createTask(async (username: string) => {
        await apiPost(`/machines/${username}/revoke`);
        reload();
      }),
    [],
  );
  const save = async (): Promise<void> => {
    made.value = (await apiPost<MachineResponse>('/machines', { username: name.value, role: 'reader' })).secret;
    reload();
  };
  const tokens = (loaded.value.data ?? []).filter(({ role, revokedAt }) => role === 'reader' && revokedAt === undefined);
  return (
    <Section id="tokens" title={t.value('token.title')}>
      <p>{t.value('token.text')}</p>
      <LoadState loaded={loaded.value} reload={reload} />
      {loaded.value.data !== undefined && tokens.length === 0 && <p class="empty">{t.value('token.none')}</p>}
      <ul class="results-list">
        {tokens.map(({ username, createdAt }) => (
          <li key={username}>
            <div class="results-line">
              <span>{t.value('token.line', { name: username, made: i18n.formats.value.longDate(createdAt) })}</span>
              <Button svg={revoke} label={t.value('token.revoke')} onClick={() => void back.run(username)} />
            </div>
          </li>
        ))}
      </ul>
      <Failure status={back.status.value} />
      <Saver label={t.value('token.make')} save={save} ready={NAME.test(name.value)}>
        <Field label={t.value('token.name')} value={name.value} onInput={(value) => (name.value = value.trim())} />
      </Saver>
      {made.value !== undefined && (
        <Notice tone="warn" svg={key} role="status" title={t.value('token.once')}>
          <code class="results-secret">{made.value}</code>
        </Notice>
      )}
    </Section>
  );
}
