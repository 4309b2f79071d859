// Lighthouse's slow mobile profile on a site, text compressed as a real server does it; prints scores and bytes of the first view.
// usage: NCOVY_LIGHTHOUSE=FOLDER node lighthouse.mjs CHROMIUM ADDRESS   (`npm install lighthouse@12.8.2` in FOLDER: too heavy for the suite)
// This Chromium draws WebGL with its processor, so it stops at the picture; with NCOVY_MAP=1 the map comes as on a phone, its WebGL answered at once.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [executable, site] = process.argv.slice(2);
const { resolve } = createRequire(`${process.env.NCOVY_LIGHTHOUSE}/`);
const from = async (name) => import(pathToFileURL(resolve(name)));
const [{ default: lighthouse }, { launch }] = [await from('lighthouse'), await from('chrome-launcher')];

const phone = Boolean(process.env.NCOVY_MAP);
const freeGl = await readFile(new URL('free_gl.js', import.meta.url));

// What a phone with a graphics processor gets instead of the page's own file, or before it.
function asOnPhone(path, body) {
  if (/\/gpu-\w+\.js$/.test(path)) return Buffer.from("self.postMessage('hardware')");
  return path === '/index.html' ? Buffer.from(body.toString().replace('<head>', '<head><script src="free_gl.js"></script>')) : body;
}

const server = createServer(async (request, response) => {
  const { range } = request.headers;
  if (request.url === '/free_gl.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(freeGl);
    return;
  }
  const answer = await fetch(site + request.url, { headers: range ? { range } : {} });
  let body = Buffer.from(await answer.arrayBuffer());
  if (phone) body = asOnPhone(request.url, body);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => /^(content-type|content-range|cache-control)$/.test(name)));
  if (/javascript|css|json|html|svg/.test(headers['content-type']) && !range) {
    body = gzipSync(body);
    headers['content-encoding'] = 'gzip';
  }
  response.writeHead(answer.status, { ...headers, 'content-length': body.length });
  response.end(body);
});
await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
const chrome = await launch({ chromePath: executable, chromeFlags: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
const { lhr } = await lighthouse(`http://127.0.0.1:${server.address().port}/index.html`, {
  port: chrome.port, onlyCategories: ['performance', 'accessibility', 'best-practices'], maxWaitForLoad: 90_000,
  ...(phone ? { pauseAfterLoadMs: 10_000, networkQuietThresholdMs: 5000, cpuQuietThresholdMs: 5000 } : {}), // the map is to be in it, however late
});
chrome.kill();
server.close();
server.closeAllConnections();
const failed = Object.values(lhr.audits).filter((one) => one.score !== null && one.score < 0.9).map((one) => `${one.id}: ${one.displayValue ?? one.title}`);
const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, one]) => [name, Math.round(one.score * 100)]));
const requests = lhr.audits['network-requests'].details.items.map((one) => [one.url.split('/').at(-1), one.transferSize]);
const metrics = ['first-contentful-paint', 'largest-contentful-paint', 'speed-index', 'total-blocking-time', 'interactive', 'cumulative-layout-shift'];
const times = Object.fromEntries(metrics.map((name) => [name, lhr.audits[name]?.numericValue]));
const long = lhr.audits['long-tasks']?.details?.items.map((one) => [one.url.split('/').at(-1), Math.round(one.duration)]);
console.log(JSON.stringify({ scores, bytes: lhr.audits['total-byte-weight'].numericValue, times, long, benchmark: lhr.environment.benchmarkIndex, failed, requests }));
