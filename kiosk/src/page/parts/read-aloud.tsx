import { useSignal } from '@preact/signals';
import stopIcon from 'lucide-static/icons/square.svg?raw';
import soundIcon from 'lucide-static/icons/volume-2.svg?raw';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SpokenId } from '../../content/spoken.ts';
import { useKiosk } from '../kiosk-context.ts';
import { BigButton } from './big-button.tsx';

const KEEP_AWAKE_MS = 5_000;

/** Reads the view aloud, when there is a sound for it in the visitor's language; nothing is shown when there is none. */
export function ReadAloud({ sound }: { readonly sound: SpokenId | undefined }): JSX.Element | null {
  const { sounds, words, touched } = useKiosk();
  const player = useRef<HTMLAudioElement | null>(null);
  const playing = useSignal(false);
  const language = words.language.value;
  const spoken = language === 'nl' || language === 'en' ? sounds[language] : undefined;
  const source = sound === undefined ? undefined : spoken?.[sound];
  useEffect(() => {
    if (!playing.value) return undefined;
    // Somebody who listens is still there.
    const timer = setInterval(touched, KEEP_AWAKE_MS);
    return () => clearInterval(timer);
  }, [playing.value, touched]);
  useEffect(() => {
    const element = player.current;
    return () => element?.pause();
  }, [source]);
  if (source === undefined) return null;

  const stop = (): void => {
    playing.value = false;
  };
  const turn = (): void => {
    const element = player.current;
    if (element === null) return;
    if (playing.value) element.pause();
    else {
      element.currentTime = 0;
      // Without a sound device there is nothing to hear and nothing to say about it.
      element.play().then(() => (playing.value = true), stop);
    }
  };
  return (
    <>
      <audio ref={player} src={`content/${source}`} preload="none" onPause={stop} onEnded={stop} />
      <BigButton
        kind="main"
        label={words.t.value(playing.value ? 'stopReading' : 'readAloud')}
        icon={playing.value ? stopIcon : soundIcon}
        pressed={playing.value}
        onTap={turn}
      />
    </>
  );
}
