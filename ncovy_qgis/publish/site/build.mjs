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

const written = (result, extension) => basename(
  Object.keys(result.metafile.outputs).find((name) => name.endsWith(extension)),
);

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
const viewer = await build({
  ...common,
  entryPoints: { viewer: 'src/main.js' },
  loader: { '.woff2': 'file' },
  define: { WORKER_FILE: JSON.stringify(`./${written(worker, '.js')}`) },
});
const names = { script: written(viewer, '.js'), style: written(viewer, '.css') };
const fonts = Object.keys(viewer.metafile.outputs).filter((name) => name.endsWith('.woff2')).map((name) => basename(name));
const pageFiles = [written(worker, '.js'), names.script, names.style, ...fonts].map((name) => `assets/${name}`);
const icon = await readFile('src/icon.svg');
const iconName = `assets/icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
await writeFile(`${OUT}/${iconName}`, icon);
const page = (await readFile('src/index.html', 'utf8'))
  .replace('{{icon}}', iconName)
  .replace('{{script}}', `assets/${names.script}`)
  .replace('{{style}}', `assets/${names.style}`);
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
