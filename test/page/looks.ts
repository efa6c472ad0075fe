// Each of these runs in the browser, and may name nothing outside itself.

/** How wide the page is with every fold open, and which elements reach beyond the window without scrolling in themselves. */
export const beyondWindow = (): { width: number; beyond: string[] } => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const beyond = (element: Element): boolean =>
    element.closest('.scroll') === null && element.getBoundingClientRect().right > innerWidth + 0.5;
  return {
    width: document.documentElement.scrollWidth,
    beyond: [...document.body.querySelectorAll('*')].filter(beyond).map(({ outerHTML }) => outerHTML.slice(0, 200)),
  };
};

/** Texts of charts that lie on one another, or are cut off by the frame. */
export const overlappingNames = (): string[] =>
  [...document.querySelectorAll('svg[viewBox]')].flatMap((chart) => {
    const frame = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')].map((text) => ({
      name: text.textContent,
      box: text.getBoundingClientRect(),
    }));
    return texts.flatMap(({ name, box }, at) => [
      ...(box.right > frame.right + 1 || box.left < frame.left - 1 || box.top < frame.top - 1
        ? [`${name} is cut off`]
        : []),
      ...texts
        .slice(at + 1)
        .filter(
          ({ box: other }) =>
            box.left < other.right - 1 &&
            other.left < box.right - 1 &&
            box.top < other.bottom - 3 &&
            other.top < box.bottom - 3,
        )
        .map(({ name: other }) => `${name} and ${other}`),
    ]);
  });

/** Visible texts whose colour is too near to that of what they stand on (WCAG 2.2, 1.4.3). */
export const faintTexts = (): string[] => {
  const parts = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
    const linear = (value: number): number =>
      value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const behind = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255];
    const colour = parts(getComputedStyle(element).backgroundColor);
    return colour.length === 4 && colour[3] === 0 ? behind(element.parentElement) : colour;
  };
  const found = new Set<string>();
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    if (!own || element.tagName === 'style') continue;
    const style = getComputedStyle(element);
    const [a, b] = [
      luminance(parts(element instanceof SVGElement ? style.fill : style.color)),
      luminance(behind(element)),
    ];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.add(`${element.tagName} ${element.className}: ${contrast.toFixed(2)}`);
  }
  return [...found];
};
