import type { JSX } from 'preact';
import { Band } from '../parts/band.tsx';
import { MenuDock } from '../parts/docks.tsx';
import { Stage } from '../parts/stage.tsx';

/** The screen as most people see it: walking by, touching nothing. */
export function AttractView(): JSX.Element {
  return (
    <>
      <div class="panel panel-stage">
        <Stage />
      </div>
      <Band />
      <MenuDock />
    </>
  );
}
