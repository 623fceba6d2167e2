/** Style of reports: A4, made to be printed; colours of the yard's signs, 7:1 on white. */
export const REPORT_STYLE = `
@page { size: A4; margin: 13mm 15mm 12mm; }
* { box-sizing: border-box; }
html { font: 10pt/1.38 "Atkinson Hyperlegible Next", "Noto Sans", Arial, sans-serif; color: #0f231e; background: #fff; }
body { margin: 0 auto; max-width: 180mm; }
h1, h2, p, ul, table, dl, dd { margin: 0; padding: 0; }
header { background: #0e3b33; color: #fffdf4; padding: 5mm 6mm; border-radius: 2.5mm; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
header p { font-size: 10pt; }
header .place { font-weight: 650; color: #ffc72c; }
h1 { font-size: 20pt; line-height: 1.15; font-weight: 780; letter-spacing: -0.01em; }
h2 { font-size: 12.5pt; font-weight: 720; margin: 4.4mm 0 1.6mm; break-after: avoid; }
.lead { margin-top: 3.2mm; font-size: 11pt; }
.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 3mm; margin-top: 3.6mm; }
.tile { background: #f5f1e6; border-radius: 2mm; padding: 2.6mm 3mm; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.tile dt { font-size: 9pt; }
.tile dd { font-size: 17pt; font-weight: 780; line-height: 1.15; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tile .unit { font-size: 9.5pt; font-weight: 650; }
.tile .against { font-size: 8.5pt; font-weight: 420; line-height: 1.3; color: #33443d; margin-top: 0.8mm; white-space: normal; }
.chart { display: block; width: 100%; height: auto; }
.chart text { font-size: 11.5px; fill: #0f231e; font-family: inherit; }
.chart .grid { stroke: #d6cdb8; stroke-width: 1; }
.chart .bar { fill: #094c41; }
.chart .mark { stroke: #c9341c; stroke-width: 3; }
.chart .flag { fill: #5c3a00; font-size: 10.5px; }
.t1 { fill: #0e3b33; } .t2 { fill: #14786a; } .t3 { fill: #4fb596; } .t4 { fill: #ffc72c; } .t5 { fill: #b9b19a; } .t6 { fill: #7d1414; }
i.t1, i.t2, i.t3, i.t4, i.t5, i.t6 { display: inline-block; width: 3mm; height: 3mm; border-radius: 0.6mm; margin-right: 1.2mm; vertical-align: -0.3mm; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
i.t1 { background: #0e3b33; } i.t2 { background: #14786a; } i.t3 { background: #4fb596; } i.t4 { background: #ffc72c; } i.t5 { background: #b9b19a; } i.t6 { background: #7d1414; }
.legend { display: flex; flex-wrap: wrap; gap: 1mm 4.5mm; list-style: none; font-size: 9pt; margin-top: 1.2mm; }
.key { font-size: 8.5pt; color: #33443d; margin-top: 0.5mm; }
table { width: 100%; border-collapse: collapse; font-size: 9.2pt; font-variant-numeric: tabular-nums; }
table.many { font-size: 7.6pt; table-layout: fixed; }
table.many th, table.many td { padding-inline: 1pt; overflow-wrap: anywhere; hyphens: auto; }
table.many th:first-child { width: 13%; }
th, td { padding: 1mm 1.6mm; text-align: right; border-bottom: 0.25mm solid #d6cdb8; vertical-align: baseline; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { font-weight: 650; border-bottom: 0.5mm solid #0e3b33; }
tbody th { font-weight: 420; }
tr.sum th, tr.sum td { font-weight: 680; border-bottom: none; }
tr { break-inside: avoid; }
small { font-size: 8.4pt; color: #33443d; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 6mm; }
.plain { list-style: none; }
.good { color: #0c4f2c; font-weight: 650; } .bad { color: #7d1414; font-weight: 650; }
.story { background: #ffedb8; border-radius: 2mm; padding: 2.6mm 3.4mm; margin-top: 3.4mm; break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.story h2 { margin-top: 0; }
.photo { display: grid; grid-template-columns: 42mm minmax(0, 1fr); gap: 4mm; align-items: center; }
.photo img { display: block; width: 42mm; height: 28mm; object-fit: cover; border-radius: 1.5mm; }
.method { margin-top: 4mm; padding-top: 2mm; border-top: 0.5mm solid #0e3b33; font-size: 8.6pt; line-height: 1.34; }
.method h2 { font-size: 10pt; margin: 0 0 1mm; }
.method ul { padding-left: 4mm; }
.sums li { margin: 0 0 7mm; }
.facts dt { font-size: 10pt; margin-top: 0.6mm; }
.trade { font-weight: 680; }
section { break-inside: avoid; }
@media screen { body { padding: 8mm; } }
`;
