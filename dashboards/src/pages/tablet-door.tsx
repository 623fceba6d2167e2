import { useSignal } from '@preact/signals';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import person from 'lucide-static/icons/circle-user.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { signInWithPin } from '../data/people.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { PinPad } from '../parts/pin-pad.tsx';
import { i18n } from '../words/words.ts';

/** Signing in on a shared tablet: tap your name, type your PIN. The password stays a tap away. */
export function TabletDoor(props: { readonly people: readonly string[]; readonly onPassword: () => void }): JSX.Element {
  const t = i18n.t.value;
  const name = useSignal<string | undefined>(undefined);
  const task = useMemo(() => createTask(signInWithPin), []);
  const chosen = name.value;
  if (chosen === undefined) {
    return (
      <>
        <ul class="names">
          {props.people.map((one) => (
            <li key={one}>
              <Button svg={person} label={one} onClick={() => (name.value = one)} />
            </li>
          ))}
        </ul>
        <Button svg={key} label={t('pin.password')} onClick={props.onPassword} />
      </>
    );
  }
  return (
    <>
      <p class="pin-who">{t('pin.who', { name: chosen })}</p>
      <Failure status={task.status.value} />
      <PinPad busy={task.status.value.state === 'busy'} onPin={(pin) => void task.run(chosen, pin)} />
      <div class="links">
        <Button
          svg={back}
          label={t('pin.other')}
          onClick={() => {
            name.value = undefined;
            task.reset();
          }}
        />
        <Button svg={key} label={t('pin.password')} onClick={props.onPassword} />
      </div>
    </>
  );
}
