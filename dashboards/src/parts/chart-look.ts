/** The colour a custom property stands for in the theme of the moment; a canvas knows no custom properties. */
export function chartColour(element: HTMLElement, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The page's own type for a chart's labels. */
export const chartFont = (element: HTMLElement): string => `15px ${getComputedStyle(element).fontFamily}`;
