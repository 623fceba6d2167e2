import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from './words.ts';

/** The kiosk's own panel: the page in the frame has the layout it has on the wall. */
const WIDTH_PX = 1_080;
const HEIGHT_PX = 1_920;

/** The real kiosk page with the draft in it, as small as it has to be to fit. */
export function KioskFrame({ query }: { readonly query: string }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const scale = useSignal(0.3);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const fit = (): void => {
      scale.value = element.clientWidth / WIDTH_PX;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, [scale]);
  return (
    <div class="kiosk-glass">
      <div ref={box} class="kiosk-box">
        <iframe
          title={t.value('look.frame')}
          src={`/kiosk/preview/?${query}`}
          width={WIDTH_PX}
          height={HEIGHT_PX}
          style={{ transform: `scale(${scale.value})` }}
        />
      </div>
    </div>
  );
}
