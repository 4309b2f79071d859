// Who draws WebGL here: 'hardware', 'software' (the processor does it, and a page waits for it), or 'none'.
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

// Some browsers do not count their own software as a caveat; the name tells.
export function renderer(context) {
  const gl = context({ failIfMajorPerformanceCaveat: true });
  if (!gl) return context({}) ? 'software' : 'none';
  const told = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // a device has few to give
  return BY_PROCESSOR.test(name) ? 'software' : 'hardware';
}
