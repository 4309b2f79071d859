// Bundles the viewer into dist/: index.html, its service worker, and assets whose names carry their hash. dist/ appears whole or not at all.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

const OUT = 'dist.new';

const common = {
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2022',
  outdir: `${OUT}/assets`,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const outputs = (result) => Object.entries(result.metafile.outputs);
const written = (result, extension) => basename(outputs(result).find(([name]) => name.endsWith(extension))[0]);

const beside = (result, extension) => JSON.stringify(`./${written(result, extension)}`);

// What a script needs before it runs, itself left out: the browser asks for all of it at once instead of file after file.
function needed(result, name, found = new Set()) {
  result.metafile.outputs[name].imports.filter((one) => one.kind === 'import-statement' && !found.has(one.path)).forEach((one) => {
    found.add(one.path);
    needed(result, one.path, found);
  });
  return [...found];
}

async function licences() {
  const packages = ['maplibre-gl/LICENSE.txt', 'pmtiles/LICENSE', 'minisearch/LICENSE.txt', '@fontsource/noto-sans/LICENSE',
    '@mapbox/vector-tile/LICENSE.txt', 'pbf/LICENSE', '@noble/hashes/LICENSE'];
  const texts = await Promise.all(packages.map(async (name) => {
    const text = await readFile(`node_modules/${name}`, 'utf8').catch(() => '');
    return text && `${name}\n\n${text}`;
  }));
  return texts.filter(Boolean).join('\n\n----\n\n');
}

await rm(OUT, { recursive: true, force: true });
await mkdir(`${OUT}/assets`, { recursive: true });
const worker = await build({ ...common, entryPoints: { worker: 'maplibre-gl/dist/maplibre-gl-worker.mjs' } });
const gpu = await build({ ...common, entryPoints: { gpu: 'src/gpu_worker.js' }, format: 'iife' });
const look = await build({ ...common, entryPoints: { map: 'src/map_library.css' } });
const viewer = await build({
  ...common,
  entryPoints: { viewer: 'src/main.js' },
  splitting: true,
  chunkNames: '[name]-[hash]',
  loader: { '.woff2': 'file' },
  define: { WORKER_FILE: beside(worker, '.js'), LOOK_FILE: beside(look, '.css'), GPU_FILE: beside(gpu, '.js') },
});
const [script, { cssBundle }] = outputs(viewer).find(([, one]) => one.entryPoint === 'src/main.js');
const pageFiles = [worker, gpu, look, viewer].flatMap(outputs).map(([name]) => `assets/${basename(name)}`);
const icon = await readFile('src/icon.svg');
const iconName = `assets/icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
await writeFile(`${OUT}/${iconName}`, icon);
const page = (await readFile('src/index.html', 'utf8'))
  .replace('{{icon}}', iconName)
  .replace('{{script}}', `assets/${basename(script)}`)
  .replace('{{chunks}}', needed(viewer, script).map((name) => `<link rel="modulepreload" href="assets/${basename(name)}">\n`).join(''))
  .replace('{{style}}', `assets/${basename(cssBundle)}`);
await writeFile(`${OUT}/index.html`, page);
await build({
  ...common,
  entryPoints: { sw: 'src/sw.js' },
  outdir: OUT,
  entryNames: '[name]',
  format: 'iife',
  define: { PAGE_FILES: JSON.stringify(pageFiles), PAGE_VERSION: JSON.stringify(createHash('sha256').update(page + pageFiles).digest('hex').slice(0, 12)) },
});
await writeFile(`${OUT}/assets/licences.txt`, await licences());
await rm('dist', { recursive: true, force: true });
await rename(OUT, 'dist');
