import { useEffect, useMemo } from 'preact/hooks';

/** What must not be lost when somebody leaves a form by the menu, the back button or the tab's cross. */
interface Unsaved {
  readonly isUnsaved: () => boolean;
  /** Saves without telling anybody; the form is gone by then. */
  readonly save: () => void;
}

/** Saves what was typed when the form goes away, and lets the browser ask before it closes the page. */
export function useKeptDraft(unsaved: Unsaved): void {
  const latest = useMemo(() => ({ ...unsaved }), []);
  Object.assign(latest, unsaved);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (latest.isUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
      if (latest.isUnsaved()) latest.save();
    };
  }, []);
}
