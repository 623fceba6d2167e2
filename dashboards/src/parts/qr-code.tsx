import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import makeCode from 'qrcode-generator';

/** Modules of white that readers need around a code (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code of a text, drawn here: nothing goes over the network. Black on white in every theme, because readers expect that. */
export function QrCode(props: { readonly text: string; readonly label: string }): JSX.Element {
  const { path, size } = useMemo(() => drawingOf(props.text), [props.text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={props.label} shape-rendering="crispEdges">
      <path class="qr-ground" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr-dots" d={path} />
    </svg>
  );
}

function drawingOf(text: string): { readonly path: string; readonly size: number } {
  // Version 0 takes the smallest code that holds the text; M survives a scratched screen.
  const code = makeCode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const parts: string[] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) parts.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
    }
  }
  return { path: parts.join(''), size: count + 2 * QUIET };
}
