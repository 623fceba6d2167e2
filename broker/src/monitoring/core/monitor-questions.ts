import { z } from 'zod';
import { indicatorOf } from './indicator-result.ts';

const questionSchema = z.strictObject({
  part: z.enum(['Milieu', 'Sociaal', 'Financieel']),
  question: z.string().trim().min(1).max(200),
  indicator: z.string().refine((id) => indicatorOf(id) !== undefined, 'there is no such indicator'),
});

/** One question of the national monitor and the indicator that answers it. */
export type MonitorQuestion = z.infer<typeof questionSchema>;

/** A file of a site with the questions as they were sent to it. */
export const monitorFileSchema = z.strictObject({ monitor: z.literal(1), questions: z.array(questionSchema).min(1).max(200) });

/**
 * Questions of the national monitor on three themes. Its questionnaire is not public: the themes and the counts it asks for
 * (paying and not paying visitors, participants, volunteers, work, waste, CO2) are; the wording here is our own. A site
 * that has the questionnaire puts its questions into a file; nothing else depends on this list.
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
