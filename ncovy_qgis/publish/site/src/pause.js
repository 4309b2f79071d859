// Long work in parts: between them the page answers whoever touches it.
const PATIENCE = 3000; // ms; a page that never comes to rest goes on all the same

export const breathe = () => new Promise((resolve) => { setTimeout(resolve); });

// Until the page has nothing else to do; Safari cannot say so.
export const rest = () => new Promise((resolve) => {
  if (globalThis.requestIdleCallback) requestIdleCallback(resolve, { timeout: PATIENCE });
  else setTimeout(resolve, 200);
});
