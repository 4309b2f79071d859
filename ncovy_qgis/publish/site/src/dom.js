// The only way this viewer makes elements: text becomes text nodes, never markup.

// What a condition left out is nothing, not the word "false".
const shown = (children) => children.flat().filter((child) => child !== undefined && child !== null && child !== false);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'colour') node.style.setProperty('--colour', value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...shown(children));
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...shown(children));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children.flat());
  return node;
}
