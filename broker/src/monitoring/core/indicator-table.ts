/** The three themes of the national monitor, and how the measuring itself goes. */
export type Theme = 'environment' | 'social' | 'finance' | 'quality';

/** One indicator: everything that has to be known to make and to read the figure. */
export interface Indicator {
  readonly id: string;
  readonly theme: Theme;
  /** Unit as it is printed. */
  readonly unit: string;
  readonly digits: number;
  /** A formula of facts (docs/monitoring.md lists them), see formula.ts. */
  readonly formula: string;
  /** True when it adds up over time, so that periods of other lengths are compared by the day. */
  readonly adds: boolean;
  /** True when it can be told apart by stream. */
  readonly byStream: boolean;
  readonly name: { readonly nl: string; readonly en: string };
  readonly definition: { readonly nl: string; readonly en: string };
  readonly caveat?: { readonly nl: string; readonly en: string };
}

const REUSED_G = 'outcome.resold.mass_g + outcome.repaired.mass_g + outcome.refurbished.mass_g + outcome.repurposed.mass_g';
const OUT_G = `(${REUSED_G} + outcome.recycled.mass_g + outcome.residual.mass_g)`;
const IN_G = 'deposit.mass_g + weighing_in.mass_g';
const REPAIRS = 'repair.fixed.n + repair.repairable.n + repair.end_of_life.n + repair.unknown.n';
const ANSWERS = 'opinion.very_happy + opinion.happy + opinion.unhappy + opinion.very_unhappy';

const indicator = (
  id: string,
  [theme, unit, digits]: readonly [Theme, string, number],
  formula: string,
  about: Pick<Indicator, 'name' | 'definition' | 'caveat'> & { readonly adds?: false; readonly byStream?: true },
): Indicator => {
  const { adds = true, byStream = false, ...words } = about;
  return { id, theme, unit, digits, formula, adds, byStream, ...words };
};

/** Every indicator, in the order of reports. */
export const INDICATORS: readonly Indicator[] = [
  indicator('mass_in', ['environment', 'kg', 0], `(${IN_G}) / 1000`, {
    byStream: true,
    name: { nl: 'Goederen binnen', en: 'Goods in' },
    definition: {
      nl: 'Kilo’s die bezoekers brachten: gewogen door de weegschalen die als inname tellen, en met de hand gewogen.',
      en: 'Kilograms brought by visitors: weighed by the scales that count as intake, and weighed by hand.',
    },
    caveat: { nl: 'Indicatieve weging, niet voor verrekening.', en: 'Indicative weighing, not for trade.' },
  }),
  indicator('pieces_in', ['environment', 'stuks', 0], 'count_in.pieces', {
    byStream: true,
    name: { nl: 'Stuks binnen', en: 'Pieces in' },
    definition: { nl: 'Stuks die met de hand zijn geteld bij binnenkomst.', en: 'Pieces counted by hand when they came in.' },
  }),
  indicator('gifts', ['environment', 'giften', 0], 'deposit.n', {
    name: { nl: 'Giften', en: 'Gifts' },
    definition: { nl: 'Keren dat iemand iets op de weegschaal zette.', en: 'Times somebody put something on the scale.' },
  }),
  indicator('reused_mass', ['environment', 'kg', 0], `(${REUSED_G}) / 1000`, {
    byStream: true,
    name: { nl: 'Hergebruikt', en: 'Reused' },
    definition: {
      nl: 'Kilo’s die opnieuw in gebruik kwamen: verkocht, gerepareerd, opgeknapt of tot iets nieuws gemaakt.',
      en: 'Kilograms that came into use again: resold, repaired, refurbished or repurposed.',
    },
  }),
  indicator('reuse_share', ['environment', '%', 0], `100 * (${REUSED_G}) / ${OUT_G}`, {
    adds: false,
    byStream: true,
    name: { nl: 'Aandeel hergebruik', en: 'Share reused' },
    definition: { nl: 'Hergebruikte kilo’s van alle kilo’s met een bestemming.', en: 'Kilograms reused of all kilograms with an outcome.' },
  }),
  indicator('recycled_mass', ['environment', 'kg', 0], 'outcome.recycled.mass_g / 1000', {
    byStream: true,
    name: { nl: 'Gerecycled', en: 'Recycled' },
    definition: { nl: 'Kilo’s die als grondstof weggingen.', en: 'Kilograms that left as material.' },
  }),
  indicator('residual_mass', ['environment', 'kg', 0], 'outcome.residual.mass_g / 1000', {
    byStream: true,
    name: { nl: 'Restafval', en: 'Residual waste' },
    definition: { nl: 'Kilo’s die als restafval weggingen.', en: 'Kilograms that left as residual waste.' },
  }),
  indicator('residual_share', ['environment', '%', 0], `100 * outcome.residual.mass_g / ${OUT_G}`, {
    adds: false,
    byStream: true,
    name: { nl: 'Aandeel restafval', en: 'Share residual' },
    definition: { nl: 'Restafval van alle kilo’s met een bestemming.', en: 'Residual waste of all kilograms with an outcome.' },
  }),
  indicator(
    'upgraded_pieces',
    ['environment', 'stuks', 0],
    'outcome.repaired.pieces + outcome.refurbished.pieces + outcome.repurposed.pieces',
    {
      byStream: true,
      name: { nl: 'Hoogwaardiger verwerkt', en: 'Moved up the R-ladder' },
      definition: {
        nl: 'Stuks die door werk in het centrum weer bruikbaar werden: gerepareerd, opgeknapt of tot iets nieuws gemaakt.',
        en: 'Pieces made usable again by work in the centre: repaired, refurbished or repurposed.',
      },
    },
  ),
  indicator('avoided_waste', ['environment', 'kg', 0], `(${REUSED_G} + outcome.recycled.mass_g) / 1000`, {
    byStream: true,
    name: { nl: 'Vermeden afval', en: 'Waste avoided' },
    definition: {
      nl: 'Kilo’s die niet als restafval weggingen: hergebruikt of gerecycled.',
      en: 'Kilograms reused or recycled instead of burnt.',
    },
  }),
  indicator('co2_simple', ['environment', 'kg CO₂', 0], 'co2.simple_kg', {
    name: { nl: 'Vermeden CO₂, eenvoudig', en: 'CO₂ avoided, simple' },
    definition: {
      nl: 'Ongeveer: kilo’s maal één factor. De factor en de bron staan erbij.',
      en: 'About: kilograms times one factor. The factor and its source stand beside it.',
    },
    caveat: {
      nl: 'Tel dit nooit op bij het cijfer per stroom: het zijn twee manieren voor dezelfde goederen.',
      en: 'Never add this to the figure per stream: they are two ways to count the same goods.',
    },
  }),
  indicator('co2_stream', ['environment', 'kg CO₂', 0], 'co2.stream_kg', {
    byStream: true,
    name: { nl: 'Vermeden CO₂, per stroom', en: 'CO₂ avoided, per stream' },
    definition: {
      nl: 'Ongeveer: hergebruikte kilo’s maal de factor van elke stroom. Stromen zonder bron tellen niet mee.',
      en: 'About: kilograms reused times the factor of each stream. Streams without a source are left out.',
    },
    caveat: { nl: 'Bronnen liggen ver uit elkaar: lees de bandbreedte mee.', en: 'Sources are far apart: read the range too.' },
  }),
  indicator('repairs', ['environment', 'reparaties', 0], REPAIRS, {
    byStream: true,
    name: { nl: 'Reparaties geprobeerd', en: 'Repairs tried' },
    definition: { nl: 'Reparaties in het register, gelukt of niet.', en: 'Repairs in the register, successful or not.' },
  }),
  indicator('repairs_fixed', ['environment', 'reparaties', 0], 'repair.fixed.n', {
    byStream: true,
    name: { nl: 'Reparaties gelukt', en: 'Repairs that worked' },
    definition: { nl: 'Reparaties waarna het product het weer deed.', en: 'Repairs after which the product worked.' },
  }),
  indicator(
    'repair_success',
    ['environment', '%', 0],
    `100 * repair.fixed.n / (repair.fixed.n + repair.repairable.n + repair.end_of_life.n)`,
    {
      adds: false,
      byStream: true,
      name: { nl: 'Gelukt van de reparaties', en: 'Share of repairs that worked' },
      definition: { nl: 'Gelukte reparaties van alle met een bekende uitkomst.', en: 'Successful repairs of all with a known outcome.' },
    },
  ),
  indicator('visits', ['social', 'bezoeken', 0], 'visit.counted + visit.manual', {
    name: { nl: 'Bezoeken', en: 'Visits' },
    definition: {
      nl: 'Keren dat iemand naar binnen ging, geteld door de deuren en verbeterd met de natelling, of met de hand geteld.',
      en: 'Times somebody went in, counted by the doors and corrected by the manual count, or counted by hand.',
    },
    caveat: { nl: 'Bezoeken, geen mensen: wie twee keer komt, telt twee keer.', en: 'Visits, not people: who comes twice counts twice.' },
  }),
  indicator('mass_per_visit', ['environment', 'kg', 1], `(${IN_G}) / 1000 / (visit.counted + visit.manual)`, {
    adds: false,
    name: { nl: 'Kilo per bezoek', en: 'Kilograms per visit' },
    definition: { nl: 'Goederen binnen gedeeld door bezoeken.', en: 'Goods in divided by visits.' },
  }),
  indicator('satisfaction', ['social', '%', 0], `100 * (opinion.very_happy + opinion.happy) / (${ANSWERS})`, {
    adds: false,
    name: { nl: 'Tevreden bezoekers', en: 'Satisfied visitors' },
    definition: {
      nl: 'Blije gezichten van alle antwoorden, op de zuil en in vragenlijsten.',
      en: 'Happy faces of all answers, on the kiosk and in surveys.',
    },
  }),
  indicator('answers', ['social', 'antwoorden', 0], ANSWERS, {
    name: { nl: 'Antwoorden op de vraag', en: 'Answers' },
    definition: { nl: 'Aantal antwoorden achter het cijfer voor tevredenheid.', en: 'Answers behind the figure of satisfaction.' },
  }),
  indicator('paid_fte', ['social', 'fte', 1], 'people.paid_staff.fte', {
    adds: false,
    name: { nl: 'Betaald werk', en: 'Paid work' },
    definition: {
      nl: 'Voltijdbanen van betaalde krachten, laatste stand in de periode.',
      en: 'Full-time equivalents paid, latest in the period.',
    },
  }),
  ...(
    [
      ['target_group', 'Mensen met een afstand tot werk', 'People far from work', false],
      ['learn_work_places', 'Leerwerkplekken', 'Learn-work places', false],
      ['volunteers', 'Vrijwilligers', 'Volunteers', false],
      ['day_care', 'Mensen in dagbesteding', 'People in day activities', false],
      ['pupils', 'Leerlingen op bezoek', 'Pupils who came', true],
      ['course_participants', 'Cursisten', 'Course participants', true],
      ['event_participants', 'Deelnemers aan activiteiten', 'Participants in events', true],
    ] as const
  ).map(([group, nl, en, adds]): Indicator => {
    const [how, said] = adds
      ? ['opgeteld over de periode', 'added up over the period']
      : ['laatste stand in de periode', 'latest in the period'];
    const definition = { nl: `${nl}, ${how}. Groepen onder de 10 blijven verborgen.`, en: `${en}, ${said}. Groups under 10 stay hidden.` };
    return {
      id: group,
      theme: 'social',
      unit: 'mensen',
      digits: 0,
      formula: `people.${group}.persons`,
      adds,
      byStream: false,
      name: { nl, en },
      definition,
    };
  }),
  indicator('tool_hours', ['social', 'uren', 0], 'tool.run_s / 3600', {
    name: { nl: 'Uren aan de machines', en: 'Hours at the machines' },
    definition: {
      nl: 'Uren dat machines draaiden, per werkplek en nooit per persoon.',
      en: 'Hours machines ran, by bench and never by person.',
    },
  }),
  indicator('sales_pieces', ['finance', 'stuks', 0], 'sale.pieces', {
    byStream: true,
    name: { nl: 'Stuks verkocht', en: 'Pieces sold' },
    definition: { nl: 'Stuks in het verkoopregister.', en: 'Pieces in the register of sales.' },
  }),
  indicator('sales_mass', ['finance', 'kg', 0], 'sale.mass_g / 1000', {
    byStream: true,
    name: { nl: 'Kilo’s verkocht', en: 'Kilograms sold' },
    definition: { nl: 'Kilo’s in het verkoopregister, waar die zijn opgegeven.', en: 'Kilograms in the register of sales, where given.' },
  }),
  indicator('revenue', ['finance', '€', 0], 'sale.cents / 100', {
    byStream: true,
    name: { nl: 'Omzet', en: 'Turnover' },
    definition: { nl: 'Euro’s in het verkoopregister.', en: 'Euros in the register of sales.' },
  }),
  indicator('customers', ['finance', 'klanten', 0], 'sale.customers', {
    name: { nl: 'Betalende bezoekers', en: 'Paying visitors' },
    definition: { nl: 'Kassabonnen in het verkoopregister.', en: 'Receipts in the register of sales.' },
  }),
  indicator('revenue_per_customer', ['finance', '€', 2], 'sale.cents / 100 / sale.customers', {
    adds: false,
    name: { nl: 'Omzet per klant', en: 'Turnover per customer' },
    definition: { nl: 'Omzet gedeeld door kassabonnen.', en: 'Turnover divided by receipts.' },
  }),
  indicator('weighbridge_out', ['quality', 'kg', 0], 'weighbridge_out.mass_g / 1000', {
    byStream: true,
    name: { nl: 'Weegbrug, afgevoerd', en: 'Weighbridge, taken away' },
    definition: {
      nl: 'Kilo’s op weegbonnen van afvoer. Dit is het officiële gewicht.',
      en: 'Kilograms on tickets of what left. This is the official mass.',
    },
  }),
  indicator('emptyings', ['quality', 'legingen', 0], 'emptying.n', {
    name: { nl: 'Legingen', en: 'Emptyings' },
    definition: { nl: 'Keren dat een container is geleegd of gewisseld.', en: 'Times a container was emptied or swapped.' },
  }),
  indicator('completeness', ['quality', '%', 1], '100 * measured.share', {
    adds: false,
    name: { nl: 'Compleet gemeten', en: 'Measured completely' },
    definition: {
      nl: 'Deel van de verwachte metingen van weegschalen en deuren dat er is. Wat mist, is niet ingevuld.',
      en: 'Share of the expected values of scales and doors that is there. What is missing was not filled in.',
    },
  }),
];

/** Names of notes that can stand beside a figure. */
export const NOTES: Readonly<Record<string, { readonly nl: string; readonly en: string }>> = {
  manual: { nl: 'Hierin zitten cijfers die mensen hebben ingevoerd.', en: 'Figures entered by people are in it.' },
  estimated: { nl: 'Hierin zitten schattingen.', en: 'Estimates are in it.' },
  door_uncalibrated: {
    nl: 'Niet elke deur is nageteld: het aantal bezoeken kan afwijken.',
    en: 'Not every door was checked by a manual count.',
  },
  reuse_assumed: {
    nl: 'Er is geen bestemming geregistreerd. Het hergebruik is geschat met het aandeel van de branche.',
    en: 'No outcomes were registered. Reuse was estimated by the share of the branch.',
  },
  stream_without_factor: {
    nl: 'Niet elke stroom heeft een factor: een deel telt niet mee.',
    en: 'Not every stream has a factor: a part is left out.',
  },
  stream_said: {
    nl: 'De stroom van een deel is door bezoekers zelf gekozen op de zuil.',
    en: 'Visitors themselves told the stream of a part, on the kiosk.',
  },
  sensor_later: {
    nl: 'Een sensor was er nog niet toen deze periode begon. Het cijfer gaat over een deel van de tijd.',
    en: 'A sensor was not yet there when this period began. The figure is about a part of it.',
  },
  small_group: { nl: 'Een groep van minder dan 10 mensen is verborgen.', en: 'A group of fewer than 10 people is hidden.' },
  unsynced: { nl: 'Metingen zonder zekere tijd tellen niet mee.', en: 'Records without a trusted time are left out.' },
};
