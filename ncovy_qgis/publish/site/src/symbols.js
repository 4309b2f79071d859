// Small drawings for buttons; they take the colour of the text and say nothing to a screen reader.
import { svg } from './dom.js';

const PATHS = {
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  sun: 'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12 1.5v3M12 19.5v3M1.5 12h3M19.5 12h3M4.6 4.6l2.1 2.1M17.3 17.3l2.1 2.1M19.4 4.6l-2.1 2.1M6.7 17.3l-2.1 2.1',
  cross: 'M6 6l12 12M18 6L6 18',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.2v.1',
};

export const symbol = (name) => svg('svg', { viewBox: '0 0 24 24', width: 20, height: 20, class: 'symbol', 'aria-hidden': 'true' }, svg('path', { d: PATHS[name] }));
