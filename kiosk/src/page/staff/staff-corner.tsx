import { Mark } from '@kringwijzer/ui';
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useKiosk } from '../kiosk-context.ts';

const HOLD_MS = 3_000;

type Menu = ComponentType<{ readonly onClose: () => void }>;

/** The mark of the header. Held for three seconds it opens the menu of staff, where this kiosk has one; visitors see only a mark. */
export function StaffCorner(): JSX.Element {
  const { settings } = useKiosk();
  const menu = useSignal<Menu | undefined>(undefined);
  if (!settings.staffMenu) return <Mark />;
  const Shown = menu.value;
  return (
    <>
      <span class="head-corner" {...holding(menu)}>
        <Mark />
      </span>
      {Shown !== undefined && <Shown onClose={() => (menu.value = undefined)} />}
    </>
  );
}

/** What follows a finger that stays. The menu is fetched only then: visitors never need it. */
function holding(menu: Signal<Menu | undefined>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const letGo = (): void => clearTimeout(timer);
  return {
    onPointerDown: (): void => {
      letGo();
      timer = setTimeout(() => {
        void import('./staff-menu.tsx').then((loaded) => {
          menu.value = loaded.StaffMenu;
        });
      }, HOLD_MS);
    },
    onPointerUp: letGo,
    onPointerLeave: letGo,
    onPointerCancel: letGo,
  };
}
