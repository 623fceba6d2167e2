import { escaped } from './report-charts.ts';
import { REPORT_STYLE } from './report-style.ts';

/** A whole page: language, title and style inside, nothing from outside. `fontBase64` is the WOFF2 file of the letter. */
export function reportPage(title: string, body: string, fontBase64: string): string {
  return `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${reportStyle(fontBase64)}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}

/** The style of a report with its letter inside. */
export const reportStyle = (fontBase64: string): string =>
  `@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; src: url(data:font/woff2;base64,${fontBase64}) format("woff2"); }${REPORT_STYLE}`;
