import type { ScheduleBody } from '@kringwijzer/contract';
import type { MailAttachment } from '../ports/mailer.ts';
import { dutchDate } from './core/dutch-figures.ts';
import type { Period } from './core/period.ts';
import type { Monitoring } from './monitoring.ts';
import { figuresBook, fileNameOf, REPORT_KINDS, reportHtml } from './report-files.ts';
import type { ReportMail } from './scheduler.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A report as mail: the report as PDF, or as a page when the hub has no browser, and all figures as a workbook. */
export async function reportMail(monitoring: Monitoring, { report }: ScheduleBody, period: Period): Promise<ReportMail> {
  const { site } = monitoring;
  const { title, file } = REPORT_KINDS[report];
  const span = `${dutchDate(period.from, site.timeZone)} tot en met ${dutchDate(period.to - 1, site.timeZone)}`;
  const html = await reportHtml(monitoring, { name: report, from: period.from, to: period.to });
  const book: MailAttachment = {
    filename: fileNameOf(monitoring, 'cijfers', period, 'xlsx'),
    content: await figuresBook(monitoring, period),
    contentType: XLSX,
  };
  return {
    subject: `${title}: ${site.name}, ${span}`,
    text: [
      'Hallo,',
      '',
      `In de bijlage staat: ${title}, van ${site.name}.`,
      `Het gaat over ${span}. In het Excel-bestand staan alle cijfers.`,
      '',
      'Kilo’s zijn een indicatieve weging, niet voor verrekening.',
      `De hub van ${site.name} stuurt deze mail vanzelf. Wilt u hem niet meer? Vraag het de coördinator.`,
    ].join('\n'),
    attachments: [await pageOf(monitoring, html, (end) => fileNameOf(monitoring, file, period, end), period.to), book],
  };
}

async function pageOf({ pdf }: Monitoring, html: string, nameOf: (end: string) => string, madeAtMs: number): Promise<MailAttachment> {
  const page: MailAttachment = { filename: nameOf('html'), content: html, contentType: 'text/html; charset=utf-8' };
  if (!pdf.available) return page;
  try {
    return { filename: nameOf('pdf'), content: await pdf.make(html, madeAtMs), contentType: 'application/pdf' };
  } catch {
    return page; // the printer of pages has logged why; the report itself must still go out
  }
}
