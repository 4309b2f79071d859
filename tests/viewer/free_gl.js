// Put before the page's own script: WebGL that answers at once and draws nothing, as a graphics processor takes no time from the page's thread.
(() => {
  const real = HTMLCanvasElement.prototype.getContext;
  const known = WebGL2RenderingContext.prototype;
  const { VIEWPORT, SCISSOR_BOX, VERSION, MAX_TEXTURE_SIZE, ACTIVE_UNIFORMS, ACTIVE_ATTRIBUTES, FRAMEBUFFER_COMPLETE } = WebGL2RenderingContext;
  const answers = (canvas) => ({
    canvas,
    getParameter: (name) => ({ [VIEWPORT]: [0, 0, canvas.width, canvas.height], [SCISSOR_BOX]: [0, 0, canvas.width, canvas.height], [VERSION]: 'WebGL 2.0', [MAX_TEXTURE_SIZE]: 8192 }[name] ?? 16),
    getProgramParameter: (_, name) => (name === ACTIVE_UNIFORMS || name === ACTIVE_ATTRIBUTES ? 0 : true),
    getShaderParameter: () => true,
    getExtension: () => null,
    getUniformLocation: () => ({}),
    getAttribLocation: () => 0,
    getContextAttributes: () => ({ stencil: true }),
    isContextLost: () => false,
    checkFramebufferStatus: () => FRAMEBUFFER_COMPLETE,
    getError: () => 0,
  });
  const free = (canvas) => {
    const given = answers(canvas);
    const constant = (name) => (typeof WebGL2RenderingContext[name] === 'number' ? WebGL2RenderingContext[name] : undefined);
    return new Proxy(Object.create(known), { get: (_, name) => given[name] ?? constant(name) ?? (() => (String(name).startsWith('create') ? {} : null)), set: () => true });
  };
  HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) {
    if (!/^webgl/.test(kind)) return real.call(this, kind, ...rest);
    this.free ??= free(this);
    return this.free;
  };
})();
