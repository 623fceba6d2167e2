import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Kiosk } from './state.ts';

const Context = createContext<Kiosk | undefined>(undefined);

/** Hands the kiosk's state to every part below. */
export const KioskProvider = Context.Provider;

/** The kiosk's state. Throws TypeError outside the provider. */
export function useKiosk(): Kiosk {
  const kiosk = useContext(Context);
  if (kiosk === undefined) throw new TypeError('no KioskProvider above this part');
  return kiosk;
}
