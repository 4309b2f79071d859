// Lighthouse's slow mobile profile on a site, text compressed as a real server does it; prints scores and bytes of the first view.
// usage: NCOVY_LIGHTHOUSE=FOLDER node lighthouse.mjs CHROMIUM ADDRESS   (`npm install lighthouse@12.8.2` in FOLDER: too heavy for the suite)
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [executable, site] = process.argv.slice(2);
const { resolve } = createRequire(`${process.env.NCOVY_LIGHTHOUSE}/`);
const from = async (name) => import(pathToFileURL(resolve(name)));
const [{ default: lighthouse }, { launch }] = [await from('lighthouse'), await from('chrome-launcher')];

const server = createServer(async (request, response) => {
  const { range } = request.headers;
  const answer = await fetch(site + request.url, { headers: range ? { range } : {} });
  let body = Buffer.from(await answer.arrayBuffer());
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
});
chrome.kill();
server.close();
server.closeAllConnections();
const failed = Object.values(lhr.audits).filter((one) => one.score !== null && one.score < 0.9).map((one) => `${one.id}: ${one.displayValue ?? one.title}`);
const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, one]) => [name, Math.round(one.score * 100)]));
const requests = lhr.audits['network-requests'].details.items.map((one) => [one.url.split('/').at(-1), one.transferSize]);
console.log(JSON.stringify({ scores, bytes: lhr.audits['total-byte-weight'].numericValue, interactive: lhr.audits.interactive?.numericValue, failed, requests }));
