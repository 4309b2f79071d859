// What later.js brings.
export { openInfo } from './info.js';
export { openReport } from './report.js';
