import type { Stream } from '@kringwijzer/contract';
import bike from 'lucide-static/icons/bike.svg?raw';
import building from 'lucide-static/icons/brick-wall.svg?raw';
import lamp from 'lucide-static/icons/lamp.svg?raw';
import other from 'lucide-static/icons/package.svg?raw';
import shirt from 'lucide-static/icons/shirt.svg?raw';
import sofa from 'lucide-static/icons/sofa.svg?raw';

/** The picture of each stream of goods. */
export const STREAM_ICON: Readonly<Record<Stream, string>> = {
  textile: shirt,
  bicycles: bike,
  furniture: sofa,
  electricals: lamp,
  building,
  other,
};
