/** One question of the national monitor and the indicator that answers it. */
export interface MonitorQuestion {
  readonly part: 'Milieu' | 'Sociaal' | 'Financieel';
  readonly question: string;
  readonly indicator: string;
}

/**
 * Questions of the national monitor on three themes. Its questionnaire is not public: the themes and the counts it asks for
 * (paying and not paying visitors, participants, volunteers, work, waste, CO2) are; the wording here is our own. Change
 * this list when the questionnaire is at hand; nothing else depends on it.
 */
export const MONITOR_QUESTIONS: readonly MonitorQuestion[] = [
  { part: 'Milieu', question: 'Hoeveel kilo herbruikbare spullen kwam binnen?', indicator: 'mass_in' },
  { part: 'Milieu', question: 'Hoeveel kilo is opnieuw gebruikt?', indicator: 'reused_mass' },
  { part: 'Milieu', question: 'Welk deel is opnieuw gebruikt?', indicator: 'reuse_share' },
  { part: 'Milieu', question: 'Hoeveel kilo is gerecycled?', indicator: 'recycled_mass' },
  { part: 'Milieu', question: 'Hoeveel kilo werd restafval?', indicator: 'residual_mass' },
  { part: 'Milieu', question: 'Hoeveel afval is vermeden?', indicator: 'avoided_waste' },
  { part: 'Milieu', question: 'Hoeveel stuks zijn hoogwaardiger verwerkt?', indicator: 'upgraded_pieces' },
  { part: 'Milieu', question: 'Hoeveel reparaties zijn geprobeerd?', indicator: 'repairs' },
  { part: 'Milieu', question: 'Hoeveel reparaties zijn gelukt?', indicator: 'repairs_fixed' },
  { part: 'Milieu', question: 'Hoeveel CO₂ is ongeveer vermeden (eenvoudig)?', indicator: 'co2_simple' },
  { part: 'Sociaal', question: 'Hoeveel bezoeken waren er?', indicator: 'visits' },
  { part: 'Sociaal', question: 'Hoeveel betaalde voltijdbanen zijn er?', indicator: 'paid_fte' },
  { part: 'Sociaal', question: 'Hoeveel mensen met een afstand tot werk werken er?', indicator: 'target_group' },
  { part: 'Sociaal', question: 'Hoeveel leerwerkplekken zijn er?', indicator: 'learn_work_places' },
  { part: 'Sociaal', question: 'Hoeveel vrijwilligers zijn er?', indicator: 'volunteers' },
  { part: 'Sociaal', question: 'Hoeveel leerlingen kwamen op bezoek?', indicator: 'pupils' },
  { part: 'Sociaal', question: 'Hoeveel mensen deden mee aan cursussen?', indicator: 'course_participants' },
  { part: 'Sociaal', question: 'Hoeveel mensen deden mee aan activiteiten?', indicator: 'event_participants' },
  { part: 'Sociaal', question: 'Hoe tevreden zijn bezoekers?', indicator: 'satisfaction' },
  { part: 'Financieel', question: 'Hoeveel betalende bezoekers waren er?', indicator: 'customers' },
  { part: 'Financieel', question: 'Hoeveel stuks zijn verkocht?', indicator: 'sales_pieces' },
  { part: 'Financieel', question: 'Wat was de omzet uit verkoop?', indicator: 'revenue' },
];
