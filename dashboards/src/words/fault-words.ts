import type { StaffLanguage } from '../data/preferences.ts';

/** What a code means to somebody on the yard, and what to do about it. */
export interface FaultWords {
  readonly what: string;
  readonly todo: string;
}

type Table = Readonly<Record<string, FaultWords>>;

const NL: Table = {
  KW_SERIAL_GONE: { what: 'De sensorkast is losgekoppeld', todo: 'Steek de USB-kabel weer in. Daarna gaat het vanzelf.' },
  KW_SERIAL_OPEN: { what: 'De sensorkast is niet te bereiken', todo: 'Controleer de USB-kabel. Blijft het zo? Bel de beheerder.' },
  KW_SERIAL_SILENT: { what: 'De sensorkast zegt niets', todo: 'Controleer de stroom van de sensorkast.' },
  KW_LINE_CORRUPT: { what: 'Het signaal is gestoord', todo: 'Controleer de kabel. Ligt hij naast een motor? Leg hem verder weg.' },
  KW_AMPLIFIER_MISSING: { what: 'Een weegcel geeft geen signaal', todo: 'Controleer de draden van de weegcel.' },
  KW_AMPLIFIER_STUCK: { what: 'Een weegcel staat stil', todo: 'Controleer de draden en of er iets klem zit onder de weegschaal.' },
  KW_AMPLIFIER_SATURATED: { what: 'Een weegcel zit aan zijn grens', todo: 'Haal gewicht weg. Helpt dat niet, dan is een draad stuk.' },
  KW_SAMPLE_RATE: { what: 'De sensor meet te langzaam of te snel', todo: 'Bel de beheerder: een instelling van de sensor klopt niet.' },
  KW_OVERLOAD: { what: 'Te zwaar belast', todo: 'Haal er gewicht af. Anders raakt de weegschaal stuk.' },
  KW_CLOCK_UNSYNCED: {
    what: 'De klok loopt niet gelijk',
    todo: 'Controleer het internet van de meetkast. Metingen worden later verbeterd.',
  },
  KW_SPOOL_FULL: { what: 'Het geheugen is vol', todo: 'Herstel de verbinding met de hub. Oude bijzaken gaan verloren, giften niet.' },
  KW_SPOOL_CORRUPT: { what: 'Het geheugen was beschadigd', todo: 'Bel de beheerder. De meetkast gaat verder met een nieuw bestand.' },
  KW_SPOOL_DISK: { what: 'De geheugenkaart kan niet schrijven', todo: 'Vervang de geheugenkaart snel: metingen kunnen verloren gaan.' },
  KW_CELL_DEAD: { what: 'Een weegcel is dood', todo: 'Controleer de draden. Vervang de weegcel als dat niet helpt.' },
  KW_CELL_BINDING: { what: 'De weegschaal klemt', todo: 'Haal weg wat onder of tegen de weegschaal zit.' },
  KW_CELL_OVERLOAD: { what: 'Eén hoek is te zwaar belast', todo: 'Zet de spullen meer naar het midden.' },
  KW_NO_SAMPLES: { what: 'De sensor stuurt niets', todo: 'Controleer kabel en stroom van de sensor.' },
  KW_BEAM_BLOCKED: { what: 'De lichtstraal is lang onderbroken', todo: 'Haal weg wat ervoor staat en maak de lens schoon.' },
  KW_BEAM_SILENT: { what: 'De lichtstraal telt niemand meer', todo: 'Loop er zelf door. Telt hij niet? Controleer kabel en stroom.' },
  KW_TOOL_SILENT: { what: 'De sensor van de machine zegt niets', todo: 'Controleer de klem om de kabel van de machine.' },
  KW_LEVEL_INVALID: { what: 'De hoogtemeter ziet niets goeds', todo: 'Maak de lens schoon en kijk of er niets voor hangt.' },
};

const EN: Table = {
  KW_SERIAL_GONE: { what: 'The sensor board is unplugged', todo: 'Plug the USB cable back in. It goes on by itself.' },
  KW_SERIAL_OPEN: { what: 'The sensor board cannot be reached', todo: 'Check the USB cable. If it stays so, call the administrator.' },
  KW_SERIAL_SILENT: { what: 'The sensor board says nothing', todo: 'Check the power of the sensor board.' },
  KW_LINE_CORRUPT: { what: 'The signal is disturbed', todo: 'Check the cable. Is it beside a motor? Move it away.' },
  KW_AMPLIFIER_MISSING: { what: 'A load cell gives no signal', todo: 'Check the wires of the load cell.' },
  KW_AMPLIFIER_STUCK: { what: 'A load cell stands still', todo: 'Check the wires, and whether something is stuck under the scale.' },
  KW_AMPLIFIER_SATURATED: { what: 'A load cell is at its limit', todo: 'Take weight off. If that does not help, a wire is broken.' },
  KW_SAMPLE_RATE: { what: 'The sensor measures too slowly or too fast', todo: 'Call the administrator: a setting of the sensor is wrong.' },
  KW_OVERLOAD: { what: 'Too heavy', todo: 'Take weight off, or the scale will break.' },
  KW_CLOCK_UNSYNCED: { what: 'The clock is not right', todo: 'Check the internet of the sensor box. Times are corrected later.' },
  KW_SPOOL_FULL: { what: 'The memory is full', todo: 'Restore the connection to the hub. Old details get lost, gifts do not.' },
  KW_SPOOL_CORRUPT: { what: 'The memory was damaged', todo: 'Call the administrator. The sensor box goes on with a new file.' },
  KW_SPOOL_DISK: { what: 'The memory card cannot be written', todo: 'Replace the memory card soon: measurements can get lost.' },
  KW_CELL_DEAD: { what: 'A load cell is dead', todo: 'Check its wires. Replace the load cell if that does not help.' },
  KW_CELL_BINDING: { what: 'The scale is stuck', todo: 'Remove what lies under it or presses against it.' },
  KW_CELL_OVERLOAD: { what: 'One corner carries too much', todo: 'Move the goods more to the middle.' },
  KW_NO_SAMPLES: { what: 'The sensor sends nothing', todo: 'Check the cable and power of the sensor.' },
  KW_BEAM_BLOCKED: { what: 'The light beam has long been broken', todo: 'Remove what stands in front of it and clean the lens.' },
  KW_BEAM_SILENT: { what: 'The light beam counts nobody any more', todo: 'Walk through it. No count? Check cable and power.' },
  KW_TOOL_SILENT: { what: 'The sensor of the machine says nothing', todo: 'Check the clamp around the cable of the machine.' },
  KW_LEVEL_INVALID: { what: 'The level sensor sees nothing useful', todo: 'Clean its lens and check that nothing hangs in front.' },
};

const UNKNOWN: Readonly<Record<StaffLanguage, FaultWords>> = {
  nl: { what: 'Er is een storing', todo: 'Bel de beheerder en noem de code.' },
  en: { what: 'There is a fault', todo: 'Call the administrator and tell the code.' },
};

const TABLES: Readonly<Record<StaffLanguage, Table>> = { nl: NL, en: EN };

/** Words for a fault code in a language; a general sentence for a code without its own. */
export const faultWords = (language: StaffLanguage, code: string): FaultWords => TABLES[language][code] ?? UNKNOWN[language];

/** Codes that have words in a language. */
export const knownFaults = (language: StaffLanguage): readonly string[] => Object.keys(TABLES[language]);
